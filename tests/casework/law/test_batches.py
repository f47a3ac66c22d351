"""Batches of publication (Order 29) and what a public text may not hold."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.batches import batch_of
from casework.law.identity import make_id_card, make_uscc
from casework.law.privacy import private_in


@pytest.mark.parametrize(
    ("day", "of_province", "name", "last"),
    [
        (date(2026, 1, 1), False, "2026-Q1", date(2026, 3, 31)),
        (date(2026, 6, 30), False, "2026-Q2", date(2026, 6, 30)),
        (date(2026, 11, 24), False, "2026-Q4", date(2026, 12, 31)),
        (date(2026, 6, 30), True, "2026-H1", date(2026, 6, 30)),
        (date(2026, 7, 1), True, "2026-H2", date(2026, 12, 31)),
    ],
)
def test_counties_publish_each_quarter_and_the_province_each_half_year(
    day, of_province, name, last
):
    assert batch_of(day, of_province=of_province) == (name, last)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"身份证{make_id_card('410105', date(1980, 1, 1), 1)}", ["身份证号码"]),
        ("电话13800000000。", ["手机号码"]),
        ("卡号6222021234567890123", ["银行卡号"]),
        ("拖欠王五工资", ["工人姓名"]),
        (f"统一社会信用代码{make_uscc('410105', 1)}，拖欠 9000 元", []),
    ],
)
def test_personal_data_is_found_in_a_text(text, found):
    assert private_in(text, ["王五"]) == found
