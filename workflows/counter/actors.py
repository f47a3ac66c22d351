"""In which role a person acts on a record, and what is on whose desk: one answer for every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from casework.access import Verdict, actor_for, scope_of, standing_in
from casework.models import Branch, Case
from casework.models.actor import Actor
from casework.vocabulary import Role
from workflows import moves
from workflows.catalogue import ACTIONS, Action
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.models import DeskTask

# The most powerful role first: a head who is also an inspector acts as the head.
ROLE_ORDER = (
    Role.BODY_HEAD, Role.INSPECTOR, Role.CLERK, Role.DEPARTMENT_HEAD, Role.LEGAL, Role.CREDIT,
    Role.SUPERVISOR,
)  # fmt: skip
BRANCH_MACHINES: dict[str, type[Branch]] = {
    action.machine.KIND: action.machine for action in ACTIONS.values() if action.machine.KIND
}


def as_machine(record: moves.Record) -> moves.Record:
    """Let the same row be seen with its transitions, without reading it again."""
    if isinstance(record, Branch):
        record.__class__ = BRANCH_MACHINES[record.kind]
    else:
        record.__class__ = CaseMachine if isinstance(record, Case) else ComplaintMachine
    return record


def open_desks(record: moves.Record) -> list[DeskTask]:
    """Return the open tasks of the record with owner and office, oldest first."""
    rows = DeskTask.objects.filter(finished__isnull=True, **moves.own(record))
    return list(rows.select_related("owner", "office__division").order_by("id"))


def best_actor(
    action: Action, record: moves.Record, user: Any, desks: Sequence[DeskTask] | None = None
) -> tuple[Actor, Verdict]:
    """Return as whom `user` best does `action`, and whether they may.

    Tried are the roles held at the record's office and at the offices of its open desks (whoever
    answers a transfer belongs to the other office); the first that may act, else the first held.
    """
    offices = {record.office_id: record.office}
    for task in open_desks(record) if desks is None else desks:
        if task.office_id and task.office is not None:
            offices.setdefault(task.office_id, task.office)
    scope = scope_of(user)
    candidates = [
        scope.actor_at(office, role)
        for office in offices.values()
        for role in ROLE_ORDER
        if role in scope.roles_at(office.pk)
    ] or [scope.actor_at(m.office, m.role) for m in scope.memberships]
    candidates = candidates or [actor_for(user, record.office)]
    candidates = [standing_in(actor, record.dossier) for actor in candidates]
    as_machine(record)
    verdicts = [(actor, action.may(record, actor)) for actor in candidates]
    return next((pair for pair in verdicts if pair[1].ok), verdicts[0])


def record_url(record: moves.Record) -> str:
    """Return the address of the page of a complaint or a case; a branch is shown on its case's."""
    return reverse(record.dossier.STREAM, args=[record.dossier.pk])


def act_url(code: str, record: moves.Record) -> str:
    """Return the address of the page of one act on a record."""
    return reverse("act", args=[code, record.STREAM, record.pk])
