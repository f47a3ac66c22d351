"""What the passing of a day opens: a term of the party is over, the court may be asked."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, QuerySet

from casework import clock
from casework.models import Appeal, Case, Deadline, Decision
from casework.models.actor import Actor
from casework.vocabulary import AppealOutcome, CaseState, DeadlineState
from workflows.actions.enforcement import WAITING
from workflows.dispatch import act
from workflows.machines.step import Refused

logger = logging.getLogger(__name__)


def sweep_terms() -> int:
    """End the party's terms whose last day has passed and open the court's window; return how many."""
    done = 0
    over = Deadline.objects.filter(
        rule__in=WAITING, state=DeadlineState.RUNNING, due_on__lt=clock.today(), case__isnull=False
    )
    for deadline in over.order_by("due_on", "id"):
        assert deadline.case_id is not None
        done += _try("let_term_end", deadline.case_id, deadline=deadline)
    for pk in list(_may_sue_no_more().values_list("pk", flat=True)):
        done += _try("open_window", pk)
    return done


def _may_sue_no_more() -> QuerySet[Case]:
    """Cases with a decision nobody can sue against any more and no window opened yet."""
    of_case = {"case": OuterRef("pk")}
    decided = Decision.objects.filter(annulled_on__isnull=True, **of_case)
    return Case.objects.filter(
        Exists(decided.filter(appeal_ends_on__lte=clock.today())),
        ~Exists(decided.filter(appeal_ends_on__gt=clock.today())),
        ~Exists(Deadline.objects.filter(rule="D-19", **of_case).exclude(
            state=DeadlineState.CANCELLED)),
        ~Exists(Appeal.objects.filter(outcome=AppealOutcome.PENDING, **of_case)),
        state__in=[CaseState.SERVED, CaseState.URGED],
    ).order_by("id")  # fmt: skip


def _try(code: str, case_id: int, **extra: object) -> int:
    try:
        act(code, case_id, Actor.system(), **extra)  # type: ignore[arg-type]
    except Refused as refusal:
        logger.warning("case %s: %s was refused: %s", case_id, code, refusal)
    except DatabaseError:
        logger.exception("case %s: %s failed", case_id, code)
    else:
        return 1
    return 0
