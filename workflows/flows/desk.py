"""The nodes of our flows: a desk with named ways out, and its start. No node sets a legal state.

A `Desk` waits for one of its actions; the outcome the action returns picks the next node, without
gateway rows in between. Whoever runs a node holds the row lock of the dossier (`dispatch.act`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import connection
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.signals import (
    flow_finished,
    flow_started,
    task_finished,
    task_started,
)
from viewflow.workflow.status import PROCESS, STATUS

from casework import clock
from casework.models import Branch, Dossier, User
from workflows.models import DeskProcess, DeskTask

# The dossier's row lock is taken first, so a wait here is never long: wait, do not sleep and retry.
desk_lock = SelectForUpdateLock(nowait=False, attempts=1)

Owner = Callable[[Any], User | None]


def _fill(task: DeskTask, process: Any) -> None:
    """Copy what a desk is listed by onto the task."""
    subject: Dossier | Branch = process.subject
    task.complaint, task.case = process.complaint, process.case
    task.branch = process.branch
    task.office_id = subject.office_id
    task.due_on = subject.next_due_on
    task.created = clock.now()


class WaysOut:
    """Mixin of activations: create the node that the task's outcome names."""

    task: DeskTask
    flow_task: Any

    def follow(self) -> Iterator[Activation]:
        target = self.flow_task.ways[self.task.outcome]
        yield target._create(self, self.task.token)


class DeskActivation(WaysOut, ViewActivation):
    """A task on a desk. Created by one INSERT; finished by one UPDATE."""

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None
    ) -> DeskActivation:
        process = prev_activation.process
        task = DeskTask(process=process, flow_task=flow_task, token=token, node=flow_task.name)
        _fill(task, process)
        task.role = flow_task.role
        if flow_task.office_of is not None:
            task.office_id = flow_task.office_of(process)
        if flow_task.due_of is not None:
            task.due_on = flow_task.due_of(process)
        owner = flow_task.owner_of(process) if flow_task.owner_of is not None else None
        if owner is not None:
            task.owner, task.status, task.assigned = owner, STATUS.ASSIGNED, clock.now()
        task.came_from = prev_activation.task
        task.save(force_insert=True)
        return cls(task)

    def finish(self, outcome: str, user: User | None) -> None:
        """Close the task under `outcome` and open the next desk. The caller holds the lock."""
        now = clock.now()
        self.task.outcome = outcome
        if user is not None:
            self.task.owner = user
            self.task.assigned = self.task.assigned or now
        self.task.status = STATUS.DONE
        self.task.started = self.task.started or now
        self.task.finished = now
        self.task.save(
            update_fields=["outcome", "owner", "assigned", "status", "started", "finished"]
        )
        task_finished.send(sender=self.flow_class, process=self.process, task=self.task)
        self.activate_next()

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        return self.follow()


class Desk(flow.View):
    """One desk: who works it (`role`, or the `owner`), which actions end it, where each leads.

    `ways` maps an outcome to a node reference. `office` picks another office than the owner's.
    A desk with a term of its own (`due`) lies apart: it follows neither the record's term nor its
    office.
    """

    activation_class = DeskActivation

    def __init__(
        self,
        *actions: str,
        role: str,
        title: Any,
        owner: Owner | None = None,
        office: Callable[[Any], int] | None = None,
        due: Callable[[Any], date] | None = None,
        **ways: Any,
    ) -> None:
        super().__init__(None)
        self.actions = actions
        self.role = role
        self.owner_of = owner
        self.office_of = office
        self.due_of = due
        self.ways: dict[str, Any] = ways
        self.task_title = title

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.ways = {name: this.resolve(instance, node) for name, node in self.ways.items()}

    def _outgoing(self) -> Iterator[Edge]:
        for outcome, node in self.ways.items():
            yield Edge(src=self, dst=node, edge_class="next", label=outcome)


class BeginActivation(WaysOut, StartHandleActivation):
    """The first task of a run: done as soon as it is there."""

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None
    ) -> BeginActivation:
        flow_class = flow_task.flow_class
        process = flow_class.process_class(flow_class=flow_class, created=clock.now())
        return cls(DeskTask(flow_task=flow_task, process=process, node=flow_task.name))

    @Activation.status.transition(source=STATUS.NEW)
    def execute(self) -> None:
        # Nobody else can see this process before commit: no lock, no savepoint.
        assert connection.in_atomic_block
        self.process.save(force_insert=True)
        task_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.task.process = self.process
        _fill(self.task, self.process)
        self.task.status = STATUS.DONE
        self.task.started = self.task.finished = clock.now()
        self.task.save(force_insert=True)
        flow_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.activate_next()

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        return self.follow()


class Begin(flow.StartHandle):
    """Start of a flow from code: `Flow.begin.run(complaint=…, outcome="…")`."""

    activation_class = BeginActivation

    def __init__(self, **ways: Any) -> None:
        super().__init__(_attach)
        self.ways: dict[str, Any] = ways

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.ways = {name: this.resolve(instance, node) for name, node in self.ways.items()}

    def _outgoing(self) -> Iterator[Edge]:
        for outcome, node in self.ways.items():
            yield Edge(src=self, dst=node, edge_class="next", label=outcome)


def _attach(activation: Any, *, outcome: str = "begun", **subjects: Any) -> Any:
    for name, value in subjects.items():
        setattr(activation.process, name, value)
    activation.task.outcome = outcome
    return activation.process


class FinishActivation(Activation):
    """The end of a run: our flows have one line, so nothing else can be open beside it."""

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None
    ) -> FinishActivation:
        process, now = prev_activation.process, clock.now()
        task = DeskTask(process=process, flow_task=flow_task, token=token, node=flow_task.name)
        _fill(task, process)
        task.status, task.started, task.finished = STATUS.DONE, now, now
        task.came_from = prev_activation.task
        task.save(force_insert=True)
        DeskProcess.objects.filter(pk=process.pk).update(status=PROCESS.DONE, finished=now)
        flow_finished.send(sender=flow_task.flow_class, process=process, task=task)
        return cls(task)

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        return iter(())


class Finish(flow.End):
    """End of a flow, written done by two statements."""

    activation_class = FinishActivation
