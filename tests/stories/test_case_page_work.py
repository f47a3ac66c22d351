"""An inspector works from the page of a case; two inspectors see and call each other on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from casework.models import Case, Comment, User
from notifications import dispatch, sending
from tests import factories
from tests.stories.steps import PATIENCE, unmoved, watch
from tests.uploads import photo

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story


@pytest.fixture
def case(asgi_server: str, province: None, li_jing: User, wu_gang: User) -> Case:
    complaint = factories.advance(factories.file_at(workers=3), "served")
    assert complaint.case is not None
    factories.do("add_evidence", complaint.case, li_jing, {"caption": "工地现场"},
                 files={"files": [photo()]})  # fmt: skip
    return Case.objects.get(pk=complaint.case.pk)


def test_given_a_case_when_its_page_is_worked_from_then_each_job_is_a_click_away(
    open_page: Callable[..., Page], case: Case, li_jing: User
) -> None:
    page = open_page(li_jing)
    page.goto(f"/cases/{case.pk}/")
    page.locator(".sections a", has_text="证据").click()
    expect(page.locator("#evidence")).to_be_in_viewport()
    page.locator(".exhibit__file").first.click()
    expect(page.locator("main")).to_contain_text("校验一致")
    expect(page.locator(".viewer__image")).to_be_visible()

    page.go_back()
    page.locator("#workers tbody a").first.click()
    expect(page.locator("h1")).to_have_text("王五")
    page.go_back()
    page.locator("#timeline .chips a", has_text="文书和证据").click()
    expect(page.locator("#timeline")).to_contain_text("添加证据")
    expect(page.locator("#timeline")).not_to_contain_text("开始调查")

    page.locator(".steps-next .btn--primary").click()
    expect(page.locator(".act-form")).to_be_visible()


def test_given_a_phone_when_the_page_opens_then_sections_are_folded_and_stay_as_left(
    open_page: Callable[..., Page], case: Case, li_jing: User, wu_gang: User
) -> None:
    page = open_page(li_jing, width=390)
    watch(page, f"/cases/{case.pk}/")
    assert not page.locator("#documents").evaluate("e => e.open")
    page.locator("#documents > summary").click()
    expect(page.locator("#documents .list")).to_be_visible()
    factories.do("note_case", case, wu_gang, {"text": "来了一条新记录"})
    page.locator("#timeline > summary").click()
    expect(page.locator("#timeline")).to_contain_text("来了一条新记录", timeout=PATIENCE)
    expect(page.locator("#documents .list")).to_be_visible()
    assert not page.locator("#evidence").evaluate("e => e.open")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_given_two_inspectors_on_a_case_when_one_names_the_other_then_both_see_it_at_once(
    open_page: Callable[..., Page], case: Case, li_jing: User, wu_gang: User
) -> None:
    first, second = open_page(li_jing), open_page(wu_gang)
    watch(first, f"/cases/{case.pk}/")
    expect(first.locator(".present")).not_to_contain_text("正在查看")
    watch(second, f"/cases/{case.pk}/")
    expect(first.locator(".present")).to_contain_text("吴刚", timeout=PATIENCE)
    expect(second.locator(".present")).to_contain_text("李静", timeout=PATIENCE)
    expect(second.locator(".present")).not_to_contain_text("吴刚")

    box = first.locator("#talk-text")
    box.click()
    box.press_sequentially("@wu")
    expect(first.locator(".mention-list__one")).to_have_count(1, timeout=PATIENCE)
    box.press("Enter")
    box.press_sequentially("明天一起去工地？")
    assert box.input_value() == "@wugang 明天一起去工地？"
    first.locator(".talk__form button").click()
    expect(first.locator("#talk")).to_contain_text("@吴刚 明天一起去工地？")
    expect(second.locator("#talk")).to_contain_text("明天一起去工地？", timeout=PATIENCE)
    assert unmoved(second)

    dispatch.relay()
    sending.send_due()
    comment = Comment.objects.get()
    assert comment.mentions == [wu_gang.pk]
    second.goto("/inbox/")
    expect(second.locator("main")).to_contain_text("在讨论中提到您")

    expect(first.locator(".present")).not_to_contain_text("吴刚", timeout=PATIENCE)
