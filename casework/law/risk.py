"""The risk score of employers and projects: plain points per rule, added up; pure arithmetic.

The rules are data (data/risk_rules.csv): what is counted, in the last how many months, how many cost
nothing (`free`), points for each full `step`, at most `most`. Nothing is learnt and nothing hidden.
The score says where to look first; it is no finding against anybody (Order 724 art. 47).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from casework.law.limits import DATA, WEIGHTS, Said

EMPLOYER, PROJECT = "employer", "project"
KINDS = (EMPLOYER, PROJECT)
LOW, MIDDLE, HIGH = "low", "middle", "high"
TOP = 100
LONGEST = 36
"""Months looked back at most."""
WINTER = (11, 12, 1, 2)
"""Months of the winter campaign against wage arrears (冬季行动)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `fact` names what is counted (`casework.queries.risk`), of a `subject` kind."""

    key: str
    subject: str
    fact: str
    label: Said
    months: int
    free: int
    step: int
    most: int
    basis: Said
    note: Said

    def points(self, count: Decimal, weight: Decimal) -> int:
        """Return the points of `count`: `weight` for each full step beyond the free ones, capped."""
        steps = max(count - self.free, Decimal(0)) // self.step
        return int(min(steps * weight, Decimal(self.most)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a score: the rule, what was counted, and its points."""

    rule: Rule
    count: Decimal
    points: int


def _rules() -> Mapping[str, Rule]:
    found = {}
    with (DATA / "risk_rules.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["key"]] = Rule(
                key=row["key"], subject=row["subject"], fact=row["fact"],
                label=Said(row["label"], row["label_en"]), months=int(row["months"]),
                free=int(row["free"]), step=int(row["step"]), most=int(row["most"]),
                basis=Said(row["basis"], row["basis_en"]), note=Said(row["note"], row["note_en"]),
            )  # fmt: skip
    return MappingProxyType(found)


RULES: Mapping[str, Rule] = _rules()
if set(RULES) != set(WEIGHTS):
    raise ValueError("risk_rules.csv: each rule has one weight")


def rules_of(kind: str) -> list[Rule]:
    """Return the rules that are counted for employers, or for projects."""
    return [rule for rule in RULES.values() if rule.subject == kind]


def total(lines: list[Line]) -> int:
    """Return the score of these lines: their sum, at most 100."""
    return min(sum(line.points for line in lines), TOP)


def band(score: int, middle: int, high: int) -> str:
    """Return the band of a score; `middle` and `high` are the first scores of their bands."""
    if score >= high:
        return HIGH
    return MIDDLE if score >= middle else LOW


def back(day: date, months: int) -> date:
    """Return the same day so many months earlier, the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def winter_began(day: date) -> date | None:
    """Return the first of November of the winter `day` lies in; None outside of it."""
    if day.month not in WINTER:
        return None
    return date(day.year if day.month >= WINTER[0] else day.year - 1, WINTER[0], 1)
