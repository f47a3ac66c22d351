"""Public pages without sign-in: the list of dishonest employers, and notices of serious violations."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.queries import public_lists as queries

LONGEST_QUERY = 60


@require_safe
def blacklist(request: HttpRequest) -> HttpResponse:
    """Who is on the list now: why, until when, by which authority, and where to object."""
    query, after = _asked(request)
    page = queries.listed_parties(query, after)
    context = {**_context(page, query, after), "exact": queries.is_code(query)}
    return render(request, "casework/pages/blacklist.html", context)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Notices of serious violations under Order 29."""
    query, after = _asked(request)
    page = queries.notices(query, after)
    return render(request, "casework/pages/notices.html", _context(page, query, after))


def _asked(request: HttpRequest) -> tuple[str, str]:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    return text, request.GET.get("after", "")


def _context(page: queries.Page, query: str, after: str) -> dict[str, object]:
    asked = {"q": query} if query else {}
    return {
        "rows": page.rows,
        "query": query,
        "older_url": "?" + urlencode({**asked, "after": page.older}) if page.older else "",
        "newest_url": "?" + urlencode(asked) if after else "",
    }
