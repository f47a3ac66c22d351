"""Our own middlewares: the client's address, content security policy, idle sessions, first passwords."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]

# A session is written again at most this often, so that reading pages does not write rows.
TOUCH_SECONDS = 300


class ClientAddressMiddleware:
    """Take the client's address from the proxy, when the request comes from a proxy of ours.

    Only the last address is believed: our proxy added it, the ones before it anybody may write.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace REMOTE_ADDR, by which log-ins are locked and reading is recorded."""
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if named and request.META.get("REMOTE_ADDR", "") in settings.QINGQIAN_PROXIES:
            request.META["REMOTE_ADDR"] = named
        return self.get_response(request)


class ContentSecurityPolicyMiddleware:
    """Allow only what this site serves itself: no inline script or style, no foreign host."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response with its policy, unless the view has set one."""
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            # Older Safari does not count a WebSocket of the same host as 'self'.
            scheme = "wss" if request.is_secure() else "ws"
            socket = f"{scheme}://{request.get_host()}"
            response["Content-Security-Policy"] = (
                "default-src 'self'; script-src 'self'; style-src 'self'; "
                f"img-src 'self' data: blob:; connect-src 'self' {socket}; font-src 'self'; "
                "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            )
        return response


class IdleSessionMiddleware:
    """End a session SESSION_COOKIE_AGE seconds after its last request, not after its first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Push the end of a session in use ahead, every TOUCH_SECONDS."""
        session = request.session
        if session.session_key and not session.is_empty():
            now = int(time.time())
            if now - session.get("touched_at", 0) >= TOUCH_SECONDS:
                session["touched_at"] = now
        return self.get_response(request)


class OneTimePasswordMiddleware:
    """Keep whoever signed in with a one-time password on the page where a new one is chosen."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send any other page there; signing out and the language stay open."""
        if "one_time" in request.session:
            allowed = (reverse("password"), reverse("logout"), reverse("set_language"))
            if request.path not in allowed:
                return redirect("password")
        return self.get_response(request)
