"""The worker's main job on a phone: look how it stands, write with a photo, be answered, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from casework.models import Message
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story
MOST_KB = 60


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize(("width", "script"), [(390, True), (360, False)])
def test_a_worker_follows_writes_sends_a_photo_and_withdraws(
    open_page: Callable[..., Page], asgi_server: str, province: None, tmp_path: Path,
    width: int, script: bool,
) -> None:  # fmt: skip
    complaint, code = factories.file_with_code()
    complaint = factories.advance(complaint, "investigating")
    photo = tmp_path / "考勤表.png"
    Image.new("RGB", (40, 30), "white").save(photo)
    page = open_page(width=width, java_script_enabled=script)
    loaded: dict[str, int] = {}
    page.on("response", lambda answer: loaded.update({answer.url: _size(answer)}))

    page.goto("/track/")
    page.fill("[name=number]", complaint.tracking_no)
    page.fill("[name=code]", code)
    page.locator("button[value=code]").click()
    expect(page.locator("[data-state]")).to_have_text("正在调查")
    expect(page.locator(".now")).to_contain_text("李静")
    assert overflow(page) <= 0
    assert sum(loaded.values()) < MOST_KB * 1024, loaded

    page.fill("[name=text]", "考勤表拍好了，请看。")
    page.set_input_files("[name=files]", photo)
    page.locator("#say-title ~ form button").click()
    expect(page.locator("#talk")).to_contain_text("考勤表拍好了，请看。")
    expect(page.locator("#talk")).to_contain_text("考勤表.png")
    assert Message.objects.get().files.count() == 1

    lead: Any = complaint.lead
    office = open_page(lead)
    office.goto(f"/messages/{complaint.pk}/")
    expect(office.locator(".talk")).to_contain_text("考勤表拍好了，请看。")
    office.fill("[name=text]", "看到了，谢谢。")
    office.locator("button[value=reply]").click()
    expect(office.locator(".talk")).to_contain_text("看到了，谢谢。")
    if not script:
        page.get_by_role("link", name="刷新").click()
    expect(page.locator("#talk")).to_contain_text("看到了，谢谢。")
    expect(page.locator(".talk__fate--read")).to_contain_text("看过了")

    page.get_by_role("link", name="撤回投诉").click()
    page.fill("[name=reason]", "单位已经付清。")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#progress")).to_contain_text("正在等负责人确认")
    assert complaint.withdrawals.get().reason == "单位已经付清。"
    page.goto(f"/big/?big=1&next=/track/view/{complaint.pk}/")
    assert overflow(page) <= 0


def _size(answer: Any) -> int:
    """What came over the wire, compressed or not; a redirect has no body."""
    try:
        return int(answer.request.sizes()["responseBodySize"])
    except Exception:
        return 0
