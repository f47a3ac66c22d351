"""Payments: the append-only ledger per worker, exact to the fen; reversals; the worker's answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Payment, PaymentAnswer, WageClaim
from casework.models.actor import Actor
from casework.records.cases import refresh_totals
from casework.records.evidence import store_upload
from casework.vocabulary import CaseState, EventKind, EvidenceKind, ReceiptAnswer
from workflows import deadlines
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, require, take
from workflows.permissions import by_handlers

CLOSED_STATES = (CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED)


def record_payments(
    case: CaseMachine,
    *,
    actor: Actor,
    amounts: Mapping[int, Decimal],
    paid_on: date,
    payer: str,
    method: str,
    proof: UploadedFile | None = None,
    note: str = "",
) -> Done:
    """Write one ledger entry per worker of `amounts` (claim id -> yuan), all or none.

    Raises Refused for a worker not of this case, an amount above what is still owed, or a day in
    the future: an over-payment needs its reason first (law.md scenario 15).
    """
    require(by_handlers().explain(case, actor))
    if case.state in CLOSED_STATES:
        raise Refused(_("案件已结，不能再登记支付。"))
    if paid_on > clock.today():
        raise Refused(_("支付日期不能晚于今天。"))
    claims = {c.pk: c for c in WageClaim.objects.select_for_update().filter(case=case.pk)}
    stored = _proof(case, proof, actor)
    rows, touched = [], []
    for pk, amount in amounts.items():
        claim = claims.get(pk)
        _check(claim, amount)
        assert claim is not None
        claim.paid_yuan += amount
        touched.append(claim)
        rows.append(
            Payment(claim=claim, amount_yuan=amount, paid_on=paid_on, payer=payer, method=method,
                    proof=stored, note=note, recorded_at=clock.now(), recorded_by=actor.staff)
        )  # fmt: skip
    if not rows:
        raise Refused(_("请至少填写一名工人的支付金额。"))
    Payment.objects.bulk_create(rows)
    _settle(case, touched)
    record(
        case, EventKind.PAYMENT_RECORDED, actor=actor, reason=note, save=False,
        facts={"amount": sum(r.amount_yuan for r in rows), "workers": len(rows), "paid_on": paid_on,
               "payer": payer, "left": case.unpaid_yuan, "payments": [r.pk for r in rows]},
    )  # fmt: skip
    return Done()


def reverse_payment(case: CaseMachine, *, actor: Actor, payment: Payment, reason: str) -> Done:
    """Cancel a wrong entry by its negative; both stay in the ledger for ever."""
    require(by_handlers().explain(case, actor))
    if case.state in (*CLOSED_STATES, CaseState.COMPLIED):
        raise Refused(_("案件已认定履行，不能冲正。"))
    if payment.reversal_of_id or hasattr(payment, "reversal"):
        raise Refused(_("这一笔已经冲正。"))
    claim = WageClaim.objects.select_for_update().get(pk=payment.claim_id, case=case.pk)
    claim.paid_yuan -= payment.amount_yuan
    Payment.objects.create(
        claim=claim, amount_yuan=-payment.amount_yuan, paid_on=clock.today(), payer=payment.payer,
        method=payment.method, note=reason[:200], reversal_of=payment, recorded_at=clock.now(),
        recorded_by=actor.staff,
    )  # fmt: skip
    _settle(case, [claim])
    record(case, EventKind.PAYMENT_REVERSED, actor=actor, reason=reason, save=False,
           facts={"payment": payment.pk, "amount": payment.amount_yuan})  # fmt: skip
    return Done()


def confirm_complied(case: CaseMachine, *, actor: Actor, opinion: str = "") -> Done:
    """All workers are paid with proof: ORDERED -> COMPLIED, the order's clock is met."""
    take(case, "comply", actor)
    deadlines.meet(case, "D-13")
    record(case, EventKind.CASE_COMPLIED, actor=actor, reason=opinion, save=False,
           facts={"paid": case.paid_yuan})  # fmt: skip
    return Done(outcome="complied")


def answer_payment(
    complaint: ComplaintMachine, *, actor: Actor, payment: Payment, answer: str, note: str = ""
) -> Done:
    """The worker confirms or disputes a recorded payment; the inspector's case page shows it."""
    if payment.claim.complaint_id != complaint.pk or payment.reversal_of_id:
        raise Refused(_("没有找到这一笔付款。"))
    PaymentAnswer.objects.create(
        payment=payment, answer=answer, note=note[:300], answered_at=clock.now()
    )
    kind = (
        EventKind.PAYMENT_CONFIRMED
        if answer == ReceiptAnswer.CONFIRMED
        else EventKind.PAYMENT_DISPUTED
    )
    record(complaint, kind, actor=actor, reason=note, save=False,
           facts={"payment": payment.pk, "amount": payment.amount_yuan})  # fmt: skip
    return Done()


def _check(claim: WageClaim | None, amount: Decimal) -> None:
    if claim is None or claim.withdrawn_at is not None:
        raise Refused(_("收款人不在本案名单内，不能登记。"))
    if claim.verified_yuan is None:
        raise Refused(_("%(name)s 还没有认定欠薪金额。") % {"name": claim.worker.name})
    if amount <= 0:
        raise Refused(_("支付金额须大于零。"))
    if amount > claim.unpaid_yuan:
        raise Refused(
            _("%(name)s 尚欠 %(left)s 元，登记的 %(given)s 元超出了。")
            % {"name": claim.worker.name, "left": claim.unpaid_yuan, "given": amount}
        )


def _proof(case: CaseMachine, proof: UploadedFile | None, actor: Actor):  # type: ignore[no-untyped-def]
    if proof is None:
        return None
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    return store_upload(complaint, proof, added_by=actor.user, kind=EvidenceKind.PAYMENT_PROOF)


def _settle(case: CaseMachine, claims: list[WageClaim]) -> None:
    WageClaim.objects.bulk_update(claims, ["paid_yuan"])
    refresh_totals(case)
