"""One worker of a group withdraws, the rest go on; all withdraw (law.md scenario 13)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.journal import first_break
from casework.models import CaseEvent, Complaint
from casework.models.actor import Actor
from tests import cast
from tests.factories import advance, desks, do, file_at, fresh, head_of, payments_for
from tests.workflows.test_payments import AMOUNTS
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)


def ask(complaint: Complaint, *claims) -> None:
    do("request_worker_withdrawal", complaint, Actor.complainant(),
       {"claims": [c.pk for c in claims], "reason": "已和老板结清。"})  # fmt: skip


def answers(*claims, answer: str = "confirm") -> dict[str, str]:
    data = {f"answer_{c.pk}": answer for c in claims}
    return data | {f"note_{c.pk}": "已电话核实。" for c in claims}


def test_scenario_13_one_of_37_withdraws_and_36_remain_with_new_sums(province, he):
    complaint = advance(file_at(workers=AMOUNTS), "found")
    one = complaint.claims.order_by("position")[5]
    ask(complaint, one)
    assert fresh(complaint).worker_count == 37
    assert desks(complaint) == ["in_case", "confirm_workers"]
    do("decide_worker_withdrawals", complaint, he, answers(one))

    complaint = fresh(complaint)
    left = Decimal("412600.00") - Decimal("12666.67")
    assert (complaint.state, complaint.worker_count, complaint.claimed_yuan) == (
        "accepted", 36, left,
    )  # fmt: skip
    case = complaint.case
    assert (case.state, case.worker_count) == ("investigating", 36)
    assert case.claimed_yuan == case.verified_yuan == left
    assert desks(complaint) == ["in_case"]
    assert first_break(case) is None
    assert first_break(complaint) is None
    advance(complaint, "served")
    assert case.documents.get(kind="pay_order").lines.count() == 36


def test_several_wishes_wait_on_one_desk_and_each_gets_its_own_answer(province, he):
    complaint = advance(file_at(workers=4), "investigating")
    first, second, third, _ = complaint.claims.order_by("position")
    ask(complaint, first)
    ask(complaint, second, third)
    assert desks(complaint) == ["in_case", "confirm_workers"]
    do("decide_worker_withdrawals", complaint, he,
       answers(first) | answers(second, answer="decline"))  # fmt: skip
    assert desks(complaint) == ["in_case", "confirm_workers"]
    assert fresh(complaint).worker_count == 3
    do("decide_worker_withdrawals", complaint, he, answers(third))
    assert desks(complaint) == ["in_case"]
    states = dict(complaint.withdrawals.values_list("claim", "state"))
    assert states == {first.pk: "confirmed", second.pk: "declined", third.pk: "confirmed"}
    assert fresh(complaint).case.worker_count == 2


def test_scenario_13_when_all_withdraw_one_by_one_the_head_may_go_on_ex_officio(province, he):
    complaint = advance(file_at(workers=2), "investigating")
    case = complaint.case
    with pytest.raises(Refused, match="还有工人"):
        do("continue_ex_officio", case, he, {"reason": "涉及公共利益。"})
    both = list(complaint.claims.all())
    ask(complaint, *both)
    do("decide_worker_withdrawals", complaint, he, answers(*both))
    complaint = fresh(complaint)
    assert (complaint.state, complaint.worker_count, desks(complaint)) == ("withdrawn", 0, [])
    case = complaint.case
    assert (case.state, case.worker_count, case.claimed_yuan) == ("investigating", 0, 0)
    with pytest.raises(Refused):
        do("continue_ex_officio", case, case.lead, {"reason": "涉及公共利益。"})
    do("continue_ex_officio", case, he, {"reason": "同一工地还有他人被欠薪。"})
    assert fresh(case).state == "investigating"
    assert CaseEvent.objects.filter(case=case, kind="case.continued").count() == 1


def test_a_paid_worker_who_leaves_takes_the_own_payment_out_of_the_sums(province, he):
    complaint = advance(file_at(workers=["100.00", "50.00"]), "served")
    case, one = complaint.case, complaint.claims.order_by("position")[0]
    do("record_payments", case, case.lead, payments_for(case, {one.pk: "100.00"}))
    ask(complaint, one)
    do("decide_worker_withdrawals", complaint, he, answers(one))
    case = fresh(case)
    assert (case.verified_yuan, case.paid_yuan, case.unpaid_yuan) == (50, 0, 50)


def test_a_wish_waits_once_and_blocks_the_result_until_answered(province, he):
    complaint = advance(file_at(workers=2), "complied")
    one = complaint.claims.order_by("position")[0]
    ask(complaint, one)
    with pytest.raises(Refused, match="已经申请"):
        ask(complaint, one)
    do("close_case", complaint.case, he, {"outcome": "已付清。"})
    with pytest.raises(Refused, match="撤回"):
        do("tell_result", complaint, complaint.lead, {"text": "办结。"})
    with pytest.raises(Refused):
        ask(complaint, complaint.claims.order_by("position")[1])


def test_wrong_people_and_empty_answers_are_refused(province, he, liu):
    complaint = advance(file_at(workers=2), "investigating")
    one = complaint.claims.order_by("position")[0]
    with pytest.raises(Refused):
        do("request_worker_withdrawal", complaint, liu, {"claims": [one.pk], "reason": "代撤。"})
    with pytest.raises(Refused, match="办理桌"):
        do("decide_worker_withdrawals", complaint, he, answers(one))
    ask(complaint, one)
    for who in (complaint.lead, liu, cast.person("chen")):
        with pytest.raises(Refused):
            do("decide_worker_withdrawals", complaint, who, answers(one))
    with pytest.raises(Incomplete):
        do("decide_worker_withdrawals", complaint, he, {})
    with pytest.raises(Incomplete):
        do("decide_worker_withdrawals", complaint, he, {f"answer_{one.pk}": "confirm"})


def test_a_whole_withdrawal_answers_the_single_ones_too(province):
    complaint = advance(file_at(workers=2), "investigating")
    ask(complaint, complaint.claims.order_by("position")[0])
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": "都结清了。"})
    do("confirm_withdrawal", complaint, head_of(complaint), {"reason": "自愿。"})
    assert set(complaint.withdrawals.values_list("state", flat=True)) == {"confirmed"}
    assert desks(complaint) == []
