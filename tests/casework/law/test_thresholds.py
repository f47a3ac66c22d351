"""The amounts of 法释〔2013〕3号 art. 3 in Henan: limb (a) one worker, limb (b) ten workers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casework.law.thresholds import Debt, standing

MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))
THREE = frozenset({MARCH, APRIL, MAY})


def debts(count: int, each: str, months: frozenset[date] = frozenset({MARCH})) -> list[Debt]:
    return [Debt(f"w{number}", months, Decimal(each)) for number in range(count)]


@pytest.mark.parametrize(
    ("months", "yuan", "reached"),
    [(THREE, "8000.00", True), (THREE, "7999.99", False), (THREE - {MAY}, "20000", False)],
)
def test_scenario_16_one_worker_needs_three_months_and_8000_at_once(months, yuan, reached):
    assert standing([Debt("w", months, Decimal(yuan))]).one_reached is reached


def test_months_of_two_debts_of_one_worker_add_up_without_counting_a_month_twice():
    found = standing(
        [Debt("w", frozenset({MARCH, APRIL}), Decimal(4000)),
         Debt("w", frozenset({APRIL, MAY}), Decimal(4000))]
    )  # fmt: skip
    assert (found.workers, found.creditors[0].months, found.one_reached) == (1, 3, True)


@pytest.mark.parametrize(
    ("count", "each", "reached"),
    [(9, "22222.22", False), (10, "4000.00", True), (10, "3999.99", False), (11, "3636.37", True)],
)
def test_scenario_17_many_needs_ten_workers_and_40000_together(count, each, reached):
    assert standing(debts(count, each)).many_reached is reached


def test_it_says_what_is_missing():
    found = standing(debts(7, "4657.00"))
    assert (found.workers_short, found.yuan_short) == (3, Decimal("7401.00"))


def test_nothing_owed_is_no_debt():
    found = standing([Debt("w", THREE, Decimal(0))])
    assert (found.workers, found.nearest, found.reached) == (0, None, False)
