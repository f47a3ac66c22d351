"""Public pages: the first page and the published telephone numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.queries import hotlines as queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, with the two ways in: file, and ask how it stands."""
    return render(request, "casework/pages/home.html")


@require_safe
def hotlines(request: HttpRequest) -> HttpResponse:
    """List every office's telephone, window, address and hours (公示举报投诉电话)."""
    query = request.GET.get("q", "").strip()[:40]
    cities = queries.hotlines(query)
    context = {
        "query": query,
        "cities": cities,
        "count": sum(len(city.offices) for city in cities),
    }
    return render(request, "casework/pages/hotlines.html", context)
