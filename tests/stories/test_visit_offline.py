"""On the site without a network: what was done waits in the tab and is sent once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from casework import clock
from casework.models import Document, Evidence, User, Visit
from casework.vocabulary import VisitState
from tests import factories
from tests.processes import wait_for
from tests.stories.steps import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story

PHOTO = {
    "name": "gate.png", "mimeType": "image/png",
    "buffer": bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360f8cf500f0003860180b47f8d5a0000000049454e44ae426082"
    ),
}  # fmt: skip


@pytest.fixture
def visit(asgi_server: str, province: None, li_jing: User, wu_gang: User) -> Visit:
    case = factories.advance(factories.file_at(), "investigating").case
    factories.do(
        "plan_visit", case, case.lead,
        {"day": clock.today().isoformat(), "starts": "00:00", "ends": "23:59",
         "place": "花园路工地", "purpose": "核查工资"},
    )  # fmt: skip
    return Visit.objects.get()


def sign(page: Page, which: str) -> None:
    """Draw a line on one of the open pads, as a finger would."""
    pad = page.locator(f"details[open] canvas[data-pad='{which}']")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 60, steps=8)
    page.mouse.up()


def test_given_no_network_when_work_goes_on_then_all_is_sent_once_when_it_returns(
    open_page: Callable[..., Page], visit: Visit
) -> None:
    page = open_page(
        visit.lead, width=390, has_touch=True, geolocation={"latitude": 34.7573, "longitude": 113.6654},
        permissions=["geolocation"],
    )  # fmt: skip
    page.goto(f"/visits/{visit.pk}/")
    page.context.set_offline(True)
    page.get_by_role("button", name="我们到了").click()
    page.set_input_files("#shot", [PHOTO])
    page.fill("#shot-caption", "工地大门")
    page.get_by_role("button", name="保存照片").click()
    expect(page.locator("[data-items] li")).to_have_count(2, timeout=PATIENCE)

    page.locator("summary", has_text="调查询问笔录").click()
    record = page.locator("details[open] form")
    now = clock.now().strftime("%Y-%m-%dT%H:%M")
    for name, value in {
        "began_at": now, "ended_at": now, "place": "工地办公室", "person": "周某",
        "identity": "项目经理", "questions": "问：是否欠薪？\n答：欠两个月。", "party_name": "周某",
    }.items():  # fmt: skip
        record.locator(f"[name={name}]").fill(value)
    sign(page, "party")
    sign(page, "own")
    record.get_by_role("button", name="保存笔录").click()
    expect(page.locator("[data-items] li")).to_have_count(3, timeout=PATIENCE)
    assert not Evidence.objects.filter(caption="工地大门").exists()

    page.context.set_offline(False)
    wait_for(lambda: Document.objects.filter(kind="interview_record").exists(), 20, "the record")
    expect(page.locator("[data-queue]")).to_be_hidden(timeout=PATIENCE)
    assert Visit.objects.get().state == VisitState.ON_SITE
    assert Evidence.objects.filter(caption="工地大门").count() == 1
    assert Evidence.objects.get(caption="工地大门").latitude is not None
    document = Document.objects.get(kind="interview_record")
    assert {row.role for row in document.drawn.all()} == {"party", "inspector"}

    page.reload()
    expect(page.locator("[data-queue]")).to_be_hidden(timeout=PATIENCE)
    assert Evidence.objects.filter(caption="工地大门").count() == 1
