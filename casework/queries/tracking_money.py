"""The money on a complainant's page: sums, payments and the worker's word on each (yuan)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from casework.law.identity import mask_name
from casework.law.money import ZERO, total
from casework.models import Complaint, Payment, PaymentAnswer, WageClaim
from casework.vocabulary import Finding, ReceiptAnswer


@dataclass
class Money:
    """Sums in yuan over the rows shown; `verified` is None before any finding."""

    claimed: Decimal
    verified: Decimal | None
    paid: Decimal
    owed: Decimal


@dataclass
class PaymentLine:
    """One entry of the ledger with the worker's own word on it."""

    payment: Payment
    worker: str
    answer: str
    answered: PaymentAnswer | None
    is_own: bool = True

    @property
    def is_open(self) -> bool:
        return self.answered is None and not self.cancelled

    @property
    def cancelled(self) -> bool:
        return hasattr(self.payment, "reversal")


def claims_of(complaint: Complaint, claim_ids: Sequence[int] | None) -> list[WageClaim]:
    """Return the rows of the complaint, or those of `claim_ids` alone, each with what counts for it.

    After a merger (并案) the sums of a worker are those of the own row in the master, and of no other.
    """
    answers = Prefetch("answers", PaymentAnswer.objects.order_by("id"))
    payments = Payment.objects.filter(reversal_of__isnull=True).select_related("reversal")
    rows = WageClaim.objects.filter(complaint=complaint, withdrawn_at__isnull=True)
    if claim_ids is not None:
        rows = rows.filter(pk__in=claim_ids)
    ledger = payments.prefetch_related(answers)
    rows = rows.select_related("worker", "counted_as").prefetch_related(
        Prefetch("payments", ledger), Prefetch("counted_as__payments", ledger)
    )
    return list(rows.defer("counted_as__phone", "counted_as__bank_card"))


def money_of(complaint: Complaint, claims: list[WageClaim], *, whole: bool) -> Money:
    """Return the sums over `claims` in yuan; a `whole` report without workers has only what it told."""
    told = [complaint.claimed_yuan] if whole and not claims else [c.claimed_yuan for c in claims]
    counting = [c.counting for c in claims]
    found = [c for c in counting if c.finding != Finding.PENDING and c.verified_yuan is not None]
    return Money(
        claimed=total(told),
        verified=total(c.verified_yuan or ZERO for c in found) if found else None,
        paid=total(c.paid_yuan for c in counting),
        owed=total(c.unpaid_yuan for c in found),
    )


def payments_of(claims: list[WageClaim]) -> list[PaymentLine]:
    """Return what was paid on `claims`, the latest first; answered is only what is of this complaint."""
    many = len(claims) > 1
    lines = []
    for claim in claims:
        for payment in claim.counting.payments.all():
            answers = list(payment.answers.all())
            last = answers[-1] if answers else None
            word = str(ReceiptAnswer(last.answer).label) if last else ""
            lines.append(
                PaymentLine(
                    payment,
                    mask_name(claim.worker.name) if many else "",
                    word,
                    last,
                    is_own=claim.counted_as_id is None,
                )
            )
    return sorted(lines, key=lambda line: line.payment.pk, reverse=True)
