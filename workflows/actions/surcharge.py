"""Additional compensation (加付赔偿金): ordered by the handling decision, paid; never part of the wages."""

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
from casework.models import Case, Decision, Surcharge, SurchargeLine, SurchargePayment
from casework.models.actor import Actor
from casework.queries.surcharge import surcharges_on
from casework.records.evidence import store_upload
from casework.vocabulary import EventKind, EvidenceKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers

TEXT = (
    "责令限期支付工资的期限于{day}届满，仍有{n}名劳动者的工资共计{base}元未支付。"
    "依据《中华人民共和国劳动合同法》第八十五条、《劳动保障监察条例》第二十六条，"
    "按未付金额{rate:.0f}%的标准，向劳动者加付赔偿金共计{sum}元（{capitals}）。"
    "加付的赔偿金不冲抵应付工资。"
)
"""What notice and decision say; a document is Chinese, whoever signs it."""


def surcharge_text(case: Case, base: Mapping[int, Decimal], rate: Decimal) -> str:
    """Say on what and how much is added, from claim id -> yuan unpaid at expiry; empty without a rate."""
    if not rate or case.order_due_on is None:
        return ""
    due, amount = case.order_due_on, surcharges_on(base.values(), rate)
    return TEXT.format(
        day=f"{due.year}年{due.month}月{due.day}日", n=len(base),
        base=f"{total(base.values()):,.2f}", rate=rate * 100, sum=f"{amount:,.2f}",
        capitals=in_capitals(amount),
    )  # fmt: skip


def add_surcharge(decision: Decision, base: Mapping[int, Decimal], rate: Decimal) -> Decimal:
    """Write what `decision` orders per worker; return the sum in yuan. Law: 劳动合同法 art. 85."""
    assert decision.case.order_due_on is not None
    row = Surcharge.objects.create(
        decision=decision, rate=rate, expired_on=decision.case.order_due_on
    )
    lines = SurchargeLine.objects.bulk_create(
        SurchargeLine(surcharge=row, claim_id=pk, base_yuan=unpaid,
                      amount_yuan=surcharge(unpaid, rate))
        for pk, unpaid in base.items()
    )  # fmt: skip
    return total(line.amount_yuan for line in lines)


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
            surcharge__decision__case=case.pk, surcharge__decision__annulled_on__isnull=True,
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
