"""Scenario 12: thirty-seven workers file as a group from a phone; 34 rows are good, 3 are named.

The representative sees the list; a worker who asks with her own phone sees herself alone. The clerk
of 商水县, whom the matter does not concern, sees nothing of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from casework.law.identity import mask_phone
from casework.models import Case, Complaint, User
from casework.vocabulary import CaseState, ComplaintState
from notifications.models import Delivery
from tests.processes import wait_for
from tests.stories.steps import PATIENCE, do, inspectors, today, unmoved, watch

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.story

ROSTER = Path(__file__).resolve().parents[1] / "data" / "roster_37.xlsx"
GOOD_ROWS, FAULTY_ROWS, TOTAL = 34, 3, Decimal("851390.00")
EMPLOYER = "金水区某某商业广场木工班组（虚构）"
# The last row of the list: 陈秀丽 was not asked to be the representative.
OWN_PHONE, OWN_SUM = "19900008361", "25,800"


def file_on_the_phone(page: Page) -> tuple[str, str]:
    """Five steps on a phone with the spreadsheet of 37; return tracking number and query code."""
    page.goto("/file/")
    if page.locator("[name=trade]").count() == 0:
        page.get_by_role("link", name=re.compile("开始|我要投诉|下一步")).first.click()
    page.check("[name=trade][value=construction]")
    page.fill("[name=employer_name]", EMPLOYER)
    press_next(page)
    page.fill("[name=place]", "郑州市金水区花园路 5 号")
    page.fill("[name=amount]", "851390")
    page.locator("summary", has_text="或者记不清").click()
    page.fill("[name=period]", "2026年1月到10月")
    press_next(page)
    page.check("[name=who][value=group]")
    page.set_input_files("[name=roster]", ROSTER)
    page.locator("button[value=upload]").click()
    expect(page.locator("main")).to_contain_text(f"{GOOD_ROWS} 人可用")
    expect(page.locator("main")).to_contain_text(f"有 {FAULTY_ROWS} 行要改")
    assert Complaint.objects.count() == 0
    page.check("[name=skip_bad]")
    press_next(page)
    page.check("[name=kind][value=named]")
    page.fill("[name=name]", "韩建丽")
    page.fill("[name=phone]", "19900006219")
    press_next(page)
    page.locator("main form button.btn--primary").click()
    number = page.locator("[data-number]").inner_text()
    code = page.locator("[data-code]").inner_text()
    return re.sub(r"\D", "", number), re.sub(r"\D", "", code)


def open_with_own_phone(page: Page, phone: str) -> None:
    """Ask for a code by `phone`, read it where the demonstration sends its messages, open the page."""
    log = Path(settings.VAR_DIR) / "sms.log"
    offset = log.stat().st_size if log.exists() else 0
    page.goto("/track/")
    page.fill("[name=phone]", phone)
    page.locator("button[value=phone]").click()
    page.wait_for_selector("button[value=one_time]")
    codes: list[str] = []

    def arrived() -> bool:
        with log.open() as lines:
            lines.seek(offset)
            sent = [json.loads(line) for line in lines]
        codes.extend(
            found[1]
            for message in sent
            if message["to"] == mask_phone(phone)
            and (found := re.search(r"验证码(\d{6})", message["text"]))
        )
        return bool(codes)

    wait_for(arrived, 20, "the one-time code")
    page.fill("[name=code]", codes[-1])
    with page.expect_websocket() as opened:
        page.locator("button[value=one_time]").click()
    opened.value.wait_for_event("framereceived")
    page.evaluate("window.stayed = true")


def press_next(page: Page) -> None:
    page.locator("main form button.btn--primary[value=next]").click()


def test_given_37_workers_when_34_rows_are_good_then_they_are_paid_to_the_fen(
    open_page: Callable[..., Page],
    celery_worker_process: Any,
    he: User,
    li_jing: User,
    wu_gang: User,
    qin: User,
    chen: User,
    jinshui_clerk: User,
) -> None:
    phone, head, lead = open_page(width=390), open_page(he), open_page(li_jing)
    desk, board, clerk = open_page(he), open_page(chen), open_page(qin)
    watch(desk, "/desk/")
    watch(board, "/board/")
    watch(clerk, "/desk/")

    number, code = file_on_the_phone(phone)
    complaint = Complaint.objects.get(tracking_no=number)
    assert complaint.claims.count() == complaint.worker_count == GOOD_ROWS
    assert sum(c.claimed_yuan for c in complaint.claims.all()) == TOTAL
    assert complaint.first_officer == jinshui_clerk
    expect(desk.locator("main")).to_contain_text("等 34 人", timeout=PATIENCE)
    expect(board.locator("main")).to_contain_text("登记投诉", timeout=PATIENCE)

    do(head, "assign_inspectors", complaint, **inspectors(li_jing, wu_gang))
    do(lead, "propose_decision", complaint, proposal="accept", opinion="符合受理条件")
    do(head, "accept_complaint", complaint)
    case = Case.objects.get(complaints=complaint)

    phone.goto("/track/")
    phone.fill("[name=number]", number)
    phone.fill("[name=code]", code)
    with phone.expect_websocket() as opened:
        phone.locator("button[value=code]").click()
    opened.value.wait_for_event("framereceived")
    expect(phone.locator("main")).to_contain_text("每个人的（34 人）")
    own = open_page(width=390)
    open_with_own_phone(own, OWN_PHONE)
    sees_the_own_row_only(own)
    pay_everyone(head, lead, case)
    expect(own.get_by_text("收到了").first).to_be_visible(timeout=PATIENCE)
    expect(phone.locator("[data-state]")).to_contain_text("单位已经付清", timeout=PATIENCE)
    do(head, "close_case", case, outcome="34 人工资全部支付")
    do(lead, "tell_result", complaint, text="34 人的工资已经全部付清。")
    for page in (phone, own):
        expect(page.locator("[data-state]")).to_contain_text("办完了", timeout=PATIENCE)
    assert all(unmoved(page) for page in (desk, board, clerk, own))
    assert EMPLOYER not in clerk.inner_text("main")
    sees_the_own_row_only(own)
    the_sums_are_whole(complaint, case)


def sees_the_own_row_only(page: Page) -> None:
    text = page.inner_text("main")
    assert OWN_SUM in text
    for hidden in ("每个人的", "851,390", "韩"):
        assert hidden not in text


def the_sums_are_whole(complaint: Complaint, case: Case) -> None:
    case.refresh_from_db(fields=["paid_yuan", "closed_on"])
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert case.paid_yuan == TOTAL
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED
    assert complaint.state == ComplaintState.CLOSED
    assert Delivery.objects.filter(complaint=complaint).exists()


def pay_everyone(head: Page, lead: Page, case: Case) -> None:
    """All found as claimed, all paid at one stroke by bank through the general contractor."""
    do(lead, "begin_investigation", case)
    do(lead, "record_findings", case, all_as_claimed=True)
    do(lead, "finish_investigation", case, text="逐人核实，工资表签字。")
    do(
        lead,
        "draft_order",
        case,
        payer="general_contractor",
        term_days="7",
        facts="拖欠 34 人工资。",
    )
    do(head, "issue_order", case)
    do(lead, "serve_order", case, mode="direct", served_on=today(), place="项目部",
       receiver="刘经理")  # fmt: skip
    do(lead, "record_payments", case, paid_on=today(), payer="general_contractor", method="bank",
       proof="银行回单.pdf", all_in_full=True)  # fmt: skip
    do(lead, "confirm_complied", case)
