"""Urging (催告), application to the court (申请强制执行), what the court did, a window missed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Case, Deadline, Enforcement
from casework.models.actor import Actor
from casework.vocabulary import CourtResult, DocumentKind, EventKind
from workflows import deadlines, documents
from workflows.actions.days import check_day
from workflows.actions.decision import AFTER_SERVICE
from workflows.actions.done import Done
from workflows.actions.serving import serve
from workflows.decision_guards import decisions_in_force, enforcement_of, window
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, take

WAITING = ("D-14", "D-18", "D-20")
"""Terms of the party that nobody here can miss: when they are over, the next step is open."""


def issue_urging(case: CaseMachine, *, actor: Actor, obligation: str) -> Done:
    """Issue the urging (催告书): what is still to be done, in ten working days (行政强制法 art. 54)."""
    document = documents.write(
        case, DocumentKind.URGING_LETTER, actor,
        {"decision": _numbers(case), "obligation": obligation},
    )  # fmt: skip
    case.enforcements.filter(ended_on__isnull=True).update(ended_on=clock.today())
    Enforcement.objects.create(case=case, urging=document)
    record(case, EventKind.URGING_ISSUED, actor=actor, reason=obligation, save=False,
           facts={"document": document.number})  # fmt: skip
    return Done(outcome="issued")


def serve_urging(case: CaseMachine, *, actor: Actor, served_on: date, **how: Any) -> Done:
    """Record the service: after ten working days the court may be asked (D-20)."""
    take(case, "urge", actor)
    found = enforcement_of(case)
    assert found is not None
    assert found.urging is not None
    facts = serve([found.urging], actor=actor, served_on=served_on, **how)
    term = deadlines.start(case, "D-20", on=served_on)
    found.urged_on, found.wait_until = served_on, term.due_on
    found.save(update_fields=["urged_on", "wait_until"])
    record(case, EventKind.URGING_SERVED, actor=actor, facts=facts | {"due": term.due_on},
           save=False)  # fmt: skip
    return Done(outcome="served")


def apply_enforcement(
    case: CaseMachine, *, actor: Actor, court: str, facts: str, opinion: str, subject_matter: str
) -> Done:
    """Ask the court to enforce, within three months of the appeal period (行政强制法 arts. 53-55)."""
    take(case, "apply_enforcement", actor)
    document = documents.write(
        case, DocumentKind.ENFORCEMENT_REQUEST, actor,
        {"addressee": court, "decision": _numbers(case), "facts": facts, "opinion": opinion,
         "subject_matter": subject_matter, "head": str(actor.staff)},
    )  # fmt: skip
    found = enforcement_of(case)
    assert found is not None
    found.application, found.court, found.applied_on = document, court, clock.today()
    found.save(update_fields=["application", "court", "applied_on"])
    deadlines.meet(case, "D-19")
    deadlines.cancel(case, "D-13", "D-18", "D-18b", "D-20")  # the party's terms are behind it
    record(case, EventKind.ENFORCEMENT_APPLIED, actor=actor, save=False,
           facts={"document": document.number, "court": court})  # fmt: skip
    return Done(outcome="applied")


def record_court_result(
    case: CaseMachine, *, actor: Actor, result: str, result_on: date, note: str
) -> Done:
    """Take down what the court did; executed in full makes the decision performed."""
    found = enforcement_of(case)
    if found is None or found.applied_on is None:
        raise Refused(_("还没有申请强制执行。"))
    check_day(result_on, after=found.applied_on)
    found.result, found.result_on, found.note = result, result_on, note[:300]
    if result == CourtResult.EXECUTED:
        take(case, "perform", actor)
    if result != CourtResult.GRANTED:
        found.ended_on = clock.today()
        deadlines.cancel(case, *AFTER_SERVICE)
    found.save()
    record(case, EventKind.ENFORCEMENT_RULED, actor=actor, reason=note, save=False,
           facts={"result": result, "result_on": result_on, "court": found.court})  # fmt: skip
    if result == CourtResult.GRANTED:
        return Done()
    if result == CourtResult.EXECUTED:
        return Done(outcome="performed", beside="performed")
    return Done(outcome="enforced", beside="enforced")


def record_lapse(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """Put on record that the court was not asked in time, with the reason; the case can close."""
    found = enforcement_of(case) or Enforcement(case=case)
    found.note, found.ended_on = reason[:300], clock.today()
    found.save()
    deadlines.cancel(case, *AFTER_SERVICE)
    record(case, EventKind.ENFORCEMENT_LAPSED, actor=actor, reason=reason, save=False)
    return Done(beside="enforced")


def open_window(case: CaseMachine, *, actor: Actor) -> Done:
    """The period for suing is over: three months to ask the court begin (D-19)."""
    span = window(case)
    if span is None or clock.today() < span[0]:
        raise Refused(_("起诉期限还没有届满。"))
    deadlines.meet(case, "D-18b", on=span[0])
    term = deadlines.start(case, "D-19", on=span[0])
    record(case, EventKind.ENFORCEMENT_OPENED, actor=actor, save=False,
           facts={"due": term.due_on})  # fmt: skip
    return Done()


def let_term_end(case: CaseMachine, *, actor: Actor, deadline: Deadline | None = None) -> Done:
    """A term of the party is over (D-14, D-18, D-20): nothing was missed, what follows is open.

    The timer names the `deadline`; without one there is nothing to end."""
    if deadline is None:
        raise Refused(_("没有届满的期限。"))
    rule = deadlines.RULES[deadline.rule]
    deadlines.meet(case, deadline.rule, on=deadline.due_on)
    record(
        case, EventKind.TERM_ENDED, actor=actor, save=False,
        facts={"rule": deadline.rule, "label": rule.stored_label, "due": deadline.due_on},
    )  # fmt: skip
    return Done()


def _numbers(case: Case) -> str:
    return "、".join(str(one.document.number) for one in decisions_in_force(case))
