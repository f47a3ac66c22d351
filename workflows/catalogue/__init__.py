"""The catalogue of actions: one list for page, API and timers; one module per subject."""

from __future__ import annotations

from collections.abc import Iterable

from casework.models import Case, Complaint
from workflows.catalogue import case, complaint, money, project, reckoning
from workflows.catalogue.action import Action

__all__ = ["ACTIONS", "Action", "for_record"]

ACTIONS: dict[str, Action] = {
    action.code: action
    for subject in (
        complaint,
        case,
        money,
        project,
        reckoning,
    )
    for action in subject.ACTIONS
}


def for_record(record: Complaint | Case) -> Iterable[Action]:
    """Return the actions of this kind of record, in the order of the law."""
    return [action for action in ACTIONS.values() if action.machine.STREAM == record.STREAM]
