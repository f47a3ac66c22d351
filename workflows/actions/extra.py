"""Payments to somebody who is not in the case, taken only with a reason (law.md scenario 15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import ExtraPayment
from casework.models.actor import Actor
from casework.records.evidence import store_upload
from casework.records.extras import reverse_extra
from casework.vocabulary import EventKind, EvidenceKind, ExtraReason
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers


def record_extra_payment(
    case: CaseMachine, *, actor: Actor, payee: str, amount: Decimal, paid_on: date, payer: str,
    method: str, reason: str, proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """Put money for somebody not listed on record, beside all sums of the case."""
    require(by_handlers().explain(case, actor))
    if paid_on > clock.today():
        raise Refused(_("支付日期不能晚于今天。"))
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    stored = (
        store_upload(complaint, proof, added_by=actor.user, kind=EvidenceKind.PAYMENT_PROOF)
        if proof
        else None
    )
    extra = ExtraPayment.objects.create(
        case_id=case.pk, payee=payee, why=ExtraReason.NOT_LISTED, reason=reason[:200],
        amount_yuan=amount, paid_on=paid_on, payer=payer, method=method, proof=stored,
        recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip
    record(case, EventKind.EXTRA_RECORDED, actor=actor, reason=reason, save=False,
           facts={"extra": extra.pk, "amount": amount, "paid_on": paid_on})  # fmt: skip
    return Done()


def reverse_extra_payment(
    case: CaseMachine, *, actor: Actor, extra: ExtraPayment, reason: str
) -> Done:
    """Cancel a wrong row beside the claims by its negative; both stay."""
    require(by_handlers().explain(case, actor))
    if extra.reversal_of_id or hasattr(extra, "reversal"):
        raise Refused(_("这一笔已经冲正。"))
    reverse_extra(extra, reason, actor.staff)
    record(case, EventKind.EXTRA_REVERSED, actor=actor, reason=reason, save=False,
           facts={"extra": extra.pk, "amount": extra.amount_yuan})  # fmt: skip
    return Done()
