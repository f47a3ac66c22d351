"""Divisions for select lists, and the division that a text names: name, short name, sound or code."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cached_property

from casework.files.places import Change, PlaceIndex
from casework.models import Division

CACHE_SECONDS = 300.0
CODE = re.compile(r"\d{6}")
SOUND = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Place:
    """One choice of a list: shown as 郑州市 金水区, found by typing jinshui or zzsjsq as well."""

    code: str
    name: str
    sound: str
    city: str = ""  # code of the city it belongs to, its own for a city
    own: str = ""  # 金水区
    is_city: bool = False


class Places:
    """The divisions in force at one moment with every way to name them; immutable."""

    def __init__(self, rows: list[Division]) -> None:
        self._all = rows
        self.current = [row for row in rows if row.valid_to is None]

    @cached_property
    def choices(self) -> list[Place]:
        """Counties and zones of the whole province, city by city, then the cities themselves."""
        rows = sorted(self.current, key=lambda row: (row.level in ("city", "province"), row.code))
        return [_place(row) for row in rows if row.level != "province"]

    @cached_property
    def index(self) -> PlaceIndex:
        parents = {row.pk: row.code for row in self.current}
        divisions = [
            (row.code, row.name, parents.get(row.parent_id or 0), row.level) for row in self.current
        ]
        changes = [
            Change(row.code, row.name, row.current().code, f"{row.valid_to:%Y-%m}", "")
            for row in self._all
            if row.valid_to is not None and row.successor_id
        ]
        return PlaceIndex(divisions, changes)

    @cached_property
    def _sounds(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.current:
            city = row.parent if row.level in ("county", "zone") else None
            names = {row.pinyin, row.initials, re.sub(r"(?:qu|shi|xian)$", "", row.pinyin)}
            if city is not None:
                names |= {city.pinyin + row.pinyin, city.initials + row.initials}
            for name in names - {""}:
                found.setdefault(name, set()).add(row.code)
        return found

    def code_of(self, text: str) -> str | None:
        """Return the code in force that `text` names; None when unknown or ambiguous."""
        plain = "".join(text.split())
        if CODE.fullmatch(plain):
            return self._by_code(plain)
        if SOUND.fullmatch(plain.lower()):
            codes = self._sounds.get(plain.lower(), set())
            return next(iter(codes)) if len(codes) == 1 else None
        return self.index.match(plain) if plain else None

    def is_name_only(self, text: str) -> bool:
        """Is `text` a code or a sound, which names a place and tells nothing of the address?"""
        plain = "".join(text.split()).lower()
        return bool(CODE.fullmatch(plain) or SOUND.fullmatch(plain))

    def suggest(self, text: str, limit: int) -> list[Place]:
        """Return the places that unclear `text` may mean: by its letters, or by a name within it."""
        plain = "".join(text.split()).lower()
        if SOUND.fullmatch(plain):
            found = [p for p in self.choices if any(s.startswith(plain) for s in p.sound.split())]
            return found[:limit]
        whole = [p for p in self.choices if _bare(p.own) in plain]
        part = [p for p in self.choices if len(plain) > 1 and plain[:2] in p.own and p not in whole]
        return [*whole, *part][:limit]

    def _by_code(self, code: str) -> str | None:
        rows = [row for row in self._all if row.code == code]
        rows.sort(key=lambda row: row.valid_to is not None)
        return rows[0].current().code if rows else None


_cached: tuple[float, Places] | None = None


def places() -> Places:
    """Return the divisions, read once in CACHE_SECONDS per process by one query."""
    global _cached  # noqa: PLW0603  one immutable table per process, refreshed by age
    if _cached is None or time.monotonic() - _cached[0] > CACHE_SECONDS:
        rows = list(Division.objects.select_related("parent", "successor__parent").order_by("code"))
        if not rows:  # not loaded yet: look again next time
            return Places([])
        _cached = (time.monotonic(), Places(rows))
    return _cached[1]


def division_of(text: str) -> Division | None:
    """Return the division in force that `text` names (an ended one by its successor), else None."""
    code = places().code_of(text)
    if code is None:
        return None
    rows = Division.objects.filter(code=code, valid_to__isnull=True)
    return rows.select_related("parent__parent").first()


def label(division: Division) -> str:
    """Return 郑州市 金水区; a city, or what belongs to no city, by its own name."""
    return division.joined(" ")


def _place(row: Division) -> Place:
    parent = row.parent if row.parent is not None and row.parent.level != "province" else None
    own = row.name.removeprefix(parent.name) or row.name if parent else row.name
    is_city = parent is None and row.level == "city"
    return Place(row.code, label(row), _sound(row), (parent or row).code, own, is_city)


def _bare(name: str) -> str:
    """Return 金水 of 金水区; a name of two characters stays whole."""
    short = re.sub(r"(?:回族)?(?:区|市|县)$", "", name)
    return short if len(short) > 1 else name


def _sound(division: Division) -> str:
    city = division.parent if division.level in ("county", "zone") else None
    initials = (city.initials if city else "") + division.initials
    return f"{division.pinyin} {initials}"
