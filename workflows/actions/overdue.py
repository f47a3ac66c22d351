"""What the timer does by itself: an order's term ended unpaid; a deadline warned or passed."""

from __future__ import annotations

from casework.journal import record
from casework.models import Deadline
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from workflows import deadlines
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import take


def mark_overdue(case: CaseMachine, *, actor: Actor) -> Done:
    """ORDERED -> OVERDUE: the term of the order ended and something is unpaid (D-13)."""
    take(case, "become_overdue", actor)
    deadlines.meet(case, "D-13")
    record(case, EventKind.CASE_OVERDUE, actor=actor, save=False,
           facts={"due": case.order_due_on, "left": case.unpaid_yuan})  # fmt: skip
    return Done(outcome="overdue")


def note_deadline(
    dossier: ComplaintMachine | CaseMachine, *, actor: Actor, deadline: Deadline, level: int,
    left: int,
) -> Done:  # fmt: skip
    """Write that a deadline is near (warned) or passed; escalation is told from this row."""
    rule = deadlines.RULES[deadline.rule]
    passed = left < 0
    record(
        dossier,
        EventKind.DEADLINE_PASSED if passed else EventKind.DEADLINE_WARNED,
        actor=actor,
        facts={"rule": deadline.rule, "label": str(rule.label), "due": deadline.due_on,
               "left": left, "level": level, "branch": deadline.branch_id},
        offices=[deadline.office_id],
        save=False,
    )  # fmt: skip
    deadline.warned_level = level
    deadline.save(update_fields=["warned_level"])
    return Done()
