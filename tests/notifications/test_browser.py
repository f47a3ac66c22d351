"""Live pages in a real browser: regions follow, drafts stay, the bell counts, offline is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from casework.journal import record
from casework.models import Complaint
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from notifications import dispatch, live
from tests import cast, factories
from tests.cast import person

pytestmark = pytest.mark.django_db(transaction=True)

# A page with a region and a form beside it; the region answers with the inbox, a page of this package.
BUILD = """(topic) => {
  document.body.innerHTML = '<p data-live-state hidden data-offline="OFF" data-reconnecting="AGAIN" data-back="BACK"></p>'
    + '<b data-live-bell></b><form><textarea id="draft"></textarea></form>'
    + `<div id="region" data-live-region="${topic} desk" hx-get="/inbox/?region=list" hx-trigger="live:changed">old</div>`
    + '<div id="other" data-live-region="case:999999">old</div>';
  document.body.dataset.liveTopics = topic + ' desk';
  htmx.process(document.body);
  const again = document.createElement('script');
  again.src = '/static/casework/live.js';
  document.body.append(again);
}"""


def test_a_region_follows_and_a_draft_stays(open_page: Callable[..., Any]) -> None:
    cast.load_province()
    complaint = factories.file_at(None, cast.JINSHUI)
    dispatch.skip_to_now()
    page = open_page(person("he"))
    page.goto("/inbox/")
    page.evaluate(BUILD, f"complaint:{complaint.pk}")
    page.fill("#draft", "写了一半的意见")
    page.wait_for_timeout(700)
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=complaint.pk)
        record(row, EventKind.MESSAGE_RECEIVED, actor=Actor.system())
    expect(page.locator("#region")).not_to_have_text("old", timeout=2000)
    assert page.locator("#other").inner_text() == "old"
    assert page.locator("#draft").input_value() == "写了一半的意见"
    done = dispatch.relay()
    live.tell_inboxes(done.unread.items())
    expect(page.locator("[data-live-bell]")).to_have_text("1", timeout=2000)
    page.context.set_offline(True)
    expect(page.locator("[data-live-state]")).to_have_text("OFF")
    page.context.set_offline(False)
    expect(page.locator("[data-live-state]")).to_have_text("BACK")
    assert page.locator("#draft").input_value() == "写了一半的意见"
    page.goto("about:blank")
    live.publisher().drain(2)


def test_a_region_that_could_not_be_read_is_read_later(open_page: Callable[..., Any]) -> None:
    cast.load_province()
    complaint = factories.file_at(None, cast.JINSHUI)
    page = open_page(person("he"))
    page.goto("/inbox/")
    failures: list[str] = []

    def fail_twice(route: Any) -> None:
        """First the server is in recovery, then nobody answers."""
        failures.append(route.request.url)
        if len(failures) == 1:
            route.fulfill(status=503, body="")
        elif len(failures) == 2:
            route.abort()
        else:
            route.continue_()

    page.route(lambda url: "region=list" in url, fail_twice)
    page.evaluate(BUILD, f"complaint:{complaint.pk}")
    page.wait_for_timeout(700)
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=complaint.pk)
        record(row, EventKind.MESSAGE_RECEIVED, actor=Actor.system())
    expect(page.locator("#region")).not_to_have_text("old", timeout=15_000)
    assert len(failures) >= 3
    page.goto("about:blank")
    live.publisher().drain(2)


def test_where_sockets_are_blocked_the_page_asks_and_shows_who_else_looks(
    open_page: Callable[..., Any],
) -> None:
    cast.load_province()
    complaint = factories.file_at(None, cast.JINSHUI)
    dispatch.skip_to_now()
    page = open_page(person("he"))
    page.add_init_script("window.WebSocket = class { constructor() { throw new Error('no'); } };")
    # Three failures and the first question within a moment instead of seconds.
    page.add_init_script("""
      const later = setTimeout, often = setInterval;
      window.setTimeout = (what, wait) => later(what, Math.min(wait, 200));
      window.setInterval = (what, wait) => often(what, Math.min(wait, 700));
    """)
    page.goto(f"/complaints/{complaint.pk}/")
    colleague = Client()
    colleague.force_login(person("chen"), "django.contrib.auth.backends.ModelBackend")
    topic = f"complaint:{complaint.pk}"
    asked = {"topics": topic, "cursor": "1:0", "here": topic, "tab": "colleague1"}
    colleague.get("/live/since/", asked)
    expect(page.locator(".present")).to_contain_text("陈督查", timeout=5000)
    answer = colleague.get("/live/since/", asked).json()
    assert answer["present"] == sorted((person("he").pk, person("chen").pk))
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=complaint.pk)
        record(row, EventKind.MESSAGE_RECEIVED, actor=Actor.system())
    dispatch.relay()
    expect(page.locator("[data-live-bell]")).to_have_text("1", timeout=5000)
    page.goto("about:blank")  # the tab says that it goes
    answer = colleague.get("/live/since/", asked).json()
    assert answer["present"] == [person("chen").pk]
    live.publisher().drain(2)
