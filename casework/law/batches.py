"""When serious violations are published together: counties and cities each quarter, the province each half-year.

Law: 《重大劳动保障违法行为社会公布办法》 (MOHRSS Order 29).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class Batch(NamedTuple):
    """A batch by its name (2026-Q3, 2026-H2) and its last day."""

    name: str
    last: date


def batch_of(day: date, *, of_province: bool) -> Batch:
    """Return the batch in which what was selected on `day` is published."""
    months, letter = (6, "H") if of_province else (3, "Q")
    number = (day.month - 1) // months + 1
    month = number * months
    after = date(day.year + month // 12, month % 12 + 1, 1)
    return Batch(f"{day.year}-{letter}{number}", after - timedelta(days=1))
