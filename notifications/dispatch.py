"""The relay: journal rows become deliveries, deliveries are sent. Rows are the truth throughout.

Killed anywhere, the next run goes on: a row of the journal not yet turned into deliveries lies
behind the cursor, a delivery not yet sent is waiting, one being sent is waiting again once its
lease has run out. So a message may be sent twice, with the same key, and is never lost.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from casework.models import CaseEvent, OneTimeCode
from casework.queries.wordings import wording
from casework.vocabulary import WordingScope
from notifications import senders
from notifications.models import WAITING, Delivery, DeliveryState, InboxNotice, RelayCursor, Way
from notifications.recipients import Audience, Recipient
from notifications.senders.base import SendError, ShortMessage
from notifications.texts import code_message, short_message
from notifications.threads import note_told, phone_of

logger = logging.getLogger(__name__)
BATCH = 200
MOST_TRIES = 8
# Longer than a sender may take (its own time limit), so that nobody else takes a message in work.
LEASE_SECONDS = 15
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 10, 3600

NEXT = (
    "(casework_caseevent.xid, casework_caseevent.id) > (%s, %s) AND casework_caseevent.xid"
    " < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
)
_CLAIM = """
UPDATE notifications_delivery SET attempts = attempts + 1, lease_until = now() + make_interval(secs => %s)
WHERE id = (
    SELECT id FROM notifications_delivery
    WHERE state IN ('pending', 'failed') AND channel = 'sms' AND next_try_at <= now()
      AND (lease_until IS NULL OR lease_until < now())
    ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""


@dataclass
class Relayed:
    """What one run of the relay did: events read, unread notices per user told, rows not yet due."""

    events: int = 0
    unread: dict[int, int] = field(default_factory=dict)
    waiting: bool = False


def relay() -> Relayed:
    """Turn every journal row not yet relayed into deliveries. One relay works at a time."""
    done = Relayed()
    told: set[int] = set()
    while True:
        batch = _relay_batch()
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


def send_due(limit: int = 500) -> Counter[str]:
    """Send what is due, one by one; return how many ended in which state.

    Any number of these may run at once: each takes its own rows.
    """
    ended: Counter[str] = Counter()
    while ended.total() < limit and (delivery := _claim()) is not None:
        ended[_send(delivery)] += 1
    return ended


def send_codes(limit: int = 200) -> int:
    """Send one-time codes that wait, then empty phone and code; return how many were sent."""
    sent = 0
    for pk in _waiting_codes()[:limit].values_list("pk", flat=True):
        with transaction.atomic():
            code = _waiting_codes().select_for_update(skip_locked=True).filter(pk=pk).first()
            sent += bool(code and _send_code(code))
    return sent


def codes_wait() -> bool:
    """Is a one-time code waiting to be sent?"""
    return _waiting_codes().exists()


def due_exist() -> bool:
    """Is a delivery due?"""
    return Delivery.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=Now()),
        state__in=WAITING, channel=Way.SMS, next_try_at__lte=Now(),
    ).exists()  # fmt: skip


def _relay_batch() -> tuple[int, set[int]] | None:
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
        deliveries = _plan(events)
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


def _plan(events: list[CaseEvent]) -> list[Delivery]:
    audience = Audience(events)
    now = timezone.now()
    deliveries = []
    for event in events:
        try:
            recipients = audience.of(event)
        except Exception as error:
            # One row that cannot be addressed must not hold up all that come after it.
            logger.exception("event %s: nobody could be told", event.pk)
            dead = Delivery(
                event=event, channel=Way.INBOX, state=DeliveryState.DEAD, next_try_at=now
            )
            dead.error = type(error).__name__
            deliveries.append(dead)
            continue
        deliveries += [_delivery(event, recipient, now) for recipient in recipients]
    return deliveries


def _delivery(event: CaseEvent, recipient: Recipient, now: datetime) -> Delivery:
    # A notice in an inbox is delivered by being there.
    in_inbox = recipient.way == Way.INBOX
    return Delivery(
        event=event,
        channel=recipient.way,
        user_id=recipient.user_id,
        complaint_id=recipient.complaint_id,
        state=DeliveryState.SENT if in_inbox else DeliveryState.PENDING,
        sent_at=now if in_inbox else None,
        next_try_at=now,
    )


