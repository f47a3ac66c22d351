"""What an act does to the desks: which open task it ends, which desk comes next, who follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from viewflow.workflow.status import PROCESS, STATUS

from casework import clock
from casework.models import Branch, Case, Complaint
from casework.models.actor import Actor
from casework.vocabulary import CaseState, ComplaintState, Role, TransferState
from workflows.actions.done import Done
from workflows.flows.branches import BRANCH_FLOWS
from workflows.flows.case import CaseFlow
from workflows.flows.complaint import ComplaintFlow, WithdrawalFlow
from workflows.flows.delay import DelayFlow
from workflows.flows.enforcement import EnforcementFlow
from workflows.flows.transfer import CaseTransferFlow
from workflows.machines.step import Refused
from workflows.models import DeskProcess, DeskTask

Record = Complaint | Case | Branch
LEFT_ALL_DESKS = (ComplaintState.WITHDRAWN, CaseState.TRANSFERRED)
Before = tuple[Any, int, int | None]


def open_desks(record: Record) -> list[DeskTask]:
    """Every open task of the record: one query answers which desk acts and which stand beside."""
    tasks = DeskTask.objects.select_for_update(of=("self",)).filter(finished__isnull=True)
    return list(tasks.filter(**own(record)).order_by("id"))


def own(record: Record) -> dict[str, Any]:
    """The tasks of the record itself: those of a case without its branches'."""
    if isinstance(record, Case):
        return {"case": record.pk, "branch__isnull": True}
    return {record.STREAM: record.pk}


def task_of(actions_of: str, desks: list[DeskTask]) -> DeskTask:
    """Return the open task that the action ends. Raises Refused when it is on no desk."""
    for task in desks:
        if actions_of in getattr(task.flow_task, "actions", ()):
            return task
    raise Refused(_("这一步现在不在办理桌上，可能已有人办过，请刷新后查看。"))


def beside(desks: Sequence[DeskTask], task: DeskTask | None) -> list[int]:
    """The open tasks that stay and follow the record; one with a term of its own lies apart."""
    return [
        desk.pk for desk in desks
        if desk is not task and getattr(desk.flow_task, "due_of", None) is None
    ]  # fmt: skip


def state_before(record: Record) -> Before:
    """What the desks beside follow: next due day, office, lead."""
    return record.next_due_on, record.office_id, record.lead_id


def move_on(
    record: Any, task: DeskTask | None, done: Done, actor: Actor, desks: Sequence[DeskTask] = ()
) -> None:
    """End the task under the action's outcome, and begin what the action began."""
    if task is not None and done.outcome:
        _finish(task, record, done.outcome, actor)
    for desk in desks:
        if desk is not task and done.beside and done.beside in desk.flow_task.ways:
            _finish(desk, record, done.beside, Actor.system())
    if done.leaving is not None:
        _leave(record.dossier, done.leaving)
    _begin_runs(record, done, is_on_desk=task is not None)
    for branch, way in done.onward:
        _go_on(branch, way, actor)
    for complaint in done.finished:
        waiting = DeskTask.objects.get(
            complaint=complaint.pk, node="in_case", finished__isnull=True
        )
        _finish(waiting, complaint, "closed", Actor.system())
    if done.moved and done.opened is not None:
        _follow_case(done.moved, done.opened)
    if not isinstance(record, Branch) and record.state in LEFT_ALL_DESKS:
        _clear_desks(record)


def _go_on(branch: Branch, way: str, actor: Actor) -> None:
    """Let a branch leave its open desk by `way`; one that lies on no desk begins a run with it."""
    tasks = DeskTask.objects.select_for_update(of=("self",)).filter(finished__isnull=True)
    task = tasks.filter(branch=branch.pk).order_by("id").first()
    if task is not None:
        _finish(task, branch, way, actor)
        return
    begin = BRANCH_FLOWS[branch.kind].begin
    if way in begin.ways:
        begin.run(branch=branch, case=branch.case, outcome=way)


