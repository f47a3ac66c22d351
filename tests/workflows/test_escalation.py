"""Warnings and escalation by law.md B2: when each mark comes, who is told, and each only once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework import clock
from casework.models import CaseEvent, Deadline
from casework.vocabulary import EventKind
from notifications.recipients import Audience
from tests import cast
from tests.factories import advance, do, file_at, fresh
from workflows import deadlines, tasks
from workflows.deadlines.marks import NEVER

pytest_plugins = ("tests.cast",)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def at(text: str) -> Any:
    return clock.at(moment(text))


@pytest.fixture(autouse=True)
def _fresh_calendar():
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


def sweep(*days: str) -> None:
    for day in days:
        with at(day if " " in day else f"{day} 08:00"):
            tasks.sweep_deadlines()


def told(record: Any, rule: str) -> list[tuple[str, set[int | None]]]:
    """(mark, users told) of each row about this rule, in order."""
    rows = CaseEvent.objects.filter(
        stream=record.STREAM, subject_id=record.pk, facts__rule=rule, kind__startswith="deadline."
    ).order_by("seq")
    events = list(rows)
    audience = Audience(events)
    return [(e.facts["mark"], {r.user_id for r in audience.of(e) if r.user_id}) for e in events]


def start(case: Any, rule: str, **when: Any) -> Deadline:
    """Open a clock as the acts of the neighbouring machines do."""
    with transaction.atomic():
        return deadlines.start(fresh(case), rule, **when)


def test_the_marks_of_the_investigation(province):
    with at("2026-03-02 09:00"):
        case = advance(file_at(), "investigating").case
    rows = deadlines.marks(case.deadlines.get(rule="D-07"))
    assert case.deadlines.get(rule="D-07").due_on == date(2026, 5, 28)
    assert [(m.name, clock.day_of(m.at)) for m in rows] == [
        ("half", date(2026, 4, 14)),
        ("extra", date(2026, 5, 14)),
        ("near", date(2026, 5, 25)),
        ("last", date(2026, 5, 27)),
        ("due", date(2026, 5, 28)),
        ("passed", date(2026, 5, 29)),
        ("step", date(2026, 6, 1)),
        ("step", date(2026, 6, 2)),
    ]
    assert [m.level for m in rows] == list(range(1, 9))


def test_who_is_told_of_the_investigation_step_by_step(
    province, li_jing, he, department_head, chen, sun
):
    with at("2026-03-02 09:00"):
        case = advance(file_at(), "investigating").case
    sweep("2026-04-13", "2026-04-14", "2026-04-15", "2026-05-14", "2026-05-25", "2026-05-27",
          "2026-05-28", "2026-05-29", "2026-05-29 12:00", "2026-05-31", "2026-06-01", "2026-06-02",
          "2026-06-03")  # fmt: skip
    assert told(case, "D-07") == [
        ("half", {li_jing.pk}),
        ("extra", {he.pk}),
        ("near", {li_jing.pk}),
        ("last", {li_jing.pk}),
        ("due", {li_jing.pk}),
        ("passed", {li_jing.pk, he.pk}),
        ("step", {department_head.pk}),
        ("step", {chen.pk}),
    ]
    assert case.deadlines.get(rule="D-07").next_mark_at == NEVER


def test_a_column_nobody_holds_falls_to_the_head(province, he, li_jing, chen):
    with at("2026-03-02 09:00"):
        case = advance(file_at(), "investigating").case
    sweep("2026-06-01")
    marks = dict(told(case, "D-07"))
    assert marks["step"] == {he.pk}  # no department head at this office


def test_after_a_pause_of_the_timer_each_step_is_still_told_but_old_warnings_are_not(
    province, li_jing
):
    with at("2026-03-02 09:00"):
        case = advance(file_at(), "investigating").case
    sweep("2026-06-10")
    assert [name for name, _who in told(case, "D-07")] == ["passed", "step", "step"]
    sweep("2026-06-11")
    assert len(told(case, "D-07")) == 3


def test_an_unanswered_transfer_goes_to_the_city_and_the_province_above_the_receiver(
    province, he, chen, sun, qin
):
    with at("2026-06-01 09:00"):
        complaint = file_at(cast.SHANGSHUI)
    sweep("2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05")
    rows = told(complaint, "D-05")
    assert [name for name, _who in rows] == ["last", "due", "passed", "step"]
    assert [who for _name, who in rows] == [
        {he.pk}, {he.pk}, {he.pk, chen.pk}, {sun.pk},
    ]  # fmt: skip


def test_scenario_22_24_clock_hours_over_a_weekend_and_escalation_a_minute_later(
    province, li_jing, department_head
):
    with at("2026-02-10 09:00"):
        case = advance(file_at(), "investigating").case
    with at("2026-02-13 17:30"):
        hours = start(case, "D-31")
    assert hours.due_at == moment("2026-02-14 17:30")
    assert (hours.due_on, hours.is_provisional) == (date(2026, 2, 14), False)
    sweep("2026-02-14 05:29", "2026-02-14 05:30", "2026-02-14 13:30", "2026-02-14 16:30",
          "2026-02-14 17:30", "2026-02-14 17:31", "2026-02-14 18:31")  # fmt: skip
    assert told(case, "D-31") == [
        ("half", {li_jing.pk}),
        ("near", {li_jing.pk}),
        ("last", {li_jing.pk}),
        ("passed", {li_jing.pk, department_head.pk}),
    ]
    with at("2026-02-14 17:31"):
        assert hours in deadlines.overdue_ordered()
        deadlines.meet(fresh(case), "D-31")
    hours.refresh_from_db()
    assert hours.state == "met_late"


def test_a_clock_in_hours_met_within_the_last_minute_is_met_in_time(province):
    with at("2026-02-13 09:00"):
        case = advance(file_at(), "investigating").case
    with at("2026-02-13 17:30"):
        hours = start(case, "D-31")
    with at("2026-02-14 17:29"):
        deadlines.meet(fresh(case), "D-31")
    hours.refresh_from_db()
    assert hours.state == "met"


def test_a_mass_incident_goes_up_hour_by_hour(province, he, chen, sun):
    with at("2026-03-02 09:00"):
        case = advance(file_at(), "investigating").case
        start(case, "D-42")
    sweep("2026-03-02 10:00", "2026-03-02 11:01", "2026-03-02 12:01", "2026-03-02 13:01")
    assert told(case, "D-42") == [
        ("last", {he.pk}), ("passed", {he.pk, chen.pk}), ("step", {sun.pk}),
    ]  # fmt: skip


def test_scenario_52_the_window_of_court_enforcement_is_warned_of_60_30_and_10_days_before(
    province, li_jing
):
    with at("2026-01-05 09:00"):
        case = advance(file_at(), "investigating").case
    with at("2026-07-15 09:00"):
        window = start(case, "D-19", on=date(2026, 7, 15))
    assert window.due_on == date(2026, 10, 15)
    days = [clock.day_of(m.at) for m in deadlines.marks(window) if m.name == "extra"]
    assert days == [date(2026, 8, 16), date(2026, 9, 15), date(2026, 10, 5)]


def test_an_extended_clock_is_warned_of_before_its_new_end(province, department_head):
    with at("2025-11-20 09:00"):
        case = advance(file_at(), "investigating").case
    sweep("2026-02-13")
    with at("2026-02-13 16:00"):
        do("extend_investigation", case, department_head, {"reason": "案情复杂。"})
    sweep("2026-02-14", "2026-03-27", "2026-04-03")
    names = [name for name, _who in told(case, "D-07")]
    assert names == ["due", "extra", "passed"]


def test_a_clock_whose_mark_was_never_computed_is_not_forgotten(province):
    with at("2026-06-01 09:00"):
        complaint = file_at()
    Deadline.objects.update(next_mark_at=None)
    sweep("2026-06-03")
    assert [name for name, _who in told(complaint, "D-01")] == ["near"]


def test_no_informant_reads_of_a_warning(province):
    with at("2026-06-01 09:00"):
        complaint = file_at()
    sweep("2026-06-09")
    events = list(complaint.events.filter(kind=EventKind.DEADLINE_PASSED))
    assert not any(one.complaint_id for one in Audience(events).of(events[0]))


def test_a_sweep_with_nothing_due_asks_the_same_however_many_clocks_run(province):
    with at("2026-06-01 09:00"):
        file_at()
    few = idle_sweep()
    with at("2026-06-01 09:00"):
        for _number in range(4):
            file_at()
    assert idle_sweep() == few


def idle_sweep() -> int:
    """How many statements a sweep needs that finds nothing to do."""
    sweep("2026-06-02 08:00")
    with at("2026-06-02 08:05"), CaptureQueriesContext(connection) as captured:
        tasks.sweep_deadlines()
    return len(captured)
