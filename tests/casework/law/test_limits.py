"""The limits and thresholds as data: complete, grounded, and never longer than the law allows."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from casework.law.calendar import WorkCalendar
from casework.law.limits import (
    BESIDE,
    DATA,
    LIMITS,
    OPEN_ITEMS,
    TARGETS,
    THRESHOLDS,
    UNITS,
    LawError,
)
from casework.law.terms import Span, explain, last_day, last_moment
from casework.vocabulary import Role

CALENDAR = WorkCalendar.builtin()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def due(rule_id: str, start: date, length: int | None = None) -> date:
    """Last day of a limit of the data that starts on `start`."""
    limit = LIMITS[rule_id]
    days = limit.length if length is None else length
    assert days is not None
    return last_day(CALENDAR, start, days, limit.unit, rolls=limit.rolls).date


def test_every_limit_of_the_table_is_there():
    numbers = {int(re.match(r"D-(\d+)", one)[1]) for one in LIMITS if one.startswith("D-")}
    assert numbers == set(range(1, 45))
    assert "S-01" in LIMITS
    assert set(OPEN_ITEMS) == {f"L{n}" for n in range(1, 9)}


@pytest.mark.parametrize("limit", LIMITS.values(), ids=lambda limit: limit.id)
def test_each_limit_has_its_ground_in_both_languages(limit):
    assert limit.label.zh
    assert limit.label.en
    assert limit.basis.zh
    assert limit.basis.en
    assert bool(limit.note.zh) == bool(limit.note.en)
    assert bool(limit.suspension.zh) == bool(limit.suspension.en)
    assert limit.mark in "VMD"
    assert limit.open_item in ("", *OPEN_ITEMS)
    assert limit.unit in UNITS or (limit.unit == "" and limit.length is None)
    known = {*Role.values, "city", "province", ""}
    assert {
        *limit.warned,
        *limit.escalated,
        limit.extender,
        *(e.role for e in limit.extra),
    } <= known
    assert len(limit.id) <= 6


@pytest.mark.parametrize("limit", LIMITS.values(), ids=lambda limit: limit.id)
def test_the_data_keep_their_own_bounds(limit):
    assert limit.changed(length=None, extension=None) == limit
    if limit.cap is not None:
        with pytest.raises(LawError, match="法律规定最长"):
            limit.changed(length=limit.cap + 1, extension=None)


def test_a_limit_may_be_shortened_but_not_lengthened():
    assert LIMITS["D-07"].changed(length=45, extension=15).length == 45
    with pytest.raises(LawError, match="60"):
        LIMITS["D-07"].changed(length=61, extension=None)
    with pytest.raises(LawError, match="30"):
        LIMITS["D-07"].changed(length=None, extension=31)
    with pytest.raises(LawError, match="可以延长"):
        LIMITS["D-01"].changed(length=None, extension=5)


def test_a_term_of_the_party_is_not_shortened():
    for rule_id in ("D-14", "D-18", "D-23"):
        with pytest.raises(LawError, match="最短"):
            LIMITS[rule_id].changed(length=3, extension=None)


def test_a_product_default_has_no_cap_by_law():
    assert LIMITS["D-05"].changed(length=3, extension=None).length == 3


def test_the_thresholds_of_henan():
    values = {key: one.value for key, one in THRESHOLDS.items()}
    assert (values["crime_a_yuan"], values["crime_a_months"]) == (8000, 3)
    assert (values["crime_b_yuan"], values["crime_b_workers"]) == (40000, 10)
    assert (values["compensation_min"], values["compensation_max"]) == (Decimal("0.50"), 1)
    assert (values["group_min"], values["reps_max"], values["order_days_warn"]) == (10, 5, 5)
    with pytest.raises(LawError):
        THRESHOLDS["compensation_max"].changed(Decimal("1.20"))


def test_every_open_item_can_be_read_in_both_languages():
    assert all(item.title.en and item.text.zh and item.text.en for item in OPEN_ITEMS.values())


def test_targets_of_the_province_stand_beside_national_limits():
    assert {"D-02", "D-08", "D-11"} == TARGETS
    assert dict(BESIDE) == {"D-01": "D-02", "D-07": "D-08"}


def test_the_data_files_are_plain_utf_8_with_unix_lines():
    for name in ("limits.csv", "thresholds.csv", "open_items.csv"):
        raw = (DATA / name).read_bytes()
        assert raw.decode("utf-8")
        assert b"\r" not in raw


def test_scenario_02_a_make_up_sunday_shortens_the_objection():
    assert due("D-23", date(2026, 9, 17)) == date(2026, 9, 23)


def test_scenario_03_verification_of_an_objection_on_day_5():
    assert due("D-24", date(2026, 9, 23)) == date(2026, 10, 8)


def test_scenario_22_24_hours_run_over_a_holiday():
    approved = datetime(2026, 2, 13, 17, 30, tzinfo=SHANGHAI)
    assert last_moment(approved, LIMITS["D-31"].length or 0) == datetime(
        2026, 2, 14, 17, 30, tzinfo=SHANGHAI
    )


def test_scenario_29_the_listing_decision_and_its_extension():
    assert due("D-22", date(2026, 3, 2)) == date(2026, 3, 30)
    longer = (LIMITS["D-22"].length or 0) + LIMITS["D-22"].extension
    assert due("D-22", date(2026, 3, 2), longer) == date(2026, 4, 28)
    # The last day on which the notice may be received and 5 + 5 working days still fit.
    assert CALENDAR.latest_start(date(2026, 4, 28), 10) == date(2026, 4, 14)
    assert due("D-23", date(2026, 4, 24)) == date(2026, 5, 6)


def test_scenario_33_early_removal_six_months_after_the_listing():
    assert due("D-27", max(date(2026, 4, 1), date(2026, 3, 1))) == date(2026, 10, 1)


def test_scenario_38_three_years_from_a_leap_day_end_on_the_last_of_february():
    assert due("D-26", date(2024, 2, 29)) == date(2027, 2, 28)
    assert due("D-29", date(2027, 2, 28)) == date(2027, 3, 12)


def test_scenario_39_two_years_from_the_end_of_the_violation():
    assert due("D-41", date(2023, 11, 30)) == date(2025, 11, 30)


def test_scenario_52_the_window_for_court_enforcement():
    appeal_over = due("D-18b", date(2026, 1, 15))
    assert appeal_over == date(2026, 7, 15)
    last = due("D-19", appeal_over)
    assert last == date(2026, 10, 15)
    assert [extra.left for extra in LIMITS["D-19"].extra] == [60, 30, 10]
    assert CALENDAR.latest_start(last, LIMITS["D-20"].length or 0) == date(2026, 9, 27)


def test_a_term_in_days_that_ends_on_a_holiday_rolls_and_says_so():
    notes = explain(CALENDAR, date(2026, 9, 24), 7, "calendar_days")
    assert notes[7].date == date(2026, 10, 1)
    assert notes[7].counted
    assert {note.reason for note in notes[8:-1]} == {"rolled"}
    assert (notes[-1].date, notes[-1].reason) == (date(2026, 10, 8), "last")


def test_months_are_told_by_their_end_alone():
    notes = explain(CALENDAR, date(2026, 1, 15), 6, "months", rolls=True)
    assert [(n.date, n.reason) for n in notes] == [
        (date(2026, 1, 15), "start"), (date(2026, 7, 15), "end"),
    ]  # fmt: skip


def test_suspended_days_are_named_with_their_reason():
    spans = [Span(date(2026, 6, 3), date(2026, 6, 5), "另案审理")]
    notes = explain(CALENDAR, date(2026, 6, 1), 5, "working_days", spans=spans)
    assert [n.date.day for n in notes if n.reason == "suspended"] == [3, 4]
    assert (
        notes[-1].date == last_day(CALENDAR, date(2026, 6, 1), 5, "working_days", spans=spans).date
    )
    assert {n.name for n in notes if n.reason == "suspended"} == {"另案审理"}
