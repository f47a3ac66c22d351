"""Deadlines in scenarios 1 to 6 of law.md B3, played through the dispatcher on the days named."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casework import clock
from casework.models import CalendarDay
from casework.models.actor import Actor
from tests.factories import advance, desks, do, file_at, fresh
from workflows import deadlines
from workflows.dispatch import act
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str):
    """`at("2026-02-12 10:00")`: let it be this moment in Shanghai."""
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


@pytest.fixture(autouse=True)
def _fresh_calendar():
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


def limit(record, rule: str):
    return record.deadlines.get(rule=rule)


def investigated_from(text: str):
    """A case opened at `text` and under investigation since."""
    with at(text):
        return advance(file_at(), "investigating")


def test_scenario_01_acceptance_counts_make_up_days_over_spring_festival(province):
    with at("2026-02-12 10:00"):
        complaint = file_at()
    assert limit(complaint, "D-01").due_on == date(2026, 2, 26)


def test_scenario_01_the_days_that_counted_are_explained(province):
    with at("2026-02-12 10:00"):
        complaint = file_at()
    notes = deadlines.explain(limit(complaint, "D-01"))
    counted = [note.date for note in notes if note.counted]
    assert counted == [date(2026, 2, day) for day in (13, 14, 24, 25, 26)]


def test_a_complaint_late_in_the_evening_counts_from_that_day_in_shanghai(province):
    with at("2026-02-12 23:50"):
        complaint = file_at()
    assert limit(complaint, "D-01").started_on == date(2026, 2, 12)


def test_scenario_02_a_make_up_sunday_counts(province):
    assert deadlines.compute(date(2026, 9, 17), 5, "working_days").date == date(2026, 9, 23)


def test_scenario_03_verification_skips_mid_autumn_and_national_day(province):
    assert deadlines.compute(date(2026, 9, 23), 5, "working_days").date == date(2026, 10, 8)


def test_scenario_04_extension_on_the_last_day_gives_90_working_days(province, department_head):
    complaint = investigated_from("2025-11-20 09:00")
    assert limit(complaint.case, "D-07").due_on == date(2026, 2, 13)
    with at("2026-02-13 16:00"):
        do("extend_investigation", complaint.case, department_head, {"reason": "案情复杂。"})
    extended = limit(complaint.case, "D-07")
    assert (extended.due_on, extended.length) == (date(2026, 4, 2), 90)
    assert fresh(complaint.case).next_due_on == date(2026, 4, 2)


def test_scenario_04_extension_a_day_later_is_refused_and_the_case_is_overdue(
    province, department_head
):
    complaint = investigated_from("2025-11-20 09:00")
    with at("2026-02-14 09:00"), pytest.raises(Refused, match="届满"):
        do("extend_investigation", complaint.case, department_head, {"reason": "案情复杂。"})
    with at("2026-02-14 09:00"):
        assert limit(complaint.case, "D-07") in deadlines.overdue_ordered()


def test_scenario_05_a_second_extension_is_refused(province, department_head):
    complaint = investigated_from("2025-11-20 09:00")
    with at("2026-02-13 16:00"):
        do("extend_investigation", complaint.case, department_head, {"reason": "案情复杂。"})
        with pytest.raises(Refused, match="一次"):
            do("extend_investigation", complaint.case, department_head, {"reason": "还不够。"})


def test_scenario_05_the_head_of_the_body_cannot_extend(province, he):
    complaint = investigated_from("2025-11-20 09:00")
    with at("2026-02-13 16:00"), pytest.raises(Refused, match="行政机关负责人"):
        do("extend_investigation", complaint.case, he, {"reason": "案情复杂。"})


def test_scenario_06_a_year_without_notice_is_provisional(province):
    with at("2026-11-23 09:00"):
        complaint = advance(file_at(), "accepted")
    term = limit(complaint.case, "D-07")
    assert (term.due_on, term.is_provisional) == (date(2027, 2, 22), True)


def test_scenario_06_the_notice_of_the_year_is_taken_into_account(province):
    """A day of the coming year turned into a holiday by the notice moves the last day."""
    before = deadlines.compute(date(2026, 11, 23), 60, "working_days").date
    CalendarDay.objects.create(
        date=date(2027, 2, 22), kind="holiday", source="2027 年放假通知", status="confirmed"
    )
    deadlines.forget_calendar()
    assert before == date(2027, 2, 22)
    assert deadlines.compute(date(2026, 11, 23), 60, "working_days").date > before


def test_supplement_stops_acceptance_and_five_new_days_begin(province, li_jing):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "supplement")
    assert limit(complaint, "D-01").state == "cancelled"
    assert limit(complaint, "S-01").due_on == date(2026, 6, 16)
    with at("2026-06-10 09:00"):
        do("receive_supplement", complaint, li_jing, {"text": "考勤表。"})
    again = complaint.deadlines.get(rule="D-01", state="running")
    assert (again.started_on, again.due_on) == (date(2026, 6, 10), date(2026, 6, 17))


def test_a_decision_after_the_last_day_stays_marked_late(province):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "proposed")
    with at("2026-06-09 09:00"):
        advance(complaint, "accepted")
    assert limit(complaint, "D-01").state == "met_late"


def test_the_term_of_an_order_runs_from_its_service(province):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "ordered")
    assert not complaint.case.deadlines.filter(rule="D-13").exists()
    with at("2026-06-04 09:00"):
        complaint = advance(complaint, "served")
    assert limit(complaint.case, "D-13").due_on == date(2026, 6, 11)
    assert complaint.case.order_due_on == date(2026, 6, 11)


def test_the_sweep_marks_an_unpaid_order_overdue_the_day_after_its_term(province):
    with at("2026-06-04 09:00"):
        complaint = advance(file_at(), "served")
    with at("2026-06-11 23:00"):
        sweep_deadlines()
    assert fresh(complaint.case).state == "ordered"
    with at("2026-06-12 00:10"):
        sweep_deadlines()
    case = fresh(complaint.case)
    assert case.state == "overdue"
    assert desks(case) == ["after_overdue"]


def test_the_sweep_leaves_a_paid_order_alone(province):
    with at("2026-06-04 09:00"):
        complaint = advance(file_at(), "paid")
    with at("2026-06-20 09:00"):
        sweep_deadlines()
    assert fresh(complaint.case).state == "ordered"


def test_no_person_can_mark_a_case_overdue(province, he):
    with at("2026-06-04 09:00"):
        complaint = advance(file_at(), "served")
    with at("2026-06-12 09:00"), pytest.raises(Refused, match="系统"):
        do("mark_overdue", complaint.case, he)


def test_the_timer_cannot_mark_it_before_the_term_is_over(province):
    with at("2026-06-04 09:00"):
        complaint = advance(file_at(), "served")
        with pytest.raises(Refused, match="尚未届满"):
            act("mark_overdue", complaint.case_id, Actor.system())


def test_each_level_is_warned_of_once_and_the_passing_is_written(province):
    with at("2026-06-01 09:00"):
        complaint = file_at()
    for day in ("03", "03", "05", "08", "09", "09", "10"):
        with at(f"2026-06-{day} 08:00"):
            sweep_deadlines()
    kinds = list(complaint.events.order_by("seq").values_list("kind", flat=True))
    assert kinds.count("deadline.warned") == 3  # three days left, one day left, the last day
    assert kinds.count("deadline.passed") == 1
    assert kinds[-2:] == ["deadline.passed", "deadline.escalated"]  # the head, then the city
