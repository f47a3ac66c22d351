"""One page of each kind, in both languages, for the desk and the phone: WCAG 2.2 AA, no overflow.

Each kind of page is looked at twice, in Chinese at 1440 px and in English at 390 px, by two of
those who can open it: all roles are in, and no page costs more than two visits.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from tests import axe, cast
from tests.stories.crawl import Crawl, read_whole
from tests.stories.test_every_page import opened_by, tracked, visitors

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.story]

__all__ = ["tracked"]
ROLES = ("visitor", "complainant", "qin", "li_jing", "he", "department_head", "chen", "auditor",
         "administrator")  # fmt: skip
LOOKS = (("zh-hans", 1440), ("en", 390))
NOT_OURS = ("admin:", "healthz")


def kinds(clients: dict[str, Client], own: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Return for each kind of page who can open which address of it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, client in clients.items():
        crawl = Crawl(client, "zh-hans", None).run(*(own if name == "complainant" else []))
        for path, status in crawl.seen.items():
            match = resolve(urlsplit(path).path)
            kind = match.view_name + "".join(
                f" {value}"
                for key, value in match.kwargs.items()
                if key in ("code", "what", "number")
            )
            mine = status == 200 and "region=" not in path and not kind.startswith(NOT_OURS)
            if mine and not any(who == name for who, _path in found[kind]):
                found[kind].append((name, path))
    return found


def is_page(client: Client, path: str) -> bool:
    response = read_whole(client.get(path))
    whole = response.get("Content-Type", "").startswith("text/html")
    return whole and not response.streaming and b"<html" in response.content


def test_every_kind_of_page_is_accessible(
    browser: Browser, asgi_server: str, province: None, tracked: list[tuple[str, str]]
) -> None:
    for key in cast.CAST:
        cast.person(key)
    clients = {name: client for name, client in visitors(tracked) if name in ROLES}
    found = kinds(clients, [f"/track/view/{pk}/" for pk in opened_by(tracked)])
    plan: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for seen_by in found.values():
        if not seen_by or not is_page(clients[seen_by[0][0]], seen_by[0][1]):
            continue
        for (language, width), (who, path) in zip(LOOKS, (seen_by[0], seen_by[-1]), strict=True):
            plan[who, language, width].append(path)
    faults: list[str] = []
    for (who, language, width), paths in plan.items():
        page = opened(browser, asgi_server, clients[who], language, width)
        for path in paths:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path)
            wrong = axe.violations(page) + axe.overflow(page)
            faults += [f"{who} {language} {width} {path}: {one}" for one in wrong]
        page.context.close()
    assert len(plan) > len(ROLES)
    assert faults == []


def opened(browser: Browser, address: str, client: Client, language: str, width: int) -> Page:
    """Return a page of a browser that is signed in as `client` is."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900})
    cookies: list[Any] = [
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}
    ]
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    if session is not None:
        cookies.append({"name": session.key, "value": session.value, "url": address})
    context.add_cookies(cookies)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page
