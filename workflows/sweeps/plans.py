"""Instalment plans whose promised day passed unpaid."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from casework.models.actor import Actor
from casework.queries.plans import cases_with_new_breach
from workflows.dispatch import act
from workflows.machines.step import Refused

logger = logging.getLogger(__name__)


def sweep_plans() -> int:
    """Mark each broken promise once and tell it; return in how many cases."""
    done = 0
    for pk in cases_with_new_breach():
        try:
            act("mark_plan_broken", pk, Actor.system())
            done += 1
        except Refused as refusal:
            logger.warning("the plan of case %s stays as it is: %s", pk, refusal)
        except DatabaseError:
            logger.exception("the plan of case %s was not looked at", pk)
    return done
