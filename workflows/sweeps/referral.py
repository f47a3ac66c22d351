"""The timer of referrals: the police did not decide in time; all was paid meanwhile."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.db.models import F, QuerySet

from casework import clock
from casework.models import Deadline, Referral
from casework.models.actor import Actor
from casework.vocabulary import DeadlineState, ReferralState
from workflows.dispatch import act
from workflows.machines.step import Refused

logger = logging.getLogger(__name__)
BEFORE_COURT = (ReferralState.PROSECUTED, ReferralState.JUDGED)


def sweep() -> int:
    """Return how many referrals were moved or marked."""
    return _each("mark_police_overdue", _silent()) + _each("note_referral_paid", _paid())


def _silent() -> QuerySet[Referral]:
    """Referrals whose police have let their three days pass."""
    passed = Deadline.objects.filter(
        rule="D-33", state=DeadlineState.RUNNING, due_on__lt=clock.today()
    )
    return Referral.objects.filter(state=ReferralState.RECEIVED, pk__in=passed.values("branch"))


def _paid() -> QuerySet[Referral]:
    """Referrals not yet before a court whose case was paid in full (any until PROSECUTED)."""
    return Referral.objects.filter(
        ended_at__isnull=True, paid_noted_at__isnull=True, case__verified_yuan__gt=0,
        case__paid_yuan__gte=F("case__verified_yuan"),
    ).exclude(state__in=BEFORE_COURT)  # fmt: skip


def _each(code: str, rows: QuerySet[Referral]) -> int:
    done = 0
    for pk in list(rows.order_by("id").values_list("pk", flat=True)):
        try:
            act(code, pk, Actor.system())
            done += 1
        except Refused as refusal:
            logger.warning("referral %s: %s not done: %s", pk, code, refusal)
        except DatabaseError:
            logger.exception("referral %s: %s not done", pk, code)
    return done
