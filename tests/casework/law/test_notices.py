"""Yearly notices: real sentences, rows, and every way a line contradicts itself."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.calendar import WorkCalendar
from casework.law.notices import read_notice, rows_of, spans_of_days

# 国务院办公厅关于2026年部分节假日安排的通知, its sentences.
NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告。"""


def says(text: str, year: int = 2026) -> list[str]:
    """What is wrong with a notice that corrects single days."""
    return [d.template % d.params for d in read_notice(text, year, whole=False).doubts]


def test_the_notice_of_2026_gives_the_calendar_of_the_library():
    notice = read_notice(NOTICE_2026, 2026)
    assert notice.doubts == []
    published = WorkCalendar.builtin()
    rows = rows_of(notice, "通知")
    assert len(rows) == 365
    assert [row for row in rows if published.kind(row.date) != row.kind] == []
    assert {row.source for row in rows if row.kind == "holiday"} == {
        "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节",
    }  # fmt: skip


def test_a_holiday_that_begins_in_the_old_year():
    text = "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。"
    notice = read_notice(text, 2023, whole=False)
    assert spans_of_days(notice.of_kind("holiday")) == [
        (date(2022, 12, 31), date(2023, 1, 2), "元旦")
    ]


def test_rows_with_heading_chinese_and_english_kinds():
    text = "类别,起,止,名称\n放假,2027-02-05,2027-02-11,春节\nmakeup,2027-02-20\n工作日,2027/02/12"
    notice = read_notice(text, 2027, whole=False)
    assert notice.doubts == []
    assert {kind for kind, _name in notice.days.values()} == {"holiday", "makeup", "workday"}
    assert notice.days[date(2027, 2, 5)] == ("holiday", "春节")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("元旦：1月1日（周五）放假。", "2026-01-01不是星期五，而是星期四"),
        ("春节：2月15日至23日放假调休，共8天。", "共 8 天，起止日期却是 9 天"),
        ("2月16日上班。", "2026-02-16不是周末"),
        ("春节：2月23日至15日放假。", "颠倒"),
        ("春节：2月30日放假。", "没有 2026 年 2 月 30 日"),
        ("春节：2月14日放假。2月14日上班。", "既放假又上班"),
        ("放假,2029-02-14", "不在 2026 年"),
        ("吃饭,2026-02-14", "第一栏“吃饭”"),
        ("放假,明天,2026", "看不"),
        ("今年照常。", "没有找到"),
        ("", "没有找到"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(text: str, why: str):
    found = says(text)
    assert found
    assert why in found[0]


def test_a_whole_year_must_name_every_holiday():
    text = NOTICE_2026.replace("五、端午节：6月19日（周五）至21日（周日）放假，共3天。", "")
    assert [d.params["names"] for d in read_notice(text, 2026).doubts] == ["端午节"]


def test_two_holidays_in_one_are_both_named():
    text = NOTICE_2026.replace("六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n", "")
    text = text.replace("七、国庆节", "七、国庆节、中秋节")
    assert read_notice(text, 2026).doubts == []
