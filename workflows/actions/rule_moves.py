"""Move running matters to the rules of another day: list the differences, then move and journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from casework import clock
from casework.models import Case, Complaint, Deadline, LawChange, User
from casework.queries.complaints import ENDED
from casework.vocabulary import CaseState, ClockMoveCause, DeadlineState, DeadlineUnit
from workflows import deadlines
from workflows.actions.recompute import CHUNK, lock_clock, replaced

ENDED_CASES = (CaseState.CLOSED, CaseState.REVOKED)


@dataclass(frozen=True)
class Difference:
    """One clock whose length is another by the rules of the new day."""

    deadline: Deadline
    old_length: int
    new_length: int
    old_due: date
    new_due: date

    @property
    def is_past(self) -> bool:
        """Would the clock have passed already?"""
        return self.new_due < clock.today()


def differences(to: date) -> Iterator[Difference]:
    """Yield what would change for open clocks if their matters ran on the rules of `to`."""
    rows = (
        Deadline.objects.filter(state__in=deadlines.OPEN)
        .exclude(unit=DeadlineUnit.HOURS)
        .select_related("case", "complaint")
        .prefetch_related("extensions", "suspensions")
    )
    for deadline in rows.order_by("pk").iterator(CHUNK):
        found = _difference(deadline, to)
        if found is not None:
            yield found


def _difference(deadline: Deadline, to: date) -> Difference | None:
    record = deadline.case or deadline.complaint
    assert record is not None
    length = length_by(deadline, record.rules_day, to)
    if length == deadline.length:
        return None
    old_length, deadline.length = deadline.length, length
    work = deadlines.calendar()
    due = deadlines.compute_by(work, deadline, deadlines.spans_of(deadline))
    return Difference(deadline, old_length, length, deadline.due_on, due.date)


def length_by(deadline: Deadline, old_day: date, new_day: date) -> int:
    """Return the clock's length by the rules of another day.

    A length that somebody stated (the term of an order) stays; an extension that was the rule's is
    replaced by the rule's of the new day.
    """
    old = deadlines.rule(deadline.rule, old_day)
    new = deadlines.rule(deadline.rule, new_day)
    granted = [row.length for row in deadline.extensions.all()]
    if deadline.length - sum(granted) != old.length:
        return deadline.length
    return new.length + sum(
        new.extension if one == old.extension else one for one in granted
    )  # fmt: skip


def move_rules(to: date, *, by: User | None = None, reason: str = "") -> tuple[int, int]:
    """Let every open matter run on the rules of `to`; return (clocks changed, matters moved).

    Clocks first, each under the lock of its matter; what was moved is journaled and told like a
    change of the calendar. The whole move is written to the log of the law book.
    """
    changed = 0
    for found in list(differences(to)):
        changed += _move_clock(found.deadline.pk, to, reason)
    matters = _move_matters(Case.objects.exclude(state__in=ENDED_CASES), to)
    matters += _move_matters(Complaint.objects.exclude(state__in=ENDED), to)
    LawChange.objects.create(
        subject="move_rules", before={}, after={"to": str(to), "clocks": changed, "matters": matters},
        reason=reason[:300], changed_by=by, changed_at=clock.now(),
    )  # fmt: skip
    return changed, matters


def _move_clock(deadline_id: int, to: date, reason: str) -> int:
    with transaction.atomic():
        record, deadline = lock_clock(deadline_id)
        length = length_by(deadline, record.rules_day, to)
        if deadline.state not in deadlines.OPEN or length == deadline.length:
            return 0
        deadline.length = length
        if deadline.state == DeadlineState.SUSPENDED:
            deadline.save(update_fields=["length"])  # its last day is found when it goes on
        else:
            replaced(record, deadline, ClockMoveCause.RULES, reason)
    return 1


def _move_matters(rows: QuerySet[Any], to: date) -> int:
    """Set the day in chunks, so that no lock is held for long."""
    moved, last = 0, 0
    while True:
        stay = Q(rules_on__isnull=True) | ~Q(rules_on=to)
        ids = list(
            rows.filter(stay, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
        )
        if not ids:
            return moved
        moved += rows.model._default_manager.filter(pk__in=ids).update(rules_on=to)
        last = ids[-1]
