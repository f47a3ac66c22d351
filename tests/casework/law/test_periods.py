"""Periods as workers write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.law.periods import Period, months, overlaps, parse_date, parse_period

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026年3月至8月", date(2026, 3, 1), date(2026, 8, 31)),
        ("2026.3-2026.8", date(2026, 3, 1), date(2026, 8, 31)),
        ("2026.04", date(2026, 4, 1), date(2026, 4, 30)),
        ("2026/01/01", date(2026, 1, 1), date(2026, 1, 1)),
        ("2026-01-15", date(2026, 1, 15), date(2026, 1, 15)),
        ("2026-01-15至2026-03-02", date(2026, 1, 15), date(2026, 3, 2)),
        ("2026-01~2026-03", date(2026, 1, 1), date(2026, 3, 31)),
        ("２０２６年３月５日到６月１０号", date(2026, 3, 5), date(2026, 6, 10)),
        ("二〇二六年三月至十一月", date(2026, 3, 1), date(2026, 11, 30)),
        ("去年10月到今年2月份", date(2025, 10, 1), date(2026, 2, 28)),
        ("2026年3月至今", date(2026, 3, 1), TODAY),
        ("202603-202608", date(2026, 3, 1), date(2026, 8, 31)),
        ("26年3月", date(2026, 3, 1), date(2026, 3, 31)),
    ],
)
def test_it_reads_certain_periods(text: str, start: date, end: date) -> None:
    assert parse_period(text, TODAY) == Period(start, end, text, True)


def test_it_keeps_the_text_of_uncertain_periods() -> None:
    assert parse_period("半年多", TODAY) == Period(None, None, "半年多", False)
    assert parse_period("2025年腊月到现在", TODAY) == Period(
        date(2026, 1, 1), TODAY, "2025年腊月到现在", False
    )
    assert parse_period("3月到8月", TODAY)[:2] == (date(2026, 3, 1), date(2026, 8, 31))
    assert not parse_period("3月到8月", TODAY).precise
    assert parse_period("2026年8月至3月", TODAY)[1:] == (None, "2026年8月至3月", False)
    assert parse_period("", TODAY) == Period(None, None, "", False)


def test_it_reads_cells() -> None:
    assert parse_date(datetime.fromisoformat("2026-01-01T00:00"), TODAY) == date(2026, 1, 1)
    assert parse_date(46023, TODAY) == date(2026, 1, 1)
    assert parse_date("2026年3月", TODAY) == date(2026, 3, 1)
    assert parse_date("2026年2月", TODAY, last=True) == date(2026, 2, 28)
    assert parse_date("2026-13-45", TODAY) is None
    assert parse_date("2026-02-30", TODAY) is None
    assert parse_date(7, TODAY) is parse_date(None, TODAY) is None


def test_it_compares_and_counts_months() -> None:
    spring = parse_period("2026年1月至3月", TODAY)
    assert months(spring) == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert overlaps(spring, parse_period("2026年3月", TODAY))
    assert not overlaps(spring, parse_period("2026年4月", TODAY))
    assert overlaps(spring, parse_period("半年多", TODAY))
    assert months(parse_period("半年多", TODAY)) == []


@given(st.text("0123456789年月日至到-./今现在去 腊半多", max_size=24))
def test_it_never_fails_and_never_ends_before_it_begins(text: str) -> None:
    period = parse_period(text, TODAY)
    assert period.start is None or period.end is None or period.start <= period.end
    assert period.precise <= (period.start is not None)
