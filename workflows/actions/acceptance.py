"""Examine a filed complaint (Order 25 art. 18): supplement, propose, accept and file, or not."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.journal import keep, record
from casework.models import Case, CaseEvent, Complaint
from casework.models.actor import Actor
from casework.numbering import next_numbers
from casework.papers.facts import chinese_day
from casework.records.cases import open_case
from casework.vocabulary import DOCUMENT_NUMBER_WORD, DocumentKind, EventKind, Role
from workflows import deadlines, documents
from workflows.actions import joining
from workflows.actions.clusters import watch_soon
from workflows.actions.done import Done
from workflows.actions.limitation import limitation_of
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


def accept_complaint(
    complaint: ComplaintMachine, *, actor: Actor, opinion: str = "", into: Case | None = None,
    continuing: bool = False,
) -> Done:  # fmt: skip
    """Accept and file the case on the same day (受理即立案); D-07 runs from today.

    `into`: a running case of the office against the same employer or project that it joins.
    `continuing`: the violation goes on, so that the two years have not begun. The same matter
    already filed by another county is merged into that instead: one case only.
    Law: Order 25 art. 18; Order 423 arts. 14, 17, 20; 行政处罚法 art. 25.
    """
    if complaint.lead_id is None or complaint.second_id is None:
        raise Refused(_("须先指派两名监察员（一名主办），见《劳动保障监察条例》第十六条。"))
    _require_in_time(complaint, continuing)
    twin = joining.filed_elsewhere(complaint)
    if twin is not None:
        joining.set_aside(complaint, twin)
        if joining.covers(complaint):
            joining.merge(complaint, twin, actor, opinion)
            return Done(outcome="ended", message=_("另一机构已先立案，本件已并入。"))
        joining.watch_each_other(complaint, twin)
    if into is not None:
        return joining.join(complaint, into, actor, opinion)
    return _file(complaint, actor, opinion)


def _require_in_time(complaint: ComplaintMachine, continuing: bool) -> None:
    found = None if continuing else limitation_of(complaint)
    if found is not None and found.is_over:
        raise Refused(
            _(
                "违法行为终了于%(end)s，二年期限到%(last)s届满，期间没有投诉举报在案，不符合受理条件。"
            )
            % {"end": found.ended_on, "last": found.last_day}
        )


def _file(complaint: ComplaintMachine, actor: Actor, opinion: str) -> Done:
    told = () if complaint.is_anonymous else (ACCEPTANCE,)  # nobody to address a notice to
    numbers = next_numbers(complaint.office, FILING, *told)
    case = open_case(complaint, number=numbers[FILING])
    take(complaint, "accept", actor, case=case)
    deadlines.meet(complaint)
    told_of: list[CaseEvent] = []
    record(
        complaint,
        EventKind.COMPLAINT_ACCEPTED,
        actor=actor,
        facts={"case": case.number},
        reason=opinion,
        offices=[complaint.first_office_id],
        save=False,
        into=told_of,
    )
    said = {"opinion": opinion, "proposal": _proposal_on(complaint)}
    filing = documents.draft(
        case, DocumentKind.FILING_APPROVAL, actor, said, complaint=complaint,
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
        into=told_of,
    )  # fmt: skip
    keep(told_of)
    case.save_step()
    watch_soon(complaint)
    return Done(outcome="accepted", opened=case)


def _proposal_on(complaint: Complaint) -> str:
    """Return the inspector's last opinion as the approval sheet shows it: words, name, day."""
    event = (
        CaseEvent.objects.filter(
            stream=complaint.STREAM, subject_id=complaint.pk,
            kind=EventKind.COMPLAINT_ACCEPTANCE_PROPOSED,
        ).select_related("actor").order_by("-seq").first()
    )  # fmt: skip
    if event is None:
        return ""
    return f"{event.reason}\n{event.actor}　{chinese_day(timezone.localdate(event.at))}".strip()


def issue_notice(
    complaint: ComplaintMachine, kind: str, actor: Actor, facts: dict[str, str]
) -> str:
    """Issue a numbered notice to the complainant and return its number."""
    return str(documents.write(complaint, kind, actor, facts).number)
