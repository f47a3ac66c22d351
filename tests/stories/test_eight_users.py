"""The main job of the leader, the supervisor, the public and the auditor, each in a few clicks.

Of the eight users the others have theirs beside this: the worker in test_one_complaint.py and
test_tracking_page.py, the clerk in test_intake.py, the inspector in test_case_page_work.py and
test_visit_offline.py, the administrator in test_new_inspector.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from casework import clock
from casework.models import Absence, Case, CaseEvent, User
from casework.vocabulary import EventKind, Role
from tests import axe, cast, factories
from tests.listing_helpers import on_list

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story


@pytest.fixture
def case(asgi_server: str, province: None, li_jing: User, wu_gang: User) -> Case:
    """A case of 李静 and 吴刚 whose order to pay waits for the head's signature."""
    return factories.fresh(factories.advance(factories.file_at(), "drafted").case)


def test_given_a_new_complaint_and_a_draft_when_the_head_comes_then_each_is_two_clicks(
    open_page: Callable[..., Page], case: Case, he: User
) -> None:
    complaint = factories.file_at()
    page = open_page(he)
    page.goto("/team/")
    page.get_by_role("button", name="按所选指派").click()
    expect(page.get_by_role("status").first).to_contain_text("已指派 1 件")
    assert factories.fresh(complaint).lead in (case.lead, case.second)

    page.get_by_role("link", name="待我审批").first.click()
    page.locator("main .row-link").click()
    expect(page.locator(".draft")).to_contain_text("拖欠工资属实")
    page.get_by_role("button", name="签发").click()
    expect(page.locator("main")).to_contain_text("签发")
    assert case.documents.filter(number__isnull=False).exists()


def test_given_an_inspector_is_away_when_the_head_says_who_stands_in_then_the_case_moves(
    open_page: Callable[..., Page], case: Case, he: User
) -> None:
    third = cast.hire(cast.office(cast.JINSHUI), Role.INSPECTOR, username="zheng", name="郑新")
    page = open_page(he)
    page.goto("/team/")
    page.get_by_text("登记不在岗", exact=True).click()
    page.get_by_label("不在岗人员").select_option(str(case.lead_id))
    page.get_by_label("代办人").select_option(str(third.pk))
    page.get_by_label("终止日期").fill((clock.today() + timedelta(days=5)).isoformat())
    page.get_by_label("理由").fill("培训")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text("郑新代办")
    assert Absence.objects.get().substitute == third

    page.locator("tr", has_text="不在岗至").get_by_role("link", name="交接").click()
    page.locator("[name='reason']").fill("培训期间由同事办理")
    page.locator("main form button[type='submit']").click()
    expect(page.get_by_role("status").first).to_contain_text("已指派 1 件")
    assert case.lead not in (factories.fresh(case).lead, factories.fresh(case).second)


def test_given_an_overdue_county_when_the_supervisor_opens_it_then_the_case_is_two_clicks_away(
    open_page: Callable[..., Page], asgi_server: str, sun: User
) -> None:
    with clock.at(clock.now() - timedelta(days=60)):  # fifteen working days to dispose of it
        complaint = factories.advance(factories.file_at(), "drafted")
    page = open_page(sun)
    page.goto("/board/")
    county = page.get_by_role("region", name="先督办这些县区").get_by_role("row", name="金水区")
    expect(county.locator(".late")).to_have_text("1")
    county.get_by_role("link", name="金水区").click()
    expect(page.locator("main tbody")).to_contain_text("超期")
    page.locator("main .row-link", has_text="宏远").first.click()
    expect(page).to_have_url(re.compile(f"/cases/{complaint.case_id}/$"))
    page.get_by_role("link", name="时间线审计").first.click()
    expect(page.get_by_role("heading", name="时间花在哪里")).to_be_visible()
    late = page.get_by_role("row", name="调查终结后作出处理")
    expect(late.locator(".tag--bad")).to_contain_text("超过")
    assert axe.violations(page) == []


def test_given_a_listed_firm_when_anybody_searches_then_why_and_until_when_but_no_worker(
    open_page: Callable[..., Page], asgi_server: str, province: None
) -> None:
    entry = on_list()
    names = [claim.worker.name for claim in entry.case.claims.select_related("worker")]
    page = open_page(width=390)
    page.goto("/")
    page.get_by_role("link", name="失信").first.click()
    page.get_by_label("名称或者统一社会信用代码").fill("宏远建筑")
    page.keyboard.press("Enter")
    for part in (entry.reason, "2029-03-16", entry.decision_number, entry.office.name):
        expect(page.locator("main")).to_contain_text(part)
    assert names
    assert not [name for name in names if name in page.content()]
    assert axe.violations(page) == []
    page.get_by_label("名称或者统一社会信用代码").fill("从未欠薪的公司")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("没有在列的记录")


def test_given_a_number_was_looked_at_when_the_auditor_asks_then_who_and_why_is_two_clicks(
    open_page: Callable[..., Page], case: Case, li_jing: User, auditor: User
) -> None:
    inspector = open_page(li_jing)
    inspector.goto(f"/reveal/worker-claim/{case.claims.get().pk}/")
    inspector.get_by_label("核对身份").check()
    inspector.locator("main form button[type='submit']").click()
    expect(inspector.locator("main")).to_contain_text(factories.WANG_WU_ID)

    page = open_page(auditor)
    page.goto("/cases/")
    page.locator("main .row-link", has_text="宏远").first.click()
    page.get_by_role("link", name="时间线审计").first.click()
    seen = page.locator(".audit-log li", has_text="核对身份")
    expect(seen).to_contain_text("李静")
    expect(page.locator("main form[method='post']")).to_have_count(0)
    assert factories.WANG_WU_ID not in page.content()
    for path in (f"/act/note_case/case/{case.pk}/", f"/act/issue_order/case/{case.pk}/"):
        page.goto(path)
        expect(page.locator(".act-form")).to_have_count(0)
    assert CaseEvent.objects.filter(case=case, kind=EventKind.IDENTITY_REVEALED).count() == 1
