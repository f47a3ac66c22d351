"""Order to pay to a further liable party (总包、建设单位等) for the same claims: draft, issue, serve.

The case stands on its first order: these change no state and no sum. What one party pays lowers
what all of them owe, for there is one ledger per worker.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework.journal import record
from casework.models import Document, Liability, OrderLine
from casework.models.actor import Actor
from casework.vocabulary import DocumentKind, DocumentState, EventKind, Role
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.actions.order import annex_lines
from workflows.actions.serving import serve
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by, by_handlers


def draft_payer_order(
    case: CaseMachine, *, actor: Actor, liability: Liability, term_days: int, facts: str,
    legal_basis: str,
) -> Done:  # fmt: skip
    """Draft the order to `liability` over everything still owed, one line per worker."""
    require(by_handlers().explain(case, actor))
    earlier = liability.document
    if earlier is not None and earlier.state == DocumentState.ISSUED:
        raise Refused(_("已向这家单位签发指令书。"))
    is_draft = earlier is not None and earlier.state == DocumentState.DRAFT
    document = documents.draft(
        case, DocumentKind.PAYER_ORDER, actor,
        {"facts": facts, "basis": legal_basis, "addressee": liability.party_name},
        replaces=earlier if is_draft else None, payer=liability.kind, term_days=term_days,
    )  # fmt: skip
    lines = annex_lines(case, document)
    if not lines:
        raise Refused(_("核实后没有尚欠的工资，不需要责令支付。"))
    OrderLine.objects.bulk_create(lines)
    liability.document = document
    liability.save(update_fields=["document"])
    record(
        case, EventKind.PAYER_ORDER_DRAFTED, actor=actor, reason=facts, save=False,
        facts={"liability": liability.pk, "party": liability.party_name, "workers": len(lines),
               "amount": sum(line.amount_yuan for line in lines), "term_days": term_days},
    )  # fmt: skip
    return Done()


def return_payer_order(case: CaseMachine, *, actor: Actor, document: Document, reason: str) -> Done:
    """The head sends the draft back; it is void, the inspector drafts anew."""
    require(by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD).explain(case, actor))
    documents.void(document, actor, reason)
    record(case, EventKind.PAYER_ORDER_RETURNED, actor=actor, reason=reason, save=False,
           facts={"party": document.facts["addressee"]})  # fmt: skip
    return Done()


def issue_payer_order(
    case: CaseMachine, *, actor: Actor, document: Document, opinion: str = ""
) -> Done:
    """Sign it: it gets its number. Refused when the annex is no longer true. Law: Order 724 art. 30."""
    require(by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD).explain(case, actor))
    drafted = dict(document.lines.values_list("claim_id", "amount_yuan"))
    if drafted != {line.claim_id: line.amount_yuan for line in annex_lines(case)}:
        raise Refused(_("拟稿以后有工人收到付款或者撤回，附表已不准确，请退回重新拟定。"))
    documents.issue(document, actor)
    record(
        case, EventKind.PAYER_ORDER_ISSUED, actor=actor, reason=opinion, save=False,
        facts={"document": document.number, "party": document.facts["addressee"],
               "amount": sum(drafted.values())},
    )  # fmt: skip
    return Done()


def serve_payer_order(
    case: CaseMachine, *, actor: Actor, document: Document, served_on: date, **how: Any
) -> Done:
    """Record its service; its own term (M-01) runs from `served_on`, beside that of the first order."""
    require(by_handlers().explain(case, actor))
    facts = serve([document], actor=actor, served_on=served_on, **how)
    term = deadlines.start(case, "M-01", on=served_on, length=document.term_days)
    record(case, EventKind.PAYER_ORDER_SERVED, actor=actor, save=False,
           facts=facts | {"party": document.facts["addressee"], "due": term.due_on})  # fmt: skip
    return Done()
