"""Moves about who pays and how much: chain of payers, additional compensation, plan, a worker leaves."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from casework import clock
from casework.law.money import grouped
from casework.models import Document, Liability, WageClaim
from casework.models.actor import Actor
from casework.vocabulary import DocumentKind, DocumentState, PayerKind, PaymentMethod
from workflows.demo import names
from workflows.demo.matter import Matter
from workflows.demo.moves import FEN
from workflows.demo.sanctions import received
from workflows.demo.scans import scan
from workflows.forms.money import BASIS
from workflows.forms.withdrawal import CONFIRM


def name_the_chain(m: Matter) -> None:
    """Put the project with its developer and general contractor on record."""
    city = m.office.division.name[:2]
    m.choices["general"] = names.firm(m.rng, city, m.case.industry).replace(
        "有限公司", "集团有限公司"
    )
    m.on_case("record_project", m.lead(), {
        "name": m.complaint.project_name or names.project(m.rng),
        "developer": f"{city}城市开发投资有限公司（虚构）", "general_contractor": m.choices["general"],
        "address": m.complaint.site_address,
    })  # fmt: skip
    m.on_case("record_subcontract", m.lead(), {
        "giver": m.choices["general"], "taker": m.case.employer_name, "work": "主体结构劳务"})  # fmt: skip


def find_general_contractor(m: Matter) -> None:
    m.on_case("add_liability", m.lead(), {
        "kind": PayerKind.GENERAL_CONTRACTOR, "name": m.choices["general"],
        "reason": "分包单位拖欠农民工工资的，由施工总承包单位先行清偿，再依法追偿。",
    })  # fmt: skip


def order_general_contractor(m: Matter) -> None:
    """Draft, sign and serve the order to the general contractor on one day."""
    liability = Liability.objects.filter(case=m.case.pk).latest("pk")
    m.on_case("draft_payer_order", m.lead(), {
        "liability": liability.pk, "term_days": 10, "legal_basis": BASIS,
        "facts": f"你单位承建的项目分包单位拖欠工资 {grouped(m.case.unpaid_yuan)} 元，应当先行清偿。",
    })  # fmt: skip
    m.on_case("issue_payer_order", m.head(),
              {"document": _payer_order(m, DocumentState.DRAFT), "opinion": "同意签发。"})  # fmt: skip
    m.on_case("serve_payer_order", m.lead(),
              received(m) | {"document": _payer_order(m, DocumentState.ISSUED)})  # fmt: skip


def _payer_order(m: Matter, state: str) -> int:
    rows = Document.objects.filter(case=m.case.pk, kind=DocumentKind.PAYER_ORDER, state=state)
    return rows.latest("pk").pk


def general_contractor_advances(m: Matter) -> None:
    """It pays half of what is owed to each, in the subcontractor's place: recourse is written."""
    liability = Liability.objects.filter(case=m.case.pk).latest("pk")
    owed = WageClaim.objects.filter(case=m.case.pk, withdrawn_at__isnull=True)
    halves = {f"amount_{c.pk}": str((c.unpaid_yuan / 2).quantize(FEN)) for c in owed}
    m.on_case("record_payments", m.lead(), {
        name: half for name, half in halves.items() if Decimal(half) > 0
    } | {
        "paid_on": clock.today().isoformat(), "payer": PayerKind.GENERAL_CONTRACTOR,
        "method": PaymentMethod.SPECIAL_ACCOUNT, "liability": liability.pk,
    }, files={"proof": scan("代发回单.pdf")})  # fmt: skip


def promise_plan(m: Matter) -> None:
    """Two instalments: half in ten days, the rest in forty; the first may break."""
    half = (m.case.unpaid_yuan / 2).quantize(FEN)
    rest, today = m.case.unpaid_yuan - half, clock.today()
    m.on_case("record_plan", m.lead(), {
        "promised_by": "单位财务负责人", "agreed_on": today.isoformat(),
        "lines": f"{today + timedelta(days=10)} {half}\n{today + timedelta(days=40)} {rest}",
        "note": "分期计划不影响指令书的期限。",
    })  # fmt: skip


def one_leaves(m: Matter) -> None:
    """One worker of the group was paid by hand and wants to leave."""
    claim = WageClaim.objects.filter(complaint=m.complaint.pk).order_by("-position")[0]
    m.do("request_worker_withdrawal", Actor.complainant(),
         {"claims": [claim.pk], "reason": "班组长已经把我的工资结清。"})  # fmt: skip


def confirm_leaving(m: Matter) -> None:
    claim = WageClaim.objects.filter(complaint=m.complaint.pk).order_by("-position")[0]
    m.do("decide_worker_withdrawals", m.head(), {
        f"answer_{claim.pk}": CONFIRM, f"note_{claim.pk}": "电话向本人核实，确系自愿。"})  # fmt: skip
    m.reread()


def decline_withdrawal(m: Matter) -> None:
    m.do("decline_withdrawal", m.head(), {"reason": "经电话核实，系受单位要求，不是本人自愿。"})
