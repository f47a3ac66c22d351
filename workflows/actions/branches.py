"""Say of open branches that they go on after the case is closed (law.md B1.2, ANY -> CLOSED)."""

from __future__ import annotations

from collections.abc import Iterable

from casework.journal import record
from casework.models import Branch
from casework.models.actor import Actor
from casework.vocabulary import EventKind, Role
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import require
from workflows.permissions import by


def let_continue(
    case: CaseMachine, *, actor: Actor, branches: Iterable[Branch], reason: str
) -> Done:
    """Mark open branches of the case as standing on their own; each is told in the journal."""
    require(by(Role.BODY_HEAD).explain(case, actor))
    for branch in branches:
        branch.stands_alone = True
        branch.save(update_fields=["stands_alone"])
        record(case, EventKind.BRANCH_STANDS_ALONE, actor=actor, reason=reason, save=False,
               facts={"branch": branch.pk, "kind": branch.kind})  # fmt: skip
    return Done()
