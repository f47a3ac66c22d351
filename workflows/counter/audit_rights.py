"""Who may audit which matters: supervisors and auditors their region, heads their own office."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from casework.access import scope_of
from casework.models import Case, Office, User
from casework.vocabulary import DivisionLevel, Role

OF_REGION = frozenset({Role.SUPERVISOR, Role.AUDITOR})
OF_OFFICE = frozenset({Role.BODY_HEAD, Role.DEPARTMENT_HEAD})


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
