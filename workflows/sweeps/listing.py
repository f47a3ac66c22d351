"""What time does to listings: terms over, notices too late, sites that still show, amounts reached."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import DatabaseError
from django.db.models import F, Q, QuerySet

from casework import clock
from casework.models import BlacklistEntry, ThresholdCrossing
from casework.models.actor import Actor
from casework.models.listing import LISTED_STATES, REMOVED_STATES
from casework.queries.listings import live_listing
from casework.vocabulary import DeadlineState, ListingState
from workflows.actions.listing_notice import last_notice_day
from workflows.dispatch import act
from workflows.machines.step import Refused

logger = logging.getLogger(__name__)


def end_terms() -> int:
    """Expire listings after three years and objection terms after five days; return how many.

    Runs before the warnings: a party's own term that passed is nobody's delay.
    """
    today = clock.today()
    over = BlacklistEntry.objects.filter(state__in=LISTED_STATES, expires_on__lt=today)
    silent = BlacklistEntry.objects.filter(
        state=ListingState.NOTIFIED, deadlines__rule="D-23", deadlines__due_on__lt=today,
        deadlines__state=DeadlineState.RUNNING,
    )  # fmt: skip
    return _each("expire_listing", _ids(over)) + _each("close_objection_time", _ids(silent))


def watch() -> int:
    """Open listings where the amount was reached, and raise what is late; return how many."""
    return _open() + _each("warn_notice_late", _late_notices()) + _each(
        "alarm_still_shown", _still_shown()
    )  # fmt: skip


def _open() -> int:
    fresh = ThresholdCrossing.objects.filter(fell_at__isnull=True, listings__isnull=True)
    rows = fresh.order_by("id").values_list("employer_id", "lead_case_id")
    return _each("open_listing", [case for employer, case in rows if not live_listing(employer)])


def _late_notices() -> list[int]:
    """Parties not told yet on the last day that leaves 5 + 5 working days, or after it."""
    rows = BlacklistEntry.objects.filter(
        state=ListingState.CANDIDATE, deadlines__rule="D-22", deadlines__state=DeadlineState.RUNNING
    ).annotate(due=F("deadlines__due_on"))
    rows = rows.filter(Q(late_notice_for__isnull=True) | ~Q(late_notice_for=F("due")))
    today = clock.today()
    return [
        pk
        for pk, due in rows.order_by("pk").values_list("pk", "due")
        if today >= last_notice_day(due)
    ]


def _still_shown() -> list[int]:
    """Removed parties that a site has not cleared though the ten working days are over (art. 17)."""
    rows = BlacklistEntry.objects.filter(
        state__in=REMOVED_STATES, alarmed_on__isnull=True, deadlines__rule="D-29",
        deadlines__state=DeadlineState.RUNNING, deadlines__due_on__lt=clock.today(),
    )  # fmt: skip
    return _ids(rows.filter(sites__isnull=False, sites__cleared_on__isnull=True).distinct())


def _ids(rows: QuerySet[BlacklistEntry]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _each(code: str, ids: Iterable[int]) -> int:
    done = 0
    for pk in ids:
        try:
            act(code, pk, Actor.system())
            done += 1
        except Refused as refusal:
            logger.warning("%s of %s was refused: %s", code, pk, refusal)
        except DatabaseError:
            logger.exception("%s of %s failed", code, pk)
    return done
