"""Rows for money beside the claims: what a worker received above what is owed, and its reversal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from casework import clock
from casework.models import Case, ExtraPayment, User, WageClaim
from casework.vocabulary import ExtraReason


def excess(
    case: Case, claim: WageClaim, amount: Decimal, paid_on: date, reason: str,
    common: Mapping[str, Any],
) -> ExtraPayment:  # fmt: skip
    """Return the unsaved row for what `claim` received above what is owed (yuan), with its reason."""
    return ExtraPayment(
        case_id=case.pk, claim=claim, why=ExtraReason.OVER_PAYMENT, reason=reason[:200],
        amount_yuan=amount, paid_on=paid_on, **common,
    )  # fmt: skip


def reverse_extra(extra: ExtraPayment, reason: str, by: User) -> ExtraPayment:
    """Write and return the negative of a wrong row; both stay."""
    return ExtraPayment.objects.create(
        case_id=extra.case_id, claim_id=extra.claim_id, payee=extra.payee, why=extra.why,
        reason=reason[:200], amount_yuan=-extra.amount_yuan, paid_on=clock.today(),
        payer=extra.payer, method=extra.method, reversal_of=extra, recorded_at=clock.now(),
        recorded_by=by,
    )  # fmt: skip
