"""Hearing (听证) and legal review (法制审核) between the prior notice and the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Hearing, LegalReview, User
from casework.models.actor import Actor
from casework.vocabulary import DocumentKind, EventKind, ReviewResult
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.actions.serving import serve
from workflows.decision_guards import hearing_of, served_notice
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, take


def ask_hearing(case: CaseMachine, *, actor: Actor, reason: str = "") -> Done:
    """The party asks for a hearing in time (行政处罚法 art. 64 (1))."""
    take(case, "ask_hearing", actor)
    notice = served_notice(case)
    assert notice is not None
    Hearing.objects.create(notice=notice, asked_on=clock.today())
    deadlines.meet(case, "D-14")
    record(case, EventKind.HEARING_ASKED, actor=actor, reason=reason, save=False)
    return Done(outcome="asked")


def call_hearing(
    case: CaseMachine, *, actor: Actor, sits_at: datetime, where: str, chair: User, **service: Any
) -> Done:
    """Notify the party of time, place and chair, seven working days before (D-15, art. 64 (2), (4)).

    Raises Refused for a chair who investigates the case or a hearing that sits too soon.
    """
    hearing = hearing_of(case)
    if hearing is None or hearing.held_on is not None:
        raise Refused(_("当事人没有要求听证，或者听证已经举行。"))
    if chair.pk in (case.lead_id, case.second_id):
        raise Refused(_("听证由本案调查人员以外的人员主持。"))
    earliest = deadlines.build(case, "D-15", on=service["served_on"]).due_on
    if clock.day_of(sits_at) < earliest:
        raise Refused(_("须在听证的七个工作日前通知，最早可以在%(day)s举行。") % {"day": earliest})
    document = documents.write(
        case, DocumentKind.HEARING_NOTICE, actor,
        {"when": sits_at, "where": where, "chair": str(chair)},
    )  # fmt: skip
    facts = serve([document], actor=actor, **service)
    hearing.called_on, hearing.sits_at = service["served_on"], sits_at
    hearing.place, hearing.chair = where, chair
    hearing.save()
    record(case, EventKind.HEARING_CALLED, actor=actor, save=False,
           facts=facts | {"sits_at": sits_at, "chair": str(chair)})  # fmt: skip
    return Done(outcome="called")


def hold_hearing(
    case: CaseMachine, *, actor: Actor, held_on: date, attendees: str, report: str, opinion: str
) -> Done:
    """The chair reports on the hearing (听证报告); the inspectors then submit for review."""
    hearing = hearing_of(case)
    if hearing is None or hearing.sits_at is None:
        raise Refused(_("还没有通知听证。"))
    if hearing.chair_id != actor.user_id:
        raise Refused(_("听证报告由听证主持人%(who)s提交。") % {"who": hearing.chair})
    if not clock.day_of(hearing.sits_at) <= held_on <= clock.today():
        raise Refused(_("举行日期须在通知的听证日期和今天之间。"))
    hearing.held_on, hearing.attendees = held_on, attendees
    hearing.report, hearing.opinion = report, opinion
    hearing.save()
    document = documents.write(
        case, DocumentKind.HEARING_REPORT, actor,
        {"chair": str(hearing.chair), "text": report, "opinion": opinion},
    )  # fmt: skip
    record(case, EventKind.HEARING_HELD, actor=actor, reason=opinion, save=False,
           facts={"document": document.number, "held_on": held_on})  # fmt: skip
    return Done(outcome="held")


def submit_for_review(case: CaseMachine, *, actor: Actor, opinion: str) -> Done:
    """The inspectors put the whole before the legal reviewer (行政处罚法 art. 58)."""
    record(case, EventKind.REVIEW_ASKED, actor=actor, reason=opinion, save=False)
    return Done(outcome="submitted")


def pass_review(case: CaseMachine, *, actor: Actor, opinion: str) -> Done:
    """Legal review with a positive opinion: the department head may decide."""
    take(case, "review", actor)
    _reviewed(case, actor, ReviewResult.PASSED, opinion)
    document = documents.write(
        case, DocumentKind.LEGAL_REVIEW, actor,
        {"reviewer": str(actor.staff), "opinion": opinion},
    )  # fmt: skip
    record(case, EventKind.CASE_REVIEWED, actor=actor, reason=opinion, save=False,
           facts={"document": document.number})  # fmt: skip
    return Done(outcome="reviewed")


def return_review(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """Legal review sends the proposal back to the inspectors with reasons."""
    _reviewed(case, actor, ReviewResult.RETURNED, reason)
    record(case, EventKind.REVIEW_RETURNED, actor=actor, reason=reason, save=False)
    return Done(outcome="returned")


def _reviewed(case: CaseMachine, actor: Actor, result: str, opinion: str) -> None:
    notice = served_notice(case)
    assert notice is not None
    LegalReview.objects.create(
        notice=notice, reviewer=actor.staff, result=result, opinion=opinion,
        reviewed_at=clock.now(),
    )  # fmt: skip
