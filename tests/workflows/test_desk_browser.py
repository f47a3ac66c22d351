"""An inspector's main job with the keyboard alone, in a real browser; and a list that does not jump."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import cast, factories
from tests.cast import JINSHUI, person
from tests.stories.steps import PATIENCE, unmoved, watch
from tests.workflows.test_desk import task_of

pytestmark = pytest.mark.django_db(transaction=True)
FIRMS = ("郑州天成制衣有限公司", "郑州宏远建筑劳务有限公司", "洛阳豫建路桥有限公司")


def test_an_inspector_works_by_keyboard_alone(open_page: Callable[..., Any]) -> None:  # noqa: PLR0915
    cast.load_province()
    filed = [
        factories.advance(
            factories.file_at(JINSHUI, employer_name=name, uscc="", workers=[factories.worker(number)]),
            "assigned",
        )
        for number, name in enumerate(FIRMS, 1)
    ]  # fmt: skip
    li_jing = person("li_jing")
    page = open_page(li_jing)
    watch(page, "/desk/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".row-link").nth(1)).to_be_focused()
    expect(page.locator("[data-pick]:checked")).to_have_count(1)
    expect(page.locator("[data-bulk-some]")).to_have_text("已选 1 件")

    # A colleague acts: the row follows in its place, the tick and the focus stay where they are.
    second = page.locator(".row-link").nth(1).get_attribute("id")
    complaint = next(c for c in filed if f"task-{task_of(c).pk}" == second)
    factories.do("note_complaint", complaint, factories.holder(complaint, "inspector"),
                 {"text": "已电话联系。"})  # fmt: skip
    expect(page.locator("#desk-news")).to_contain_text("1 条有变化", timeout=PATIENCE)
    expect(page.locator("tr", has=page.locator(f"#{second}"))).to_contain_text("已更新")
    expect(page.locator(f"#{second}")).to_be_focused()
    expect(page.locator("[data-pick]:checked")).to_have_count(1)
    assert unmoved(page)

    page.keyboard.press("?")
    expect(page.locator("dialog[data-keys]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[data-keys]")).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.type("hyjz")
    expect(page.locator("[data-find-item] mark").first).to_have_text("宏远建筑", timeout=PATIENCE)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("宏远建筑", timeout=PATIENCE)
    assert f"/complaints/{filed[1].pk}/" in page.url

    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(page.url.split("/complaints")[0] + "/desk/", timeout=PATIENCE)
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert "/complaints/" in page.url

    # Single keys off: nothing happens any more, on any page (WCAG 2.1.4).
    page.goto("/desk/")
    page.keyboard.press("?")
    with page.expect_response("**/keys/"):
        page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.goto("/desk/")
    page.keyboard.press("j")
    expect(page.locator(".row-link:focus")).to_have_count(0)
