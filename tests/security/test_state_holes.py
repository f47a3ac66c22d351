"""Acts that must not be possible any more, or not by this office, whatever somebody posts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import User
from casework.models.actor import Actor
from casework.vocabulary import ComplaintState, Role
from tests import cast
from tests.factories import (
    advance,
    desks,
    do,
    file_at,
    fresh,
    head_of,
    order,
    pair,
    payments_for,
    service,
)
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")
COMPLAINANT = Actor.complainant()
PDF = b"%PDF-1.4 proof"


def ask_to_withdraw(complaint: Any) -> None:
    do("request_withdrawal", complaint, COMPLAINANT, {"reason": "老板答应给钱了。"})


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_first_officer_cannot_move_a_complaint_another_office_took_over(qin: User) -> None:
    complaint = advance(file_at(cast.SHANGSHUI), "arrived")
    assert complaint.first_officer == qin
    assert complaint.office.division.name == cast.JINSHUI
    there = {"office": cast.office(cast.GUSHI).pk, "reason": "我想让固始办。"}
    with pytest.raises(Refused):
        do("transfer_complaint", complaint, qin, there)
    assert fresh(complaint).state == ComplaintState.FILED


@pytest.mark.parametrize(
    ("stage", "code", "data"),
    [
        ("proposed", "reject_complaint", {"reason": "超过二年。"}),
        ("proposed", "redirect_complaint", {"reason": "已申请仲裁。"}),
        ("supplement", "close_incomplete", {"reason": "逾期。"}),
    ],
)
def test_head_cannot_end_a_complaint_over_an_open_wish_to_withdraw(
    stage: str, code: str, data: dict[str, str]
) -> None:
    complaint = advance(file_at(), stage)
    ask_to_withdraw(complaint)
    with pytest.raises(Refused, match="撤回"):
        do(code, complaint, head_of(complaint), data)
    do("confirm_withdrawal", complaint, head_of(complaint), {"reason": "已核实，自愿。"})
    assert desks(complaint) == []


def test_given_an_open_wish_when_the_case_closes_then_it_is_settled_before_the_result() -> None:
    complaint = advance(file_at(), "complied")
    ask_to_withdraw(complaint)
    do("close_case", complaint.case, head_of(complaint), {"outcome": "已付清。"})
    verified = fresh(complaint.case).verified_yuan
    with pytest.raises(Refused, match="撤回"):
        do("tell_result", complaint, complaint.lead, {"text": "已付清。"})
    with pytest.raises(Refused, match="办结"):
        do("confirm_withdrawal", complaint, head_of(complaint), {"reason": "自愿。"})
    do("decline_withdrawal", complaint, head_of(complaint), {"reason": "案件已经办结。"})
    do("tell_result", complaint, complaint.lead, {"text": "已付清。"})
    assert desks(complaint) == []
    assert fresh(complaint.case).verified_yuan == verified


def test_complainant_cannot_leave_a_case_that_has_ended() -> None:
    complaint = advance(file_at(), "closed")
    with pytest.raises(Refused, match="办结"):
        ask_to_withdraw(complaint)


def test_the_wish_to_withdraw_moves_with_the_complaint_to_its_new_office() -> None:
    complaint = advance(file_at(cast.JINSHUI, cast.JINSHUI), "arrived")
    ask_to_withdraw(complaint)
    receiver = cast.office(cast.SHANGSHUI)
    do("transfer_complaint", complaint, head_of(complaint),
       {"office": receiver.pk, "reason": "工地在商水。"})  # fmt: skip
    head = cast.someone(receiver, Role.BODY_HEAD)
    do("accept_transfer", complaint, head)
    task = DeskTask.objects.get(complaint=complaint, node="confirm", finished=None)
    assert task.office == receiver
    do("confirm_withdrawal", complaint, head, {"reason": "已核实，自愿。"})
    assert fresh(complaint).state == ComplaintState.WITHDRAWN


@pytest.mark.parametrize("stage", ["ordered", "complied", "closed"])
def test_nobody_can_rename_the_employer_after_the_order(stage: str) -> None:
    complaint = advance(file_at(), stage)
    data = {"employer_name": "别的公司", "industry": "other", "reason": "写错了。"}
    with pytest.raises(Refused, match="指令书"):
        do("correct_complaint", complaint, head_of(complaint), data)
    assert fresh(complaint.case).employer_name == complaint.employer_name


def test_head_cannot_sign_an_order_whose_annex_is_out_of_date() -> None:
    complaint = advance(file_at(workers=["1000.00", "2000.00"]), "drafted")
    case, first = complaint.case, complaint.claims.order_by("id")[0]
    do("record_payments", case, complaint.lead, payments_for(case, {first.pk: "400.00"}))
    with pytest.raises(Refused, match="附表"):
        do("issue_order", case, head_of(complaint))
    do("return_order", case, head_of(complaint), {"reason": "已付一部分。"})
    do("draft_order", case, complaint.lead, order())
    do("issue_order", case, head_of(complaint))
    paper = case.documents.get(kind="pay_order", state="issued")
    assert sum(line.amount_yuan for line in paper.lines.all()) == 2600


def test_former_lead_cannot_keep_desk_or_complaint_after_being_replaced() -> None:
    complaint = advance(file_at(), "investigating")
    former, case = complaint.lead, complaint.case
    at = complaint.office
    new, other = cast.someone(at, Role.INSPECTOR, 2), cast.someone(at, Role.INSPECTOR, 3)
    do("reassign_inspectors", case, head_of(complaint),
       {"lead": new.pk, "second": other.pk, "reason": "工作调整。"})  # fmt: skip
    assert fresh(complaint).lead == new
    open_tasks = DeskTask.objects.filter(finished=None)
    assert {task.owner for task in open_tasks} == {new}
    assert pair(complaint)["lead"] == former.pk
    with pytest.raises(Refused):
        do("note_complaint", complaint, former, {"text": "我再看看。"})


@pytest.mark.parametrize("stage", ["closed", "told"])
def test_result_cannot_be_told_twice_and_money_cannot_move_after_closing(stage: str) -> None:
    complaint = advance(file_at(), stage)
    case = complaint.case
    claim = complaint.claims.get()
    with pytest.raises(Refused):
        do("record_payments", case, complaint.lead, payments_for(case, {claim.pk: "1.00"}))
    with pytest.raises((Refused, Incomplete)):
        do("reverse_payment", case, complaint.lead,
           {"payment": claim.payments.get().pk, "reason": "退回。"})  # fmt: skip
    if stage == "told":
        with pytest.raises(Refused):
            do("tell_result", complaint, complaint.lead, {"text": "再告知一次。"})


def test_a_refused_act_leaves_no_file_behind(media: Path) -> None:
    complaint = advance(file_at(), "served")
    claim = complaint.claims.get()
    proof = SimpleUploadedFile("转账.pdf", PDF, "application/pdf")
    with pytest.raises(Refused):
        do("record_payments", complaint.case, complaint.lead,
           payments_for(complaint.case, {claim.pk: "999999.00"}), files={"proof": proof})  # fmt: skip
    assert stored(media) == []
    fitting = SimpleUploadedFile("转账.pdf", PDF, "application/pdf")
    do("record_payments", complaint.case, complaint.lead,
       payments_for(complaint.case, {claim.pk: "1.00"}), files={"proof": fitting})  # fmt: skip
    assert len(stored(media)) == 1


def test_an_order_cannot_be_served_twice() -> None:
    complaint = advance(file_at(), "served")
    with pytest.raises(Refused):
        do("serve_order", complaint.case, complaint.lead, service())
