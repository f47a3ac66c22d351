"""Investigate: begin, extend once, find facts per worker, finish (Order 423 arts. 16-18)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.money import yuan
from casework.lawbook import targets_on
from casework.models import Deadline, WageClaim
from casework.models.actor import Actor
from casework.records.cases import refresh_totals
from casework.vocabulary import CaseState, DeadlineState, DocumentKind, EventKind, Finding
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require, take
from workflows.permissions import by_handlers


def begin_investigation(case: CaseMachine, *, actor: Actor, plan: str = "") -> Done:
    """Start the investigation with two inspectors."""
    take(case, "begin_investigation", actor)
    record(case, EventKind.CASE_INVESTIGATION_STARTED, actor=actor, reason=plan, save=False)
    return Done(outcome="begun")


def extend_investigation(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """Extend D-07 once by 30 working days; approved on or before the last day."""
    take(case, "extend", actor)
    clock_ = Deadline.objects.get(case=case.pk, rule="D-07", state=DeadlineState.RUNNING)
    before = clock_.due_on
    deadlines.extend(case, clock_, approved_by=actor.user, reason=reason)
    if targets_on(case.rules_day):
        for target in deadlines.running(case, "D-08"):
            deadlines.extend(case, target, approved_by=actor.user, reason=reason)
    paper = documents.write(
        case, DocumentKind.EXTENSION_APPROVAL, actor,
        {"old": before, "new": clock_.due_on, "reason": reason},
    )  # fmt: skip
    record(
        case, EventKind.CASE_EXTENDED, actor=actor, reason=reason,
        facts={"old": before, "new": clock_.due_on, "document": paper.number}, save=False,
    )  # fmt: skip
    return Done()


def record_findings(
    case: CaseMachine, *, actor: Actor, findings: dict[int, dict[str, Any]]
) -> Done:
    """Write the finding of one or many workers: owed with an amount (yuan), paid, not made out.

    `findings` maps claim id to {"finding", "verified_yuan", "note"}. Raises Refused when the case
    is past its investigation, a claim is not of this case, or an amount is below what was paid.
    """
    require(by_handlers().explain(case, actor))
    if case.state != CaseState.INVESTIGATING:
        raise Refused(_("只有调查期间可以逐人认定。"))
    claims = {c.pk: c for c in WageClaim.objects.select_for_update().filter(case=case.pk)}
    changed = []
    for pk, given in findings.items():
        claim = claims.get(pk)
        if claim is None:
            raise Refused(_("有一行不属于本案，请刷新后再试。"))
        _apply(claim, given)
        changed.append(claim)
    WageClaim.objects.bulk_update(changed, ["finding", "verified_yuan", "finding_note"])
    refresh_totals(case)
    record(
        case,
        EventKind.CLAIM_FOUND,
        actor=actor,
        facts={
            "workers": len(changed),
            "verified": case.verified_yuan,
            "rows": {str(c.pk): [c.finding, c.verified_yuan] for c in changed},
        },
        save=False,
    )
    return Done()


def finish_investigation(case: CaseMachine, *, actor: Actor, text: str) -> Done:
    """End the investigation: D-07 is met, D-12 (15 working days to decide) begins."""
    take(case, "finish_investigation", actor, on=clock.today())
    deadlines.meet(case, "D-07")
    deadlines.start(case, "D-12")
    record(
        case, EventKind.CASE_INVESTIGATED, actor=actor, reason=text,
        facts={"verified": case.verified_yuan, "workers": case.worker_count}, save=False,
    )  # fmt: skip
    return Done(outcome="finished")


def _apply(claim: WageClaim, given: dict[str, Any]) -> None:
    claim.finding = given["finding"]
    claim.finding_note = given.get("note", "")[:300]
    if claim.finding == Finding.OWED:
        amount = yuan(given["verified_yuan"])
        if amount <= 0:
            raise Refused(_("“欠薪属实”须填写大于零的核实金额。"))
        claim.verified_yuan = amount
    elif claim.finding == Finding.PENDING:
        claim.verified_yuan = None
    else:
        claim.verified_yuan = Decimal("0.00")
    if claim.paid_yuan > (claim.verified_yuan or 0):
        raise Refused(_("核实金额不能小于已登记的支付。"))
