"""Move running matters from one version of a flow to another; until then they stay where they began.

A flow that changes becomes a new class; the old one stays, because a process keeps the reference of
the class it began with. What a move would change is listed before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from viewflow.workflow.fields import get_flow_ref, import_flow_by_ref

from casework.journal import record
from casework.models import Case, Complaint
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from workflows.flows.desk import Desk
from workflows.models import DeskProcess, DeskTask


@dataclass(frozen=True)
class Difference:
    """What the move of one run changes: its open desk as it is and as it would be."""

    process_id: int
    dossier: str
    node: str
    before: str
    after: str

    @property
    def can_move(self) -> bool:
        """A desk without a namesake in the new version keeps its run on the old one."""
        return bool(self.after)


def flow_of(reference: str) -> Any:
    """Return the flow class of "workflows/flows.case.CaseFlow". Raises ValueError when none is."""
    try:
        found = import_flow_by_ref(reference)
    except (ImportError, AssertionError, LookupError, TypeError) as error:
        raise ValueError(f"no flow {reference}") from error
    if found is None:
        raise ValueError(f"no flow {reference}: write app/module.Class")
    return found


def differences(old: Any, new: Any) -> Iterator[Difference]:
    """Yield, for every running process of `old`, what becomes of its open desk under `new`."""
    for task in _open_tasks(old).iterator(chunk_size=500):
        target = _node(new, task.node)
        yield Difference(
            process_id=task.process_id,
            dossier=str(task.subject),
            node=task.node,
            before=_words(task.flow_task),
            after=_words(target) if target is not None else "",
        )


def move(old: Any, new: Any, process_ids: Iterable[int]) -> int:
    """Move these processes, each in a transaction of its own; return how many moved."""
    return sum(_move_one(old, new, pk) for pk in process_ids)


def _open_tasks(flow: Any) -> Any:
    rows = DeskTask.objects.filter(process__flow_class=get_flow_ref(flow), finished__isnull=True)
    return rows.select_related("case", "complaint").order_by("process_id", "id")


@transaction.atomic
def _move_one(old: Any, new: Any, process_id: int) -> bool:
    pointer = DeskProcess.objects.only("case_id", "complaint_id").get(pk=process_id)
    model: Any = Case if pointer.case_id else Complaint
    dossier = model.objects.select_for_update(of=("self",)).select_related("office").get(
        pk=pointer.case_id or pointer.complaint_id
    )  # fmt: skip
    tasks = list(_open_tasks(old).filter(process=process_id))
    targets = [_node(new, task.node) for task in tasks]
    if not tasks or any(target is None for target in targets):
        return False
    for task, target in zip(tasks, targets, strict=True):
        assert target is not None
        task.flow_task, task.role = target, target.role
        task.save(update_fields=["flow_task", "role"])
    DeskProcess.objects.filter(pk=process_id).update(flow_class=get_flow_ref(new))
    record(
        dossier, EventKind.FLOW_MOVED, actor=Actor.system(),
        facts={"from": get_flow_ref(old), "to": get_flow_ref(new),
               "desks": [task.node for task in tasks]},
    )  # fmt: skip
    return True


def _node(flow: Any, name: str) -> Desk | None:
    found = next((node for node in flow.instance.nodes() if node.name == name), None)
    return found if isinstance(found, Desk) else None


def _words(node: Any) -> str:
    ways = ", ".join(f"{outcome}→{target.name}" for outcome, target in sorted(node.ways.items()))
    return f"{node.role}: {' / '.join(node.actions) or '—'} ({ways})"
