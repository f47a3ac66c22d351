"""An account: the figures of a scope beside those of the year before, whole and by place and trade.

Board, campaign page, reports, files and the interface show this and reckon nothing themselves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from casework.models import Division, Office
from casework.queries.figures.book import BOOK, BY_CODE, Number, plain, values
from casework.queries.figures.sheet import NOTHING, Scope, Sheet, read
from casework.vocabulary import Channel, Industry

Values = dict[str, Number | None]
NONE: Values = values(NOTHING)
"""The figures of a place where there is nothing to count."""
LEAST_RANKED = 5
"""A county with fewer filed cases is shown without a rank: one case more or less would decide it."""


@dataclass(frozen=True)
class Line:
    """One place, trade or channel: its figures and those of the year before. `rank` 0 is none."""

    code: str
    name: str
    now: Values
    before: Values
    rank: int = 0
    office_id: int | None = None


@dataclass(frozen=True)
class Account:
    """The whole and its parts; `before` and every `Line.before` are of the same days a year earlier."""

    scope: Scope
    earlier: Scope
    now: Values
    before: Values
    cities: list[Line]
    offices: list[Line]
    trades: list[Line]
    channels: list[Line]
    beside: list[Values]
    """The whole of further scopes that were asked for."""


def account(
    scope: Scope, earlier: Scope, offices: Sequence[Office], *, beside: Sequence[Scope] = ()
) -> Account:
    """Read the scopes (two statements) and break the first two down by the places of `offices`.

    `offices` come with `division`; those of a city's counties add up to the city.
    """
    further = [one for one in dict.fromkeys(beside) if one != scope]
    now, before, *rest = read([scope, earlier, *further])
    found = {scope: now, **dict(zip(further, rest, strict=True))}
    city_of = {office.pk: _city(office) for office in offices}
    return Account(
        scope=scope, earlier=earlier, now=now.total(), before=before.total(),
        cities=_cities(now, before, offices, city_of),
        offices=ranked(_offices(now, before, offices)),
        trades=_named(now.by_trade(), before.by_trade(), Industry),
        channels=_named(now.by_channel(), before.by_channel(), Channel),
        beside=[found[one].total() for one in beside],
    )  # fmt: skip


def ranked(lines: Iterable[Line]) -> list[Line]:
    """Return the counties in their order: closing rate, recovery rate, fewer overdue of what is filed.

    Who has filed fewer than `LEAST_RANKED` comes after them by code, without a rank; equals share one.
    """
    fit = [line for line in lines if (line.now["filed"] or 0) >= LEAST_RANKED]
    rest = [line for line in lines if line not in fit]
    fit.sort(key=lambda line: (_merit(line), line.code))
    done: list[Line] = []
    for place, line in enumerate(fit, start=1):
        same = done and _merit(done[-1]) == _merit(line)
        rank = done[-1].rank if same else place
        done.append(Line(line.code, line.name, line.now, line.before, rank, line.office_id))
    return done + sorted(rest, key=lambda line: line.code)


def content(found: Account) -> dict[str, Any]:
    """Return an account as plain data in the reader's language: whole numbers, and exact text."""
    return {
        "begins": found.scope.begins.isoformat(),
        "on": found.scope.on.isoformat(),
        "last_begins": found.earlier.begins.isoformat(),
        "last_on": found.earlier.on.isoformat(),
        "figures": [
            {"code": one.code, "label": str(one.label), "unit": str(one.unit),
             "definition": str(one.definition), "basis": str(one.basis),
             "value": plain(found.now[one.code]), "last_year": plain(found.before[one.code])}
            for one in BOOK
        ],
        **{
            name: [_line(line) for line in getattr(found, name)]
            for name in ("cities", "offices", "trades", "channels")
        },
        "least_ranked": LEAST_RANKED,
    }  # fmt: skip


def digest(said: Mapping[str, Any]) -> str:
    """Return the sha-256 (hex) of a content, to tell later that it is the one that was made."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def shown(code: str, value: Any) -> str:
    """Write a value of a content for a page or a paper."""
    figure = BY_CODE.get(code)
    if figure is None or value is None:
        return "—"
    return figure.shown(value if isinstance(value, int) else Decimal(value))


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code, "name": line.name, "rank": line.rank,
        "values": {code: plain(value) for code, value in line.now.items()},
        "last_year": {code: plain(value) for code, value in line.before.items()},
    }  # fmt: skip


def _merit(line: Line) -> tuple[Any, ...]:
    filed = line.now["filed"] or 1
    return (
        -(line.now["closing_rate"] or 0),
        -(line.now["recovery_rate"] or 0),
        (line.now["overdue"] or 0) / filed,
    )


def _city(office: Office) -> str:
    parts = office.division.path.split("/")
    return parts[1] if len(parts) > 1 else ""


def _cities(
    now: Sheet, before: Sheet, offices: Sequence[Office], city_of: Mapping[int, str]
) -> list[Line]:
    codes = sorted({code for code in city_of.values() if code})
    names = {office.division.code: office.division.name for office in offices}
    missing = [code for code in codes if code not in names]
    if missing:
        rows = Division.objects.filter(code__in=missing, valid_to__isnull=True)
        names |= dict(rows.values_list("code", "name"))

    this, last = now.by_place(city_of), before.by_place(city_of)
    return [
        Line(code, names.get(code, code), this.get(code, NONE), last.get(code, NONE))
        for code in codes
    ]


def _offices(now: Sheet, before: Sheet, offices: Sequence[Office]) -> list[Line]:
    this, last = now.by_office(), before.by_office()
    return [
        Line(office.division.code, office.division.full_name, this.get(office.pk, NONE),
             last.get(office.pk, NONE), office_id=office.pk)
        for office in offices
    ]  # fmt: skip


def _named(this: Mapping[str, Values], last: Mapping[str, Values], words: Any) -> list[Line]:
    return [
        Line(word.value, str(word.label), this.get(word.value, NONE), last.get(word.value, NONE))
        for word in words
    ]
