"""Who may what, read from the permissions themselves: a table by role, for administrators."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.pages.manage.frame import ManageRequest, manage_page
from casework.vocabulary import Role
from workflows.catalogue import ACTIONS
from workflows.law_book import who_may


@manage_page
@require_safe
def roles(request: ManageRequest) -> HttpResponse:
    """List the acts of the catalogue by the role that may do them; rights are code, not settings."""
    acts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for act in ACTIONS.values():
        who = who_may(act)
        named = {role for role in Role if str(role.label) in who}
        if _("主办、协办监察员") in who:
            named.add(Role.INSPECTOR)
        for role in named:
            acts[role].append((str(act.label), str(act.basis)))
    table = [(role.label, sorted(acts[role])) for role in Role]
    return render(request, "workflows/roles.html", {"roles": table})
