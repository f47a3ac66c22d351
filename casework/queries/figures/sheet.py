"""Read figures: of a period, as of a day, within a scope; broken down by office, trade or channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from casework import clock
from casework.queries.figures.book import Number, values
from casework.queries.figures.derive import refresh
from casework.queries.figures.measures import MEASURES
from casework.queries.figures.parts_sql import GOVERNMENT, Window, broken_down
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
TAGS = (Industry.CONSTRUCTION.value, Industry.NEW_FORMS.value, GOVERNMENT)
Part = dict[Any, dict[str, Number]]


@dataclass
class Sheet:
    """The sums of one scope by office, by trade and by channel; each of the three is the whole."""

    scope: Scope
    offices: Part = field(default_factory=dict)
    trades: Part = field(default_factory=dict)
    channels: Part = field(default_factory=dict)

    def total(self) -> dict[str, Number | None]:
        """Return every figure of the whole."""
        return values(_added(self.offices.values()))

    def by_office(self) -> dict[int, dict[str, Number | None]]:
        return _figures(self.offices)

    def by_trade(self) -> dict[str, dict[str, Number | None]]:
        return _figures(self.trades)

    def by_channel(self) -> dict[str, dict[str, Number | None]]:
        return _figures(self.channels)

    def by_place(self, place_of: Mapping[int, str]) -> dict[str, dict[str, Number | None]]:
        """Return every figure of each place; offices without one are left out."""
        places: dict[str, list[dict[str, Number]]] = defaultdict(list)
        for office, sums in self.offices.items():
            if place := place_of.get(office):
                places[place].append(sums)
        return {place: values(_added(rows)) for place, rows in places.items()}


def read(scopes: Sequence[Scope]) -> list[Sheet]:
    """Return a sheet for each scope: what is new in the journal is taken in first; two statements."""
    refresh()
    sheets = [Sheet(scope) for scope in scopes]
    sql, params = broken_down([_window(scope) for scope in scopes])
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for number, office, trade, channel, *sums in cursor.fetchall():
            row = dict(zip(MEASURES, sums, strict=True))
            if office is not None:
                sheets[number].offices[office] = row
            elif trade is not None:
                sheets[number].trades[trade] = row
            else:
                sheets[number].channels[channel] = row
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


def _figures(part: Part) -> dict[Any, dict[str, Number | None]]:
    return {name: values(sums) for name, sums in part.items()}


def _added(rows: Iterable[dict[str, Number]]) -> dict[str, Number]:
    whole = dict(NOTHING)
    for sums in rows:
        for name, number in sums.items():
            whole[name] += number
    return whole


def _window(scope: Scope) -> Window:
    where: list[str] = []
    given: list[Any] = []
    if scope.offices is not None:
        where.append("office_id = ANY(%s)")
        given.append(list(scope.offices))
    if scope.tags:
        where.append("(industry = ANY(%s) OR (government AND %s))")
        given += [list(scope.tags), GOVERNMENT in scope.tags]
    for column, wanted in (("industry", scope.trade), ("channel", scope.channel)):
        if wanted:
            where.append(f"{column} = %s")
            given.append(wanted)
    return Window(
        scope.begins, min(scope.ends, scope.on), scope.on, " AND ".join(where), tuple(given)
    )
