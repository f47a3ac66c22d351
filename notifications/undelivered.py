"""What has not reached anybody: journal rows not yet relayed, messages that were given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from casework.models import CaseEvent
from notifications.dispatch import NEXT
from notifications.models import Delivery, DeliveryState, RelayCursor, Way

REVIVED_FOR = timedelta(days=3)
MOST_COUNTED = 1000


def behind() -> tuple[int, datetime | None]:
    """Return how many journal rows are not yet relayed (counted to 1,000) and the oldest's moment."""
    cursor = RelayCursor.objects.filter(pk=RelayCursor.ONLY).first()
    place = [cursor.xid, cursor.event_id] if cursor else [0, 0]
    rows = CaseEvent.objects.extra(where=[NEXT], params=place)  # noqa: S610  a constant
    moments = list(rows.order_by("xid", "id").values_list("at", flat=True)[:MOST_COUNTED])
    return len(moments), moments[0] if moments else None


def dead() -> QuerySet[Delivery]:
    """Messages given up within the last days: those whose complaint may still want them."""
    since = timezone.now() - REVIVED_FOR
    return Delivery.objects.filter(state=DeliveryState.DEAD, channel=Way.SMS, created_at__gte=since)


def revive() -> int:
    """Put messages that were given up in the queue again; return how many."""
    return dead().update(
        state=DeliveryState.FAILED, attempts=0, next_try_at=timezone.now(), lease_until=None
    )
