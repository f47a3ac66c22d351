"""The timer's sweep: nothing near is left out however much is, and two workers count once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from casework import clock
from casework.models import CaseEvent, Deadline
from casework.vocabulary import CaseState, EventKind
from tests.factories import advance, file_at, fresh
from workflows import tasks

pytest_plugins = ("tests.cast",)


def test_given_more_near_clocks_than_a_batch_then_each_is_warned_of(
    province: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    for _ in range(5):
        file_at()
    last = max(Deadline.objects.values_list("due_on", flat=True))
    with clock.at(clock.now() + timedelta(days=(last - clock.today()).days)):
        tasks.sweep_deadlines()
        late = file_at()
        Deadline.objects.filter(complaint=late).update(next_mark_at=clock.now())
        with clock.at(clock.now() + timedelta(days=3)):
            tasks.sweep_deadlines()
        told = CaseEvent.objects.filter(complaint=late, kind=EventKind.DEADLINE_WARNED)
        assert told.exists()


def test_given_paid_orders_past_their_term_when_swept_then_the_unpaid_one_is_still_found(
    province: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 1)
    paid = advance(file_at(), "paid")
    unpaid = advance(file_at(), "served")
    assert paid.case is not None
    assert unpaid.case is not None
    with clock.at(clock.now() + timedelta(days=30)):
        tasks.sweep_deadlines()
        tasks.sweep_deadlines()
    assert fresh(unpaid.case).state == CaseState.OVERDUE
    assert fresh(paid.case).state == CaseState.ORDERED
    told = CaseEvent.objects.filter(case=unpaid.case, kind=EventKind.CASE_OVERDUE)
    assert told.count() == 1
