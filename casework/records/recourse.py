"""Open the right of recourse (追偿) that a payment in another's place gives."""

from __future__ import annotations

from casework import clock
from casework.law.payers import ADVANCES, debtor_of
from casework.models import Case, Recourse


def open_recourse(case: Case, payer: str) -> Recourse | None:
    """Return the new right of `payer` against the debtor nearest to it; None when there is none to open.

    One per case and payer: later payments only make it larger (its amount is that of the ledger).
    Law: Order 724 arts. 29-32, 63.
    """
    if payer not in ADVANCES or Recourse.objects.filter(case=case.pk, creditor_kind=payer).exists():
        return None
    liable = list(case.liabilities.filter(ended_at__isnull=True).order_by("id"))
    debtor_kind = debtor_of(payer, [row.kind for row in liable])
    debtor = next((row for row in liable if row.kind == debtor_kind), None)
    return Recourse.objects.create(
        case=case, creditor_kind=payer, debtor_kind=debtor_kind, debtor=debtor,
        article=ADVANCES[payer].article, opened_at=clock.now(),
    )  # fmt: skip
