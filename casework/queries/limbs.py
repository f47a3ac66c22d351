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

from casework import clock
from casework.access import Verdict
from casework.models import Case
from casework.vocabulary import Finding

MONTHS, ONE_WORKER_YUAN = 3, Decimal(8000)
WORKERS, TOGETHER_YUAN = 10, Decimal(40000)


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

    @property
    def limb_b(self) -> bool:
        return self.workers >= WORKERS and self.total >= TOGETHER_YUAN

    @property
    def met(self) -> bool:
        return self.limb_a > 0 or self.limb_b

    def __str__(self) -> str:
        parts = []
        if self.limb_a:
            parts.append(
                _("%(n)s 名劳动者三个月以上报酬未付，每人 %(least)s 元以上")
                % {"n": self.limb_a, "least": ONE_WORKER_YUAN}
            )
        if self.limb_b:
            parts.append(_("十名以上劳动者累计 %(least)s 元以上") % {"least": TOGETHER_YUAN})
        whole = _("期满时 %(n)s 人未付 %(sum)s 元") % {"n": self.workers, "sum": self.total}
        return "；".join([whole, *parts])


def measure(rows: Iterable[Owed]) -> Sums:
    """Measure what is owed by both limbs; a worker counts once, the longest period decides."""
    owed: dict[int, Decimal] = {}
    long: set[int] = set()
    for row in rows:
        if row.yuan <= 0:
            continue
        owed[row.worker] = owed.get(row.worker, Decimal(0)) + row.yuan
        if row.start and row.end and row.end >= _after_months(row.start, MONTHS):
            long.add(row.worker)
    limb_a = sum(1 for worker in long if owed[worker] >= ONE_WORKER_YUAN)
    return Sums(len(owed), sum(owed.values(), Decimal(0)), limb_a)


def sums_of(case: Case) -> Sums:
    """Return what was unpaid in `case` when the term of its order ended; nothing before that."""
    due = case.order_due_on
    if due is None or clock.today() <= due:
        return measure([])
    in_term = Q(payments__paid_on__lte=due, payments__reversal__isnull=True,
                payments__reversal_of__isnull=True)  # fmt: skip
    claims = case.claims.filter(withdrawn_at__isnull=True, finding=Finding.OWED).annotate(
        paid_in_term=Sum("payments__amount_yuan", filter=in_term)
    )
    return measure(
        Owed(worker, verified - (paid or 0), start or whole_start, end or whole_end)
        for worker, verified, paid, start, end, whole_start, whole_end in claims.values_list(
            "worker", "verified_yuan", "paid_in_term", "period_start", "period_end",
            "complaint__period_start", "complaint__period_end",
        )
    )  # fmt: skip


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
