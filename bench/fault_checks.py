"""What must be true after the fault run: each check counts what it looked at and what was wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from bench.fault_clients import Deed
from casework import journal
from casework.models import ActionReceipt, CaseEvent, Complaint
from casework.vocabulary import EventKind
from notifications.models import (
    WAITING,
    Delivery,
    DeliveryState,
    InboxNotice,
    Way,
    unread_of_each,
)
from notifications.planning import Plan

KINDS = {"note": EventKind.NOTE_ADDED, "assign": EventKind.COMPLAINT_ASSIGNED,
         "file": EventKind.COMPLAINT_FILED}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One promise: how many things were looked at, and which were wrong (the first few)."""

    name: str
    looked_at: int
    wrong: list[str]


def of_records(deeds: list[Deed]) -> list[Check]:
    """Check acknowledged actions, notifications and chains against the database."""
    return [
        _each_is_there(deeds),
        _none_twice(deeds),
        _delivered(),
        _sent(),
        _shown_once(),
        _chains(),
    ]


def _each_is_there(deeds: list[Deed]) -> Check:
    receipts = set(ActionReceipt.objects.values_list("key", flat=True))
    receipts = {key.replace("-", "") for key in receipts}
    events = CaseEvent.objects.filter(kind__in=KINDS.values())
    found = set(events.values_list("kind", "complaint"))
    notes = set(events.filter(kind=EventKind.NOTE_ADDED).values_list("reason", flat=True))
    wrong = [
        f"{deed.what} {deed.key}"
        for deed in deeds
        if deed.key not in receipts
        or (str(KINDS[deed.what]), deed.record) not in found
        or (deed.what == "note" and f"备注 {deed.key}" not in notes)
    ]
    return Check("every acknowledged action is there", len(deeds), wrong)


def _none_twice(deeds: list[Deed]) -> Check:
    done = Counter(deed.what for deed in deeds)
    wrong = [
        f"{what}: {count} acknowledged, {written} written"
        for what, count in done.items()
        if (written := CaseEvent.objects.filter(kind=KINDS[what]).count()) != count
    ]
    filed = Complaint.objects.count()
    if filed != done["file"]:
        wrong.append(f"{filed} complaints")
    return Check("no action was done twice", len(deeds), wrong)


def _delivered() -> Check:
    """Plan every event anew and look for its deliveries; for filings these never change later."""
    events = list(CaseEvent.objects.filter(kind__in=KINDS.values()).order_by("xid", "id"))
    rows = Delivery.objects.exclude(state=DeliveryState.DEAD)
    have = set(rows.values_list("event", "channel", "user", "complaint", "office"))
    planned = Plan(events, timezone.now()).deliveries()
    wrong = [
        f"event {one.event_id} {one.channel}"
        for one in planned
        if (one.event_id, str(one.channel), one.user_id, one.complaint_id, one.office_id)
        not in have
    ]
    return Check("every notification was made", len(planned), wrong)


def _sent() -> Check:
    lines = (Path(settings.VAR_DIR) / "sms.log").read_text(encoding="utf-8").splitlines()
    keys = Counter(json.loads(line)["key"] for line in lines)
    rows = Delivery.objects.filter(channel=Way.SMS).values_list("pk", "state")
    wrong = [
        f"delivery {pk} {state}, sent {keys[f'delivery-{pk}']} times"
        for pk, state in rows
        if state != DeliveryState.SENT or not keys[f"delivery-{pk}"]
    ]
    return Check("every message was sent at least once", len(rows), wrong)


def _shown_once() -> Check:
    pairs = InboxNotice.objects.values("user", "event").annotate(n=Count("id"))
    wrong = [f"event {row['event']} to {row['user']}: {row['n']}" for row in pairs if row["n"] != 1]
    hidden = Delivery.objects.filter(channel=Way.INBOX).exclude(state=DeliveryState.SENT)
    wrong += [f"delivery {pk} not shown" for pk in hidden.values_list("pk", flat=True)]
    return Check("every notice is shown once", len(pairs), wrong)


def _chains() -> Check:
    wrong, count = [], 0
    for complaint in Complaint.objects.iterator():
        count += 1
        try:
            broken = journal.first_break(complaint)
        except ValueError as error:
            wrong.append(str(error))
        else:
            if broken is not None:
                wrong.append(f"complaint {complaint.pk} at {broken.seq}")
    return Check("every hash chain is whole", count, wrong)


def of_bells(bells: Iterable[tuple[str, int, int | None]]) -> Check:
    """Check the number beside each bell against the rows: (name, user, shown)."""
    rows = list(bells)
    unread = unread_of_each(user for _name, user, _shown in rows)
    wrong = [
        f"{name}: {shown} shown, {unread[user]} unread"
        for name, user, shown in rows
        if shown != unread[user]
    ]
    return Check("every bell shows what is unread", len(rows), wrong)


def waiting() -> int:
    """Return how many messages still wait to be sent."""
    return Delivery.objects.filter(state__in=WAITING).count()


def of_tabs(desks: Iterable[tuple[str, list[str] | None, list[str] | None]]) -> Check:
    """Check what each tab shows against a reload: (name, shown, reloaded)."""
    rows = list(desks)
    wrong = [
        f"{name}: {len(shown or [])} rows shown, {len(reloaded or [])} after a reload"
        for name, shown, reloaded in rows
        if shown is None or reloaded is None or shown != reloaded
    ]
    return Check("every live desk is what a reload shows", len(rows), wrong)
