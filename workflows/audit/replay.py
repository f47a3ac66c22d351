"""Walk the journal of a case through its machine: the state before and after each act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from casework.models import CaseEvent
from casework.vocabulary import CaseState
from workflows.audit.steps import BEGINS, MAY_STAY, TAKEN, TARGETS
from workflows.machines.case import FIELD, CaseMachine


@dataclass(frozen=True)
class Walked:
    """One act with the state it found and the one it left; `transition` is None where it changed none.

    `legal` is False where no transition of the machine leads from `before` by this act.
    """

    event: CaseEvent
    before: str
    after: str
    transition: Any | None
    legal: bool


@cache
def transitions() -> dict[tuple[str, str], Any]:
    """Return the transitions of the case machine by (name, source state)."""
    found: dict[tuple[str, str], Any] = {}
    for transition in FIELD.get_all_transitions(CaseMachine):
        states = list(CaseState) if transition.source in ("*", "+") else [transition.source]
        found |= {(transition.name, str(state)): transition for state in states}
    return found


def walk(events: Iterable[CaseEvent]) -> Iterator[Walked]:
    """Yield each act of one chain of a case, in order of `seq`, with the states around it."""
    state = ""
    for event in events:
        step = _step(event, state)
        yield step
        state = step.after


def _step(event: CaseEvent, state: str) -> Walked:
    if not state:
        return Walked(event, state, str(CaseState.OPEN), None, event.kind in BEGINS)
    names = TAKEN.get(event.kind)
    if names is not None:
        found = _taken(names, state)
        if found is None:
            return Walked(event, state, str(TARGETS[event.kind]), None, False)
        return Walked(event, state, str(found.target), found, True)
    if event.kind in MAY_STAY:
        return _may_stay(event, state)
    return Walked(event, state, state, None, True)


def _may_stay(event: CaseEvent, state: str) -> Walked:
    """Follow what the row says of the state afterwards; an old row that says nothing, the first way."""
    ways = [found for name in MAY_STAY[event.kind] if (found := transitions().get((name, state)))]
    told = event.after.get("state")
    if told == state or not ways or (told is None and not _surely(event)):
        return Walked(event, state, state, None, True)
    fitting = [found for found in ways if told is None or found.target == told]
    if not fitting:
        return Walked(event, state, str(told), None, False)
    return Walked(event, state, str(fitting[0].target), fitting[0], True)


def _surely(event: CaseEvent) -> bool:
    return bool(event.facts.get("result", "executed") == "executed")


def _taken(names: Iterable[str], state: str) -> Any | None:
    return next((found for name in names if (found := transitions().get((name, state)))), None)
