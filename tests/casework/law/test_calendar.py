"""Working-day arithmetic against the acceptance scenarios of the law file."""

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.law.calendar import (
    CalendarDay,
    DueDate,
    WorkCalendar,
    add_hours,
    notice_rows,
)

CALENDAR = WorkCalendar.builtin()
days = st.dates(date(2004, 1, 1), date(2040, 12, 31))
terms = st.integers(1, 400)


def due(start: date, n: int) -> date:
    return CALENDAR.add_working_days(start, n).date


def test_scenario_1_spring_festival_and_make_up_days() -> None:
    assert CALENDAR.add_working_days(date(2026, 2, 12), 5) == DueDate(date(2026, 2, 26), False)
    notes = CALENDAR.explain(date(2026, 2, 12), 5)
    counted = [(note.date.month, note.date.day) for note in notes if note.counted]
    assert counted == [(2, 13), (2, 14), (2, 24), (2, 25), (2, 26)]
    assert [note.ordinal for note in notes if note.counted] == [1, 2, 3, 4, 5]
    assert (notes[0].reason, notes[0].label) == ("start", "起算当日不计入")
    assert notes[2].reason == "makeup"
    assert (notes[3].reason, notes[3].name) == ("holiday", "春节")


def test_scenario_2_make_up_sunday_shortens_the_objection() -> None:
    assert due(date(2026, 9, 17), 5) == date(2026, 9, 23)


def test_scenario_3_verification_skips_mid_autumn_and_national_day() -> None:
    assert due(date(2026, 9, 23), 5) == date(2026, 10, 8)


def test_scenario_4_extension_on_the_last_day() -> None:
    assert due(date(2025, 11, 20), 60) == date(2026, 2, 13)
    assert due(date(2025, 11, 20), 90) == date(2026, 4, 2)


def test_scenario_6_year_beyond_the_calendar_is_provisional() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 23), 60) == DueDate(date(2027, 2, 22), True)
    assert not CALENDAR.add_working_days(date(2026, 11, 23), 20).provisional


def test_scenario_6_the_notice_of_the_year_confirms_and_moves() -> None:
    off = {date(2027, 1, day): "元旦" for day in (1, 2, 3)}
    off |= {date(2027, 2, day): "春节" for day in range(5, 13)}
    rows = notice_rows(2027, off, [date(2027, 1, 30), date(2027, 2, 20)], "国办发明电")
    moved = CALENDAR.with_overrides(rows).add_working_days(date(2026, 11, 23), 60)
    assert len(rows) == 365
    assert moved == DueDate(date(2027, 2, 22), False)
    assert CALENDAR.add_working_days(date(2026, 11, 23), 60).provisional


def test_scenario_22_hours_run_through_the_night() -> None:
    approved = datetime.fromisoformat("2026-02-13T17:30:00+08:00")
    assert add_hours(approved, 24).isoformat() == "2026-02-14T17:30:00+08:00"


def test_scenario_25_three_calendar_days_to_reconsider() -> None:
    assert CALENDAR.add_calendar_days(date(2026, 3, 16), 3).date == date(2026, 3, 19)
    assert CALENDAR.add_calendar_days(date(2026, 3, 23), 3).date == date(2026, 3, 26)


def test_scenario_29_listing_decision_limit() -> None:
    assert due(date(2026, 3, 2), 20) == date(2026, 3, 30)
    assert due(date(2026, 3, 30), 20) == date(2026, 4, 28)
    assert CALENDAR.latest_start(date(2026, 4, 28), 5 + 5) == date(2026, 4, 14)
    assert due(date(2026, 4, 24), 5) == date(2026, 5, 6)


def test_scenario_37_delisting_after_annulment() -> None:
    assert due(date(2026, 5, 20), 10) == date(2026, 6, 3)


def test_scenario_38_three_years_from_a_leap_day_are_clamped() -> None:
    assert CALENDAR.add_months(date(2024, 2, 29), 36) == DueDate(date(2027, 2, 28), False)


def test_scenario_52_court_enforcement_window() -> None:
    opens = CALENDAR.add_months(date(2026, 1, 15), 6).date
    assert opens == date(2026, 7, 15)
    assert CALENDAR.add_months(opens, 3).date == date(2026, 10, 15)


def test_it_clamps_months() -> None:
    assert CALENDAR.add_months(date(2026, 8, 31), 6).date == date(2027, 2, 28)


def test_it_rolls_a_calendar_end_on_a_holiday_only_when_asked() -> None:
    assert CALENDAR.add_calendar_days(date(2026, 2, 14), 3).date == date(2026, 2, 24)
    assert CALENDAR.add_calendar_days(date(2026, 2, 14), 3, roll=False).date == date(2026, 2, 17)
    assert CALENDAR.add_months(date(2026, 7, 1), 3, roll=True).date == date(2026, 10, 8)


def test_it_names_the_kinds() -> None:
    kinds = {day: CALENDAR.kind(date(2026, *day)) for day in ((2, 13), (2, 14), (2, 17), (3, 1))}
    assert list(kinds.values()) == ["workday", "makeup", "holiday", "weekend"]


def test_it_takes_days_of_the_database_without_touching_the_built_in() -> None:
    storm = CalendarDay(date(2026, 11, 24), "holiday", "防汛停工", "confirmed")
    changed = CALENDAR.with_overrides([storm])
    assert changed.add_working_days(date(2026, 11, 23), 1).date == date(2026, 11, 25)
    assert due(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert changed.explain(date(2026, 11, 23), 1)[1].name == "防汛停工"


def test_it_refuses_an_unknown_kind_and_a_negative_term() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        CALENDAR.with_overrides([(date(2026, 1, 1), "party", "", "confirmed")])
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize("year", [1, 1949, 2003, 2100, 2150, 9998, 9999])
def test_it_never_fails_for_a_far_year(year: int) -> None:
    assert CALENDAR.add_working_days(date(year, 12, 1), 60).provisional
    assert CALENDAR.add_months(date(year, 12, 1), 240, roll=True).date.year > 20
    assert CALENDAR.add_calendar_days(date(year, 12, 31), 9).date > date(1, 1, 1)
    assert CALENDAR.latest_start(date(year, 12, 1), 5) < date(year, 12, 1)


def test_it_computes_twenty_thousand_deadlines_in_a_second() -> None:
    CALENDAR.add_working_days(date(2026, 1, 1), 600)
    begun = time.perf_counter()
    for offset in range(20_000):
        CALENDAR.add_working_days(date(2026, 1, 1) + timedelta(days=offset % 700), 60)
    assert time.perf_counter() - begun < 1


@given(days, terms)
def test_it_counts_back_what_it_added_and_ends_on_a_working_day(start: date, n: int) -> None:
    end = due(start, n)
    assert CALENDAR.is_workday(end)
    assert CALENDAR.working_days_between(start, end) == n
    assert CALENDAR.working_days_between(end, start) == -n


@given(days, terms, st.integers(0, 30))
def test_it_is_monotone(start: date, n: int, later: int) -> None:
    assert due(start, n) < due(start, n + 1)
    assert due(start, n) <= due(start + timedelta(days=later), n)


@given(days, terms)
def test_it_explains_every_day_of_the_term(start: date, n: int) -> None:
    notes = CALENDAR.explain(start, n)
    assert [note.date - start for note in notes] == [timedelta(days=i) for i in range(len(notes))]
    assert notes[-1].ordinal == n


@given(days, st.integers(1, 60))
def test_it_finds_the_latest_start(end: date, n: int) -> None:
    latest = CALENDAR.latest_start(end, n)
    assert due(latest, n) <= end < due(latest + timedelta(days=1), n)
