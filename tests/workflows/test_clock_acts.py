"""Suspending, resuming and extending a clock: allowed, wrong state, wrong person; the days add up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.models import Deadline, Suspension
from casework.vocabulary import EventKind
from tests import cast
from tests.factories import advance, desks, do, file_at, fresh
from workflows import deadlines, tasks
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
SHANGHAI = ZoneInfo("Asia/Shanghai")
WHY = {"rule_id": "D-07", "reason": "须以另案裁判为依据。"}


def at(text: str) -> Any:
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


@pytest.fixture(autouse=True)
def _fresh_calendar():
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


@pytest.fixture
def investigating(province):
    with at("2026-06-01 09:00"):
        return advance(file_at(), "investigating")


def of(record: Any, rule: str) -> Deadline:
    return Deadline.objects.get(**{record.STREAM: record.pk}, rule=rule)


def test_a_suspended_clock_moves_by_the_working_days_it_stood_still(investigating, he):
    case = investigating.case
    plain = of(case, "D-07").due_on
    with at("2026-06-10 09:00"):
        do("suspend_clock", case, he, WHY)
    assert of(case, "D-07").state == "suspended"
    assert fresh(case).next_due_on is None
    with at("2026-06-24 09:00"):
        do("resume_clock", case, he, {"rule_id": "D-07", "reason": "裁判已生效。"})
    clock_ = of(case, "D-07")
    stood = sum(deadlines.calendar().is_workday(date(2026, 6, day)) for day in range(10, 24))
    assert deadlines.calendar().working_days_between(plain, clock_.due_on) == stood == 9
    assert (clock_.state, fresh(case).next_due_on) == ("running", clock_.due_on)
    notes = deadlines.explain(clock_, deadlines.spans_of(clock_))
    assert sum(note.counted for note in notes) == 60
    assert sum(note.reason == "suspended" for note in notes) == 14
    rows = case.events.filter(stream="case").order_by("seq")
    kinds = list(rows.values_list("kind", flat=True))
    assert kinds[-2:] == [EventKind.CLOCK_SUSPENDED, EventKind.CLOCK_RESUMED]


def test_a_suspended_clock_is_neither_warned_of_nor_overdue(investigating, he):
    with at("2026-06-10 09:00"):
        do("suspend_clock", investigating.case, he, WHY)
    with at("2026-12-10 09:00"):
        assert tasks.sweep_deadlines() == 0
        assert not deadlines.overdue_ordered().exists()


def test_an_extension_and_a_suspension_add_up(investigating, he, department_head):
    case = investigating.case
    with at("2026-06-10 09:00"):
        do("suspend_clock", case, he, WHY)
    with at("2026-06-15 09:00"), pytest.raises(Refused, match="没有正在计算"):
        do("extend_investigation", case, department_head, {"reason": "案情复杂。"})
    with at("2026-06-24 09:00"):
        do("resume_clock", case, he, {"rule_id": "D-07", "reason": "裁判已生效。"})
        do("extend_investigation", case, department_head, {"reason": "案情复杂。"})
    clock_ = of(case, "D-07")
    notes = deadlines.explain(clock_, deadlines.spans_of(clock_))
    assert sum(note.counted for note in notes) == clock_.length == 90
    assert clock_.extensions.get().approved_by == department_head


def test_a_case_that_goes_on_meets_its_suspended_clock_in_time(province, he):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "found")
    with at("2026-06-10 09:00"):
        do("suspend_clock", complaint.case, he, WHY)
    with at("2026-10-12 09:00"):
        complaint = advance(complaint, "investigated")
    assert of(complaint.case, "D-07").state == "met"


@pytest.mark.parametrize("who", ["li_jing", "chen", "shangshui_head"])
def test_only_the_heads_of_the_office_suspend(investigating, who):
    with pytest.raises(Refused):
        do("suspend_clock", investigating.case, cast.person(who), WHY)
    assert not Suspension.objects.exists()


def test_what_may_not_stand_still_is_not_offered(province, he):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "served")
        with pytest.raises((Refused, Incomplete)):
            do("suspend_clock", complaint.case, he, {"rule_id": "D-13", "reason": "x"})


def test_a_reason_is_required(investigating, he):
    with at("2026-06-02 09:00"), pytest.raises(Incomplete):
        do("suspend_clock", investigating.case, he, {"rule_id": "D-07", "reason": ""})


def test_a_clock_that_has_passed_cannot_be_suspended(investigating, he):
    with at("2026-12-01 09:00"), pytest.raises(Refused, match="已经届满"):
        do("suspend_clock", investigating.case, he, WHY)


def test_nothing_stands_still_that_could_be_resumed(investigating, he):
    with pytest.raises(Refused, match="没有可以这样办理的期限"):
        do("resume_clock", investigating.case, he, WHY)


def test_a_clock_cannot_be_suspended_twice(investigating, he):
    with at("2026-06-10 09:00"):
        do("suspend_clock", investigating.case, he, WHY)
        with pytest.raises(Refused):
            do("suspend_clock", investigating.case, he, WHY)


def test_the_disposal_is_extended_without_an_upper_limit_and_warned_of(province, department_head):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "investigated")
        first = do(
            "extend_decision", complaint.case, department_head, {"days": "10", "reason": "a"}
        )
        second = do(
            "extend_decision", complaint.case, department_head, {"days": "6", "reason": "b"}
        )
    clock_ = of(complaint.case, "D-12")
    assert clock_.length == 31
    assert first.done.message == ""
    assert "31 个工作日" in second.done.message
    assert [one.length for one in clock_.extensions.all()] == [10, 6]
    assert desks(complaint.case) == ["dispose"]


def test_only_the_department_head_extends_the_disposal_and_in_time(
    province, he, department_head, li_jing
):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "investigated")
        for who in (he, li_jing):
            with pytest.raises(Refused, match="行政机关负责人"):
                do("extend_decision", complaint.case, who, {"days": "5", "reason": "a"})
    with at("2026-06-30 09:00"), pytest.raises(Refused, match="已经届满"):
        do("extend_decision", complaint.case, department_head, {"days": "5", "reason": "a"})


def test_the_disposal_of_a_case_under_investigation_cannot_be_extended(
    investigating, department_head
):
    with pytest.raises(Refused):
        do("extend_decision", investigating.case, department_head, {"days": "5", "reason": "a"})


def test_the_heads_find_the_act_on_the_page(investigating, he):
    client = Client()
    client.force_login(he, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("act", args=["suspend_clock", "case", investigating.case_id]))
    assert page.status_code == 200
    assert "待确认" in page.content.decode()
