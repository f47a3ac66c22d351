"""The amounts of 拒不支付劳动报酬 in Henan, which are also those of a listing; pure arithmetic.

Law: 法释〔2013〕3号 art. 3 with the amounts fixed by the High Court of Henan; Order 45 art. 5 (1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.law.limits import THRESHOLDS
from casework.law.money import total


@dataclass(frozen=True)
class Limits:
    """Limb (a): one worker, months and yuan; limb (b): number of workers and their total in yuan."""

    one_months: int
    one_yuan: Decimal
    many_workers: int
    many_yuan: Decimal


def limits(value: Callable[[str], Decimal] | None = None) -> Limits:
    """Return the thresholds of the data, or as `value` has them in force by their key.

    Law: 法释〔2013〕3号 art. 3; amounts fixed by the High Court of Henan.
    """
    of = value or (lambda key: THRESHOLDS[key].value)
    return Limits(
        one_months=int(of("crime_a_months")), one_yuan=of("crime_a_yuan"),
        many_workers=int(of("crime_b_workers")), many_yuan=of("crime_b_yuan"),
    )  # fmt: skip


@dataclass(frozen=True)
class Debt:
    """What one order left unpaid to one worker: the calendar months it is for, and yuan."""

    person: str
    months: frozenset[date]
    unpaid: Decimal


@dataclass(frozen=True)
class Creditor:
    """One worker with everything the employer owes them: number of distinct months, and yuan."""

    person: str
    months: int
    unpaid: Decimal

    def reaches(self, bounds: Limits) -> bool:
        """Does this worker alone fulfil limb (a)?"""
        return self.months >= bounds.one_months and self.unpaid >= bounds.one_yuan

    def share(self, bounds: Limits) -> Decimal:
        """How near limb (a) is by its weaker half; 1 and more is reached."""
        return min(Decimal(self.months) / bounds.one_months, self.unpaid / bounds.one_yuan)


@dataclass(frozen=True)
class Standing:
    """How an employer stands to both limbs. `creditors`: each worker once, the nearest to (a) first."""

    bounds: Limits
    creditors: tuple[Creditor, ...]
    unpaid: Decimal

    @property
    def workers(self) -> int:
        return len(self.creditors)

    @property
    def one_reached(self) -> bool:
        """Limb (a): one worker with enough months and enough yuan at once."""
        return any(creditor.reaches(self.bounds) for creditor in self.creditors)

    @property
    def many_reached(self) -> bool:
        """Limb (b): enough workers and enough yuan together."""
        return self.workers >= self.bounds.many_workers and self.unpaid >= self.bounds.many_yuan

    @property
    def reached(self) -> bool:
        return self.one_reached or self.many_reached

    @property
    def nearest(self) -> Creditor | None:
        """The worker nearest to limb (a); None when nothing is owed."""
        return self.creditors[0] if self.creditors else None

    @property
    def workers_short(self) -> int:
        """Workers that limb (b) still lacks."""
        return max(self.bounds.many_workers - self.workers, 0)

    @property
    def yuan_short(self) -> Decimal:
        """Yuan that limb (b) still lacks."""
        return max(self.bounds.many_yuan - self.unpaid, Decimal(0))


def standing(debts: Iterable[Debt], bounds: Limits | None = None) -> Standing:
    """Return how the employer of these debts stands to both limbs; debts of nothing do not count."""
    bounds = bounds or limits()
    months: dict[str, set[date]] = {}
    sums: dict[str, Decimal] = {}
    for debt in debts:
        if debt.unpaid > 0:
            months.setdefault(debt.person, set()).update(debt.months)
            sums[debt.person] = sums.get(debt.person, Decimal(0)) + debt.unpaid
    creditors = [Creditor(person, len(months[person]), sums[person]) for person in sums]
    creditors.sort(key=lambda c: (-c.share(bounds), -c.unpaid, c.person))
    return Standing(bounds, tuple(creditors), total(sums.values()))
