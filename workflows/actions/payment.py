"""Payments: the append-only ledger per worker, exact to the fen; reversals; the worker's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.money import ZERO, grouped
from casework.law.payers import ADVANCES
from casework.models import (
    Evidence,
    ExtraPayment,
    Liability,
    Payment,
    PaymentAnswer,
    WageClaim,
)
from casework.models.actor import Actor
from casework.records.cases import refresh_totals
from casework.records.evidence import store_upload
from casework.records.extras import excess
from casework.records.recourse import open_recourse
from casework.vocabulary import (
    CaseState,
    EventKind,
    EvidenceKind,
    ReceiptAnswer,
)
from workflows import deadlines
from workflows.actions.done import Done
from workflows.actions.funds import check_funds
from workflows.actions.thresholds import watch_amount
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, require, take
from workflows.permissions import by_handlers

CLOSED_STATES = (CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED)


@dataclass(frozen=True)
class Entry:
    """One amount in yuan to the worker of one claim, on one day."""

    claim_id: int
    amount: Decimal
    paid_on: date


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
    excess_reason: str = "",
    liability: Liability | None = None,
) -> Done:
    """Write one ledger entry per worker of `amounts` (claim id -> yuan), all or none.

    Raises Refused for a worker not of this case, a day in the future, or an amount above what is
    still owed: with `excess_reason` what goes beyond is written beside the ledger (law.md scenario
    15). A payer who pays in another's place (总包、保证金、周转金) gets recourse, written at once.
    """
    entries = [Entry(pk, amount, paid_on) for pk, amount in amounts.items()]
    return book_payments(
        case, actor=actor, entries=entries, payer=payer, method=method, proof=proof, note=note,
        excess_reason=excess_reason, liability=liability,
    )  # fmt: skip


def book_payments(
    case: CaseMachine,
    *,
    actor: Actor,
    entries: Sequence[Entry],
    payer: str,
    method: str,
    proof: UploadedFile | Evidence | None = None,
    note: str = "",
    excess_reason: str = "",
    liability: Liability | None = None,
) -> Done:
    """Write `entries` into the ledger, all or none; see `record_payments()`."""
    require(by_handlers().explain(case, actor))
    if case.state in CLOSED_STATES:
        raise Refused(_("案件已结，不能再登记支付。"))
    if any(entry.paid_on > clock.today() for entry in entries):
        raise Refused(_("支付日期不能晚于今天。"))
    locked = WageClaim.objects.select_for_update(of=("self",)).filter(case=case.pk)
    claims = {claim.pk: claim for claim in locked.select_related("complaint")}
    common: dict[str, Any] = {
        "payer": payer, "method": method, "proof": _proof(case, proof, actor),
        "recorded_at": clock.now(), "recorded_by": actor.staff,
    }  # fmt: skip
    rows, beyond, touched = [], [], {}
    for entry in entries:
        claim = _checked(claims.get(entry.claim_id), entry, excess_reason)
        due = min(entry.amount, max(claim.unpaid_yuan, ZERO))
        if due:
            claim.paid_yuan += due
            touched[claim.pk] = claim
            rows.append(Payment(claim=claim, amount_yuan=due, paid_on=entry.paid_on, note=note,
                                liability=liability, **common))  # fmt: skip
        if entry.amount > due:
            beyond.append(excess(case, claim, entry.amount - due, entry.paid_on,
                                 excess_reason, common))  # fmt: skip
    if not rows and not beyond:
        raise Refused(_("请至少填写一名工人的支付金额。"))
    given = sum((entry.amount for entry in entries), ZERO)
    check_funds(case, payer=payer, method=method, liability=liability, amount=given)
    Payment.objects.bulk_create(rows)
    _settle(case, list(touched.values()))
    record(
        case, EventKind.PAYMENT_RECORDED, actor=actor, reason=note or excess_reason, save=False,
        facts={"amount": sum((r.amount_yuan for r in rows), ZERO), "workers": len(touched),
               "paid_on": max(entry.paid_on for entry in entries), "payer": payer,
               "left": case.unpaid_yuan, "payments": [r.pk for r in rows]}
        | ({"beyond": sum(r.amount_yuan for r in beyond)} if beyond else {}),
    )  # fmt: skip
    if beyond:
        ExtraPayment.objects.bulk_create(beyond)
    _give_recourse(case, payer, actor)
    watch_amount(case)
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
    watch_amount(case)
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


def _give_recourse(case: CaseMachine, payer: str, actor: Actor) -> None:
    """Whoever pays in another's place has recourse against the debtor (Order 724 arts. 29-32, 63)."""
    right = open_recourse(case, payer) if payer in ADVANCES else None
    if right is not None:
        record(case, EventKind.RECOURSE_OPENED, actor=actor, save=False,
               facts={"recourse": right.pk, "creditor": payer, "debtor": right.debtor_kind,
                      "article": right.article})  # fmt: skip


def _checked(claim: WageClaim | None, entry: Entry, excess_reason: str) -> WageClaim:
    amount = entry.amount
    if claim is None or claim.withdrawn_at is not None:
        raise Refused(_("收款人不在本案名单内，不能登记。"))
    if claim.verified_yuan is None:
        raise Refused(_("%(name)s 还没有认定欠薪金额。") % {"name": claim.worker.name})
    if amount <= 0:
        raise Refused(_("支付金额须大于零。"))
    if amount > claim.unpaid_yuan and not excess_reason.strip():
        raise Refused(
            _("%(name)s 尚欠 %(left)s 元，登记的 %(given)s 元超出了。确实多付的，请写明理由。")
            % {
                "name": claim.worker.name,
                "left": grouped(claim.unpaid_yuan),
                "given": grouped(amount),
            }
        )
    begun = claim.period_start or claim.complaint.period_start
    if begun is not None and entry.paid_on < begun:
        raise Refused(
            _("支付日期早于 %(name)s 欠薪的起始日（%(day)s），请核对。")
            % {"name": claim.worker.name, "day": begun}
        )
    return claim


def _proof(
    case: CaseMachine, proof: UploadedFile | Evidence | None, actor: Actor
) -> Evidence | None:
    if proof is None or isinstance(proof, Evidence):
        return proof
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    return store_upload(complaint, proof, added_by=actor.user, kind=EvidenceKind.PAYMENT_PROOF)


def _settle(case: CaseMachine, claims: list[WageClaim]) -> None:
    WageClaim.objects.bulk_update(claims, ["paid_yuan"])
    refresh_totals(case)
    if case.unpaid_yuan <= 0 and case.order_served_on:
        deadlines.meet(case, "M-01")
