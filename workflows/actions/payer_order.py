"""Order to pay to a further liable party (总包、建设单位等) for the same claims: draft, issue, serve.

The case stands on its first order: these change no state and no sum. What one party pays lowers
what all of them owe, for there is one ledger per worker.
"""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Document, Liability, OrderLine, ServiceRecord
from casework.models.actor import Actor
from casework.numbering import next_number
from casework.records.evidence import store_upload
from casework.vocabulary import (
    DOCUMENT_NUMBER_WORD,
    DocumentKind,
    DocumentState,
    EventKind,
    EvidenceKind,
    Role,
)
from workflows import deadlines
from workflows.actions.done import Done
from workflows.actions.order import annex_lines, check_service
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
    if earlier is not None:
        earlier.state = DocumentState.VOID
        earlier.save(update_fields=["state"])
    document = Document.objects.create(
        case=case, office=case.office, kind=DocumentKind.PAYER_ORDER, payer=liability.kind,
        term_days=term_days, drafted_at=clock.now(), drafted_by=actor.user,
        facts={"facts": facts, "basis": legal_basis, "addressee": liability.party_name},
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
    document.state = DocumentState.VOID
    document.save(update_fields=["state"])
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
    document.number = next_number(case.office, DOCUMENT_NUMBER_WORD[DocumentKind.PAYER_ORDER])
    document.state = DocumentState.ISSUED
    document.issued_at, document.issued_by = clock.now(), actor.user
    document.save()
    record(
        case, EventKind.PAYER_ORDER_ISSUED, actor=actor, reason=opinion, save=False,
        facts={"document": document.number, "party": document.facts["addressee"],
               "amount": sum(drafted.values())},
    )  # fmt: skip
    return Done()


def serve_payer_order(
    case: CaseMachine, *, actor: Actor, document: Document, mode: str, served_on: date, place: str,
    receiver: str, relation: str = "", witnesses: str = "", proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """Record its service; its own term (M-01) runs from `served_on`, beside that of the first order."""
    require(by_handlers().explain(case, actor))
    check_service(mode, served_on, document, proof, witnesses)
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    stored = (
        store_upload(complaint, proof, added_by=actor.user, kind=EvidenceKind.SERVICE_PROOF)
        if proof
        else None
    )
    ServiceRecord.objects.create(
        document=document, mode=mode, served_on=served_on, place=place, receiver=receiver,
        relation=relation, witnesses=witnesses, proof=stored, recorded_at=clock.now(),
        recorded_by=actor.staff,
    )  # fmt: skip
    term = deadlines.start(case, "M-01", on=served_on, length=document.term_days)
    record(
        case, EventKind.PAYER_ORDER_SERVED, actor=actor, save=False,
        facts={"document": document.number, "party": document.facts["addressee"], "mode": mode,
               "served_on": served_on, "due": term.due_on},
    )  # fmt: skip
    return Done()
