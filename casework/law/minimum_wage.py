"""Minimum wages of Henan by class and date, read from data/minimum_wage.csv; nothing is guessed here.

Which county is in which class is not part of the notices we have (law.md, open item L3): the mapping
is the table `WageClass`, and the default by the kind of place is marked as to be confirmed.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "minimum_wage.csv"
PAID_DAYS = Decimal("21.75")
"""Paid days of a month (月计薪天数), 劳社部发〔2008〕3号."""
DEFAULT_CLASS = (("区", 1), ("市", 2), ("县", 3))


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """One line of the table, in yuan."""

    wage_class: int
    valid_from: date
    monthly_yuan: Decimal
    hourly_yuan: Decimal
    basis: str
    verified: bool

    @property
    def daily_yuan(self) -> Decimal:
        """The month's minimum over the paid days of a month, to the fen."""
        return (self.monthly_yuan / PAID_DAYS).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def minimum_wage(wage_class: int, day: date) -> MinimumWage | None:
    """Return the minimum of `wage_class` in force on `day`; None before the first line of the table."""
    lines = [m for m in TABLE_LINES if m.wage_class == wage_class and m.valid_from <= day]
    return max(lines, key=lambda line: line.valid_from, default=None)


def default_class(place: str) -> int:
    """Return the class a place has while nobody confirmed one: district 1, city 2, county 3."""
    bare = place.split("(")[0].split("（")[0]
    return next((number for end, number in DEFAULT_CLASS if bare.endswith(end)), 1)


def _read() -> tuple[MinimumWage, ...]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            MinimumWage(
                int(row["wage_class"]), date.fromisoformat(row["valid_from"]),
                Decimal(row["monthly_yuan"]), Decimal(row["hourly_yuan"]), row["basis"],
                row["verified"] == "yes",
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


TABLE_LINES = _read()
