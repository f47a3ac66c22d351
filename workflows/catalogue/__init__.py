"""The catalogue of actions: one list for page, API and timers; one module per subject."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from casework.models import Branch, Case, Complaint
from workflows.catalogue import (
    account_query,
    case,
    clocks,
    complaint,
    contact,
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
    talk,
    transfer,
    visit,
    volume,
)
from workflows.catalogue.action import Action

__all__ = ["ACTIONS", "Action", "by_code", "for_record"]

SUBJECTS: tuple[ModuleType, ...] = (
    complaint,
    contact,
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
    talk,
    employer,
    clocks,
    decision,
    enforcement,
    handlers,
)


def by_code(subjects: Iterable[ModuleType]) -> dict[str, Action]:
    """Return the actions of these modules by their codes, in the order of the law.

    Raises ValueError when a code is given twice, naming both places: the second would silently
    take the place of the first at every door.
    """
    found: dict[str, Action] = {}
    places: dict[str, str] = {}
    for subject in subjects:
        for action in subject.ACTIONS:
            place = f"{subject.__name__} ({action.run.__qualname__})"
            if action.code in found:
                raise ValueError(f"action {action.code}: in {places[action.code]} and in {place}")
            found[action.code], places[action.code] = action, place
    return found


ACTIONS = by_code(SUBJECTS)


def for_record(record: Complaint | Case | Branch) -> Iterable[Action]:
    """Return the actions of this kind of record, in the order of the law."""
    of = record.STREAM, record.KIND
    return [a for a in ACTIONS.values() if of == (a.machine.STREAM, a.machine.KIND)]
