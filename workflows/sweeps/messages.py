"""Messages of complainants that nobody answered within the working days of the law book."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import DatabaseError

from casework import clock, lawbook
from casework.models import Message
from casework.models.actor import Actor
from casework.models.contact import WAITING
from workflows import deadlines
from workflows.dispatch import act
from workflows.machines.step import Refused

logger = logging.getLogger(__name__)
DAYS = "message_days"


def sweep_messages() -> int:
    """Tell the head once of each message that has waited too long; return of how many complaints."""
    rows = Message.objects.filter(WAITING, late_at__isnull=True, sent_at__lt=late_before())
    late: dict[int, list[int]] = defaultdict(list)
    for complaint_id, pk in rows.order_by("sent_at", "id").values_list("complaint", "id"):
        late[complaint_id].append(pk)
    done = 0
    for complaint_id, ids in late.items():
        try:
            act("mark_unanswered", complaint_id, Actor.system(), ids=ids)
            done += 1
        except Refused as refusal:
            logger.warning("messages of complaint %s: %s", complaint_id, refusal)
        except DatabaseError:
            logger.exception("messages of complaint %s were not marked", complaint_id)
    return done


def late_before() -> datetime:
    """Return the moment before which a message without answer has waited too long.

    The day it came does not count; on the day after the last working day it is late.
    """
    last = _last_late_day(int(lawbook.threshold_value(DAYS)))
    following = last + timedelta(days=1)
    return clock.now().replace(
        year=following.year, month=following.month, day=following.day,
        hour=0, minute=0, second=0, microsecond=0,
    )  # fmt: skip


def _last_late_day(working_days: int) -> date:
    calendar = deadlines.calendar()
    day = clock.today() - timedelta(days=working_days + 1)
    while calendar.add_working_days(day, working_days).date >= clock.today():
        day -= timedelta(days=1)
    return day
