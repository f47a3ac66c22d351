"""Other departments (Order 724 art. 10): sent on, watched, and the result is told by us."""

from __future__ import annotations

from typing import Any

import pytest

from casework import clock
from casework.models import Complaint, Department, DepartmentTransfer, Document
from casework.queries.tracking import get_tracked, progress_of
from casework.vocabulary import ComplaintState, EventKind
from notifications.recipients import Audience
from tests import cast
from tests.factories import advance, desks, do, file_at, fresh, head_of
from tests.uploads import photo
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")


@pytest.fixture
def housing(province: None) -> Department:
    return Department.objects.create(name="金水区住房和城乡建设局", kind="housing")


@pytest.fixture
def sent(housing: Department) -> Complaint:
    complaint = advance(file_at(), "proposed")
    do("send_to_department", complaint, complaint.lead,
       {"department": housing.pk, "reason": "系工程款结算纠纷，由住建部门督办。"})  # fmt: skip
    return fresh(complaint)


def answer(**over: Any) -> dict[str, Any]:
    return {"answered_on": clock.today().isoformat(), "answer": "已督促支付。", **over}


def proof() -> dict[str, Any]:
    return {"proof": photo("reply.jpg")}


def state() -> str:
    found: str = DepartmentTransfer.objects.get().state
    return found


def words(complaint: Complaint) -> str:
    tracked = get_tracked(complaint.pk)
    assert tracked is not None
    return progress_of(tracked).state


def test_it_is_sent_watched_answered_and_its_result_told(sent: Complaint) -> None:
    assert (sent.state, desks(sent), state()) == (
        ComplaintState.TRANSFERRED_OUT, ["at_department"], "dept_sent",
    )  # fmt: skip
    assert sent.office.division.name == cast.JINSHUI  # we stay the one responsible authority
    assert words(sent) == "已转给主管部门，我们继续盯着"
    assert sent.deadlines.get(rule="J-04").state == "running"
    assert sent.deadlines.get(rule="D-01").state == "met"
    assert Document.objects.get(kind="transfer_letter").facts["addressee"].endswith("建设局")
    do("record_department_acceptance", sent, sent.lead, answer())
    assert (state(), desks(sent)) == ("dept_accepted", ["at_department"])
    with pytest.raises(Refused, match="书面答复"):
        do("record_department_result", sent, sent.lead, answer())
    do("record_department_result", sent, sent.lead, answer(), files=proof())
    assert (state(), desks(sent)) == ("dept_result", ["tell_department"])
    assert sent.deadlines.get(rule="D-21").state == "running"
    event = sent.events.get(kind=EventKind.DEPARTMENT_RESULT)
    assert any(one.complaint_id == sent.pk for one in Audience([event]).of(event))
    do("tell_department_result", sent, head_of(sent), {"text": "住建部门已督促付清。"})
    assert (fresh(sent).state, desks(sent)) == (ComplaintState.CLOSED, [])
    assert Document.objects.filter(kind="result_notice").count() == 1


def test_what_the_department_gives_back_is_decided_anew(sent: Complaint) -> None:
    do("record_department_return", sent, head_of(sent), answer(answer="不属本部门职责。"))
    assert (fresh(sent).state, desks(sent), state()) == ("filed", ["assign"], "dept_returned")
    running = set(sent.deadlines.filter(state="running").values_list("rule", flat=True))
    assert running >= {"D-01", "D-04"}
    do("assign_inspectors", sent, head_of(sent), {
        "lead": sent.lead_id, "second": sent.second_id, "reason": "",
    })  # fmt: skip
    assert desks(sent) == ["propose"]


def test_a_result_is_not_told_before_it_is_there_nor_by_strangers(
    sent: Complaint, liu: Any, he: Any
) -> None:
    with pytest.raises(Refused):
        do("tell_department_result", sent, he, {"text": "办好了。"})
    for code in ("record_department_result", "record_department_return"):
        with pytest.raises(Refused):
            do(code, sent, liu, answer(), files=proof())
    with pytest.raises(Refused):
        do("send_to_department", sent, he,
           {"department": Department.objects.get().pk, "reason": "再转。"})  # fmt: skip


def test_an_accepted_complaint_is_not_sent_away(housing: Department) -> None:
    complaint = advance(file_at(), "accepted")
    with pytest.raises(Refused):
        do("send_to_department", complaint, complaint.lead,
           {"department": housing.pk, "reason": "转。"})  # fmt: skip
