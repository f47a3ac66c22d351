"""Deliveries are sent: claimed for the length of a lease, marked with what was sent to whom.

A delivery not yet sent is waiting, one being sent is waiting again once its lease has run out. So a
message may be sent twice, with the same key, and is never lost. Failures come back after a wait
that doubles, spread; after `MOST_TRIES` a delivery is dead until somebody resends it.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from casework.access import visible_cases, visible_complaints
from notifications import senders
from notifications.addresses import address_of, mask
from notifications.messages import MOST_TEXT, digest_of, line_of, message_of
from notifications.models import WAITING, Delivery, DeliveryState, Way
from notifications.reasons import GAVE_UP, GONE, NO_ADDRESS, NOT_CONFIGURED
from notifications.senders.base import Message, SendError
from notifications.threads import note_told

logger = logging.getLogger(__name__)
MOST_TRIES = 12
# Longer than a sender may take (its own time limit), so that nobody else takes a message in work.
LEASE_SECONDS = 15
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 10, 3600
MOST_LINES = 200
RELATED = ("event__case", "event__complaint", "complaint__office__division", "user",
           "office__division")  # fmt: skip

_DUE = """
    d.state IN ('pending', 'failed') AND d.channel <> 'inbox' AND d.next_try_at <= %(now)s
    AND (d.lease_until IS NULL OR d.lease_until < %(now)s)
"""
# What is said of one matter to one recipient by one way comes in the order of the journal: a later
# message waits for an earlier one that is being sent or tried again. It waits for none that is held
# for the morning or for a digest.
_FIRST = """
    NOT EXISTS (
        SELECT 1 FROM notifications_delivery b JOIN casework_caseevent be ON be.id = b.event_id
        WHERE b.state IN ('pending', 'failed') AND b.channel = d.channel AND b.id < d.id
        AND NOT b.in_digest AND (b.state = 'failed' OR b.next_try_at <= %(now)s)
        AND (b.complaint_id = d.complaint_id
            OR (b.user_id = d.user_id OR b.office_id = d.office_id)
            AND (be.stream, be.subject_id) = (
                SELECT e.stream, e.subject_id FROM casework_caseevent e WHERE e.id = d.event_id
            ))
    )
