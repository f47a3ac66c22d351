"""What counts as recovered: only what is proven by a paper or confirmed by the worker, in yuan.

The ledger says what was told to be paid; this says what can be shown. A payment the worker last
disputed does not count, whatever paper there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from casework.law.money import ZERO, total
from casework.models import Payment, PaymentAnswer
from casework.vocabulary import ReceiptAnswer


def receipted(payments: Iterable[Payment], answers: Mapping[int, PaymentAnswer]) -> Decimal:
    """Return the sum of the loaded `payments` that count; `answers` holds the latest of each."""
    return total(p.amount_yuan for p in payments if _counts(p, answers.get(p.pk)))


def receipted_of(case_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return the same sum per case by one query, for lists and statistics."""
    rows = counted_payments().filter(claim__case__in=case_ids).order_by()
    sums = rows.values_list("claim__case").annotate(sum=Sum("amount_yuan"))
    return {case: amount or ZERO for case, amount in sums}


def counted_payments() -> QuerySet[Payment]:
    """Return the payments that count: proven, or confirmed by the worker's last word."""
    return _standing().filter(
        Q(last=ReceiptAnswer.CONFIRMED) | Q(last__isnull=True, proof__isnull=False)
    )


def unproven_payments(case_id: int) -> QuerySet[Payment]:
    """Return the payments of a case that no paper shows and no worker has confirmed."""
    rows = _standing().filter(claim__case=case_id, proof__isnull=True)
    return rows.filter(Q(last__isnull=True) | ~Q(last=ReceiptAnswer.CONFIRMED))


def _standing() -> QuerySet[Payment]:
    """Return the payments nobody reversed, each with the worker's `last` word on it."""
    last = PaymentAnswer.objects.filter(payment=OuterRef("pk")).order_by("-id").values("answer")
    rows = Payment.objects.filter(
        claim__withdrawn_at__isnull=True, reversal_of__isnull=True, reversal__isnull=True
    )
    return rows.annotate(last=Subquery(last[:1]))


def _counts(payment: Payment, answer: PaymentAnswer | None) -> bool:
    if payment.reversal_of_id or hasattr(payment, "reversal"):
        return False
    if answer is not None:
        return answer.answer == ReceiptAnswer.CONFIRMED
    return payment.proof_id is not None
