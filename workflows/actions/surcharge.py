"""Additional compensation (加付赔偿金): proposed, returned, decided, paid; never part of the wages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.money import in_capitals, total
from casework.law.surcharge import surcharge
from casework.models import (
    Case,
    Document,
    OrderLine,
    Surcharge,
    SurchargeLine,
    SurchargePayment,
)
from casework.models.actor import Actor
from casework.queries.surcharge import unpaid_at_expiry
from casework.records.evidence import store_upload
from casework.vocabulary import (
    DocumentKind,
    EventKind,
    EvidenceKind,
    Role,
    SurchargeState,
)
from workflows import documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.money import SurchargeMachine
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_handlers

TEXT = (
    "责令限期支付工资的期限于{day}届满，仍有 {n} 名劳动者的工资共计 {base} 元未支付。"
    "依据《中华人民共和国劳动合同法》第八十五条、《劳动保障监察条例》第二十六条，"
    "责令你单位按未付金额 {rate}% 的标准，按附表向劳动者加付赔偿金共计 {sum} 元（{capitals}）。"
    "加付的赔偿金不冲抵应付工资。"
)
"""What the decision says; a document is Chinese, whoever signs it."""


def propose_surcharge(case: CaseMachine, *, actor: Actor, rate: Decimal, reason: str) -> Done:
    """Propose a rate (0.50–1.00) on what was unpaid when the order expired, worker by worker.

    Law: 劳动合同法 art. 85, Order 423 art. 26: only after the term of the order to pay is over.
    """
    require(by(Role.BODY_HEAD).explain(case, actor))
    if case.order_due_on is None or clock.today() <= case.order_due_on:
        raise Refused(_("改正期限尚未届满。"))
    base = unpaid_at_expiry(case)
    if not base:
        raise Refused(_("期限届满时没有未付的工资，不能加付赔偿金。"))
    if case.surcharges.exclude(state=SurchargeState.RETURNED).exists():
        raise Refused(_("本案已提出或者决定加付赔偿金。"))
    row = Surcharge.objects.create(
        case_id=case.pk, rate=rate, expired_on=case.order_due_on, reason=reason,
        proposed_at=clock.now(), proposed_by=actor.staff,
    )  # fmt: skip
    lines = SurchargeLine.objects.bulk_create(
        SurchargeLine(surcharge=row, claim_id=pk, base_yuan=unpaid,
                      amount_yuan=surcharge(unpaid, rate))
        for pk, unpaid in base.items()
    )  # fmt: skip
    record(case, EventKind.SURCHARGE_PROPOSED, actor=actor, reason=reason, save=False,
           facts=_facts(row, lines))  # fmt: skip
    return Done()


def return_surcharge(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """The department's head does not agree; a new proposal may follow."""
    row = _proposed(case)
    take(row, "send_back", actor)
    _sign(row, actor, reason)
    record(case, EventKind.SURCHARGE_RETURNED, actor=actor, reason=reason, save=False,
           facts={"surcharge": row.pk})  # fmt: skip
    return Done()


def decide_surcharge(case: CaseMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Decide: the document gets its number, its annex names each worker's amount.

    Refused when the base changed since the proposal: a payment in time was recorded, somebody left.
    """
    row = _proposed(case)
    take(row, "decide", actor)
    lines = list(row.lines.all())
    if {line.claim_id: line.base_yuan for line in lines} != unpaid_at_expiry(case):
        raise Refused(_("提出以后有工人的未付金额变化，请退回重新提出。"))
    row.document = _issue(case, row, lines, actor)
    _sign(row, actor, opinion)
    record(case, EventKind.SURCHARGE_DECIDED, actor=actor, reason=opinion, save=False,
           facts=_facts(row, lines) | {"document": row.document.number})  # fmt: skip
    return Done()


def record_surcharge_payments(
    case: CaseMachine, *, actor: Actor, amounts: Mapping[int, Decimal], paid_on: date, method: str,
    proof: UploadedFile | None = None, note: str = "",
) -> Done:  # fmt: skip
    """Write payments of additional compensation (claim id -> yuan) into their own ledger."""
    require(by_handlers().explain(case, actor))
    if paid_on > clock.today():
        raise Refused(_("支付日期不能晚于今天。"))
    rows = SurchargeLine.objects.select_for_update(of=("self",)).select_related("claim__worker")
    lines = {
        line.claim_id: line
        for line in rows.filter(
            surcharge__case=case.pk, surcharge__state=SurchargeState.DECIDED,
            claim__withdrawn_at__isnull=True,
        )
    }  # fmt: skip
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    stored = (
        store_upload(complaint, proof, added_by=actor.user, kind=EvidenceKind.PAYMENT_PROOF)
        if proof
        else None
    )
    booked = []
    for pk, amount in amounts.items():
        line = lines.get(pk)
        if line is None or amount > line.unpaid_yuan or amount <= 0:
            raise Refused(_("有一名工人的金额超出应付的赔偿金，请核对。"))
        line.paid_yuan += amount
        booked.append(SurchargePayment(
            line=line, amount_yuan=amount, paid_on=paid_on, method=method, proof=stored, note=note,
            recorded_at=clock.now(), recorded_by=actor.staff,
        ))  # fmt: skip
    if not booked:
        raise Refused(_("请至少填写一名工人的支付金额。"))
    SurchargePayment.objects.bulk_create(booked)
    SurchargeLine.objects.bulk_update([row.line for row in booked], ["paid_yuan"])
    record(
        case, EventKind.SURCHARGE_PAID, actor=actor, reason=note, save=False,
        facts={"amount": total(row.amount_yuan for row in booked), "workers": len(booked),
               "paid_on": paid_on, "left": total(line.unpaid_yuan for line in lines.values())},
    )  # fmt: skip
    return Done()


def _proposed(case: Case) -> SurchargeMachine:
    rows = SurchargeMachine.objects.select_for_update(of=("self",))
    found = rows.filter(case=case.pk, state=SurchargeState.PROPOSED).first()
    if found is None:
        raise Refused(_("没有待审批的加付赔偿金。"))
    found.case = case
    return found


def _sign(row: SurchargeMachine, actor: Actor, answer: str) -> None:
    row.answer = answer[:300]
    row.decided_at, row.decided_by = clock.now(), actor.user
    row.save()


def _issue(
    case: CaseMachine, row: SurchargeMachine, lines: list[SurchargeLine], actor: Actor
) -> Document:
    amount = total(line.amount_yuan for line in lines)
    base = total(line.base_yuan for line in lines)
    document = documents.write(
        case, DocumentKind.SURCHARGE_DECISION, actor,
        {"text": TEXT.format(
            day=f"{row.expired_on.year}年{row.expired_on.month}月{row.expired_on.day}日",
            n=len(lines), base=f"{base:,.2f}", rate=int(row.rate * 100), sum=f"{amount:,.2f}",
            capitals=in_capitals(amount)),
         "reason": row.reason},
    )  # fmt: skip
    OrderLine.objects.bulk_create(
        OrderLine(document=document, claim_id=line.claim_id, amount_yuan=line.amount_yuan)
        for line in lines
    )
    return document


def _facts(row: Surcharge, lines: list[SurchargeLine]) -> dict[str, object]:
    return {
        "surcharge": row.pk, "rate": row.rate, "workers": len(lines),
        "base": total(line.base_yuan for line in lines),
        "amount": total(line.amount_yuan for line in lines), "expired_on": row.expired_on,
    }  # fmt: skip
