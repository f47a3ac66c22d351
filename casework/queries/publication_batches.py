"""What is to be published with a quarter or half-year (Order 29), and what nobody has put forward yet."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from casework import clock
from casework.access import scope_of, visible_cases
from casework.law.batches import batch_of
from casework.models import Case, Publication, User
from casework.vocabulary import CaseState, PublicationState

WAITING = (PublicationState.SELECTED, PublicationState.APPROVED)
DEALT_WITH = (CaseState.SERVED, CaseState.URGED, CaseState.ENFORCEMENT, CaseState.PERFORMED)
AT_ONCE = "now"
"""How the address names what is published without a batch; its column is empty."""


def batch_names(user: User) -> list[str]:
    """Return the batches in which something waits for publication, those of today first."""
    levels = (False, True) if scope_of(user).sees_province else (False,)
    now = [batch_of(clock.today(), of_province=above).name for above in levels]
    rows = Publication.objects.filter(state__in=WAITING, case__in=visible_cases(user))
    waiting = rows.order_by("batch").values_list("batch", flat=True).distinct()
    return list(dict.fromkeys([*now, *(name or AT_ONCE for name in waiting)]))


def due_in(user: User, batch: str) -> QuerySet[Publication]:
    """Return what waits in a batch and this person may see, by office, oldest first."""
    name = "" if batch == AT_ONCE else batch
    return visible(user).filter(state__in=WAITING, batch=name)


def visible(user: User) -> QuerySet[Publication]:
    """Return the notices this person may see, by office, oldest first."""
    related = ("office__division", "case__office__division", "case__employer")
    rows = Publication.objects.filter(case__in=visible_cases(user))
    return rows.select_related(*related).order_by("office_id", "pk")


def published_in(user: User, batch: str) -> int:
    """Count what was published with this batch already; 0 for what has no batch."""
    rows = Publication.objects.filter(batch=batch, published_on__isnull=False)
    return 0 if batch == AT_ONCE else rows.filter(case__in=visible_cases(user)).count()


def not_put_forward(user: User) -> QuerySet[Case]:
    """Return cases with a served decision that nobody has put forward for publication yet."""
    known: Any = Publication.objects.filter(case=OuterRef("pk"))
    rows = visible_cases(user).filter(~Exists(known), state__in=DEALT_WITH)
    return rows.select_related("office", "lead").order_by("pk")
