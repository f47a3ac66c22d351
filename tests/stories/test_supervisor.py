"""A supervisor's day: the board, an order to a county and its reply, the campaign, where the time went."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from casework import clock
from casework.models import Case, SupervisionOrder, User
from tests import cast, factories
from tests.papers_helpers import pdf_text
from tests.stories.steps import PATIENCE
from tests.workflows.test_campaigns import campaign
from workflows.audit import paths

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story
SCREENS = ((1920, 1080), (1440, 900))
OVER = """[document.documentElement.scrollHeight - innerHeight,
           document.documentElement.scrollWidth - innerWidth]"""
CUT = "[...document.querySelectorAll('.card')].filter(e => e.scrollHeight > e.clientHeight).length"


@pytest.fixture
def case(asgi_server: str, province: None, media: Path) -> Case:
    made = factories.advance(factories.file_at(workers=3), "served").case
    factories.advance(factories.file_at(None, cast.JIYUAN), "investigating")
    campaign(clock.today().year, begins=clock.today())
    paths.refresh(100)
    return Case.objects.get(pk=made.pk)


def test_given_a_province_when_its_supervisor_works_then_each_page_leads_to_the_next(
    open_page: Callable[..., Page], case: Case, sun: User, he: User
) -> None:
    page = open_page(sun)
    _board(page)
    _wall(page)
    order = _order(page, open_page(he, width=390), case)
    _campaign(page)
    _audit(page, case)
    _process(page, case)
    for path in ("/board/", "/campaigns/", f"/supervision/{order.pk}/", f"/audit/case/{case.pk}/"):
        _on_paper(page, path)


def _board(page: Page) -> None:
    page.goto("/board/")
    tile = page.locator(".tile", has_text="郑州")
    table = page.locator("section", has=page.locator("#board-map")).locator("table")
    expect(table).not_to_be_visible()
    page.locator("section", has=page.locator("#board-map")).locator("summary").click()
    row = table.locator("tr", has_text="郑州市")
    expect(row.locator("td").first).to_have_text(tile.locator("b").inner_text())
    tile.locator("a").click()
    expect(page.locator("main")).to_contain_text("金水区")
    page.locator("#f-trade").select_option("catering")
    page.locator(".board-filter .btn--primary").click()
    expect(page.locator(".kpis--period dd").first).to_have_text("0件")


def _wall(page: Page) -> None:
    """The wall screen shows everything at once: nothing to scroll, nothing cut off."""
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/board/?wall=1")
        expect(page.locator(".tile")).to_have_count(18)
        assert page.evaluate(OVER) == [0, 0]
        assert page.evaluate(CUT) == 0
    page.set_viewport_size({"width": 1440, "height": 900})


def _order(page: Page, head: Page, case: Case) -> SupervisionOrder:
    page.goto("/board/?city=410100")
    page.locator("tr", has_text="金水区").get_by_text("发督办单").click()
    page.locator("[name=text]").fill("请逐件查清并回复。")
    page.locator("[name=working_days]").fill("")
    page.locator("label", has_text=case.number).click()
    page.locator("form.card .btn--primary").click()
    # What was picked is still picked after a mistake.
    expect(page.locator(f"[name=case][value='{case.pk}']")).to_be_checked()
    page.locator("[name=working_days]").fill("3")
    page.locator("form.card .btn--primary").click()
    expect(page.locator("h1")).to_have_text("督办单")
    order = SupervisionOrder.objects.get()
    assert case.number in pdf_text(_saved(page, "正式文书（PDF）"))

    head.goto("/supervision/")
    head.get_by_text(order.number).click()
    assert head.evaluate("document.documentElement.scrollWidth") <= 390
    head.locator("[name=text]").fill("已约谈单位，三日内支付。")
    head.locator("form.card .btn--primary").click()
    expect(head.locator("main")).to_contain_text("督复字", timeout=PATIENCE)
    page.reload()
    expect(page.locator("main")).to_contain_text("已约谈单位")
    assert "已约谈单位" in pdf_text(_saved(page, "回复文书（PDF）"))
    return order


def _campaign(page: Page) -> None:
    page.goto("/campaigns/")
    page.locator("main a", has_text="冬季行动").first.click()
    expect(page.locator(".zero")).to_have_count(2)
    expect(page.locator("[data-code=filed] b")).to_have_text("2")
    page.locator(".report-make button").click()
    expect(page.locator("h1")).to_contain_text("日报")
    expect(page.locator("[data-code=filed] b")).to_have_text("2")
    page.locator("[data-code=filed] summary").click()
    expect(page.locator("[data-code=filed]")).to_contain_text("期间内首次立案")
    assert _saved(page, "XLSX")[:2] == b"PK"
    assert "立案" in pdf_text(_saved(page, "PDF"))


def _audit(page: Page, case: Case) -> None:
    page.goto(f"/audit/case/{case.pk}/")
    expect(page.locator("section", has=page.locator("#chain"))).to_contain_text("完整，共")
    page.locator(".swimlane a").last.click()
    expect(page.locator(":target")).to_be_in_viewport()
    assert "时间花在哪里" in pdf_text(_saved(page, "导出 PDF"))


def _process(page: Page, case: Case) -> None:
    page.goto("/audit/process/")
    page.locator("section", has=page.locator("#steps")).locator("tbody td a").first.click()
    expect(page.locator("main")).to_contain_text(case.number)


def _on_paper(page: Page, path: str) -> None:
    """Printed, a page has its words and none of its buttons, and does not begin with a blank sheet."""
    page.goto(path)
    heading = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    for control in page.locator("form:visible, .btn:visible, nav:visible").all():
        raise AssertionError(f"{path}: printed {control.inner_text()!r}")
    first = PdfReader(BytesIO(page.pdf(format="A4"))).pages[0].extract_text()
    assert heading[:4] in first
    assert len(first) > 60
    page.emulate_media(media="screen")


def _saved(page: Page, word: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=word, exact=True).click()
    return waiting.value.path().read_bytes()
