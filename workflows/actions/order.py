"""Order to pay (劳动保障监察限期改正指令书): draft, return, issue, serve; the term runs from service."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework.journal import record
from casework.models import Document, OrderLine
from casework.models.actor import Actor
from casework.vocabulary import (
    CaseState,
    DocumentKind,
    DocumentState,
    EventKind,
    Finding,
    Role,
)
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.actions.serving import serve
from workflows.guards import drafted_order, every_worker_found, order_document
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_handlers


def draft_order(
    case: CaseMachine, *, actor: Actor, payer: str, term_days: int, facts: str, legal_basis: str
) -> Done:
    """Draft the order: who pays, in how many days, on what facts. One line per worker still owed.

    It may be drafted while the investigation still runs, once every worker has a finding.
    """
    require(by_handlers().explain(case, actor))
    require(every_worker_found.explain(case))
    earlier = case.documents.filter(kind=DocumentKind.PAY_ORDER, state=DocumentState.DRAFT)
    document = documents.draft(
        case, DocumentKind.PAY_ORDER, actor, {"facts": facts, "basis": legal_basis},
        replaces=earlier.order_by("-id").first(), payer=payer, term_days=term_days,
    )  # fmt: skip
    lines = annex_lines(case, document)
    if not lines:
        raise Refused(_("核实后没有尚欠的工资，不需要责令支付。"))
    OrderLine.objects.bulk_create(lines)
    record(
        case, EventKind.ORDER_DRAFTED, actor=actor, reason=facts,
        facts={"payer": payer, "term_days": term_days, "workers": len(lines),
               "amount": sum(line.amount_yuan for line in lines)},
        save=False,
    )  # fmt: skip
    return Done(outcome="drafted")


def annex_lines(case: CaseMachine, document: Document | None = None) -> list[OrderLine]:
    """The annex as it would be now: every worker to whom something is still owed."""
    owed = case.claims.filter(withdrawn_at__isnull=True, finding=Finding.OWED)
    return [
        OrderLine(document=document, claim=claim, amount_yuan=claim.unpaid_yuan)
        for claim in owed
        if claim.unpaid_yuan > 0
    ]


def _ordered_lines(document: Document) -> dict[int, Decimal]:
    return dict(document.lines.values_list("claim_id", "amount_yuan"))


def return_order(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """The head sends the draft back with a reason, to where the case stands."""
    require(by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD).explain(case, actor))
    record(case, EventKind.ORDER_RETURNED, actor=actor, reason=reason, save=False)
    open_still = case.state == CaseState.INVESTIGATING
    return Done(outcome="returned_open" if open_still else "returned")


def issue_order(case: CaseMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Sign the order: it gets its number; D-12 is met. Law: Order 423 arts. 18, 26."""
    take(case, "order", actor)
    document = drafted_order(case)
    assert document is not None
    if _ordered_lines(document) != {line.claim_id: line.amount_yuan for line in annex_lines(case)}:
        raise Refused(_("拟稿以后有工人收到付款或者撤回，附表已不准确，请退回重新拟定。"))
    number = documents.issue(document, actor)
    deadlines.meet(case, "D-07", "D-12")
    record(
        case, EventKind.ORDER_ISSUED, actor=actor, reason=opinion,
        facts={"document": number, "amount": case.unpaid_yuan}, save=False,
    )  # fmt: skip
    return Done(outcome="issued")


def serve_order(case: CaseMachine, *, actor: Actor, served_on: date, **how: Any) -> Done:
    """Record the service (送达回证); the term of the order runs from `served_on` (D-13)."""
    require(by_handlers().explain(case, actor))
    document = order_document(case)
    if case.state != CaseState.ORDERED or document is None or document.issued_at is None:
        raise Refused(_("指令书还没有签发。"))
    facts = serve([document], actor=actor, served_on=served_on, **how)
    term = deadlines.start(case, "D-13", on=served_on, length=document.term_days)
    case.order_served_on, case.order_due_on = served_on, term.due_on
    record(case, EventKind.ORDER_SERVED, actor=actor, facts=facts | {"due": term.due_on},
           save=False)  # fmt: skip
    return Done(outcome="served")
