"""Names of places in free text matched to division codes; pure, divisions are handed in."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

DATA = Path(__file__).parent.parent / "data"
Division: TypeAlias = tuple[str, str, str | None, str]
UPPER_LEVELS = ("province", "city")
SUFFIX = re.compile(r"(?:(?:回族|示范)?区|市|县|省)$")
ZONE_WORDS = re.compile(
    r"(?:城乡一体化|产城融合|经济综合|经济技术|高新技术产业|经济)?(?:实验|示范|开发|试验)区$"
)
ANY_DIVISION = re.compile(r"区|县|市")
ZONE_SHORT = {"航空港": "航空港区", "经济技术": "经开区", "高新技术": "高新区"}
OTHER_NAMES = {"419001": ("济源产城融合示范区",)}
SHORTEST = 2


class Change(NamedTuple):
    """A division that is no more: its code and name, and the code that took its place."""

    old_code: str
    old_name: str
    new_code: str
    changed_on: str
    source_note: str


class PlaceIndex:
    """All names of the divisions handed in; build it once for many texts."""

    def __init__(self, divisions: Iterable[Division], changes: Iterable[Change]) -> None:
        rows = list(divisions)
        self._parents = {code: parent or "" for code, _, parent, _ in rows}
        self._levels = {code: level for code, _, _, level in rows}
        self._cities = [row for row in rows if row[3] in UPPER_LEVELS]
        # As written in the table, with 河南 or brackets of its own (河南濮阳工业园区).
        self._written: dict[str, set[str]] = {}
        self._full: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}
        city_names = {code: _short(_names(name)[0]) for code, name, _, _ in self._cities}
        for code, name, parent, level in rows:
            self._add(self._written, _plain(name), code)
            for full in (*_names(name), *OTHER_NAMES.get(code, ())):
                self._add(self._full, full, code)
                self._add(self._short, _short(full), code)
            if level == "zone":
                self._add_zone(code, name, city_names.get(parent or "", ""))
        for change in changes:
            if change.new_code in self._parents:
                if change.old_name not in self._full:
                    self._add(self._full, change.old_name, change.new_code)
                if _short(change.old_name) not in self._short:
                    self._add(self._short, _short(change.old_name), change.new_code)

    def match(self, text: str) -> str | None:
        """Return the code of the place `text` begins with; None when unknown or ambiguous."""
        plain = _plain(text)
        if len(written := self._written.get(plain, set())) == 1:
            return next(iter(written))
        rest = _cut(plain, ("河南省", "河南")) or plain
        whole = self._find(rest, None)
        if whole:
            return whole
        for code, name, _, level in self._cities:
            if level == "province":
                if plain in (name, _short(name)):
                    return code
                continue
            for prefix in (*OTHER_NAMES.get(code, ()), *_names(name), _short(_names(name)[0])):
                if rest.startswith(prefix):
                    return self._inside(rest[len(prefix) :], code)
        return None

    def _inside(self, rest: str, city: str) -> str | None:
        for part in (rest, rest.removeprefix("市")):
            found = self._find(part, city) if part else None
            if found:
                return found
        # An unknown county is not its city: 郑州市未知区 stays open, 郑州市花园路 does not.
        return None if ANY_DIVISION.search(rest[:8]) else city

    def _find(self, text: str, city: str | None) -> str | None:
        found = self._only(self._short.get(text, set()) | self._full.get(text, set()), city)
        if found:
            return found
        for length in range(len(text) - 1, SHORTEST, -1):
            codes = self._full.get(text[:length])
            # With a city's name in front the county inside is looked for first.
            if codes and (city or not any(self._levels[code] in UPPER_LEVELS for code in codes)):
                return self._only(codes, city)
        return None

    def _only(self, codes: set[str], city: str | None) -> str | None:
        inside = {code for code in codes if city is None or self._parents[code] == city}
        upper = {code for code in inside if self._levels[code] in UPPER_LEVELS}
        if len(inside) > 1 and len(upper) == 1:
            inside = upper
        return inside.pop() if len(inside) == 1 else None

    def _add_zone(self, code: str, name: str, city: str) -> None:
        bare = name.removeprefix(city + "市").removeprefix(city) if city else name
        self._add(self._full, bare, code)
        core = ZONE_WORDS.sub("", bare)
        for word, alias in ZONE_SHORT.items():
            if bare.startswith(word):
                self._add(self._full, f"{city}{alias}", code)
                self._add(self._full, alias, code)
        if len(core) > SHORTEST:
            self._add(self._short, core, code)

    @staticmethod
    def _add(names: dict[str, set[str]], name: str, code: str) -> None:
        if len(name) >= SHORTEST:
            names.setdefault(name, set()).add(code)


def match_place(text: str, divisions: Iterable[Division], changes: Iterable[Change]) -> str | None:
    """Return the code of the place `text` names, by its successor if it is gone, else None."""
    return PlaceIndex(divisions, changes).match(text)


def read_changes() -> list[Change]:
    """Return the divisions abolished in Henan of which the successor is certain."""
    return [Change(**row) for row in _rows("division_changes.csv")]


def read_divisions() -> list[Division]:
    """Return the divisions of Henan as (code, name, parent code or None, level)."""
    return [
        (row["code"], row["name"], row["parent"] or None, row["level"])
        for row in _rows("henan_divisions.csv")
    ]


def successor(code: str, changes: Iterable[Change]) -> str:
    """Return the present code of `code`, itself when nothing changed."""
    return {change.old_code: change.new_code for change in changes}.get(code, code)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _names(name: str) -> list[str]:
    return [part for part in re.split(r"[()（）]", name) if part]


def _short(name: str) -> str:
    short = SUFFIX.sub("", name)
    return short if len(short) >= SHORTEST else name


def _cut(text: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if text.startswith(prefix):
            return text[len(prefix) :]
    return ""
