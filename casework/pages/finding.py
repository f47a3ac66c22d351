"""The one search box of every staff page, what it suggests while one types, and the single keys."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casework.models import User
from casework.pages import lists
from casework.pages.frame import StaffRequest, staff_page
from casework.queries import search
from casework.queries.finding import suggestions
from casework.tokens import terms_of


@staff_page
@require_POST
def find(request: StaffRequest) -> HttpResponse:
    """Go to what the text finds; a person's number is answered here, so that no address holds it."""
    text = search.typed(request.POST.get("q", ""))
    if search.is_personal(text):
        return lists.by_number(request, text)
    address = reverse("cases")
    return redirect(f"{address}?{urlencode({'q': text})}" if text else address)


@staff_page
@require_POST
def suggest(request: StaffRequest) -> HttpResponse:
    """Return the first dossiers the text finds, as a list of links with the match marked."""
    text = search.typed(request.POST.get("q", ""))
    context = {"text": text, "too_short": bool(text) and not terms_of(text)}
    if search.is_personal(text):
        rows = search.by_person(request.user, text)
        context |= {
            "people": (rows or [])[:8],
            "is_number": rows is not None,
            "is_partial": rows is None,
        }
    elif terms_of(text):
        context["rows"] = suggestions(request.user, text)
    return render(request, "casework/components/_suggestions.html", context)


@staff_page
@require_POST
def single_keys(request: StaffRequest) -> HttpResponse:
    """Switch single keys on or off for this user (WCAG 2.1.4)."""
    User.objects.filter(pk=request.user.pk).update(single_keys=request.POST.get("keys") == "on")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    from_page = request.POST.get("next", "")
    return redirect(from_page if from_page.startswith("/") and from_page[1:2] not in "/\\" else "/")
