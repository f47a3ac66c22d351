"""Properties of suspended and extended terms, over random days, lengths and spans."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.law.calendar import WorkCalendar
from casework.law.terms import Span, explain, last_day, merged, plain_end

CALENDAR = WorkCalendar.builtin()
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
LENGTHS = st.integers(1, 120)
UNITS = st.sampled_from(["working_days", "calendar_days"])


@st.composite
def spans(draw, start: date):
    """Up to three suspensions that begin after `start`, in any order, even overlapping."""
    rows = draw(st.lists(st.tuples(st.integers(1, 150), st.integers(0, 90)), max_size=3))
    return [Span(start + timedelta(days=a), start + timedelta(days=a + b), "另案") for a, b in rows]


@st.composite
def terms(draw):
    start, unit = draw(DAYS), draw(UNITS)
    return start, draw(LENGTHS), unit, draw(spans(start))


@given(terms())
def test_a_suspension_never_brings_the_last_day_forward(term):
    start, length, unit, still = term
    assert (
        last_day(CALENDAR, start, length, unit, spans=still).date
        >= last_day(CALENDAR, start, length, unit).date
    )


@given(terms())
def test_the_counted_days_are_as_many_as_the_term_is_long(term):
    start, length, unit, still = term
    notes = explain(CALENDAR, start, length, unit, spans=still)
    counted = [note for note in notes if note.counted]
    assert len(counted) == length
    assert [note.ordinal for note in counted] == list(range(1, length + 1))
    assert notes[-1].date == last_day(CALENDAR, start, length, unit, spans=still).date


@given(terms())
def test_no_suspended_day_counts_and_the_days_have_no_gap(term):
    start, length, unit, still = term
    notes = explain(CALENDAR, start, length, unit, spans=still)
    inside = {
        note.date for note in notes for s in still if s.begin <= note.date < s.end
    }  # fmt: skip
    assert all(not note.counted for note in notes if note.date in inside)
    assert [n.date for n in notes] == [start + timedelta(days=i) for i in range(len(notes))]


@given(terms(), st.integers(0, 60))
def test_an_extension_never_brings_the_last_day_forward(term, longer):
    start, length, unit, still = term
    assert (
        last_day(CALENDAR, start, length + longer, unit, spans=still).date
        >= last_day(CALENDAR, start, length, unit, spans=still).date
    )


@given(terms())
def test_the_order_of_suspensions_does_not_matter(term):
    start, length, unit, still = term
    whole = last_day(CALENDAR, start, length, unit, spans=still)
    assert whole == last_day(CALENDAR, start, length, unit, spans=reversed(still))
    assert whole == last_day(CALENDAR, start, length, unit, spans=merged(still))


@given(terms())
def test_a_working_day_term_ends_on_a_working_day_outside_every_suspension(term):
    start, length, _unit, still = term
    end = last_day(CALENDAR, start, length, "working_days", spans=still).date
    assert CALENDAR.is_workday(end)
    assert not any(s.begin <= end < s.end for s in still)


@given(DAYS, st.integers(1, 36), st.data())
def test_months_move_on_by_the_days_that_stood_still_inside_them(start, months, data):
    still = data.draw(spans(start))
    plain = plain_end(start, months, "months")
    moved = plain_end(start, months, "months", still)
    stood = sum((min(s.end, moved + timedelta(days=1)) - s.begin).days
                for s in merged(still) if s.begin <= moved)  # fmt: skip
    assert moved == plain + timedelta(days=stood)


def test_hours_are_no_days():
    with pytest.raises(ValueError, match="hours"):
        last_day(CALENDAR, date(2026, 2, 13), 24, "hours")
