"""Desk moves that change no legal state: claim a task, hand it to a colleague, put it back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework import clock
from casework.access import scope_of
from casework.journal import record
from casework.models import Case, Complaint, User
from casework.models.actor import Actor
from casework.vocabulary import EventKind, Role
from workflows.machines.step import Refused
from workflows.models import DeskTask


def claim(task_id: int, actor: Actor) -> DeskTask:
    """Take an open task of one's own role and office."""
    with transaction.atomic():
        task, dossier = _locked(task_id)
        if task.owner_id is not None:
            raise Refused(_("这项任务已由%(who)s认领。") % {"who": task.owner})
        _require_role(task, actor)
        activation = task.flow_task.activation_class(task)
        task.assigned = clock.now()
        activation.assign(actor.user)
        _note(dossier, EventKind.TASK_CLAIMED, actor, task, "")
    return task


def give_back(task_id: int, actor: Actor, reason: str) -> DeskTask:
    """Put one's task back on the office's desk (退回), with the reason."""
    with transaction.atomic():
        task, dossier = _locked(task_id)
        if task.owner_id != actor.user_id and not _is_head(task, actor):
            raise Refused(_("只能退回自己的任务。"))
        if task.owner_id is None:
            raise Refused(_("这项任务还没有人认领。"))
        task.assigned = None
        task.flow_task.activation_class(task).unassign()
        _note(dossier, EventKind.TASK_RETURNED, actor, task, reason)
    return task


def reassign(task_id: int, actor: Actor, colleague: User, reason: str) -> DeskTask:
    """The head hands a task to another colleague of the office."""
    with transaction.atomic():
        task, dossier = _locked(task_id)
        if not _is_head(task, actor):
            raise Refused(_("只有负责人可以改派任务。"))
        if task.role not in scope_of(colleague).roles_at(task.office_id):
            raise Refused(_("%(who)s不是本单位的%(role)s。")
                          % {"who": colleague, "role": Role(task.role).label})  # fmt: skip
        activation = task.flow_task.activation_class(task)
        task.assigned = clock.now()
        if task.owner_id is None:
            activation.assign(colleague)
        else:
            activation.reassign(colleague)
        _note(
            dossier, EventKind.TASK_REASSIGNED, actor, task, reason,
            to=str(colleague), to_id=colleague.pk,
        )  # fmt: skip
    return task


def _locked(task_id: int) -> tuple[DeskTask, Complaint | Case]:
    """Lock the dossier, then the task: the same order as the dispatcher."""
    pointer = DeskTask.objects.only("complaint_id", "case_id").get(pk=task_id)
    model: Any = Case if pointer.case_id else Complaint
    rows = model.objects.select_for_update(of=("self",)).select_related("office")
    dossier = rows.get(pk=pointer.case_id or pointer.complaint_id)
    task = (
        DeskTask.objects.select_for_update(of=("self",))
        .select_related("process", "owner")
        .get(pk=task_id)
    )
    if task.finished is not None:
        raise Refused(_("这项任务已经办完。"))
    return task, dossier


def _require_role(task: DeskTask, actor: Actor) -> None:
    if actor.office is None or actor.office.pk != task.office_id or actor.role != task.role:
        raise Refused(_("这项任务由本单位的%(role)s办理。") % {"role": Role(task.role).label})


def _is_head(task: DeskTask, actor: Actor) -> bool:
    at_office = actor.office is not None and actor.office.pk == task.office_id
    return at_office and actor.role == Role.BODY_HEAD


def _note(
    dossier: Complaint | Case, kind: str, actor: Actor, task: DeskTask, reason: str, **facts: Any
) -> None:
    record(dossier, kind, actor=actor, reason=reason, facts={"desk": task.node, **facts},
           offices=[task.office_id] if task.office_id else [])  # fmt: skip
