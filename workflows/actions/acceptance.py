"""Examine a filed complaint (Order 25 art. 18): supplement, propose, accept and file, or not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.journal import record
from casework.models.actor import Actor
from casework.numbering import next_numbers
from casework.records.cases import open_case
from casework.vocabulary import DOCUMENT_NUMBER_WORD, DocumentKind, EventKind, Role
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_handlers

FILING = DOCUMENT_NUMBER_WORD[DocumentKind.FILING_APPROVAL]
ACCEPTANCE = DOCUMENT_NUMBER_WORD[DocumentKind.ACCEPTANCE_NOTICE]
ACCEPT, REJECT, REDIRECT = "accept", "reject", "redirect"


def require_supplement(complaint: ComplaintMachine, *, actor: Actor, missing: str) -> Done:
    """Tell the complainant what is missing (补正); D-01 stops until it comes."""
    take(complaint, "require_supplement", actor)
    deadlines.cancel(complaint, "D-01")
    deadlines.start(complaint, "S-01")
    issue_notice(complaint, DocumentKind.SUPPLEMENT_NOTICE, actor, {"missing": missing})
    record(complaint, EventKind.COMPLAINT_SUPPLEMENT_REQUIRED, actor=actor, reason=missing,
           save=False)  # fmt: skip
    return Done(outcome="supplement")


def receive_supplement(complaint: ComplaintMachine, *, actor: Actor, text: str) -> Done:
    """Material received: a new term of 5 working days begins (D-01)."""
    take(complaint, "supplement", actor)
    deadlines.meet(complaint, "S-01")
    deadlines.start(complaint, "D-01")
    record(complaint, EventKind.COMPLAINT_SUPPLEMENTED, actor=actor, reason=text, save=False)
    return Done(outcome="supplemented")


def close_incomplete(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Nothing came within the term: closed, may be filed again."""
    take(complaint, "close_incomplete", actor)
    deadlines.cancel(complaint)
    record(complaint, EventKind.COMPLAINT_CLOSED_INCOMPLETE, actor=actor, reason=reason,
           save=False)  # fmt: skip
    return Done(outcome="ended")


def propose_decision(
    complaint: ComplaintMachine, *, actor: Actor, proposal: str, opinion: str
) -> Done:
    """The inspectors' opinion on art. 18: accept, reject (over two years) or redirect."""
    require(by_handlers().explain(complaint, actor))
    record(
        complaint,
        EventKind.COMPLAINT_ACCEPTANCE_PROPOSED,
        actor=actor,
        facts={"proposal": proposal},
        reason=opinion,
        save=False,
    )
    return Done(outcome="proposed")


def return_proposal(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """The head sends the opinion back with a reason."""
    require(by(Role.BODY_HEAD).explain(complaint, actor))
    record(complaint, EventKind.COMPLAINT_ACCEPTANCE_RETURNED, actor=actor, reason=reason,
           save=False)  # fmt: skip
    return Done(outcome="returned")


def accept_complaint(complaint: ComplaintMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Accept and file the case on the same day (受理即立案); D-07 runs from today.

    Law: Order 25 art. 18; Order 423 arts. 14, 17.
    """
    if complaint.lead_id is None or complaint.second_id is None:
        raise Refused(_("须先指派两名监察员（一名主办），见《劳动保障监察条例》第十六条。"))
    told = () if complaint.is_anonymous else (ACCEPTANCE,)  # nobody to address a notice to
    numbers = next_numbers(complaint.office, FILING, *told)
    case = open_case(complaint, number=numbers[FILING])
    take(complaint, "accept", actor, case=case)
    deadlines.meet(complaint)
    record(
        complaint,
        EventKind.COMPLAINT_ACCEPTED,
        actor=actor,
        facts={"case": case.number},
        reason=opinion,
        offices=[complaint.first_office_id],
        save=False,
    )
    filing = documents.draft(
        case, DocumentKind.FILING_APPROVAL, actor, {"opinion": opinion}, complaint=complaint,
        drafted_by=complaint.lead, save=False,
    )  # fmt: skip
    papers = {numbers[FILING]: filing}
    if ACCEPTANCE in numbers:
        papers[numbers[ACCEPTANCE]] = documents.draft(
            complaint, DocumentKind.ACCEPTANCE_NOTICE, actor,
            {"case": case.number, "filed_on": case.filed_on}, save=False,
        )  # fmt: skip
    documents.issue_together(papers, actor)
    term = deadlines.start(case, "D-07")
    case.next_due_on = term.due_on
    record(
        case,
        EventKind.CASE_OPENED,
        actor=actor,
        facts={"complaint": complaint.tracking_no, "lead": str(case.lead),
               "second": str(case.second), "due": term.due_on},
        reason=opinion,
        offices=[complaint.first_office_id],
        save=False,
    )  # fmt: skip
    case.save_step()
    return Done(outcome="accepted", opened=case)


def reject_complaint(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Refuse acceptance in writing with remedies (不予受理, Order 423 art. 20)."""
    take(complaint, "reject", actor)
    return _end(complaint, actor, EventKind.COMPLAINT_REJECTED, DocumentKind.REJECTION, reason)


def redirect_complaint(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Tell the complainant the way that is open: arbitration or suit already pending."""
    take(complaint, "redirect", actor)
    return _end(
        complaint, actor, EventKind.COMPLAINT_REDIRECTED, DocumentKind.REDIRECT_NOTICE, reason
    )


def _end(complaint: ComplaintMachine, actor: Actor, event: str, document: str, reason: str) -> Done:
    deadlines.meet(complaint, "D-01")
    deadlines.cancel(complaint)
    number = issue_notice(complaint, document, actor, {"reason": reason})
    record(complaint, event, actor=actor, reason=reason, facts={"document": number},
           offices=[complaint.first_office_id], save=False)  # fmt: skip
    return Done(outcome="ended")


def issue_notice(
    complaint: ComplaintMachine, kind: str, actor: Actor, facts: dict[str, str]
) -> str:
    """Issue a numbered notice to the complainant and return its number."""
    return str(documents.write(complaint, kind, actor, facts).number)
