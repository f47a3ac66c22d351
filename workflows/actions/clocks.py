"""Acts on a clock of a case: let it stand still, let it go on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Deadline
from casework.models.actor import Actor
from casework.vocabulary import DeadlineState, EventKind
from workflows import deadlines
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import to_resume, to_suspend


def suspend_clock(case: CaseMachine, *, actor: Actor, rule_id: str, reason: str) -> Done:
    """Let a running clock stand still from today, where its rule names a ground for it."""
    require(to_suspend().explain(case, actor))
    deadline = _locked(case, rule_id, DeadlineState.RUNNING)
    if not deadlines.RULES[rule_id].limit.suspension.zh:
        raise Refused(_("法律没有规定这一期限可以中止。"))
    _refuse_passed(deadline)
    deadlines.suspend(case, deadline, reason=reason, by=actor.user)
    record(case, EventKind.CLOCK_SUSPENDED, actor=actor, reason=reason, save=False,
           facts=_facts(deadline))  # fmt: skip
    return Done()


def resume_clock(case: CaseMachine, *, actor: Actor, rule_id: str, reason: str) -> Done:
    """Let a clock go on from today; its last day moves by what was left out."""
    require(to_resume().explain(case, actor))
    deadline = _locked(case, rule_id, DeadlineState.SUSPENDED)
    before = deadline.due_on
    span = deadlines.resume(case, deadline, by=actor.user)
    record(
        case, EventKind.CLOCK_RESUMED, actor=actor, reason=reason, save=False,
        facts={**_facts(deadline), "old": before, "began": span.began_on},
    )  # fmt: skip
    return Done()


def _locked(case: CaseMachine, rule_id: str, state: str) -> Deadline:
    """Return the one clock of this rule in this state, locked under the case's own lock."""
    rows = deadlines.unended(case, rule_id).select_for_update().filter(state=state)
    found = rows.order_by("id").first()
    if found is None:
        raise Refused(_("没有这样的期限，请刷新后查看。"))
    return found


def _refuse_passed(deadline: Deadline) -> None:
    if clock.today() > deadline.due_on:
        raise Refused(_("期限已经届满（%(day)s），不能再中止。") % {"day": deadline.due_on})


def _facts(deadline: Deadline) -> dict[str, Any]:
    label = deadlines.RULES[deadline.rule].stored_label
    return {"rule": deadline.rule, "label": label, "due": deadline.due_on}
