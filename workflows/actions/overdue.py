"""What the timer does by itself: an order's term ended unpaid; a deadline warned or passed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.journal import record
from casework.models import Deadline
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from workflows import deadlines
from workflows.actions.done import Done
from workflows.actions.thresholds import watch_amount
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import take


def mark_overdue(case: CaseMachine, *, actor: Actor) -> Done:
    """ORDERED -> OVERDUE: the term of the order ended and something is unpaid (D-13).

    What follows is to be decided within 15 working days again (D-12; product default).
    """
    take(case, "become_overdue", actor)
    deadlines.meet(case, "D-13")
    deadlines.start(case, "D-12")
    record(case, EventKind.CASE_OVERDUE, actor=actor, save=False,
           facts={"due": case.order_due_on, "left": case.unpaid_yuan})  # fmt: skip
    watch_amount(case)
    return Done(outcome="overdue")


def note_deadline(
    dossier: ComplaintMachine | CaseMachine, *, actor: Actor, deadline: Deadline,
    mark: deadlines.Mark, facts: Mapping[str, object] = MappingProxyType({}),
) -> Done:  # fmt: skip
    """Write that a clock is near, has passed or goes one step up; who is told stands in the row.

    `roles` are told at `at_office`, "city" and "province" at the supervisors above it. The caller
    saves the clock and the dossier. `facts` add to the row or replace what would stand in it.
    """
    rule = deadlines.RULES[deadline.rule]
    written = {
        "rule": deadline.rule, "label": rule.stored_label, "due": deadline.due_on,
        "left": deadlines.left(deadline), "level": mark.level, "mark": mark.name,
        "roles": mark.roles, "at_office": deadline.office_id,
        "branch": deadline.branch_id,
    }  # fmt: skip
    if deadline.due_at is not None:
        written["due_at"] = deadline.due_at
    record(
        dossier,
        mark.kind,
        actor=actor,
        facts=written | dict(facts),
        offices=[deadline.office_id],
        save=False,
    )
    return Done()
