"""What was unpaid when the order of a case expired, worker by worker: the base of additional compensation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from casework.law.money import ZERO, total
from casework.models import Case, OrderLine, Surcharge, SurchargeLine
from casework.vocabulary import DocumentKind, DocumentState, Finding, SurchargeState


def unpaid_at_expiry(case: Case) -> dict[int, Decimal]:
    """Return claim id -> yuan of the order still unpaid at the end of its last day; paid ones left out.

    What was paid by that day counts as in time, whenever it was recorded; a reversed payment does
    not count at all. Workers who withdrew have no share.
    """
    in_time = Q(
        claim__payments__paid_on__lte=case.order_due_on,
        claim__payments__reversal_of__isnull=True,
        claim__payments__reversal__isnull=True,
    )
    rows = (
        OrderLine.objects.filter(
            document__case=case.pk, document__kind=DocumentKind.PAY_ORDER,
            document__state=DocumentState.ISSUED, claim__withdrawn_at__isnull=True,
            claim__finding=Finding.OWED,
        )
        .annotate(in_time=Sum("claim__payments__amount_yuan", filter=in_time))
        .select_related("claim")
        .order_by("claim__position", "claim_id")
    )  # fmt: skip
    base = {
        row.claim_id: min(
            row.amount_yuan, (row.claim.verified_yuan or ZERO) - (row.in_time or ZERO)
        )
        for row in rows
    }
    return {pk: amount for pk, amount in base.items() if amount > 0}


@dataclass(frozen=True)
class SurchargeSums:
    """Additional compensation of a case in yuan, never part of any sum of wages."""

    surcharge: Surcharge
    lines: list[SurchargeLine]

    @property
    def base(self) -> Decimal:
        return total(line.base_yuan for line in self.lines)

    @property
    def amount(self) -> Decimal:
        return total(line.amount_yuan for line in self.lines)

    @property
    def paid(self) -> Decimal:
        return total(line.paid_yuan for line in self.lines)

    @property
    def unpaid(self) -> Decimal:
        return self.amount - self.paid


def surcharge_of(case: Case, *states: str) -> SurchargeSums | None:
    """Return the surcharge proposed or decided (or in one of `states`), None when there is none."""
    wanted = states or (SurchargeState.PROPOSED, SurchargeState.DECIDED)
    found = case.surcharges.filter(state__in=wanted).select_related("document").first()
    if found is None:
        return None
    return SurchargeSums(found, list(found.lines.select_related("claim__worker")))
