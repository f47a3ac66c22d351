"""Filing in a real browser: the clerk by keyboard alone; the worker's phone on a bad network."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from casework.models import Complaint, User
from casework.records.drafts import find_draft
from tests import cast
from tests.factories import WANG_WU_ID, WANG_WU_PHONE, file_at
from tests.uploads import photo

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story

EMPLOYER = "郑州宏途建筑劳务有限公司（虚构）"
# The words a clerk types, in the order in which they are spoken; "" leaves a field as it is.
SPOKEN = (
    ("phone", WANG_WU_PHONE), ("name", "王五"), ("id_number", WANG_WU_ID),
    ("employer_name", EMPLOYER), ("uscc", ""), ("project_name", "宏途花园"), ("site", "jinshui"),
    ("site_address", "花园路工地"), ("post", "木工"),
    ("period_start", "202603"), ("period_end", "26年5月"),
)  # fmt: skip
TAKEN = ("unit", "days", "day_rate", "amount", "persons", "requests", "description", "roster_file",
         "roster_text")  # fmt: skip
SMALL = """least => [...document.querySelectorAll(
    "a, button, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, summary, label.choice")]
  .filter(e => e.checkVisibility() && !e.closest(".vh, .skip"))
  .filter(e => Math.round(e.getBoundingClientRect().height) < least)
  .map(e => e.outerHTML.slice(0, 90))"""


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.id"))


def test_given_the_window_when_the_clerk_never_touches_a_mouse_then_it_is_filed_and_printed(
    open_page: Callable[..., Page], qin: User
) -> None:
    file_at(cast.SHANGSHUI, cast.JINSHUI)  # the same phone, told before
    page = open_page(qin)
    page.add_init_script("window.print = () => { document.title = 'printed ' + document.title; };")
    page.goto("/intake/window/")
    keys = page.keyboard
    for name, words in SPOKEN:
        assert focused(page) == name
        keys.type(words)
        keys.press("Tab")
    expect(page.locator("#matches")).to_contain_text("王**")
    for name in TAKEN:
        assert focused(page) == name
        keys.type({"days": "40", "day_rate": "300", "requests": "支付工资"}.get(name, ""))
        keys.press("Tab")
    expect(page.locator("#mark_amount")).to_have_text("300 元 × 40 天 ＝ 12,000 元")
    expect(page.locator("[data-timer]")).to_have_text(re.compile(r"\d\d:\d\d"))
    keys.press("Control+Enter")
    page.wait_for_url(re.compile("/intake/receipt/"))
    expect(page).to_have_title(re.compile("^printed"))
    page.reload()
    expect(page).not_to_have_title(re.compile("^printed"))
    complaint = Complaint.objects.order_by("-id")[0]
    assert complaint.claimed_yuan == Decimal("12000.00")
    assert (str(complaint.period_start), str(complaint.period_end)) == ("2026-03-01", "2026-05-31")
    assert complaint.site_division == cast.division(cast.JINSHUI)
    assert complaint.first_officer == qin


def test_given_a_bad_network_when_a_photo_is_sent_then_it_arrives_once_and_nothing_typed_is_lost(
    open_page: Callable[..., Page], asgi_server: str, province: Any
) -> None:
    page = open_page(width=360)
    page.context.add_cookies([{"name": "big", "value": "1", "url": asgi_server}])
    page.goto("/file/")
    assert page.evaluate(SMALL, 60) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    lost: list[str] = []

    def fail_twice(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.request.url)
            # The first reaches the server and its answer is lost; the second never gets there.
            if len(lost) == 1:
                route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/file/**", fail_twice)
    page.fill("[name=employer_name]", "宏远劳务")
    image = photo("工地牌.jpg")
    page.set_input_files(
        "#id_files", [{"name": image.name or "", "mimeType": "image/jpeg", "buffer": image.read()}]
    )
    page.fill("[name=project_name]", "宏远花园")
    expect(page.locator(".file-list")).to_contain_text("工地牌.jpg")
    assert len(lost) == 2
    assert page.input_value("[name=employer_name]") == "宏远劳务"
    assert page.input_value("[name=project_name]") == "宏远花园"
    page.locator("label[for=id_trade_0]").click()
    page.locator("button.btn--main").click()
    page.wait_for_url(re.compile("/2/$"))
    assert page.evaluate(SMALL, 60) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    draft = find_draft(page.url.split("/")[-3])
    assert draft is not None
    assert [file.original_name for file in draft.files.all()] == ["工地牌.jpg"]
