"""Computation of pay with its working; minimum wages by class and date; the penalty benchmark."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.law.benchmark import RANGES, Circumstances, suggest
from casework.law.errors import SentenceError
from casework.law.minimum_wage import default_class, minimum_wage
from casework.law.wages import reckon

D = Decimal


def test_days_and_overtime_are_shown_line_by_line():
    found = reckon("days", D("60"), D("200.00"),
                   overtime={"workday": D("10"), "rest_day": D("16"), "holiday": D("8")},
                   paid=D("3000.00"))  # fmt: skip
    assert found.amount == D("60") * 200 + D("375.00") + D("800.00") + D("600.00") - 3000
    assert found.working == (
        "60天 × 日工资200元 = 12000.00元",
        "工作日加班10小时 × 25元 × 150% = 375.00元",
        "休息日加班16小时 × 25元 × 200% = 800.00元",
        "法定休假日加班8小时 × 25元 × 300% = 600.00元",
        "减已付3000.00元",
        "应付10775.00元",
    )


def test_a_month_is_counted_by_its_21_75_paid_days():
    found = reckon("months", D("2"), D("4350.00"), overtime={"workday": D("4")})
    assert found.amount == D("8700.00") + D("150.00")  # 4350 / 21.75 / 8 = 25


def test_piece_work_multiplies_the_pieces_made_in_overtime():
    found = reckon("pieces", D("1000"), D("1.50"), overtime={"rest_day": D("100")})
    assert found.amount == D("1500.00") + D("300.00")


@pytest.mark.parametrize(
    ("basis", "quantity", "rate", "paid"),
    [("days", "-1", "100", "0"), ("hours", "1", "100", "0"), ("days", "1", "100", "100")],
)
def test_nothing_due_is_no_computation(basis, quantity, rate, paid):
    with pytest.raises(SentenceError):
        reckon(basis, D(quantity), D(rate), paid=D(paid))


@given(
    st.decimals("0.5", "500", places=1), st.decimals("1", "2000", places=2),
    st.decimals("0", "300", places=1),
)  # fmt: skip
def test_the_working_adds_up_to_the_fen(days, rate, hours):
    found = reckon("days", days, rate, overtime={"holiday": hours})
    lines = [line for line in found.working if " = " in line]
    assert sum(D(line.split(" = ")[1].removesuffix("元")) for line in lines) == found.amount
    assert found.amount == found.amount.quantize(D("0.01"))


@pytest.mark.parametrize(
    ("wage_class", "day", "monthly", "hourly"),
    [
        (1, date(2026, 3, 1), "2100.00", "20.60"),
        (2, date(2024, 1, 1), "2000.00", "19.60"),
        (3, date(2023, 12, 31), "1600.00", "15.60"),
        (1, date(2022, 1, 1), "2000.00", "19.60"),
    ],
)
def test_the_minimum_in_force_on_the_day(wage_class, day, monthly, hourly):
    found = minimum_wage(wage_class, day)
    assert (found.monthly_yuan, found.hourly_yuan) == (D(monthly), D(hourly))
    assert found.verified


def test_before_the_table_nothing_is_known():
    assert minimum_wage(1, date(2021, 12, 31)) is None
    assert minimum_wage(4, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("place", "number"), [("金水区", 1), ("巩义市", 2), ("商水县", 3), ("济源示范区(济源市)", 1)]
)
def test_an_unconfirmed_place_has_a_default_class(place, number):
    assert default_class(place) == number


@pytest.mark.parametrize(
    ("facts", "circumstance", "low", "high", "amount"),
    [
        (Circumstances(corrected=True), "light", "50000", "65000", "57500"),
        (Circumstances(), "ordinary", "65000", "85000", "75000"),
        (Circumstances(corrected=True, repeated=True), "serious", "85000", "100000", "92500"),
        (Circumstances(workers=30), "serious", "85000", "100000", "92500"),
    ],
)
def test_the_benchmark_suggests_a_band_with_its_reasons(facts, circumstance, low, high, amount):
    found = suggest("account", "unit", facts)
    assert found.circumstance == circumstance
    assert (found.low_yuan, found.high_yuan, found.amount_yuan) == (D(low), D(high), D(amount))
    assert "第五十五条" in found.reasons[0]
    assert "待确认" in found.basis
    assert "取中间值" in found.working
    assert not found.confirmed


def test_every_suggestion_stays_within_its_article():
    for violation, subject in RANGES:
        allowed = RANGES[violation, subject]
        for facts in (Circumstances(corrected=True), Circumstances(), Circumstances(incident=True)):
            found = suggest(violation, subject, facts)
            assert allowed.low_yuan <= found.low_yuan <= found.amount_yuan <= found.high_yuan
            assert found.high_yuan <= allowed.high_yuan
    with pytest.raises(SentenceError):
        suggest("wages", "unit", Circumstances())