def _begin_runs(record: Any, done: Done, *, is_on_desk: bool) -> None:
    """Begin the runs of what the action opened."""
    if done.enforcement:
        EnforcementFlow.begin.run(case=record)
    if done.opened is not None:
        CaseFlow.begin.run(case=done.opened)
    for branch in done.branches:
        BRANCH_FLOWS[branch.kind].begin.run(
            branch=branch, case=branch.case, outcome=branch.opens_at
        )
    if done.filed is not None:
        ComplaintFlow.begin.run(complaint=done.filed, outcome=done.filed_outcome)
    if done.withdrawal is not None:
        way = "one" if done.withdrawal.claim_id else "begun"
        WithdrawalFlow.begin.run(complaint=record, withdrawal=done.withdrawal, outcome=way)
    if done.delay is not None:
        DelayFlow.begin.run(complaint=record)
    if done.transfer is not None and isinstance(record, Case) and not is_on_desk:
        proposed = done.transfer.state == TransferState.PROPOSED
        CaseTransferFlow.begin.run(case=record, outcome="proposed" if proposed else "requested")


def _finish(task: DeskTask, record: Any, outcome: str, actor: Actor) -> None:
    """End the task; its process is the one row locked by its dossier, read once with the task."""
    if "process" not in task._state.fields_cache:
        task.process = DeskProcess(pk=task.process_id, flow_class=task.flow_task.flow_class)
    setattr(task.process, record.STREAM, record)
    if isinstance(record, Branch):
        task.process.case = record.case
    task.flow_task.activation_class(task).finish(outcome, actor.user)


def follow(record: Record, before: Before, beside: list[int]) -> None:
    """Let the desks that stay open follow the record: its term, its office, its lead."""
    due, office, lead = before
    if beside and record.next_due_on != due:
        DeskTask.objects.filter(pk__in=beside).update(due_on=record.next_due_on)
    if beside and record.office_id != office:
        DeskTask.objects.filter(pk__in=beside).update(
            office=record.office_id, owner=None, assigned=None, status=STATUS.NEW
        )
    dossier = record.dossier
    if lead is not None and dossier.lead_id != lead:
        tasks = _open_of(dossier).filter(owner=lead)
        tasks.update(owner=dossier.lead_id, assigned=clock.now())


def _open_of(dossier: Complaint | Case) -> QuerySet[DeskTask]:
    """The open tasks of a dossier: of a case with its branches' and its complaints'."""
    whose = Q(**{dossier.STREAM: dossier.pk})
    if isinstance(dossier, Case):
        # Their ids, not a join: an OR over two tables could use no index.
        whose |= Q(complaint__in=list(dossier.complaints.values_list("pk", flat=True)))
    return DeskTask.objects.filter(whose, finished__isnull=True)


def _leave(dossier: Complaint | Case, user_id: int) -> None:
    """Take what somebody held here off them: an inspector's task follows the lead, others wait."""
    tasks = _open_of(dossier).filter(owner=user_id)
    tasks.exclude(role=Role.INSPECTOR).update(owner=None, assigned=None, status=STATUS.NEW)
    tasks.filter(role=Role.INSPECTOR).update(owner=dossier.lead_id, assigned=clock.now())


def _clear_desks(record: Record) -> None:
    """A withdrawn complaint and a case handed over leave every desk; their runs are cancelled."""
    now = clock.now()
    rows = own(record) if isinstance(record, Case) else {"complaint": record.pk, "case": None}
    tasks = DeskTask.objects.filter(finished__isnull=True, **rows)
    runs = DeskProcess.objects.filter(pk__in=tasks.values("process_id"))
    runs.update(status=PROCESS.CANCELED, finished=now)
    tasks.update(status=STATUS.CANCELED, finished=now)


def _follow_case(complaints: list[Complaint], case: Case) -> None:
    """The complaints of a case that another authority filed anew wait on its desk."""
    DeskTask.objects.filter(
        complaint__in=[row.pk for row in complaints], node="in_case", finished__isnull=True
    ).update(office=case.office_id, owner=case.lead_id, assigned=clock.now())
