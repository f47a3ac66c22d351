"""The only writer of the journal: `record()` appends one hash-chained row to a dossier's chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from casework import clock
from casework.models import Case, CaseEvent, Complaint, Dossier
from casework.models.actor import Actor
from casework.signals import event_recorded

STANDING = (
    "state", "office_id", "lead_id", "second_id", "worker_count", "claimed_yuan", "verified_yuan",
    "paid_yuan",
)  # fmt: skip
"""What each row of the journal says of the dossier after the act, so that any past moment is read
from it alone."""


def record(
    subject: Dossier,
    kind: str,
    *,
    actor: Actor,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
    offices: Iterable[int] = (),
    save: bool = True,
    into: list[CaseEvent] | None = None,
) -> CaseEvent:
    """Append one act to the chain of `subject` (a complaint or a case) and return the row.

    Must be called inside a transaction that holds the row lock of `subject`: the sequence number
    is `subject.last_seq + 1`. `offices` are further office ids concerned beside the owner.
    With `save=False` the caller saves `last_seq` and `last_hash` of the subject itself. An act that
    writes several rows collects them `into` a list and keeps them with `keep()`, by one INSERT.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("journal.record() belongs in the transaction of the act")
    said = dict(facts or {})
    if actor.stands_for is not None:
        said["stands_for"] = str(actor.stands_for)
    plain_facts = json.loads(json.dumps(said, cls=DjangoJSONEncoder))
    concerned = sorted({*offices, subject.office_id})
    event = CaseEvent(
        stream=subject.STREAM,
        subject_id=subject.pk,
        seq=subject.last_seq + 1,
        kind=str(kind),
        actor=actor.user,
        actor_role=actor.role,
        office=actor.office or subject.office,
        offices=concerned,
        at=clock.now(),
        facts=plain_facts,
        reason=reason,
        after=standing(subject),
        prev_hash=subject.last_hash,
    )
    if isinstance(subject, Case):
        event.case_id = subject.pk
    elif isinstance(subject, Complaint):
        event.complaint_id = subject.pk
        event.case_id = subject.case_id
    event.hash = digest(event)
    if into is None:
        event.save(force_insert=True)
    else:
        into.append(event)
    subject.last_seq, subject.last_hash = event.seq, event.hash
    if save:
        type(subject)._default_manager.filter(pk=subject.pk).update(
            last_seq=event.seq, last_hash=event.hash
        )
    transaction.on_commit(partial(_announce, event), robust=True)
    return event


def keep(events: list[CaseEvent]) -> None:
    """Insert the rows that `record(into=events)` collected, in their order."""
    CaseEvent.objects.bulk_create(events)


def standing(subject: Dossier) -> dict[str, Any]:
    """Return how `subject` stands after the act: state, owner, inspectors, workers, sums (yuan)."""
    found: dict[str, Any] = {
        name: getattr(subject, name) for name in STANDING if hasattr(subject, name)
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain


def digest(event: CaseEvent) -> str:
    """Return the sha-256 (hex) over every legal column of `event` and its predecessor's hash."""
    body = {
        "stream": event.stream,
        "subject": event.subject_id,
        "seq": event.seq,
        "kind": event.kind,
        "actor": event.actor_id,
        "role": event.actor_role,
        "office": event.office_id,
        "offices": event.offices,
        "at": _instant(event.at),
        "facts": event.facts,
        "reason": event.reason,
        "prev": event.prev_hash,
    }
    if event.after:  # rows of before there was this column keep their hash
        body["after"] = event.after
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(subject: Dossier) -> CaseEvent | None:
    """Return the first row whose hash, order or link is wrong, or None when the chain is whole.

    Raises ValueError when rows at the end are missing (the subject knows its last hash).
    """
    rows = CaseEvent.objects.filter(stream=subject.STREAM, subject_id=subject.pk).order_by("seq")
    return first_break_in(subject, rows.iterator())


def first_break_in(subject: Dossier, rows: Iterable[CaseEvent]) -> CaseEvent | None:
    """Do what `first_break` does with the rows of the chain already read, in order of `seq`."""
    prev_hash, expected = "", 1
    for event in rows:
        if event.seq != expected or event.prev_hash != prev_hash or event.hash != digest(event):
            return event
        prev_hash, expected = event.hash, expected + 1
    if prev_hash != subject.last_hash:
        raise ValueError(f"{subject.STREAM} {subject.pk}: the chain ends too early")
    return None


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _announce(event: CaseEvent) -> None:
    event_recorded.send_robust(sender=CaseEvent, event=event)
