"""Whom a remark about a case can name, for the list that opens at @."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from casework.access import visible_cases
from casework.models import Membership
from casework.pages.frame import StaffRequest, staff_page
from casework.queries.readers import may_talk, readers_of

MOST = 8
LONGEST = 20


@staff_page
@require_safe
def readers(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer up to 8 people who may read the case and whose name begins or contains `q`."""
    case = get_object_or_404(visible_cases(request.user), pk=pk)
    if not may_talk(request.user, case):
        raise Http404
    asked = request.GET.get("q", "").strip()[:LONGEST]
    rows = readers_of(case).exclude(pk=request.user.pk).exclude(pk__in=case.recused)
    if asked:
        rows = rows.filter(Q(full_name__icontains=asked) | Q(username__icontains=asked))
    found = list(rows[:MOST])
    held = Membership.objects.filter(user__in=found, valid_to__isnull=True).order_by("-id")
    offices = dict(held.values_list("user", "office__name"))
    people = [
        {"username": user.username, "name": str(user), "office": offices.get(user.pk, "")}
        for user in found
    ]
    return JsonResponse({"people": people})
