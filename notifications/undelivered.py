"""What has not reached anybody: journal rows not yet relayed, messages that were given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from casework.models import CaseEvent
from notifications.dispatch import NEXT
from notifications.models import Delivery, DeliveryState, RelayCursor, Way
from notifications.planning import Plan
from notifications.reasons import GONE

REVIVED_FOR = timedelta(days=3)
MOST_COUNTED, MOST_AT_ONCE = 1000, 1000


def behind() -> tuple[int, datetime | None]:
    """Return how many journal rows are not yet relayed (counted to 1,000) and the oldest's moment."""
    cursor = RelayCursor.objects.filter(pk=RelayCursor.ONLY).first()
    place = [cursor.xid, cursor.event_id] if cursor else [0, 0]
    rows = CaseEvent.objects.extra(where=[NEXT], params=place)  # noqa: S610  a constant
    moments = list(rows.order_by("xid", "id").values_list("at", flat=True)[:MOST_COUNTED])
    return len(moments), moments[0] if moments else None


def dead() -> QuerySet[Delivery]:
    """Messages given up that can be sent again: not those whose reader no longer has the matter."""
    return Delivery.objects.filter(state=DeliveryState.DEAD).exclude(error=GONE)


def recently_dead() -> QuerySet[Delivery]:
    """Those of the last days, whose reader may still want them."""
    return dead().filter(created_at__gte=timezone.now() - REVIVED_FOR)


def revive(rows: QuerySet[Delivery], now: datetime | None = None) -> int:
    """Put messages that were given up in the queue again, a thousand at most; return how many.

    Where nobody could be found to tell, the row is planned anew.
    """
    moment = now or timezone.now()
    chosen = list(rows.order_by("id").values_list("pk", flat=True)[:MOST_AT_ONCE])
    with transaction.atomic():
        taken = Delivery.objects.select_for_update().filter(pk__in=chosen, state=DeliveryState.DEAD)
        lost = list(taken.filter(channel=Way.INBOX).select_related("event"))
        sent = taken.exclude(channel=Way.INBOX).update(
            state=DeliveryState.FAILED, attempts=0, next_try_at=moment, lease_until=None
        )
        return sent + sum(_plan_again(row, moment) for row in lost)


def _plan_again(row: Delivery, now: datetime) -> int:
    """Replace a row that found nobody by what is planned for its event now."""
    planned = Plan([row.event], now).deliveries()
    if any(one.state == DeliveryState.DEAD for one in planned):
        return 0
    Delivery.objects.bulk_create(planned, ignore_conflicts=True)
    row.delete()
    return 1
