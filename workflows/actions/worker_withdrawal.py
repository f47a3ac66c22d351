"""One worker leaves a group (law.md scenario 13): asked, confirmed as voluntary; the others go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Case, WageClaim, WithdrawalRequest
from casework.models.actor import Actor
from casework.records.cases import refresh_complaint, refresh_totals
from casework.vocabulary import EventKind
from workflows.actions.done import Done
from workflows.actions.withdrawal import WITHDRAWABLE, decide, open_requests, withdraw_whole
from workflows.guards import case_not_ended
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, require, take
from workflows.models import DeskTask

DESK = "confirm_workers"


def request_worker_withdrawal(
    complaint: ComplaintMachine, *, actor: Actor, claims: Sequence[WageClaim], reason: str
) -> Done:
    """Put the wish of these workers on the head's desk; nothing stops until it is confirmed."""
    if complaint.state not in WITHDRAWABLE:
        raise Refused(_("现在不能撤回。正在移送的请等接收后再试，已办结的不用撤回。"))
    require(case_not_ended.explain(complaint))
    wishes = [
        WithdrawalRequest(complaint=complaint, claim=claim, reason=reason[:300],
                          requested_at=clock.now())
        for claim in claims
    ]  # fmt: skip
    try:
        with transaction.atomic():
            WithdrawalRequest.objects.bulk_create(wishes)
    except IntegrityError as error:
        raise Refused(_("已经申请过撤回，正在等负责人确认。")) from error
    record(complaint, EventKind.WORKER_WITHDRAWAL_REQUESTED, actor=actor, reason=reason,
           save=False,
           facts={"workers": len(wishes), "claims": [w.claim_id for w in wishes]})  # fmt: skip
    waiting = DeskTask.objects.filter(complaint=complaint.pk, node=DESK, finished__isnull=True)
    return Done() if waiting.exists() else Done(withdrawal=wishes[0])


def decide_worker_withdrawals(
    complaint: ComplaintMachine, *, actor: Actor, answers: Mapping[int, tuple[bool, str]]
) -> Done:
    """Confirm or decline each answered wish (claim id -> voluntary, how it was checked).

    When nobody is left the complaint itself is withdrawn; its case waits for the head, who revokes
    it or goes on ex officio.
    """
    requests = list(open_requests(complaint).filter(claim__isnull=False))
    leaving = []
    for request in requests:
        if request.claim_id is None or request.claim_id not in answers:
            continue
        voluntary, how = answers[request.claim_id]
        take(request, "confirm" if voluntary else "decline", actor)
        decide(request, actor, how)
        if voluntary:
            assert request.claim is not None
            request.claim.withdrawn_at = clock.now()
            leaving.append(request.claim)
        else:
            record(complaint, EventKind.WORKER_WITHDRAWAL_DECLINED, actor=actor, reason=how,
                   save=False, facts={"claim": request.claim_id})  # fmt: skip
    WageClaim.objects.bulk_update(leaving, ["withdrawn_at"])
    _leave(complaint, actor, leaving, answers)
    return Done(outcome="decided" if len(answers) >= len(requests) else "")


def _leave(
    complaint: ComplaintMachine, actor: Actor, leaving: list[WageClaim],
    answers: Mapping[int, tuple[bool, str]],
) -> None:  # fmt: skip
    """Count anew who is left, in the complaint and in its case; write it in both chains."""
    if not leaving:
        return
    refresh_complaint(complaint)
    for claim in leaving:
        record(complaint, EventKind.WORKER_WITHDRAWN, actor=actor, reason=answers[claim.pk][1],
               save=False, facts={"claim": claim.pk, "left": complaint.worker_count})  # fmt: skip
    if complaint.worker_count == 0:
        left = open_requests(complaint).filter(claim__isnull=False)
        withdraw_whole(complaint, left, actor=actor, reason=_("工人全部撤回。"))
    elif complaint.case_id:
        case = Case.objects.select_for_update(of=("self",)).select_related("office").get(
            pk=complaint.case_id
        )  # fmt: skip
        refresh_totals(case)
        record(case, EventKind.WORKER_WITHDRAWN, actor=actor, save=False,
               facts={"claims": [c.pk for c in leaving], "left": case.worker_count,
                      "verified": case.verified_yuan})  # fmt: skip
        case.save_step()


def continue_ex_officio(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """All workers left; the head finds a public interest and lets the case go on (law.md B1.1)."""
    if case.worker_count:
        raise Refused(_("还有工人没有撤回，案件照常办理。"))
    record(case, EventKind.CASE_CONTINUED, actor=actor, reason=reason, save=False)
    return Done()
