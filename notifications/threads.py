"""Deliveries of the thread between complainant and office: to whose phone, and that it arrived."""

from __future__ import annotations

from collections.abc import Iterable

from casework.models import CaseEvent, WageClaim
from casework.records.messages import mark_told
from casework.vocabulary import EventKind
from notifications.models import Delivery
from notifications.texts import OF_ONE_WORKER

IN_THE_THREAD = (EventKind.MESSAGE_RECEIVED, EventKind.MESSAGE_SENT, EventKind.EVIDENCE_ADDED)


def phone_of(delivery: Delivery) -> str:
    """Return the phone of the complaint, or of the one worker of the group the step concerns."""
    complaint, claim = delivery.complaint, delivery.event.facts.get("claim")
    if complaint is None:
        return ""
    if not claim or delivery.event.kind not in OF_ONE_WORKER:
        return complaint.contact_phone
    row = WageClaim.objects.filter(pk=claim, complaint=complaint.pk).only("phone").first()
    return row.phone if row is not None else ""


def note_told(events: Iterable[CaseEvent]) -> None:
    """A message is delivered once the other side was told: whoever wrote it sees so in the thread."""
    told = {e.facts.get("message") for e in events if e.kind in IN_THE_THREAD}
    if ids := [pk for pk in told if isinstance(pk, int)]:
        mark_told(ids)
