"""Scenario 7: a complaint filed in 商水县 about a site in 金水区 travels to "paid and closed", live.

Four kinds of people look on at once, in browsers of their own: the worker's phone, the clerk in
商水县, the inspectors' office in 金水区, the supervisor of 郑州市; an inspector of 固始县 sees nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from casework.journal import first_break
from casework.models import Case, Complaint, User
from casework.vocabulary import CaseState, ComplaintState
from notifications.models import Delivery
from tests.processes import wait_for
from tests.stories.steps import PATIENCE, do, inspectors, today, unmoved, watch

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story

EMPLOYER = "郑州宏途建筑劳务有限公司（虚构）"


def file_at_the_window(page: Page) -> tuple[str, str]:
    """The clerk of 商水县 registers a site in 金水区; return tracking number and query code."""
    page.goto("/intake/window/")
    page.fill("[name=phone]", "19900001234")
    page.fill("[name=name]", "王五")
    page.fill("[name=employer_name]", EMPLOYER)
    page.fill("[name=site]", "郑州市金水区")
    page.fill("[name=site_address]", "花园路工地")
    page.fill("[name=amount]", "一万二千")
    page.fill("[name=period_start]", "2026-03")
    page.fill("[name=period_end]", "2026-05")
    page.select_option("[name=industry]", "construction")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/intake/receipt/"))
    text = page.inner_text("main")
    number = re.search(r"\b(\d{4}\s?\d{4}\s?\d{4})\b", text)
    code = re.search(r"\b(\d{6})\b", text)
    assert number, text
    assert code, text
    return re.sub(r"\s", "", number[1]), code[1]


def open_tracking(page: Page, number: str, code: str) -> None:
    """The worker opens the tracking page on the phone with number and code."""
    page.goto("/track/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    with page.expect_websocket() as opened:
        page.locator("button[value=code]").click()
    opened.value.wait_for_event("framereceived")
    page.evaluate("window.stayed = true")


def test_given_a_filing_in_shangshui_when_jinshui_handles_it_then_everybody_sees_it_move(
    open_page: Callable[..., Page],
    celery_worker_process: Any,
    qin: User,
    he: User,
    li_jing: User,
    wu_gang: User,
    chen: User,
    liu: User,
) -> None:
    clerk, board, stranger = open_page(qin), open_page(chen), open_page(liu)
    desk_of_head, head = open_page(he), open_page(he)
    phone = open_page(width=390)
    watch(desk_of_head, "/desk/")
    watch(stranger, "/desk/")
    watch(board, "/board/")

    number, code = file_at_the_window(clerk)
    complaint = Complaint.objects.get(tracking_no=number)

    # At once on the desk of 金水区's head and on the board of its city; nowhere else.
    expect(desk_of_head.get_by_text(EMPLOYER).first).to_be_visible(timeout=PATIENCE)
    expect(board.locator("main")).to_contain_text("移送有管辖权的机构", timeout=PATIENCE)
    assert complaint.first_officer == qin
    assert complaint.office.division.name == "商水县"
    assert EMPLOYER not in stranger.inner_text("main")

    # The worker is told who answers for it, and that it is on its way.
    open_tracking(phone, number, code)
    expect(phone.locator("[data-state]")).to_contain_text("正在转给工地所在地的机构")
    expect(phone.locator("main")).to_contain_text("秦窗口")

    # The clerk stays on the complaint's page and watches it move to another county.
    watch(clerk, f"/complaints/{complaint.pk}/")
    do(head, "accept_transfer", complaint)
    expect(phone.locator("[data-state]")).to_contain_text("正在审查", timeout=PATIENCE)
    expect(clerk.locator("main")).to_contain_text("接收移送", timeout=PATIENCE)
    complaint.refresh_from_db(fields=["office"])
    assert complaint.office.division.name == "金水区"

    desk_of_lead, lead = open_page(li_jing), open_page(li_jing)
    watch(desk_of_lead, "/desk/")
    do(head, "assign_inspectors", complaint, **inspectors(li_jing, wu_gang))
    expect(desk_of_lead.get_by_text(EMPLOYER).first).to_be_visible(timeout=PATIENCE)

    do(lead, "propose_decision", complaint, proposal="accept", opinion="符合第十八条")
    do(head, "accept_complaint", complaint, opinion="同意受理并立案")
    case = Case.objects.get(complaints=complaint)
    assert case.filed_on.isoformat() == today()
    expect(phone.locator("[data-state]")).to_contain_text("立案", timeout=PATIENCE)
    expect(phone.locator("main")).to_contain_text("李静")

    walk_to_the_end(head, lead, phone, complaint, case)

    assert all(unmoved(p) for p in (desk_of_head, desk_of_lead, board, clerk, phone, stranger))
    assert EMPLOYER not in stranger.inner_text("main")
    assert stranger.goto(f"/cases/{case.pk}/").status == 404  # type: ignore[union-attr]
    leave_a_whole_record(complaint, case)


def leave_a_whole_record(complaint: Complaint, case: Case) -> None:
    """Both chains are whole, and the worker was sent a message at the steps."""
    case.refresh_from_db(fields=["last_hash"])
    complaint.refresh_from_db(fields=["last_hash"])
    assert first_break(case) is None
    assert first_break(complaint) is None
    wait_for(
        lambda: Delivery.objects.filter(complaint=complaint, state="sent").count() >= 3,
        20,
        "messages to the worker",
    )


def walk_to_the_end(head: Page, lead: Page, phone: Page, complaint: Complaint, case: Case) -> None:
    """Investigation, order, service, two payments, closing, the result; the phone follows."""
    claim = case.claims.get()
    do(lead, "begin_investigation", case)
    do(lead, "record_findings", case, **{
        f"finding_{claim.pk}": "owed", f"verified_{claim.pk}": "11,500.50",
    })  # fmt: skip
    expect(phone.locator("main")).to_contain_text("11,500.50", timeout=PATIENCE)
    do(lead, "finish_investigation", case, text="工资表和证人证言一致。")
    do(lead, "draft_order", case, payer="employer", term_days="7", facts="拖欠王五三个月工资。")
    do(head, "issue_order", case)
    do(lead, "serve_order", case, mode="direct", served_on=today(), place="项目部",
       receiver="刘经理")  # fmt: skip
    expect(phone.locator("[data-state]")).to_contain_text("要求单位付钱", timeout=PATIENCE)
    for amount in ("10000", "1500.50"):
        do(lead, "record_payments", case, paid_on=today(), payer="employer", method="bank",
           proof="银行回单.pdf", **{f"amount_{claim.pk}": amount})  # fmt: skip
        expect(phone.get_by_text("收到了").first).to_be_visible(timeout=PATIENCE)
    do(lead, "confirm_complied", case)
    expect(phone.locator("[data-state]")).to_contain_text("单位已经付清", timeout=PATIENCE)
    do(head, "close_case", case, outcome="已全部支付")
    do(lead, "tell_result", complaint, text="您的工资 11500.50 元已经全部付清。")
    expect(phone.locator("[data-state]")).to_contain_text("办完了", timeout=PATIENCE)
    complaint = Complaint.objects.get(pk=complaint.pk)
    case = Case.objects.get(pk=case.pk)
    assert (complaint.state, case.state) == (ComplaintState.CLOSED, CaseState.CLOSED)
    assert str(case.paid_yuan) == "11500.50"
