"""What all staff pages share: sign-in first, nothing kept by caches, regions that refresh alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from casework.models import User

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request behind `staff_page`: somebody is signed in."""

    user: User


def staff_page(view: View) -> View:
    """Let signed-in staff in and send others to the sign-in; pages of matters are never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if "region" in request.GET:
                # A page left open over night: keep what it shows, do not put a sign-in form into it.
                return HttpResponse(status=204)
            return redirect_to_login(request.get_full_path())
        response = view(request, *args, **kwargs)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response

    return guarded


def render_regions(
    request: HttpRequest, page: str, regions: dict[str, str], context: dict[str, Any]
) -> HttpResponse:
    """Render the whole page, or with `?region=<name>` only the inside of that region."""
    name = request.GET.get("region", "")
    return render(request, regions.get(name, page), context)