def _claim() -> Delivery | None:
    """Take the delivery longest due, for the length of a lease."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [LEASE_SECONDS])
        row = cursor.fetchone()
    if row is None:
        return None
    related = ("event", "complaint__office__division")
    return Delivery.objects.select_related(*related).get(pk=row[0])


def _send(delivery: Delivery) -> str:
    # A message that kills whoever sends it never gets as far as an error.
    if delivery.attempts > MOST_TRIES:
        return _mark(delivery, DeliveryState.DEAD, error=delivery.error or "gave up")
    try:
        reference = senders.in_use().send(_message(delivery))
    except SendError as error:
        return _failed(delivery, str(error), permanent=error.permanent)
    except Exception as error:
        # Neither the trace nor the message of an unknown error is logged: it may quote the text.
        logger.error("delivery %s: %s", delivery.pk, type(error).__name__)
        return _failed(delivery, type(error).__name__, permanent=False)
    note_told([delivery.event])
    return _mark(delivery, DeliveryState.SENT, provider_ref=reference[:80], sent_at=Now(), error="")


def _message(delivery: Delivery) -> ShortMessage:
    complaint = delivery.complaint
    phone = phone_of(delivery)
    if complaint is None or not phone:
        raise SendError("no phone", permanent=True)
    text = short_message(
        delivery.event.kind,
        tracking_no=complaint.tracking_no,
        place=_place(delivery),
        template=wording(WordingScope.SMS, delivery.event.kind),
    )
    return ShortMessage(key=f"delivery-{delivery.pk}", phone=phone, text=text)


def _place(delivery: Delivery) -> str:
    """Return the division that handles it: the receiver of the transfer told of, else the owner."""
    complaint = delivery.complaint
    assert complaint is not None
    if delivery.event.kind.startswith("transfer."):
        transfers = complaint.transfers.filter(hop=delivery.event.facts.get("hop", 0))
        transfer = transfers.select_related("to_office__division").order_by("-id").first()
        if transfer is not None:
            return transfer.to_office.division.name
    return complaint.office.division.name


def _failed(delivery: Delivery, reason: str, *, permanent: bool) -> str:
    if permanent or delivery.attempts >= MOST_TRIES:
        logger.warning("delivery %s is dead: %s", delivery.pk, reason)
        return _mark(delivery, DeliveryState.DEAD, error=reason[:200])
    wait = min(FIRST_WAIT_SECONDS * 2 ** (delivery.attempts - 1), LONGEST_WAIT_SECONDS)
    # Spread, so that after an outage not everything comes back in the same second.
    later = timezone.now() + timedelta(seconds=wait * random.uniform(0.8, 1.2))  # noqa: S311
    return _mark(delivery, DeliveryState.FAILED, error=reason[:200], next_try_at=later)


def _mark(delivery: Delivery, state: str, **values: object) -> str:
    """Write the outcome, unless another who took it over has already sent it."""
    rows = Delivery.objects.filter(pk=delivery.pk).exclude(state=DeliveryState.SENT)
    rows.update(state=state, lease_until=None, **values)
    return state


def _waiting_codes() -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(sent_at__isnull=True, expires_at__gt=Now()).order_by("id")


def _send_code(code: OneTimeCode) -> bool:
    if not code.phone or not code.code:
        return False
    minutes = max(1, round((code.expires_at - code.created_at).total_seconds() / 60))
    text = code_message(code.code, minutes=minutes)
    try:
        senders.in_use().send(ShortMessage(f"code-{code.pk}", code.phone, text))
    except SendError as error:
        logger.warning("one-time code %s not sent: %s", code.pk, error)
        if not error.permanent:
            return False
    code.phone, code.code, code.sent_at = "", "", timezone.now()
    code.save(update_fields=["phone", "code", "sent_at"])
    return True
