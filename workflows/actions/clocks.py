"""Acts on a clock of a case: let it stand still, let it go on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Appeal, Deadline
from casework.models.actor import Actor
from casework.vocabulary import AppealOutcome, DeadlineState, EventKind
from workflows import deadlines
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import to_resume, to_suspend

WITH_EXECUTION = "D-19"
"""The term to ask the court stands still while execution is stopped (行政复议法, 行政诉讼法)."""
STOPPED = "复议、诉讼期间停止执行"
"""Ground of such a suspension, by which it is known again; printed, so always Chinese."""


def suspend_clock(case: CaseMachine, *, actor: Actor, rule_id: str, reason: str) -> Done:
    """Let a running clock stand still from today, where its rule names a ground for it."""
    require(to_suspend().explain(case, actor))
    deadline = _locked(case, rule_id, DeadlineState.RUNNING)
    if not deadlines.RULES[rule_id].limit.suspension.zh:
        raise Refused(_("法律没有规定这一期限可以中止。"))
    _refuse_passed(deadline)
    stand_still(case, deadline, actor=actor, reason=reason)
    return Done()


def resume_clock(case: CaseMachine, *, actor: Actor, rule_id: str, reason: str) -> Done:
    """Let a clock go on from today; its last day moves by what was left out."""
    require(to_resume().explain(case, actor))
    deadline = _locked(case, rule_id, DeadlineState.SUSPENDED)
    if rule_id == WITH_EXECUTION and stopped_appeals(case).exists():
        raise Refused(_("复议、诉讼期间停止执行的，恢复执行以后才继续计算。"))
    go_on(case, deadline, actor=actor, reason=reason)
    return Done()


def stand_still(case: CaseMachine, deadline: Deadline, *, actor: Actor, reason: str) -> None:
    """Let a clock stand still from today and write it."""
    deadlines.suspend(case, deadline, reason=reason, by=actor.user)
    record(case, EventKind.CLOCK_SUSPENDED, actor=actor, reason=reason, save=False,
           facts=_facts(deadline))  # fmt: skip


def go_on(case: CaseMachine, deadline: Deadline, *, actor: Actor, reason: str) -> None:
    """Let a clock go on from today and write by how much its last day moved."""
    before = deadline.due_on
    span = deadlines.resume(case, deadline, by=actor.user)
    record(
        case, EventKind.CLOCK_RESUMED, actor=actor, reason=reason, save=False,
        facts={**_facts(deadline), "old": before, "began": span.began_on},
    )  # fmt: skip


def stop_with_execution(case: CaseMachine, *, actor: Actor) -> None:
    """While execution is stopped the term to ask the court (D-19) does not run."""
    term = deadlines.running(case, WITH_EXECUTION).first()
    if term is not None:
        stand_still(case, term, actor=actor, reason=STOPPED)


def go_on_with_execution(case: CaseMachine, *, actor: Actor) -> None:
    """Execution goes on: so does D-19, unless another appeal or ground still holds it."""
    if stopped_appeals(case).exists():
        return
    rows = deadlines.unended(case, WITH_EXECUTION).filter(state=DeadlineState.SUSPENDED)
    held = rows.filter(suspensions__ended_on__isnull=True, suspensions__reason=STOPPED).first()
    if held is not None:
        go_on(case, held, actor=actor, reason=STOPPED)


def stopped_appeals(case: CaseMachine) -> QuerySet[Appeal]:
    """Return the pending appeals during which execution stands still."""
    return case.appeals.filter(outcome=AppealOutcome.PENDING, suspended_on__isnull=False)


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
