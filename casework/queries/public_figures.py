"""The public figures as the public may read them: no cell of fewer than five (law.md section 9)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from casework.models import PublicFigures
from casework.vocabulary import DivisionLevel

FEWEST = 5
"""Below this a figure tells of persons: it is not shown, nor can it be reckoned from the sum."""
COLUMNS = (
    ("received", "received"), ("accepted", "accepted"), ("finished", "finished"),
    ("workers", "received"), ("recovered_yuan", "recovered_cases"),
    ("median_days", "finished"), ("score", "ratings"),
)  # fmt: skip
"""Figure, and the count of matters it rests on."""
ADDING_UP = ("received", "accepted", "finished", "workers", "recovered_yuan")


@dataclass
class Line:
    """One city (or the province) in one year; None stands for a figure too small to be shown."""

    name: str
    cells: dict[str, Any]


@dataclass
class Published:
    """The table of one year: the cities, the province, when it was worked out."""

    year: int
    years: list[int]
    lines: list[Line]
    total: Line | None
    made_at: Any


def published(year: int | None = None) -> Published | None:
    """Return the figures of `year` (the last there is); None while there are none."""
    made = PublicFigures.objects.order_by("-year").values_list("year", flat=True).distinct()
    years = list(made.filter(received__gt=0)) or list(made[:1])
    if not years:
        return None
    chosen = year if year in years else years[0]
    rows = list(PublicFigures.objects.filter(year=chosen).select_related("division"))
    cities = [row for row in rows if row.division.level != DivisionLevel.PROVINCE]
    cities.sort(key=lambda row: row.division.code)
    hidden = _hidden(cities)
    lines = [Line(row.division.name, _cells(row, hidden.get(row.pk, set()))) for row in cities]
    whole = next((row for row in rows if row.division.level == DivisionLevel.PROVINCE), None)
    total = Line(whole.division.name, _cells(whole, _small(whole))) if whole else None
    return Published(chosen, years, lines, total, rows[0].made_at)


def _small(row: PublicFigures) -> set[str]:
    """Return the figures of one row that rest on too few matters; none at all is no secret."""
    return {name for name, base in COLUMNS if 0 < getattr(row, base) < FEWEST}


def _hidden(rows: list[PublicFigures]) -> dict[int, set[str]]:
    """Return what is hidden per row: the small ones, and where one is hidden alone a second.

    One figure hidden alone is the sum less all the others.
    """
    hidden = {row.pk: _small(row) for row in rows}
    for name in ADDING_UP:
        alone = [row for row in rows if name in hidden[row.pk]]
        others = [row for row in rows if name not in hidden[row.pk] and getattr(row, name)]
        if len(alone) == 1 and others:
            hidden[min(others, key=lambda row: getattr(row, name)).pk].add(name)
    return hidden


def _cells(row: PublicFigures, hidden: set[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, _base in COLUMNS:
        value = getattr(row, name)
        if value is None:
            value = ""
        shown[name] = None if name in hidden else value
    if isinstance(shown["score"], Decimal):
        shown["score"] = f"{shown['score']:.1f}"
    return shown
