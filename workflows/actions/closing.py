"""Close: revoke what is not made out, close the case, tell every complainant the result."""

from __future__ import annotations

from casework import clock
from casework.journal import record
from casework.models.actor import Actor
from casework.vocabulary import CaseState, ComplaintState, DocumentKind, EventKind
from workflows import deadlines, documents
from workflows.actions.acceptance import issue_notice
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import take

AFTER_SERVICE = (CaseState.SERVED, CaseState.URGED, CaseState.ENFORCEMENT)


def revoke_case(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """Revoke the filing (撤销立案): slight and corrected, or facts not made out; both sides told."""
    take(case, "revoke", actor, outcome=reason[:200])
    deadlines.meet(case, "D-07", "D-12")
    deadlines.cancel(case, "D-14", "D-16")
    number = documents.write(case, DocumentKind.REVOCATION, actor, {"text": reason}).number
    record(case, EventKind.CASE_REVOKED, actor=actor, reason=reason, facts={"document": number},
           save=False)  # fmt: skip
    return Done(outcome="revoked")


def close_case(case: CaseMachine, *, actor: Actor, outcome: str) -> Done:
    """Close and archive (结案); each complainant is to be told within D-21."""
    step = "close_enforced" if case.state in AFTER_SERVICE else "close"
    take(case, step, actor, on=clock.today(), outcome=outcome[:200])
    deadlines.meet(case, "D-08")
    deadlines.cancel(case)
    paper = documents.write(case, DocumentKind.CLOSING_APPROVAL, actor, {"text": outcome})
    record(
        case, EventKind.CASE_CLOSED, actor=actor, reason=outcome, save=False,
        facts={"document": paper.number, "verified": case.verified_yuan, "paid": case.paid_yuan},
    )  # fmt: skip
    rows = case.complaints.select_for_update(of=("self",)).select_related("lead", "office")
    waiting = list(rows.filter(state=ComplaintState.ACCEPTED))
    for complaint in waiting:
        complaint.next_due_on = deadlines.start(complaint, "D-21").due_on
        complaint.save(update_fields=["next_due_on"])
    return Done(outcome="closed", finished=waiting)


def tell_result(complaint: ComplaintMachine, *, actor: Actor, text: str) -> Done:
    """Tell the complainant the result in writing and close the complaint (Order 724 art. 10)."""
    take(complaint, "tell_result", actor)
    number = issue_notice(complaint, DocumentKind.RESULT_NOTICE, actor, {"text": text})
    deadlines.meet(complaint, "D-21")
    deadlines.cancel(complaint)
    record(complaint, EventKind.COMPLAINT_RESULT_TOLD, actor=actor, reason=text,
           facts={"document": number}, save=False)  # fmt: skip
    take(complaint, "close", actor)
    record(complaint, EventKind.COMPLAINT_CLOSED, actor=actor, save=False)
    return Done(outcome="told")
