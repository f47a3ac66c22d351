"""The catalogue of actions: one list for page, API and timers; one module per subject."""

from __future__ import annotations

from collections.abc import Iterable

from casework.models import Branch, Case, Complaint
from workflows.catalogue import (
    account_query,
    case,
    clocks,
    complaint,
    decision,
    employer,
    enforcement,
    handlers,
    joining,
    listing,
    money,
    papers,
    project,
    publication,
    reckoning,
    referral,
    transfer,
    visit,
    volume,
)
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
        account_query,
        listing,
        publication,
        referral,
        transfer,
        joining,
        visit,
        papers,
        volume,
        employer,
        clocks,
        decision,
        enforcement,
        handlers,
    )
    for action in subject.ACTIONS
}


def for_record(record: Complaint | Case | Branch) -> Iterable[Action]:
    """Return the actions of this kind of record, in the order of the law."""
    of = record.STREAM, record.KIND
    return [a for a in ACTIONS.values() if of == (a.machine.STREAM, a.machine.KIND)]
