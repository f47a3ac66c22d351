"""Withdrawal (撤回): the complainant asks, the head confirms it is voluntary; others go on."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Case, WithdrawalRequest
from casework.models.actor import Actor
from casework.records.cases import refresh_totals
from casework.vocabulary import ComplaintState, EventKind, WithdrawalState
from workflows import deadlines
from workflows.actions.done import Done
from workflows.guards import case_not_ended
from workflows.machines.complaint import ComplaintMachine, WithdrawalMachine
from workflows.machines.step import Refused, take

WITHDRAWABLE = (ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.ACCEPTED)


def request_withdrawal(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Put the wish on the head's desk; nothing stops until it is confirmed."""
    if complaint.state not in WITHDRAWABLE:
        raise Refused(_("现在不能撤回。正在移送的请等接收后再试，已办结的不用撤回。"))
    verdict = case_not_ended.explain(complaint)
    if not verdict.ok:
        raise Refused(verdict.reason)
    try:
        with transaction.atomic():
            request = WithdrawalRequest.objects.create(
                complaint=complaint, reason=reason[:300], requested_at=clock.now()
            )
    except IntegrityError as error:
        raise Refused(_("您已经申请过撤回，正在等负责人确认。")) from error
    record(complaint, EventKind.COMPLAINT_WITHDRAWAL_REQUESTED, actor=actor, reason=reason,
           save=False)  # fmt: skip
    return Done(withdrawal=request)


def confirm_withdrawal(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Confirm: the complaint's clocks stop and its workers leave the case, which may go on."""
    request = _open_request(complaint)
    take(request, "confirm", actor)
    _decide(request, actor, reason)
    take(complaint, "withdraw", actor)
    deadlines.cancel(complaint)
    complaint.claims.filter(withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    if complaint.case_id:
        case = Case.objects.select_for_update().get(pk=complaint.case_id)
        refresh_totals(case)
        record(case, EventKind.COMPLAINT_WITHDRAWN, actor=actor, reason=reason, save=False,
               facts={"complaint": complaint.tracking_no})  # fmt: skip
        case.save_step()
    record(complaint, EventKind.COMPLAINT_WITHDRAWN, actor=actor, reason=reason, save=False)
    return Done(outcome="withdrawn")


def decline_withdrawal(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Do not confirm (not voluntary, or unclear): the complaint goes on, the worker is told why."""
    request = _open_request(complaint)
    take(request, "decline", actor)
    _decide(request, actor, reason)
    record(complaint, EventKind.COMPLAINT_WITHDRAWAL_DECLINED, actor=actor, reason=reason,
           save=False)  # fmt: skip
    return Done(outcome="declined")


def _open_request(complaint: ComplaintMachine) -> WithdrawalMachine:
    request = (
        WithdrawalMachine.objects.select_for_update(of=("self",))
        .select_related("complaint__office")
        .filter(complaint=complaint.pk, state=WithdrawalState.REQUESTED)
        .first()
    )
    if request is None:
        raise Refused(_("没有待确认的撤回申请。"))
    return request


def _decide(request: WithdrawalMachine, actor: Actor, reason: str) -> None:
    request.answer = reason[:300]
    request.decided_at, request.decided_by = clock.now(), actor.user
    request.save()
