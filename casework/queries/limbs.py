"""Limbs (a) and (b) of the amount from which refusal to pay is a crime, over the claims of one case.

法释〔2013〕3号 art. 3 with the amounts of the Henan High Court. What counts is what was unpaid when
the term of the order ended: a later payment may spare punishment (art. 6), it does not undo it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from casework import clock, lawbook
from casework.access import Verdict
from casework.law.money import ZERO
from casework.models import Case
from casework.vocabulary import Finding


@dataclass(frozen=True)
class Bounds:
    """The amounts in force: limb (a) months and yuan, limb (b) workers and yuan."""

    months: int
    one_yuan: Decimal
    workers: int
    together_yuan: Decimal


def bounds(on: date) -> Bounds:
    """Return the amounts of the law book in force on `on`."""
    value = lawbook.threshold_value
    return Bounds(
        int(value("crime_a_months", on)), value("crime_a_yuan", on),
        int(value("crime_b_workers", on)), value("crime_b_yuan", on),
    )  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """What one worker was still owed (yuan) when the term ended, for a period of unpaid work."""

    worker: int
    yuan: Decimal
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Sums:
    """The measure of one case: both limbs with the figures they were found by (yuan)."""

    workers: int
    total: Decimal
    limb_a: int
    """Workers with three months or more and at least the amount of limb (a)."""
    limb_b: bool
    least: Bounds

    @property
    def met(self) -> bool:
        return self.limb_a > 0 or self.limb_b

    def __str__(self) -> str:
        parts = []
        if self.limb_a:
            parts.append(
                _("%(n)s 名劳动者三个月以上报酬未付，每人 %(least)s 元以上")
                % {"n": self.limb_a, "least": _plain(self.least.one_yuan)}
            )
        if self.limb_b:
            parts.append(
                _("%(n)s 名以上劳动者累计 %(least)s 元以上")
                % {"n": self.least.workers, "least": _plain(self.least.together_yuan)}
            )
        whole = _("期满时 %(n)s 人未付 %(sum)s 元") % {"n": self.workers, "sum": _plain(self.total)}
        return "；".join([whole, *parts])


def measure(rows: Iterable[Owed], least: Bounds) -> Sums:
    """Measure what is owed by both limbs; a worker counts once, the longest period decides."""
    owed: dict[int, Decimal] = {}
    long: set[int] = set()
    for row in rows:
        if row.yuan <= 0:
            continue
        owed[row.worker] = owed.get(row.worker, ZERO) + row.yuan
        if row.start and row.end and row.end >= _after_months(row.start, least.months):
            long.add(row.worker)
    total = sum(owed.values(), ZERO)
    limb_a = sum(1 for worker in long if owed[worker] >= least.one_yuan)
    limb_b = len(owed) >= least.workers and total >= least.together_yuan
    return Sums(len(owed), total, limb_a, limb_b, least)


def sums_of(case: Case) -> Sums:
    """Return what was unpaid in `case` when the term of its order ended; nothing before that."""
    due = case.order_due_on
    if due is None or clock.today() <= due:
        return measure([], bounds(clock.today()))
    in_term = Q(payments__paid_on__lte=due, payments__reversal__isnull=True,
                payments__reversal_of__isnull=True)  # fmt: skip
    claims = case.claims.filter(withdrawn_at__isnull=True, finding=Finding.OWED).annotate(
        paid_in_term=Sum("payments__amount_yuan", filter=in_term)
    )
    rows = [
        Owed(worker, (verified or ZERO) - (paid or ZERO), start or whole_start, end or whole_end)
        for worker, verified, paid, start, end, whole_start, whole_end in claims.values_list(
            "worker", "verified_yuan", "paid_in_term", "period_start", "period_end",
            "complaint__period_start", "complaint__period_end",
        )
    ]  # fmt: skip
    return measure(rows, bounds(due))


def limb_met(case: Case) -> Verdict:
    """Is the amount of a crime reached? The reason tells the figures either way."""
    if case.order_due_on is None or clock.today() <= case.order_due_on:
        return Verdict(False, _("改正期限尚未届满。"))
    sums = sums_of(case)
    if sums.met:
        return Verdict(True, str(sums))
    return Verdict(False, _("没有达到拒不支付劳动报酬罪的数额标准（%(sums)s）。") % {"sums": sums})


def _after_months(start: date, months: int) -> date:
    """Return the last day of `months` months that begin on `start`."""
    number = start.year * 12 + start.month - 1 + months
    year, month = number // 12, number % 12 + 1
    following = date(year, month, min(start.day, monthrange(year, month)[1]))
    return following - timedelta(days=1)


def _plain(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")
