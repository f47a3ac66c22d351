"""What was unpaid when the order of a case expired, worker by worker: the base of additional compensation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, Sum

from casework.law.money import ZERO, total
from casework.law.surcharge import surcharge
from casework.models import Case, OrderLine, Surcharge, SurchargeLine
from casework.vocabulary import DocumentKind, DocumentState, Finding


def unpaid_at_expiry(case: Case) -> dict[int, Decimal]:
    """Return claim id -> yuan of the order still unpaid at the end of its last day; paid ones left out.

    What was paid by that day counts as in time, whenever it was recorded; a reversed payment does
    not count at all. Workers who withdrew have no share; before an order was served nobody has.
    """
    if case.order_due_on is None:
        return {}
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


def surcharges_on(base: Iterable[Decimal], rate: Decimal) -> Decimal:
    """Return the sum in yuan of `rate` on each amount of `base`, each rounded to the fen."""
    return total(surcharge(amount, rate) for amount in base)


def surcharge_of(case: Case) -> SurchargeSums | None:
    """Return the surcharge that a decision in force orders, None when there is none."""
    rows = Surcharge.objects.filter(decision__case=case.pk, decision__annulled_on__isnull=True)
    found = rows.select_related("decision__document").first()
    if found is None:
        return None
    return SurchargeSums(found, list(found.lines.select_related("claim__worker")))


def unpaid_surcharge(case: Case) -> Decimal:
    """Return what is still to be paid in yuan to workers who did not withdraw."""
    rows = SurchargeLine.objects.filter(
        surcharge__decision__case=case.pk, surcharge__decision__annulled_on__isnull=True,
        claim__withdrawn_at__isnull=True,
    )  # fmt: skip
    left: Decimal | None = rows.aggregate(left=Sum(F("amount_yuan") - F("paid_yuan")))["left"]
    return left or ZERO
