"""Move every row from one employer to another, remember which, and put them back exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from casework.models import Case, Complaint, Employer

Moved = dict[str, list[int]]


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Yield (model, field name) of every foreign key to Employer, also those of later parts."""
    for relation in Employer._meta.related_objects:
        if relation.one_to_many or relation.one_to_one:
            yield relation.related_model, relation.field.name


def rows_of(employer: Employer) -> Moved:
    """Return "app.Model.field" -> ids of the rows that name `employer`; empty lists left out."""
    found: Moved = {}
    for model, name in references():
        ids = model._base_manager.filter(**{name: employer.pk}).order_by("pk")
        if rows := list(ids.values_list("pk", flat=True)):
            found[f"{model._meta.label}.{name}"] = rows
    return found


def move(moved: Moved, *, giver: Employer, taker: Employer) -> Moved:
    """Let the rows of `moved` that still name `giver` name `taker`; return those that were moved.

    Encrypted columns and everything else of the rows stay as they are: one UPDATE per column.
    """
    done: Moved = {}
    for label, ids in moved.items():
        model, name = _column(label)
        rows = model._base_manager.filter(pk__in=ids, **{name: giver.pk})
        done[label] = list(rows.order_by("pk").values_list("pk", flat=True))
        model._base_manager.filter(pk__in=done[label]).update(**{name: taker.pk})
    return done


def dossiers_in(moved: Moved) -> list[Complaint | Case]:
    """Return the complaints and cases among the moved rows, locked, always in the same order."""
    dossiers: list[Any] = []
    for model in (Complaint, Case):
        ids = moved.get(f"{model._meta.label}.employer", [])
        rows = model._default_manager.select_for_update(of=("self",)).filter(pk__in=ids)
        dossiers += rows.select_related("office__division").order_by("pk")
    return dossiers


def _column(label: str) -> tuple[type[models.Model], str]:
    model, name = label.rsplit(".", 1)
    return apps.get_model(model), name
