"""Open a branch (旁支程序) beside its case and find the branches of a case with their own facts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from casework import clock
from casework.models import (
    AccountQuery,
    Assistance,
    BlacklistEntry,
    Branch,
    Case,
    Office,
    Publication,
    Recusal,
    Referral,
)
from casework.models.actor import Actor

B = TypeVar("B", bound=Branch)

MODELS: dict[str, type[Branch]] = {
    model.KIND: model
    for model in (
        AccountQuery,
        BlacklistEntry,
        Publication,
        Referral,
        Recusal,
        Assistance,
    )
}  # fmt: skip


def open_branch(
    model: type[B], case: Case, actor: Actor, *, office: Office | None = None, **facts: Any
) -> B:
    """Create a branch of `case`; `office` is responsible for it, the case's own when not given."""
    branch = model(
        kind=model.KIND, case=case, office=office or case.office, opened_at=clock.now(),
        opened_by=actor.user, **facts,
    )  # fmt: skip
    branch.save(force_insert=True)
    return branch


def branches_of(case: Case) -> list[Branch]:
    """Return every branch of the case as its own kind, oldest first; one query per kind present."""
    return specific(Branch.objects.filter(case=case.pk), case)


def specific(rows: Iterable[Branch], case: Case) -> list[Branch]:
    """Return the same branches with the facts of their kind and `case` attached."""
    ordered = sorted(rows, key=attrgetter("kind"))
    found: list[Branch] = []
    for kind, same in groupby(ordered, key=attrgetter("kind")):
        ids = [row.pk for row in same]
        found += MODELS[kind]._default_manager.filter(pk__in=ids).select_related("office__division")
    for branch in found:
        branch.case = case
    return sorted(found, key=attrgetter("pk"))
