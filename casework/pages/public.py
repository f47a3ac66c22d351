"""Public pages: the first page, how it works, the public figures, the published telephone numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.queries import hotlines as queries
from casework.queries.public_figures import FEWEST, published
from casework.queries.public_law import numbers

YEAR = len("2026")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, with the two ways in: file, and ask how it stands."""
    return render(request, "casework/pages/home.html", {"law": numbers()})


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """Say how a complaint is handled, step by step, with the days of the law in force."""
    return render(request, "casework/pages/how.html", {"law": numbers()})


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the public figures per city of one year; worked out beforehand."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == YEAR else None
    context = {"figures": published(year), "fewest": FEWEST}
    return render(request, "casework/pages/statistics.html", context)


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
