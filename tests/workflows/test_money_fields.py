"""Amounts typed into findings and payments are exact to the fen; claims may be told roughly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from workflows.forms.base import YuanField


@pytest.mark.parametrize("text", ["约5万", "一百多", "12.345", "１２．３４５"])
def test_a_guess_or_a_part_of_a_fen_is_refused_where_money_is_booked(text: str) -> None:
    with pytest.raises(ValidationError):
        YuanField().clean(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12,500.00", "12500.00"),
        ("三万二千", "32000.00"),
        ("１２００元", "1200.00"),
        ("0.01", "0.01"),
    ],
)
def test_an_exact_amount_is_read_as_people_write_it(text: str, amount: str) -> None:
    assert YuanField().clean(text) == Decimal(amount)


def test_a_claim_may_be_told_roughly() -> None:
    assert YuanField(exact=False).clean("约5万") == Decimal("50000.00")
