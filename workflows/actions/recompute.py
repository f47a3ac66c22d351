"""Recompute open clocks when the calendar or the rules change under them; ended clocks never move.

Each clock is its own transaction under the row lock of its dossier, so a run of any length may be
stopped and taken up again. What moved is journaled, and the lead is told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from casework import clock
from casework.journal import record
from casework.law.calendar import WorkCalendar
from casework.models import Branch, CalendarNotice, Case, ClockMove, Complaint, Deadline
from casework.models.actor import Actor
from casework.vocabulary import ClockMoveCause, DeadlineState, DeadlineUnit, EventKind
from workflows import deadlines
from workflows.models import DeskTask

CHUNK = 500
# Another process may still compute with the calendar of half a minute ago.
SETTLED = timedelta(seconds=60)
SAME, CONFIRMED, MOVED = "same", "confirmed", "moved"


class Move(NamedTuple):
    """One clock whose last day would move, or has moved."""

    deadline: Deadline
    old: date
    new: date


def lock_clock(deadline_id: int) -> tuple[Case | Complaint, Deadline]:
    """Lock the dossier of a clock, then the clock; both are read under the lock."""
    pointer = Deadline.objects.only("complaint_id", "case_id").get(pk=deadline_id)
    model = Case if pointer.case_id else Complaint
    rows = model._default_manager.select_for_update(of=("self",)).select_related("office")
    dossier = rows.get(pk=pointer.case_id or pointer.complaint_id or 0)
    assert isinstance(dossier, (Case, Complaint))
    return dossier, Deadline.objects.select_for_update().get(pk=deadline_id)


def affected(notice: CalendarNotice) -> QuerySet[Deadline]:
    """Return the running clocks whose days a notice touches."""
    if notice.first_changed is None or notice.last_changed is None:
        return Deadline.objects.none()
    return Deadline.objects.filter(
        state=DeadlineState.RUNNING, due_on__gte=notice.first_changed,
        started_on__lt=notice.last_changed,
    ).exclude(unit=DeadlineUnit.HOURS)  # fmt: skip


def run_notice(
    notice: CalendarNotice, *, until: datetime | None = None,
    told: Callable[[int], None] = lambda _clocks: None,
) -> bool:  # fmt: skip
    """Recompute the clocks a notice touches, chunk by chunk; return whether all are done.

    `until`: a moment after which no further chunk is begun. `told` hears of each chunk, once it is
    written, how many clocks it had. The last pass begins only when no
    process can compute with the old calendar any more.
    """
    deadlines.forget_calendar()
    while until is None or clock.now() < until:
        ids = list(
            affected(notice).filter(pk__gt=notice.cursor).order_by("pk")
            .values_list("pk", flat=True)[:CHUNK]
        )  # fmt: skip
        results = [recompute(pk, notice) for pk in ids]
        notice.examined += len(ids)
        notice.confirmed += results.count(CONFIRMED)
        notice.moved = notice.moves.count()
        notice.cursor = ids[-1] if ids else 0
        settled = clock.now() - notice.imported_at >= SETTLED
        if not ids and settled:
            notice.finished_at = clock.now()
        notice.save()
        if not ids:
            return settled
        told(len(ids))
    return False


def recompute(deadline_id: int, notice: CalendarNotice) -> str:
    """Recompute one clock by the calendar of today; return same, confirmed or moved."""
    with transaction.atomic():
        dossier, deadline = lock_clock(deadline_id)
        if deadline.state != DeadlineState.RUNNING:
            return SAME
        return replaced(dossier, deadline, ClockMoveCause.NOTICE, notice.source, notice)


def replaced(
    dossier: Case | Complaint, deadline: Deadline, cause: str, why: str,
    notice: CalendarNotice | None = None,
) -> str:  # fmt: skip
    """Place the locked clock anew; write, journal and follow it when its last day moved."""
    old, unsure, level = deadline.due_on, deadline.is_provisional, deadline.warned_level
    deadlines.move(deadline, deadlines.spans_of(deadline))
    if deadline.due_on == old:
        deadline.warned_level = level
        deadline.next_mark_at = deadlines.next_mark_at(deadline)
        deadline.save()
        return SAME if deadline.is_provisional == unsure else CONFIRMED
    deadline.save()
    ClockMove.objects.create(
        deadline=deadline, cause=cause, notice=notice, old_due_on=old, new_due_on=deadline.due_on,
        at=clock.now(),
    )  # fmt: skip
    _follow(dossier, deadline, old)
    record(
        dossier, EventKind.DEADLINE_RECOMPUTED, actor=Actor.system(), reason=why,
        facts={"rule": deadline.rule, "label": deadlines.RULES[deadline.rule].stored_label,
               "old": old, "due": deadline.due_on, "provisional": deadline.is_provisional},
        offices=[deadline.office_id],
    )  # fmt: skip
    return MOVED


def _follow(dossier: Case | Complaint, deadline: Deadline, old: date) -> None:
    """Let what was derived from the old day follow: next term, term of the order, desks."""
    if deadline.branch_id:
        branch = Branch.objects.get(pk=deadline.branch_id)
        deadlines.refresh_next_due(branch)
        Branch.objects.filter(pk=branch.pk).update(next_due_on=branch.next_due_on)
        _desks(branch.next_due_on, branch=branch.pk)
        return
    deadlines.refresh_next_due(dossier)
    changed: dict[str, Any] = {"next_due_on": dossier.next_due_on}
    if isinstance(dossier, Case) and deadline.rule == "D-13" and dossier.order_due_on == old:
        changed["order_due_on"] = deadline.due_on
    type(dossier)._default_manager.filter(pk=dossier.pk).update(**changed)
    _desks(dossier.next_due_on, branch=None, **{dossier.STREAM: dossier.pk})


def _desks(due: date | None, **whose: Any) -> None:
    DeskTask.objects.filter(finished__isnull=True, **whose).update(due_on=due)


def preview(notice: CalendarNotice, calendar: WorkCalendar) -> Iterator[Move]:
    """Yield the clocks that `calendar` (not yet stored) would move; nothing is written."""
    rows = affected(notice).select_related("case", "complaint").prefetch_related("suspensions")
    for deadline in rows.order_by("pk").iterator(CHUNK):
        due = deadlines.compute_by(calendar, deadline, deadlines.spans_of(deadline))
        if due.date != deadline.due_on:
            yield Move(deadline, deadline.due_on, due.date)
