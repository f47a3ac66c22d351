"""Hours in which nobody is written to; every moment is passed in."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from django.utils import timezone

from casework.law.calendar import WorkCalendar
from notifications.quiet import Hours, for_complainant, for_officer, next_digest

NIGHT, STAFF = Hours(time(22), time(8)), Hours(time(20), time(8, 30))
WORK = WorkCalendar.builtin()


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-10 21:59", "2026-03-10 21:59"),
        ("2026-03-10 22:00", "2026-03-11 08:00"),
        ("2026-03-11 03:00", "2026-03-11 08:00"),
        ("2026-03-11 08:00", "2026-03-11 08:00"),
        ("2026-03-14 12:00", "2026-03-14 12:00"),  # a Saturday is no night
    ],
)
def test_a_complainant_is_not_woken(now: str, then: str) -> None:
    assert for_complainant(at(now), NIGHT) == at(then)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-10 09:00", "2026-03-10 09:00"),
        ("2026-03-10 07:00", "2026-03-10 08:30"),
        ("2026-03-10 20:00", "2026-03-11 08:30"),
        ("2026-03-13 20:00", "2026-03-16 08:30"),  # Friday evening: Monday
        ("2026-02-14 10:00", "2026-02-14 10:00"),  # a Saturday that is worked
        ("2026-02-14 21:00", "2026-02-24 08:30"),  # then Spring Festival
        ("2026-10-01 00:00", "2026-10-08 08:30"),
    ],
)
def test_an_officer_is_left_alone_at_night_and_on_days_off(now: str, then: str) -> None:
    assert for_officer(at(now), STAFF, WORK) == at(then)


@pytest.mark.parametrize(
    ("now", "weekly", "then"),
    [
        ("2026-03-10 09:00", False, "2026-03-11 08:30"),
        ("2026-03-10 06:00", False, "2026-03-10 08:30"),
        ("2026-03-13 09:00", False, "2026-03-16 08:30"),
        ("2026-03-10 09:00", True, "2026-03-16 08:30"),
        ("2026-02-13 09:00", True, "2026-02-24 08:30"),  # the Monday after is a holiday
        ("2026-03-16 08:00", True, "2026-03-16 08:30"),
    ],
)
def test_a_digest_comes_on_a_working_morning(now: str, weekly: bool, then: str) -> None:
    assert next_digest(at(now), STAFF, WORK, weekly=weekly) == at(then)


def test_hours_are_read_from_a_setting() -> None:
    assert Hours.parse("22:00-08:00") == NIGHT
    assert Hours.parse("") is None
    with pytest.raises(ValueError, match="Invalid"):
        Hours.parse("ten")
