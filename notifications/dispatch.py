"""The relay: journal rows become deliveries. Rows are the truth throughout.

Killed anywhere, the next run goes on: a row of the journal not yet turned into deliveries lies
behind the cursor. `sending` does the same for deliveries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from casework.models import CaseEvent
from notifications.models import Delivery, InboxNotice, RelayCursor
from notifications.planning import Plan
from notifications.threads import note_told

BATCH = 200

NEXT = (
    "(casework_caseevent.xid, casework_caseevent.id) > (%s, %s) AND casework_caseevent.xid"
    " < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
)


@dataclass
class Relayed:
    """What one run of the relay did: events read, unread notices per user told, rows not yet due."""

    events: int = 0
    unread: dict[int, int] = field(default_factory=dict)
    waiting: bool = False


def relay(now: datetime | None = None) -> Relayed:
    """Turn every journal row not yet relayed into deliveries, as decided at `now`.

    One relay works at a time.
    """
    done = Relayed()
    told: set[int] = set()
    while True:
        batch = _relay_batch(now or timezone.now())
        if batch is None:
            break
        events, users = batch
        done.events += events
        told |= users
        if events < BATCH:
            done.waiting = _is_behind()
            break
    if told:
        rows = InboxNotice.objects.filter(user__in=told, read_at__isnull=True)
        done.unread = dict(rows.values_list("user").annotate(n=Count("id")))
    return done


def skip_to_now() -> None:
    """Tell nobody of what has happened so far (for a province filled with demonstration cases)."""
    with transaction.atomic():
        cursor = _cursor(wait=True)
        last = CaseEvent.objects.order_by("-xid", "-id").first()
        if cursor and last:
            cursor.xid, cursor.event_id = last.xid, last.pk
            cursor.save()


def _relay_batch(now: datetime) -> tuple[int, set[int]] | None:
    """Relay one batch; None when another relay holds the cursor."""
    with transaction.atomic():
        cursor = _cursor(wait=False)
        if cursor is None:
            return None
        params = [cursor.xid, cursor.event_id]
        rows = CaseEvent.objects.extra(where=[NEXT], params=params)  # noqa: S610  a constant
        events = list(rows.order_by("xid", "id")[:BATCH])
        if not events:
            return 0, set()
        deliveries = Plan(events, now).deliveries()
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        note_told(row.event for row in deliveries if row.user_id)
        cursor.xid, cursor.event_id = events[-1].xid, events[-1].pk
        cursor.save()
    return len(events), {row.user_id for row in deliveries if row.user_id}


def _cursor(*, wait: bool) -> RelayCursor | None:
    rows = RelayCursor.objects.select_for_update(skip_locked=not wait)
    cursor = rows.filter(pk=RelayCursor.ONLY).first()
    if cursor is None:
        RelayCursor.objects.bulk_create([RelayCursor(pk=RelayCursor.ONLY)], ignore_conflicts=True)
        cursor = rows.filter(pk=RelayCursor.ONLY).first()
    return cursor


def _is_behind() -> bool:
    """Are there rows that wait for an older transaction to end?"""
    cursor = RelayCursor.objects.filter(pk=RelayCursor.ONLY).first()
    last = CaseEvent.objects.order_by("-xid", "-id").values_list("xid", "id").first()
    return bool(cursor and last and (cursor.xid, cursor.event_id) < last)
