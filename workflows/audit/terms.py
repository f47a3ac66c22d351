"""The clocks of a case: what the law allows, what was used, stood still, and is left; as of any moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework import clock
from casework.law.terms import Span
from casework.models import CaseEvent, Deadline
from casework.vocabulary import DeadlineState, DeadlineUnit
from casework.vocabulary import EventKind as K
from workflows import deadlines
from workflows.deadlines.marks import midnight

OF_EMPLOYER = ("D-11", "D-13", "D-14", "D-18", "D-18b", "D-20", "D-23", "M-01")
OF_POLICE = ("D-32", "D-33", "D-35", "D-38", "D-38b")
NOT_OURS = frozenset({*OF_EMPLOYER, *OF_POLICE, "D-17c", "D-26", "D-27", "J-04", "M-02", "S-01"})
"""Terms that run for the other side, for police or another authority: nobody here can miss them."""
ONE_DAY = timedelta(days=1)
HOUR = 3600


@dataclass(frozen=True)
class Term:
    """One clock as it stood at a moment; numbers count in its own unit (`unit`).

    `used` ends at the end of the clock or at the moment; `over` is how far it is past the last day.
    """

    clock: Deadline
    rule: deadlines.Rule
    allowed: int
    used: int
    suspended_days: int
    left: int
    over: int
    due_on: date
    is_open: bool
    extended_by: int

    @property
    def unit(self) -> str:
        return str(DeadlineUnit(self.clock.unit).label)

    @property
    def is_ours(self) -> bool:
        return self.clock.rule not in NOT_OURS

    @property
    def state(self) -> str:
        """How it stood: running, or as it ended."""
        if self.is_open:
            return str(DeadlineState.RUNNING.label)
        return str(self.clock.get_state_display())

    @property
    def tone(self) -> str:
        if self.over and self.is_ours:
            return "bad"
        return "warn" if self.is_open and self.left <= 3 and self.is_ours else ""


def begun_at(row: Deadline) -> datetime:
    """Return the moment the clock was opened; of an old row the beginning of its first day."""
    return row.opened_at or row.started_at or midnight(row.started_on)


def ended_at(row: Deadline) -> datetime | None:
    """Return the moment the clock ended; of an old row the end of its last day; None while open."""
    if row.ended_at is not None:
        return row.ended_at
    return midnight(row.ended_on + ONE_DAY) if row.ended_on else None


def is_open(row: Deadline, at: datetime) -> bool:
    """Did the clock run, or stand still, at this moment?"""
    ended = ended_at(row)
    return begun_at(row) <= at and (ended is None or ended > at)


def due_at(row: Deadline, at: datetime, events: Iterable[CaseEvent]) -> tuple[date, int]:
    """Return (last day as it then was, length taken back): later changes are undone, newest first."""
    changes: list[tuple[datetime, date, int]] = [
        (one.approved_at, one.old_due_on, one.length) for one in row.extensions.all()
    ]
    changes += [(one.at, one.old_due_on, 0) for one in row.moves.all()]
    changes += [
        (event.at, date.fromisoformat(event.facts["old"]), 0)
        for event in events
        if event.kind == K.CLOCK_RESUMED and event.facts.get("rule") == row.rule
    ]
    due, shorter = row.due_on, 0
    for moment, old, length in sorted(changes, key=lambda one: one[0], reverse=True):
        if moment > at:
            due, shorter = old, shorter + length
    return due, shorter


def term_at(row: Deadline, at: datetime, events: Sequence[CaseEvent]) -> Term:
    """Return the clock as it stood at a moment."""
    due, shorter = due_at(row, at, events)
    ended = ended_at(row)
    still_open = ended is None or ended > at
    last = clock.day_of(at) if still_open else (row.ended_on or clock.day_of(at))
    spans = _spans(row, last)
    suspended = sum((span.end - span.begin).days for span in spans)
    allowed = row.length - shorter
    used, left, over = _counted(row, at, last, due, spans)
    return Term(
        row, deadlines.RULES[row.rule], allowed, used, suspended, left, over, due, still_open,
        sum(one.length for one in row.extensions.all() if one.approved_at <= at),
    )  # fmt: skip


def _spans(row: Deadline, last: date) -> list[Span]:
    return [
        Span(one.began_on, max(min(one.ended_on or last, last), one.began_on), one.reason)
        for one in row.suspensions.all()
        if one.began_on <= last
    ]


def _counted(
    row: Deadline, at: datetime, last: date, due: date, spans: Sequence[Span]
) -> tuple[int, int, int]:
    """Return (used, left, over) in the clock's own unit, days for months and years."""
    if row.unit == DeadlineUnit.HOURS:
        assert row.started_at is not None
        assert row.due_at is not None
        end = min(row.ended_at or at, at)
        used = int((end - row.started_at).total_seconds() // HOUR)
        left = int((row.due_at - end).total_seconds() // HOUR)
        return max(used, 0), max(left, 0), max(-left, 0)
    used = _days(row, row.started_on, last)
    for span in spans:
        used -= _days(row, max(span.begin, row.started_on) - ONE_DAY, span.end - ONE_DAY)
    return max(used, 0), _days(row, last, due), _days(row, due, last)


def _days(row: Deadline, first: date, last: date) -> int:
    """Count the days after `first` up to `last`, working days where the clock counts those."""
    if last <= first:
        return 0
    if row.unit == DeadlineUnit.WORKING_DAYS:
        return deadlines.calendar().working_days_between(first, last)
    return (last - first).days
