"""Transfers nobody answered: the common superior is told, the matter is never lost (D-05)."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from casework import clock
from casework.models import Deadline, Transfer
from casework.models.actor import Actor
from casework.vocabulary import DeadlineState, TransferState
from workflows.dispatch import act
from workflows.machines.step import Refused

logger = logging.getLogger(__name__)


def escalate_silent() -> int:
    """Report every transfer whose day of answer has passed to the superior; return how many."""
    late = Deadline.objects.filter(
        rule="D-05", state=DeadlineState.RUNNING, due_on__lt=clock.today()
    )
    silent = Transfer.objects.filter(state=TransferState.PROPOSED, superior__isnull=True)
    done = 0
    for pk in silent.filter(complaint__in=late.values("complaint")).values_list("complaint"):
        done += _try("escalate_transfer", pk[0])
    for pk in silent.filter(case__in=late.values("case")).values_list("case"):
        done += _try("escalate_case_transfer", pk[0])
    return done


def _try(code: str, pk: int) -> int:
    try:
        act(code, pk, Actor.system())
    except Refused as refusal:
        logger.warning("%s %s: %s", code, pk, refusal)
    except DatabaseError:
        logger.exception("%s %s", code, pk)
    else:
        return 1
    return 0
