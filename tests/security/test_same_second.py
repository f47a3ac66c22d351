"""Two at once where each alone would be right: sweeps, payments, clues, withdrawal and acceptance."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from casework import clock
from casework.files.clues import ClueRow, from_mapping
from casework.journal import first_break
from casework.models import Case, CaseEvent, Complaint, Payment
from casework.models.actor import Actor
from casework.vocabulary import CaseState, ComplaintState, EventKind
from tests import cast
from tests.factories import advance, desks, file_at, fresh, head_of, payments_for
from tests.together import together as at_once
from workflows import tasks
from workflows.counter.clues import take_clue
from workflows.dispatch import act
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("transactional_db", "province")


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run all calls at once; a refusal is a result, any other error a fault."""
    results = at_once(*calls)
    faults = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]
    assert not faults, faults
    return results


def test_two_sweeps_at_once_tell_each_thing_once() -> None:
    complaint = advance(file_at(), "served")
    case = complaint.case
    assert case is not None
    other = file_at()
    later = clock.now() + timedelta(days=30)

    def sweep() -> int:
        with clock.at(later):
            return tasks.sweep_deadlines()

    together(sweep, sweep, sweep)
    assert fresh(case).state == CaseState.OVERDUE
    told = CaseEvent.objects.filter(kind=EventKind.CASE_OVERDUE)
    assert told.count() == 1
    passed = CaseEvent.objects.filter(complaint=other, kind=EventKind.DEADLINE_PASSED)
    rules = [row.facts["rule"] for row in passed]
    assert len(rules) == len(set(rules)) > 0
    assert first_break(fresh(other)) is None
    assert first_break(fresh(case)) is None


def test_the_same_money_under_different_keys_never_exceeds_what_is_owed() -> None:
    complaint = advance(file_at(workers=["1000.00"]), "served")
    case = complaint.case
    assert case is not None
    claim = complaint.claims.get()
    lead = cast.actor(complaint.lead)
    data = payments_for(case, {claim.pk: "600.00"})
    results = together(
        *(lambda: act("record_payments", case.pk, lead, data, key=str(uuid.uuid4())),) * 4
    )
    assert sum(not isinstance(r, Exception) for r in results) == 1
    assert sum(p.amount_yuan for p in Payment.objects.all()) == Decimal("600.00")
    assert fresh(case).paid_yuan == Decimal("600.00")


def test_one_key_pressed_four_times_at_once_pays_once() -> None:
    complaint = advance(file_at(workers=["1000.00"]), "served")
    case = complaint.case
    assert case is not None
    claim = complaint.claims.get()
    lead, key = cast.actor(complaint.lead), str(uuid.uuid4())
    data = payments_for(case, {claim.pk: "100.00"})
    together(*(lambda: act("record_payments", case.pk, lead, data, key=key),) * 4)
    assert Payment.objects.count() == 1


def test_two_imports_of_one_clue_file_one_complaint() -> None:
    clue = from_mapping(
        {"clue_no": "HN-2026-77", "employer_name": "宏远", "place": "郑州市金水区",
         "reporter_name": "王五", "phone": "19900000001", "description": "欠薪"}
    )  # fmt: skip
    assert isinstance(clue, ClueRow)
    taken = together(*(lambda: take_clue(clue),) * 4)
    assert sorted(one.status for one in taken) == ["created", "exists", "exists", "exists"]
    assert Complaint.objects.count() == 1


def test_withdrawal_and_acceptance_in_the_same_second_leave_one_truth() -> None:
    for _ in range(3):
        complaint = advance(file_at(), "proposed")
        head = cast.actor(head_of(complaint))
        ask = {"reason": "已拿到钱。"}
        together(
            partial(act, "accept_complaint", complaint.pk, head, {}),
            partial(act, "request_withdrawal", complaint.pk, Actor.complainant(), ask),
        )
        after = fresh(complaint)
        asked = after.withdrawals.exists()
        if after.state == ComplaintState.ACCEPTED:
            assert after.case is not None
        else:
            assert asked
            assert after.case is None
        assert ("confirm" in desks(after)) == asked
        assert first_break(after) is None


def test_confirming_a_withdrawal_while_the_case_closes_keeps_the_sums() -> None:
    complaint = advance(file_at(), "complied")
    head = cast.actor(head_of(complaint))
    act("request_withdrawal", complaint.pk, Actor.complainant(), {"reason": "已拿到钱。"})
    case = complaint.case
    assert case is not None
    together(
        lambda: act("confirm_withdrawal", complaint.pk, head, {"reason": "自愿。"}),
        lambda: act("close_case", case.pk, head, {"outcome": "已付清。"}),
    )
    after, closed = fresh(complaint), Case.objects.get(pk=case.pk)
    assert closed.state == CaseState.CLOSED
    staying = after.claims.filter(withdrawn_at=None)
    assert closed.verified_yuan == sum(claim.verified_yuan or 0 for claim in staying)
    waiting = [name for name in desks(after) if name == "in_case"]
    assert waiting == []
