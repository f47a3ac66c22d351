"""Is the amount from which refusal to pay is a crime reached in a case, alone or across counties?

What counts is what was unpaid when the term of the order ended: a later payment may spare
punishment (法释〔2013〕3号 art. 6), it does not undo it. Across counties the watch of
`ThresholdCrossing` tells; one referral then serves all the cases it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from casework import clock, lawbook
from casework.access import Verdict
from casework.law.money import ZERO, grouped
from casework.law.periods import Period, months
from casework.law.thresholds import Debt, Standing, limits, standing
from casework.models import Case, ThresholdCrossing
from casework.vocabulary import Finding


@dataclass(frozen=True)
class Amount:
    """What a referral is about: workers, yuan, and in words which limb that reaches."""

    workers: int
    yuan: Decimal
    words: str
    reached: bool


def limb_met(case: Case) -> Verdict:
    """Is the amount of a crime reached? The reason tells the figures either way."""
    if not _expired(case):
        return Verdict(False, _("改正期限尚未届满。"))
    amount = amount_of(case)
    if amount.reached:
        return Verdict(True, amount.words)
    return Verdict(
        False, _("没有达到拒不支付劳动报酬罪的数额标准（%(sums)s）。") % {"sums": amount.words}
    )


def amount_of(case: Case) -> Amount:
    """Return what was unpaid when the term ended, in this case or with others of the employer."""
    crossing = crossing_of(case)
    together = crossing.cases.count() if crossing is not None else 0
    if crossing is not None and together > 1:
        words = _("同一单位 %(n)s 个案件责令期满，共 %(workers)s 人未付 %(sum)s 元") % {
            "n": together, "workers": crossing.workers, "sum": grouped(crossing.unpaid_yuan),
        }  # fmt: skip
        return Amount(crossing.workers, crossing.unpaid_yuan, words, True)
    own = standing_of(case)
    return Amount(own.workers, own.unpaid, _in_words(own), own.reached or crossing is not None)


def crossing_of(case: Case) -> ThresholdCrossing | None:
    """Return the latest crossing of the amount that this case is a part of."""
    return case.crossings.select_related("lead_case__office").order_by("-id").first()


def cases_together(case: Case) -> set[int]:
    """Return the ids of all cases that crossed the amount together with this one, and its own."""
    rows = ThresholdCrossing.cases.through.objects.filter(
        thresholdcrossing__in=case.crossings.values("pk")
    )
    return {case.pk, *rows.values_list("case", flat=True)}


def standing_of(case: Case) -> Standing:
    """Return how this case alone stands to both limbs by what was unpaid when its term ended."""
    bounds = limits(lambda key: lawbook.threshold_value(key, case.order_due_on))
    if not _expired(case):
        return standing([], bounds)
    in_term = Q(payments__paid_on__lte=case.order_due_on, payments__reversal__isnull=True,
                payments__reversal_of__isnull=True)  # fmt: skip
    claims = case.claims.filter(withdrawn_at__isnull=True, finding=Finding.OWED).annotate(
        paid_in_term=Sum("payments__amount_yuan", filter=in_term)
    )
    rows = claims.values_list(
        "worker", "verified_yuan", "paid_in_term", "period_start", "period_end",
        "complaint__period_start", "complaint__period_end",
    )  # fmt: skip
    debts = [
        Debt(str(worker), frozenset(months(Period(start or first, end or last, "", True))),
             (verified or ZERO) - (paid or ZERO))
        for worker, verified, paid, start, end, first, last in rows
    ]  # fmt: skip
    return standing(debts, bounds)


def _expired(case: Case) -> bool:
    return case.order_due_on is not None and clock.today() > case.order_due_on


def _in_words(found: Standing) -> str:
    parts = [
        _("期满时 %(n)s 人未付 %(sum)s 元") % {"n": found.workers, "sum": grouped(found.unpaid)}
    ]
    bounds = found.bounds
    alone = sum(1 for creditor in found.creditors if creditor.reaches(bounds))
    if alone:
        parts.append(
            _("%(n)s 名劳动者三个月以上报酬未付，每人 %(least)s 元以上")
            % {"n": alone, "least": grouped(bounds.one_yuan)}
        )
    if found.many_reached:
        parts.append(
            _("%(n)s 名以上劳动者累计 %(least)s 元以上")
            % {"n": bounds.many_workers, "least": grouped(bounds.many_yuan)}
        )
    return "；".join(parts)
