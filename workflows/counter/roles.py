"""Who may what, read from the permissions themselves: a table by role, for administrators."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from casework.pages.manage.frame import ManageRequest, manage_page
from casework.vocabulary import Role
from workflows.catalogue import ACTIONS, Action
from workflows.law_book import who_may


@manage_page
@require_safe
def roles(request: ManageRequest) -> HttpResponse:
    """List the acts of the catalogue by the role that may do them; rights are code, not settings."""
    acts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for act in ACTIONS.values():
        for role in _roles_of(act):
            acts[role].append((str(act.label), str(act.basis)))
    table = [(role.label, sorted(acts[role])) for role in Role]
    return render(request, "workflows/roles.html", {"roles": table})


def _roles_of(act: Action) -> set[Role]:
    """Return the roles that the words of an act's permission name; read in Chinese, which names
    them as the vocabulary does."""
    with override("zh-hans"):
        who = who_may(act)
        named = {role for role in Role if str(role.label) in who}
    return named | ({Role.INSPECTOR} if "主办、协办监察员" in who else set())
