"""Every date explains itself: article, start, each day with its reason, who changed it, for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.urls import reverse

from casework import clock
from tests import cast
from tests.cast import signed_in
from tests.factories import advance, do, file_at, fresh
from workflows import deadlines

pytest_plugins = ("tests.cast",)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> Any:
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


@pytest.fixture(autouse=True)
def _fresh_calendar():
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


def page_of(user: Any, clock_: Any) -> Any:
    return signed_in(user).get(reverse("deadline", args=[clock_.pk]))


def test_scenario_01_spring_festival_and_the_make_up_days_are_shown_day_by_day(province, he):
    with at("2026-02-12 10:00"):
        complaint = file_at()
        page = page_of(he, complaint.deadlines.get(rule="D-01"))
    text = page.content.decode()
    counted = [line.date for line in page.context["days"] if line.counted]
    assert counted == [date(2026, 2, day) for day in (13, 14, 24, 25, 26)]
    reasons = {line.date: line.why for line in page.context["days"]}
    assert reasons[date(2026, 2, 14)] == "调休上班日"
    assert reasons[date(2026, 2, 12)] == "起算当日不计入"
    assert {line.name for line in page.context["days"] if line.name} == {"春节"}
    for words in ("若干规定》第十八条", "共 5 个工作日", "届满于 2月26日", "2月12日"):
        assert words in text


def test_the_extension_and_who_approved_it_are_shown(province, li_jing, department_head):
    with at("2025-11-20 09:00"):
        case = advance(file_at(), "investigating").case
    with at("2026-02-13 16:00"):
        do("extend_investigation", case, department_head, {"reason": "案情复杂。"})
        text = page_of(li_jing, case.deadlines.get(rule="D-07")).content.decode()
    for words in ("延长 30", "杜局长", "案情复杂", "90 个工作日"):
        assert words in text


def test_a_suspension_is_shown_with_its_reason(province, he):
    with at("2026-06-01 09:00"):
        case = advance(file_at(), "investigating").case
    with at("2026-06-10 09:00"):
        do("suspend_clock", case, he, {"rule_id": "D-07", "reason": "等待仲裁裁决。"})
    with at("2026-06-12 09:00"):
        do("resume_clock", case, he, {"rule_id": "D-07", "reason": "裁决生效。"})
        page = page_of(he, case.deadlines.get(rule="D-07"))
    assert "其中中止 2 天，不计入期限" in page.content.decode()
    lines = {line.date.day: line for line in page.context["days"] if line.date.month == 6}
    assert (lines[10].why, lines[10].name) == ("期限中止，不计入", "等待仲裁裁决。")
    assert lines[12].counted


def test_provisional_days_are_named(province, he):
    with at("2026-11-23 09:00"):
        case = advance(file_at(), "accepted").case
        page = page_of(he, case.deadlines.get(rule="D-07"))
    assert "暂定" in page.content.decode()
    assert {day.year for day in page.context["unsure"]} == {2027}


@pytest.mark.parametrize(
    ("rule", "on", "words"),
    [
        ("D-13", date(2026, 9, 24), ("逐日计算，共 7 日", "是休息日，顺延", "10月8日")),
        ("D-18b", date(2026, 8, 31), ("起 6 个月", "当月最后一日", "2027年3月1日")),
        ("D-26", date(2024, 2, 29), ("起 3 年", "2027年2月28日")),
    ],
)
def test_days_months_and_years_are_said_in_words(province, he, rule, on, words):
    with at("2026-09-01 09:00"):
        case = advance(file_at(), "investigating").case
        with transaction.atomic():
            clock_ = deadlines.start(fresh(case), rule, on=on)
        text = page_of(he, clock_).content.decode()
    for said in words:
        assert said in text


def test_hours_are_said_in_words(province, he):
    with at("2026-02-13 17:30"):
        case = advance(file_at(), "investigating").case
        with transaction.atomic():
            clock_ = deadlines.start(fresh(case), "D-31")
        text = page_of(he, clock_).content.decode()
    assert "连续计算 24 小时" in text
    assert "02-14 17:30" in text


@pytest.mark.parametrize(
    ("who", "status"),
    [("li_jing", 200), ("chen", 200), ("sun", 200), ("auditor", 200), ("liu", 404),
     ("shangshui_head", 404), ("administrator", 404)],
)  # fmt: skip
def test_only_who_sees_the_matter_sees_its_clocks(province, who, status):
    case = advance(file_at(), "investigating").case
    assert page_of(cast.person(who), case.deadlines.get(rule="D-07")).status_code == status
    nearest = reverse("deadline_of", args=["case", case.pk])
    reached = signed_in(cast.person(who)).get(nearest, follow=True)
    assert reached.status_code == status


def test_case_page_desk_and_list_lead_to_the_explanation(province, li_jing):
    case = advance(file_at(), "investigating").case
    address = reverse("deadline", args=[case.deadlines.get(rule="D-07").pk])
    client = signed_in(li_jing)
    assert address in client.get(reverse("case", args=[case.pk])).content.decode()
    assert address in client.get(reverse("desk")).content.decode()
    listed = client.get(reverse("cases") + "?show=cases").content.decode()
    assert reverse("deadline_of", args=["case", case.pk]) in listed


def test_a_target_of_the_province_is_amber_never_red(province, he, administrator):
    with at("2026-06-01 09:00"):
        case = advance(file_at(), "investigating").case
        with transaction.atomic():
            target = deadlines.start(fresh(case), "D-08")
    with at("2026-07-20 09:00"):
        page = page_of(he, target)
    assert page.context["term"].tone == "warn"
    assert "省内目标" in page.content.decode()


def test_the_list_says_which_dates_are_provisional(province, li_jing):
    with at("2026-11-23 09:00"):
        unsure = advance(file_at(), "investigating").case
        sure = advance(file_at(workers=2), "served").case
        page = signed_in(li_jing).get(reverse("cases") + "?show=cases")
    assert set(page.context["provisional"]) == {unsure}
    assert sure in page.context["rows"]
    assert "暂定" in page.content.decode()