"""
_CLAIM = f"""
UPDATE notifications_delivery SET attempts = attempts + 1, lease_until = %(until)s
WHERE id = (
    SELECT d.id FROM notifications_delivery d WHERE {_DUE} AND (d.in_digest OR {_FIRST})
    ORDER BY d.next_try_at, d.id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""  # noqa: S608  constants
_CLAIM_REST = f"""
UPDATE notifications_delivery SET attempts = attempts + 1, lease_until = %(until)s
WHERE id IN (
    SELECT d.id FROM notifications_delivery d WHERE {_DUE} AND d.channel = 'email' AND d.in_digest
    AND d.user_id = %(user)s ORDER BY d.id LIMIT %(most)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""  # noqa: S608


def send_due(limit: int = 500, now: datetime | None = None) -> Counter[str]:
    """Send what is due at `now`, one by one; return how many ended in which state.

    Any number of these may run at once: each takes its own rows.
    """
    ended: Counter[str] = Counter()
    while ended.total() < limit and (delivery := claim(now)) is not None:
        if delivery.in_digest:
            state, count = _send_digest(delivery, now or timezone.now())
            ended[state] += count
        else:
            ended[_send([delivery], now or timezone.now())] += 1
    return ended


def due_exist() -> bool:
    """Is a delivery due?"""
    now = timezone.now()
    return Delivery.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now),
        state__in=WAITING, next_try_at__lte=now,
    ).exclude(channel=Way.INBOX).exists()  # fmt: skip


def claim(now: datetime | None = None) -> Delivery | None:
    """Take the delivery longest due, for the length of a lease."""
    found = _claim(_CLAIM, now or timezone.now())
    return Delivery.objects.select_related(*RELATED).get(pk=found[0]) if found else None


def _claim(query: str, now: datetime, **values: int) -> list[int]:
    until = now + timedelta(seconds=LEASE_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(query, {"now": now, "until": until, **values})
        return [row[0] for row in cursor.fetchall()]


def _send_digest(first: Delivery, now: datetime) -> tuple[str, int]:
    """Send all lines of a user's digest that are due as one mail."""
    assert first.user_id is not None
    rest = _claim(_CLAIM_REST, now, user=first.user_id, most=MOST_LINES)
    rows = Delivery.objects.select_related(*RELATED).filter(pk__in=[first.pk, *rest])
    lines = list(rows.order_by("id"))
    return _send(lines, now), len(lines)


def _send(lines: list[Delivery], now: datetime) -> str:
    """Send one message for these deliveries of one recipient and mark them all."""
    # A message that kills whoever sends it never gets as far as an error.
    if spent := [one for one in lines if one.attempts > MOST_TRIES]:
        _dead(spent, spent[0].error or GAVE_UP)
    if gone := [one for one in lines if one not in spent and not _still_concerns(one)]:
        _dead(gone, GONE)
    wanted = [one for one in lines if one not in spent and one not in gone]
    if not wanted:
        return DeliveryState.DEAD
    try:
        message = _message(wanted)
        reference = senders.of(wanted[0].channel).send(message)
    except SendError as error:
        return _failed(wanted, str(error), now, permanent=error.permanent)
    except ImproperlyConfigured:
        return _failed(wanted, NOT_CONFIGURED, now, permanent=False)
    except Exception as error:
        # Neither the trace nor the message of an unknown error is logged: it may quote the text.
        logger.error("delivery %s: %s", wanted[0].pk, type(error).__name__)
        return _failed(wanted, type(error).__name__, now, permanent=False)
    return _sent(wanted, message, reference, now)


def _still_concerns(delivery: Delivery) -> bool:
    """May the user still see the matter? It may have gone elsewhere while the notice was held."""
    user, event = delivery.user, delivery.event
    if user is None:
        return True
    rows = visible_cases(user) if event.stream == "case" else visible_complaints(user)
    return rows.filter(pk=event.subject_id).exists()


def _message(lines: list[Delivery]) -> Message:
    if not lines[0].in_digest:
        return message_of(lines[0])
    address = address_of(lines[0])
    if not address:
        raise SendError(NO_ADDRESS, permanent=True)
    return digest_of(lines, f"digest-{lines[0].pk}-{len(lines)}", address)


def _sent(lines: list[Delivery], message: Message, reference: str, now: datetime) -> str:
    """Keep as evidence what was sent to whom; each line of a digest keeps its own words."""
    note_told(one.event for one in lines)
    digest = lines[0].in_digest
    with override(message.language):
        words = [line_of(one.event) if digest else message.text for one in lines]
    for one, said in zip(lines, words, strict=True):
        _mark(
            [one], DeliveryState.SENT, provider_ref=reference[:80], sent_at=now, error="",
            template=one.event.kind if digest else message.template, language=message.language,
            sent_text=said[:MOST_TEXT], sent_to=mask(message.way, message.address),
        )  # fmt: skip
    return DeliveryState.SENT


def _failed(lines: list[Delivery], reason: str, now: datetime, *, permanent: bool) -> str:
    """Give up what has had its tries; the rest of a digest waits on together."""
    spent = [one for one in lines if permanent or one.attempts >= MOST_TRIES]
    lines = [one for one in lines if one not in spent]
    if spent:
        _dead(spent, reason)
    if not lines:
        return DeliveryState.DEAD
    tries = max(one.attempts for one in lines)
    wait = min(FIRST_WAIT_SECONDS * 2 ** (tries - 1), LONGEST_WAIT_SECONDS)
    # Spread, so that after an outage not everything comes back in the same second.
    later = now + timedelta(seconds=wait * random.uniform(0.8, 1.2))  # noqa: S311
    return _mark(lines, DeliveryState.FAILED, error=reason[:200], next_try_at=later)


def _dead(lines: list[Delivery], reason: str) -> str:
    logger.warning("deliveries %s are dead: %s", [one.pk for one in lines], reason)
    return _mark(lines, DeliveryState.DEAD, error=reason[:200])


def _mark(lines: list[Delivery], state: str, **values: object) -> str:
    """Write the outcome, unless another who took it over has already sent it."""
    rows = Delivery.objects.filter(pk__in=[one.pk for one in lines])
    rows.exclude(state=DeliveryState.SENT).update(state=state, lease_until=None, **values)
    return state
