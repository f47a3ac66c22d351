"""Who may audit which matters: supervisors and auditors their region, heads their own office."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from casework.access import scope_of
from casework.models import Case, Office, User
from casework.models.actor import Actor
from casework.vocabulary import DivisionLevel, Role

OF_REGION = frozenset({Role.SUPERVISOR, Role.AUDITOR})
OF_OFFICE = frozenset({Role.BODY_HEAD, Role.DEPARTMENT_HEAD})
OVERSEEING = (DivisionLevel.CITY, DivisionLevel.PROVINCE)


def audited_offices(user: User) -> list[int] | None:
    """Return the ids of the offices whose matters `user` may audit; None means every office.

    Raises PermissionDenied for whoever may audit none.
    """
    ids: set[int] = set()
    paths: list[str] = []
    for row in scope_of(user).memberships:
        if row.role in OF_REGION and row.office.division.level == DivisionLevel.PROVINCE:
            return None
        if row.role in OF_REGION and row.office.division.level == DivisionLevel.CITY:
            paths.append(row.office.division.path)
        if row.role in OF_REGION | OF_OFFICE:
            ids.add(row.office_id)
    for path in paths:
        inside = Office.objects.filter(division__path__startswith=path)
        ids.update(inside.values_list("pk", flat=True))
    if not ids:
        raise PermissionDenied
    return sorted(ids)


def may_audit(user: User, case: Case) -> bool:
    """May `user` audit this case?"""
    try:
        ids = audited_offices(user)
    except PermissionDenied:
        return False
    return ids is None or case.office_id in ids


def audited_case(user: User, pk: int) -> Case:
    """Return the case for its audit. Raises Http404 outside the region, whoever asks."""
    ids = audited_offices(user)
    related = ("office__division__parent", "lead", "second", "predecessor")
    found = Case.objects.select_related(*related).filter(pk=pk).first()
    if found is None or (ids is not None and found.office_id not in ids):
        raise Http404
    return found


def overseen_offices(user: User) -> list[int] | None:
    """Return the offices whose conduct `user` watches: a supervisor's or auditor's region, or None: all.

    A head watches nobody's conduct by this, and an empty list is nobody's.
    """
    paths: list[str] = []
    for row in scope_of(user).memberships:
        if row.role not in OF_REGION:
            continue
        if row.office.division.level == DivisionLevel.PROVINCE:
            return None
        if row.office.division.level == DivisionLevel.CITY:
            paths.append(row.office.division.path)
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(division__path__startswith=path)
    return sorted(Office.objects.filter(inside).values_list("pk", flat=True)) if paths else []


def headed_offices(user: User) -> list[int]:
    """Return the ids of the offices `user` heads."""
    return sorted({row.office_id for row in scope_of(user).memberships if row.role in OF_OFFICE})


def overseer(user: User, office: Office) -> Actor | None:
    """Return `user` as the supervisor whose region `office` lies in; None for whoever is none."""
    scope = scope_of(user)
    for row in scope.memberships:
        own = row.office.division
        if row.role != Role.SUPERVISOR or own.level not in OVERSEEING:
            continue
        if office.division.path.startswith(own.path):
            return scope.actor_at(row.office, Role.SUPERVISOR)
    return None
