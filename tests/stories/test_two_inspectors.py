"""Two inspectors on one case: what one types outlives what the other does; one act wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from casework.models import Case, User
from casework.vocabulary import CaseState
from tests import factories
from tests.stories.steps import PATIENCE, do, watch

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story

SUMMARY = "经逐人核对工资表，欠薪属实，项目经理签字认可。"


@pytest.fixture
def case(asgi_server: str, province: None, li_jing: User, wu_gang: User) -> Case:
    complaint = factories.advance(factories.file_at(), "investigating")
    assert complaint.case is not None
    claim = complaint.case.claims.get()
    factories.do(
        "record_findings", complaint.case, li_jing,
        {f"finding_{claim.pk}": "owed", f"verified_{claim.pk}": "9000"},
    )  # fmt: skip
    return Case.objects.get(pk=complaint.case.pk)


def test_given_two_open_forms_when_both_are_sent_then_one_wins_and_no_text_is_lost(
    open_page: Callable[..., Page], case: Case, li_jing: User, wu_gang: User
) -> None:
    first, second = open_page(wu_gang), open_page(li_jing)
    for page in (first, second):
        page.goto(f"/act/finish_investigation/case/{case.pk}/")
        page.fill(".act-form [name=text]", SUMMARY)

    first.locator(".act-form button.btn--primary").click()
    first.wait_for_url(f"**/cases/{case.pk}/")
    second.locator(".act-form button.btn--primary").click()

    expect(second.locator("main")).to_contain_text("吴刚", timeout=PATIENCE)
    expect(second.locator("main")).to_contain_text("调查终结")
    assert second.locator(".act-form [name=text]").input_value() == SUMMARY
    assert case.events.filter(kind="case.investigated").count() == 1
    assert Case.objects.get(pk=case.pk).state == CaseState.INVESTIGATED


def test_given_a_half_written_form_when_a_colleague_acts_then_the_text_stays_and_can_be_sent(
    open_page: Callable[..., Page], case: Case, li_jing: User, wu_gang: User
) -> None:
    writing, colleague = open_page(li_jing), open_page(wu_gang)
    watch(writing, f"/act/finish_investigation/case/{case.pk}/")
    writing.fill(".act-form [name=text]", SUMMARY)

    do(colleague, "note_case", case, text="已电话联系项目经理。")
    watch(colleague, f"/cases/{case.pk}/")

    assert writing.locator(".act-form [name=text]").input_value() == SUMMARY
    writing.locator(".act-form button.btn--primary").click()
    expect(colleague.locator("main")).to_contain_text("调查终结", timeout=PATIENCE)
    assert Case.objects.get(pk=case.pk).state == CaseState.INVESTIGATED


def test_given_a_dropped_line_when_it_is_back_then_the_page_says_so_and_shows_what_was_missed(
    open_page: Callable[..., Page], case: Case, li_jing: User, wu_gang: User
) -> None:
    page: Any = open_page(li_jing)
    watch(page, f"/cases/{case.pk}/")

    page.context.set_offline(True)
    expect(page.locator("[data-live-state]")).to_be_visible(timeout=PATIENCE)
    for text in ("断线时的第一件事", "断线时的第二件事"):
        factories.do("note_case", Case.objects.get(pk=case.pk), wu_gang, {"text": text})
    assert "断线时的第二件事" not in page.inner_text("main")
    page.context.set_offline(False)

    expect(page.locator("main")).to_contain_text("断线时的第二件事", timeout=3 * PATIENCE)
    seen = page.inner_text("main")
    assert seen.index("断线时的第二件事") < seen.index("断线时的第一件事")
    assert page.evaluate("window.stayed === true")
