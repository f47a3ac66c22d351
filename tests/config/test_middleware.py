"""The client's address, the content security policy, and sessions that end when idle."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from config.middleware import (
    ClientAddressMiddleware,
    ContentSecurityPolicyMiddleware,
    IdleSessionMiddleware,
)


def _seen_address(request: HttpRequest) -> str:
    ClientAddressMiddleware(lambda _: HttpResponse())(request)
    return str(request.META["REMOTE_ADDR"])


def test_it_believes_the_last_address_our_proxy_names(rf: RequestFactory, settings: Any) -> None:
    settings.QINGQIAN_PROXIES = ["127.0.0.1"]
    assert _seen_address(rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 9.9.9.9"})) == "9.9.9.9"


def test_it_believes_nobody_else(rf: RequestFactory, settings: Any) -> None:
    settings.QINGQIAN_PROXIES = ["10.0.0.1"]
    assert _seen_address(rf.get("/", headers={"x-forwarded-for": "9.9.9.9"})) == "127.0.0.1"


@pytest.mark.parametrize(("secure", "scheme"), [(False, "ws"), (True, "wss")])
def test_it_allows_sockets_of_the_same_host_only(
    rf: RequestFactory, settings: Any, secure: bool, scheme: str
) -> None:
    settings.ALLOWED_HOSTS = ["qingqian.example"]
    request = rf.get("/", secure=secure, headers={"host": "qingqian.example"})
    response = ContentSecurityPolicyMiddleware(lambda _: HttpResponse())(request)
    policy = response["Content-Security-Policy"]
    assert f"connect-src 'self' {scheme}://qingqian.example;" in policy
    assert "unsafe" not in policy


def test_it_leaves_the_policy_a_view_has_set(rf: RequestFactory) -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    response = ContentSecurityPolicyMiddleware(lambda _: own)(rf.get("/"))
    assert response["Content-Security-Policy"] == "sandbox"


def _use(session: SessionStore, rf: RequestFactory) -> bool:
    """Make a request with a session and say whether it would be written."""
    request = rf.get("/")
    request.session = SessionStore(session.session_key)
    IdleSessionMiddleware(lambda _: HttpResponse())(request)
    modified = request.session.modified
    if modified:
        request.session.save()
    return modified


@pytest.mark.django_db
def test_a_session_in_use_goes_on_and_an_idle_one_ends(rf: RequestFactory) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        session = SessionStore()
        session["word"] = "清欠"
        session.save()
    with time_machine.travel(start + timedelta(hours=7), tick=False):
        assert _use(session, rf)
    with time_machine.travel(start + timedelta(hours=7, minutes=1), tick=False):
        assert not _use(session, rf)  # reading pages does not write rows
    with time_machine.travel(start + timedelta(hours=14), tick=False):
        assert SessionStore(session.session_key).get("word") == "清欠"
    with time_machine.travel(start + timedelta(hours=15, minutes=1), tick=False):
        assert SessionStore(session.session_key).get("word") is None


def test_a_visitor_gets_no_session(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    IdleSessionMiddleware(lambda _: HttpResponse())(request)
    assert not request.session.modified
