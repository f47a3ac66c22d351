"""The computation aid (工资计算): reckoned with its working, kept, and taken over as the finding if wished."""

from __future__ import annotations

from decimal import Decimal

from casework import clock
from casework.journal import record
from casework.law.wages import Reckoning
from casework.models import Computation, WageClaim
from casework.models.actor import Actor
from casework.vocabulary import EventKind, Finding
from workflows.actions.done import Done
from workflows.actions.investigation import record_findings
from workflows.machines.case import CaseMachine
from workflows.machines.step import require
from workflows.permissions import by_handlers


def store_computation(
    case: CaseMachine, *, actor: Actor, claim: WageClaim, basis: str, inputs: dict[str, Decimal],
    reckoning: Reckoning, take_over: bool,
) -> Done:  # fmt: skip
    """Keep the computation of one worker; with `take_over` its amount becomes the finding (owed)."""
    require(by_handlers().explain(case, actor))
    kept = Computation.objects.create(
        claim=claim, basis=basis, inputs={name: str(value) for name, value in inputs.items()},
        working=reckoning.text, amount_yuan=reckoning.amount, computed_at=clock.now(),
        computed_by=actor.staff,
    )  # fmt: skip
    record(case, EventKind.COMPUTATION_STORED, actor=actor, save=False,
           facts={"computation": kept.pk, "claim": claim.pk, "amount": kept.amount_yuan})  # fmt: skip
    if take_over:
        found = {"finding": Finding.OWED, "verified_yuan": kept.amount_yuan, "note": kept.working}
        record_findings(case, actor=actor, findings={claim.pk: found})
    return Done(message=kept.working)
