"""Amounts: exact, rounded half up, read as people write them, and in capitals."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.law.money import MoneyError, ParsedAmount, in_capitals, parse_yuan, total, yuan

amounts = st.decimals(0, Decimal("9999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("7999.995", "8000.00"), (5, "5.00"), ("-0.001", "0.00"), (Decimal("0.005"), "0.01")],
)
def test_it_rounds_half_up(value: Decimal | int | str, expected: str) -> None:
    assert str(yuan(value)) == expected


@pytest.mark.parametrize("value", [1.5, True, None, "NaN", "Infinity", "1e400", "abc", 10**13])
def test_it_refuses_what_is_no_exact_amount(value: object) -> None:
    with pytest.raises(MoneyError):
        yuan(value)  # type: ignore[arg-type]


def test_it_refuses_negative_amounts_when_asked() -> None:
    assert yuan(-3) == Decimal("-3.00")
    with pytest.raises(MoneyError, match="负数"):
        yuan(-3, negative=False)


def test_it_sums_exactly() -> None:
    assert total([Decimal("0.10")] * 3) == Decimal("0.30")
    assert str(total([])) == "0.00"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("三万二千", "32000"),
        ("三万二", "32000"),
        ("3万2", "32000"),
        ("20000元", "20000"),
        ("12,500.00", "12500"),
        ("9,880", "9880"),
        ("４８６０", "4860"),
        ("１２，５００元", "12500"),
        ("￥300.5", "300.50"),
        ("一百五", "150"),
        ("两千零五", "2005"),
        ("三万零五百", "30500"),
        ("3点5万", "35000"),
        ("2w", "20000"),
        ("五块五", "5.50"),
        ("八百元五角", "800.50"),
        ("3元5角2分", "3.52"),
        ("5毛", "0.50"),
        ("十五", "15"),
        ("人民币叁仟元整", "3000"),
        ("一亿零五万", "100050000"),
    ],
)
def test_it_reads_an_exact_amount(text: str, amount: str) -> None:
    assert parse_yuan(text) == ParsedAmount(Decimal(amount), False)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("约5万", "50000"), ("三万多块钱", "30000"), ("十来万", "100000"), ("1万2左右", "12000")],
)
def test_it_marks_an_approximate_amount(text: str, amount: str) -> None:
    assert parse_yuan(text) == ParsedAmount(Decimal(amount), True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-5",
        "3-5万",
        "几万",
        "无",
        "12,50",
        "3万25",
        "1万2万",
        "NaN",
        "万",
        "1e5",
        "9" * 99,
    ],
)
def test_it_refuses_a_text_without_one_amount(text: str) -> None:
    with pytest.raises(MoneyError):
        parse_yuan(text)


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("32600", "叁万贰仟陆佰元整"),
        ("100050000", "壹亿零伍万元整"),
        ("1000100000000", "壹万零壹亿元整"),
    ],
)
def test_it_writes_capitals(amount: str, capitals: str) -> None:
    assert in_capitals(yuan(amount)) == f"人民币{capitals}"


@given(amounts)
def test_it_reads_back_its_capitals(amount: Decimal) -> None:
    assert parse_yuan(in_capitals(amount)) == ParsedAmount(yuan(amount), False)


@given(amounts)
def test_it_reads_back_grouped_digits(amount: Decimal) -> None:
    assert parse_yuan(f"{amount:,}元").amount == amount


@given(st.text(max_size=70))
def test_it_never_fails_otherwise_than_by_a_sentence(text: str) -> None:
    with suppress(MoneyError):
        assert parse_yuan(text).amount >= 0
