"""Reconsideration and suit (复议、诉讼) against an order or a decision, and what annuls them."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Appeal, Decision, Document
from casework.models.actor import Actor
from casework.vocabulary import (
    AppealKind,
    AppealOutcome,
    DocumentKind,
    DocumentState,
    EventKind,
)
from workflows import deadlines, documents
from workflows.actions.annulment import decision_annulled, order_annulled
from workflows.actions.clocks import go_on_with_execution, stop_with_execution
from workflows.actions.days import check_day
from workflows.actions.decision import AFTER_SERVICE, end_enforcement
from workflows.actions.done import Done
from workflows.decision_guards import decisions_in_force
from workflows.guards import order_document
from workflows.machines.case import CaseMachine
from workflows.machines.deciding import DECISION_STANDS, ORDER_STANDS
from workflows.machines.step import Refused, take

SUE_AFTER_RECONSIDERATION = 15
"""Days to sue after a reconsideration decision (行政诉讼法 art. 45)."""
APPEALABLE = (
    DocumentKind.PAY_ORDER, DocumentKind.HANDLING_DECISION, DocumentKind.PENALTY_DECISION,
)  # fmt: skip


def record_appeal(
    case: CaseMachine,
    *,
    actor: Actor,
    document: Document,
    kind: str,
    authority: str,
    filed_on: date,
    suspends: bool = False,
) -> Done:
    """Take down that the party appealed; execution goes on unless `suspends` (Order 25 art. 42)."""
    check_day(filed_on, after=_issued_on(document))
    appeal = Appeal.objects.create(
        case=case, document=document, kind=kind, authority=authority, filed_on=filed_on,
        suspended_on=clock.today() if suspends else None,
    )  # fmt: skip
    deadlines.meet(case, "D-18", on=filed_on)
    if kind == AppealKind.SUIT:
        deadlines.meet(case, "D-18b", on=filed_on)
    _note(appeal, case, EventKind.APPEAL_FILED, actor, "")
    if suspends:
        stop_with_execution(case, actor=actor)
    return Done()


def suspend_execution(
    case: CaseMachine, *, actor: Actor, appeal: Appeal, reason: str
) -> Done:  # fmt: skip
    """The body that hears the appeal ordered that execution stops, or lets it go on again.

    The term to ask the court (D-19) stands still meanwhile.
    """
    stopped = appeal.suspended_on is None
    appeal.suspended_on = clock.today() if stopped else None
    appeal.save(update_fields=["suspended_on"])
    kind = EventKind.APPEAL_SUSPENDED if stopped else EventKind.APPEAL_RESUMED
    _note(appeal, case, kind, actor, reason)
    move = stop_with_execution if stopped else go_on_with_execution
    move(case, actor=actor)
    return Done()


def record_appeal_result(
    case: CaseMachine, *, actor: Actor, appeal: Appeal, outcome: str, ended_on: date, note: str
) -> Done:
    """Take down how an appeal ended; an annulment takes order or decision away."""
    check_day(ended_on, after=appeal.filed_on)
    appeal.outcome, appeal.ended_on, appeal.note = outcome, ended_on, note[:300]
    appeal.suspended_on = None
    appeal.save()
    _note(appeal, case, EventKind.APPEAL_ENDED, actor, note)
    go_on_with_execution(case, actor=actor)
    if outcome in (AppealOutcome.REDO, AppealOutcome.ANNULLED):
        if appeal.document.kind == DocumentKind.PAY_ORDER:
            return annul_order(case, actor=actor, annulled_on=ended_on, ground=note)
        return annul_decision(
            case, actor=actor, decision=appeal.document.decision, annulled_on=ended_on,
            ground=note, redo=outcome == AppealOutcome.REDO,
        )  # fmt: skip
    _move_window(case, appeal, ended_on)
    return Done()


def annul_order(case: CaseMachine, *, actor: Actor, annulled_on: date, ground: str) -> Done:
    """The order to pay was annulled: what rests on it (a listing) hears of it by this event.

    Before the decision the case goes back to being disposed of; later its state stays.
    """
    order = order_document(case)
    if order is None or order.state != DocumentState.ISSUED:
        raise Refused(_("没有已签发的限期改正指令书。"))
    check_day(annulled_on, after=_issued_on(order))
    stood = case.state in ORDER_STANDS
    documents.void(order, actor, ground)
    if stood:
        take(case, "lose_order", actor)
        deadlines.cancel(case, "D-12", "D-13", "D-14", "D-16")
        deadlines.start(case, "D-12")
    case.order_served_on = case.order_due_on = None
    record(
        case, EventKind.ORDER_ANNULLED, actor=actor, reason=ground, save=False,
        facts={"document": order.number, "annulled_on": annulled_on, "ground": ground},
    )  # fmt: skip
    onward = order_annulled(case, actor=actor, on=annulled_on, ground=ground)
    return Done(beside="annulled" if stood else "", onward=onward)


def annul_decision(
    case: CaseMachine,
    *,
    actor: Actor,
    decision: Decision,
    annulled_on: date,
    ground: str,
    redo: bool = False,
) -> Done:
    """A decision was annulled: to be made anew (`redo`), or gone for good.

    While another decision of the case stands, the case stays where it is.
    """
    check_day(annulled_on, after=decision.decided_on)
    decision.annulled_on, decision.annulled_ground = annulled_on, ground[:300]
    decision.save(update_fields=["annulled_on", "annulled_ground"])
    documents.void(decision.document, actor, ground)
    falls = case.state in DECISION_STANDS and not decisions_in_force(case).exists()
    if falls:
        take(case, "redo_decision" if redo else "lose_decision", actor, **_outcome(ground, redo))
        deadlines.cancel(case, "D-12", "D-17", "D-17b", *AFTER_SERVICE)
        end_enforcement(case, ground)
        if redo:
            deadlines.start(case, "D-12")
    record(
        case, EventKind.DECISION_ANNULLED, actor=actor, reason=ground, save=False,
        facts={"document": decision.document.number, "annulled_on": annulled_on,
               "ground": ground, "redo": redo},
    )  # fmt: skip
    onward = decision_annulled(
        case, actor=actor, on=annulled_on, ground=ground, kind=decision.document.kind
    )
    return Done(beside=("annulled" if redo else "lost") if falls else "", onward=onward)


def _outcome(ground: str, redo: bool) -> dict[str, str]:
    return {} if redo else {"outcome": ground[:200]}


def _move_window(case: CaseMachine, appeal: Appeal, ended_on: date) -> None:
    """Upheld or withdrawn: the days to sue end anew, and with them the court's window begins."""
    if appeal.document.kind == DocumentKind.PAY_ORDER:
        return
    last = ended_on
    if appeal.kind == AppealKind.RECONSIDERATION and appeal.outcome == AppealOutcome.UPHELD:
        last += timedelta(days=SUE_AFTER_RECONSIDERATION)
    for one in decisions_in_force(case):
        withdrawn = appeal.outcome == AppealOutcome.WITHDRAWN
        keeps = withdrawn and one.appeal_ends_on is not None and one.appeal_ends_on > last
        if one.document_id == appeal.document_id and not keeps:
            one.appeal_ends_on = last
            one.save(update_fields=["appeal_ends_on"])
    deadlines.cancel(case, "D-18b", "D-19")


def _issued_on(document: Document) -> date | None:
    return clock.day_of(document.issued_at) if document.issued_at else None


def _note(appeal: Appeal, case: CaseMachine, kind: str, actor: Actor, reason: str) -> None:
    record(
        case, kind, actor=actor, reason=reason, save=False,
        facts={"appeal": appeal.pk, "way": appeal.kind, "authority": appeal.authority,
               "filed_on": appeal.filed_on, "outcome": appeal.outcome,
               "document": appeal.document.number},
    )  # fmt: skip
