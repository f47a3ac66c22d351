"""Read figures: of a period, as of a day, within a scope; broken down by office, trade or channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from casework import clock
from casework.queries.figures.book import Number, values
from casework.queries.figures.derive import refresh
from casework.queries.figures.measures import MEASURES
from casework.vocabulary import Industry


@dataclass(frozen=True)
class Scope:
    """What is counted: matters received or first filed from `begins` to `ends`, as of `on`.

    `offices` None is every office. `tags` widen: a matter counts that fits any of them ("government"
    is a government project, the others are trades); none is every matter. `trade` and `channel` narrow.
    """

    begins: date
    ends: date
    on: date
    offices: tuple[int, ...] | None = None
    tags: tuple[str, ...] = ()
    trade: str = ""
    channel: str = ""

    def as_of(self, begins: date, on: date) -> Scope:
        """The same scope in another period that began on `begins`, up to `on`."""
        return replace(self, begins=begins, ends=on, on=on)

    def narrowed(self, *, trade: str = "", channel: str = "") -> Scope:
        """The same scope for one trade, one channel."""
        return replace(self, trade=trade, channel=channel)

    def last_year(self) -> Scope:
        """The same days of the year before."""
        return replace(
            self, begins=a_year_before(self.begins), ends=a_year_before(self.ends),
            on=a_year_before(self.on),
        )  # fmt: skip


NOTHING: dict[str, Number] = {
    name: Decimal("0.00") if name.endswith("_yuan") else 0 for name in MEASURES
}
GOVERNMENT = "government"
TAGS = (Industry.CONSTRUCTION.value, Industry.NEW_FORMS.value, GOVERNMENT)


@dataclass(frozen=True)
class Cell:
    """The sums of one office, trade, channel and kind of project."""

    office_id: int
    industry: str
    channel: str
    government: bool
    sums: dict[str, Number]


@dataclass
class Sheet:
    """The figures of one scope, to be summed any way; totals and parts come from the same cells."""

    scope: Scope
    cells: list[Cell] = field(default_factory=list)

    def total(self) -> dict[str, Number | None]:
        """Return every figure of the whole."""
        return values(_added(self.cells))

    def by(self, key: Callable[[Cell], Any]) -> dict[Any, dict[str, Number | None]]:
        """Return every figure of each part; `key` names the part of a cell, None leaves it out."""
        parts: dict[Any, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            if (name := key(cell)) is not None:
                parts[name].append(cell)
        return {name: values(_added(cells)) for name, cells in parts.items()}

    def by_office(self) -> dict[int, dict[str, Number | None]]:
        return self.by(lambda cell: cell.office_id)

    def by_trade(self) -> dict[str, dict[str, Number | None]]:
        return self.by(lambda cell: cell.industry)

    def by_channel(self) -> dict[str, dict[str, Number | None]]:
        return self.by(lambda cell: cell.channel)


def read(scopes: Sequence[Scope]) -> list[Sheet]:
    """Return a sheet for each scope: what is new in the journal is taken in first; two statements."""
    refresh()
    sheets = [Sheet(scope) for scope in scopes]
    parts, params = [], []
    for number, scope in enumerate(scopes):
        sql, given = _select(number, scope)
        parts.append(sql)
        params += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for number, office, industry, channel, government, *sums in cursor.fetchall():
            cell = Cell(
                office, industry, channel, government, dict(zip(MEASURES, sums, strict=True))
            )
            sheets[number].cells.append(cell)
    return sheets


def today_of(begins: date, ends: date, on: date | None = None, **within: Any) -> Scope:
    """Return the scope of a period as of `on`, today when not given, never a day to come."""
    day = min(on or clock.today(), clock.today())
    return Scope(begins=begins, ends=min(ends, day), on=day, **within)


def a_year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year - 1)


def _added(cells: Iterable[Cell]) -> dict[str, Number]:
    whole = dict(NOTHING)
    for cell in cells:
        for name, number in cell.sums.items():
            whole[name] += number
    return whole


def _select(number: int, scope: Scope) -> tuple[str, list[Any]]:
    """Sum the moves up to the day; where a finished day is kept, that and what came after it.

    The conditions in front tell which of the parts is read at all: they are asked once, not per row.
    """
    last = min(scope.ends, scope.on)
    if scope.ends < scope.on:  # what was received later is left out: no kept day is about that
        return _part(number, "casework_figuremove", _MOVES, (scope.begins, last, scope.on), scope)
    today, before = (scope.begins, scope.on), (scope.begins, scope.on - timedelta(days=1))
    parts = (
        ("casework_figureday", _DAY, today),
        ("casework_figureday", f"NOT {_KEPT} AND {_DAY}", (*today, *before)),
        ("casework_figuremove", f"NOT {_KEPT} AND {_KEPT} AND cohort_on BETWEEN %s AND %s AND day = %s",
         (*today, *before, scope.begins, last, scope.on)),
        ("casework_figuremove", f"NOT {_KEPT} AND NOT {_KEPT} AND {_MOVES}",
         (*today, *before, scope.begins, last, scope.on)),
    )  # fmt: skip
    written = [_part(number, table, where, params, scope) for table, where, params in parts]
    return " UNION ALL ".join(sql for sql, _ in written), [p for _, given in written for p in given]


_KEPT = 'EXISTS (SELECT 1 FROM casework_figureday k WHERE k.begins = %s AND k."on" = %s)'
_DAY = 'begins = %s AND "on" = %s'
_MOVES = "cohort_on BETWEEN %s AND %s AND day <= %s"


def _part(
    number: int, table: str, when: str, given: tuple[Any, ...], scope: Scope
) -> tuple[str, list[Any]]:
    where, params = [when], [number, *given]
    if scope.offices is not None:
        where.append("office_id = ANY(%s)")
        params.append(list(scope.offices))
    if scope.tags:
        where.append("(industry = ANY(%s) OR (government AND %s))")
        params += [list(scope.tags), GOVERNMENT in scope.tags]
    for column, wanted in (("industry", scope.trade), ("channel", scope.channel)):
        if wanted:
            where.append(f"{column} = %s")
            params.append(wanted)
    sums = ", ".join(f"sum({name})::{_type(name)}" for name in MEASURES)
    return (  # names of columns of this module; values go in as parameters
        f"SELECT %s::int, office_id, industry, channel, government, {sums}"  # noqa: S608
        f" FROM {table} WHERE {' AND '.join(where)}"
        " GROUP BY office_id, industry, channel, government"
    ), params


def _type(name: str) -> str:
    return "numeric" if name.endswith("_yuan") else "bigint"
