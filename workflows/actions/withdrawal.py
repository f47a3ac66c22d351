"""Withdrawal (撤回): the complainant asks, the head confirms it is voluntary; others go on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
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
    waiting = list(open_requests(complaint))
    request = _of_the_whole(waiting)
    take(request, "confirm", actor)
    decide(request, actor, reason)
    of_workers = [one for one in waiting if one is not request]
    withdraw_whole(complaint, of_workers, actor=actor, reason=reason)
    return Done(outcome="withdrawn")


def withdraw_whole(
    complaint: ComplaintMachine,
    of_workers: Iterable[WithdrawalMachine],
    *,
    actor: Actor,
    reason: str,
) -> None:
    """The complaint ends as withdrawn: its clocks stop and all its workers leave the case.

    `of_workers`: single workers' wishes that still wait; they are confirmed with it.
    """
    take(complaint, "withdraw", actor)
    deadlines.cancel(complaint)
    for request in of_workers:
        take(request, "confirm", actor)
        decide(request, actor, reason)
    complaint.claims.filter(withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    if complaint.case_id:
        case = Case.objects.select_for_update().get(pk=complaint.case_id)
        refresh_totals(case)
        record(case, EventKind.COMPLAINT_WITHDRAWN, actor=actor, reason=reason, save=False,
               facts={"complaint": complaint.tracking_no})  # fmt: skip
        case.save_step()
    record(complaint, EventKind.COMPLAINT_WITHDRAWN, actor=actor, reason=reason, save=False)


def decline_withdrawal(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Do not confirm (not voluntary, or unclear): the complaint goes on, the worker is told why."""
    request = _of_the_whole(open_requests(complaint))
    take(request, "decline", actor)
    decide(request, actor, reason)
    record(complaint, EventKind.COMPLAINT_WITHDRAWAL_DECLINED, actor=actor, reason=reason,
           save=False)  # fmt: skip
    return Done(outcome="declined")


def open_requests(complaint: ComplaintMachine) -> QuerySet[WithdrawalMachine]:
    """Return the wishes that wait for the head, locked, oldest first."""
    rows = WithdrawalMachine.objects.select_for_update(of=("self",))
    rows = rows.filter(complaint=complaint.pk, state=WithdrawalState.REQUESTED)
    return rows.select_related("complaint__office", "claim").order_by("id")


def _of_the_whole(waiting: Iterable[WithdrawalMachine]) -> WithdrawalMachine:
    request = next((one for one in waiting if one.claim_id is None), None)
    if request is None:
        raise Refused(_("没有待确认的撤回申请。"))
    return request


def decide(request: WithdrawalMachine, actor: Actor, reason: str) -> None:
    """Write who decided the wish, when and why; its state was taken before."""
    request.answer = reason[:300]
    request.decided_at, request.decided_by = clock.now(), actor.user
    request.save()
