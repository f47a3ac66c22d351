"""Who else looks at a record: seen by staff in scope, gone soon after leaving, back after Redis."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config import embedded
from config.redis_server import Redis
from notifications import presence
from tests import cast
from tests.cast import person
from tests.notifications.test_live import Tab, filed, in_db, rest, tab, tracker_of

__all__ = ["rest"]  # the fixture that ends the hub

# What the product keeps to; the tests below hurry.
WITHIN_A_MINUTE = [presence.HEARD_SECONDS, presence.LASTS_SECONDS]
BEAT = presence.BEAT_SECONDS
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A heartbeat a second instead of every fifteen."""
    monkeypatch.setattr(presence, "BEAT_SECONDS", 0.5)
    monkeypatch.setattr(presence, "LASTS_SECONDS", 2.0)
    monkeypatch.setattr(presence, "_reading", presence.Breaker("presence"))


def page(who: str, topic: str) -> Any:
    stream, pk = topic.split(":")
    client = Client()
    client.force_login(person(who), "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("present", args=[stream, pk]))


async def shown(who: str, topic: str) -> str:
    answer = await in_db(page, who, topic)
    assert answer.status_code == 200
    text: str = answer.content.decode().strip()
    return text


async def becomes(topic: str, *who: str, seconds: float = 4) -> None:
    """Wait until exactly these people look at the record."""
    ids = {(await in_db(person, key)).pk for key in who}
    for _ in range(int(seconds / 0.1)):
        if await in_db(presence.looking_at, topic) == ids:
            return
        await asyncio.sleep(0.1)
    raise AssertionError((ids, await in_db(presence.looking_at, topic)))


async def test_two_of_one_office_see_each_other_come_and_go() -> None:
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    first = await tab("he", topic, here=topic)
    assert (await first.hear())["topics"] == [f"present:{topic}"]  # the page reads who is there
    assert await shown("he", topic) == ""
    second = await tab("chen", topic, here=topic)
    assert (await first.hear())["type"] == "present"
    assert "陈督查" in await shown("he", topic)
    assert "何队长" in await shown("chen", topic)
    assert "陈督查" not in await shown("chen", topic)  # nobody is told of themselves
    await second.leave()
    assert (await first.hear())["type"] == "present"
    assert await shown("he", topic) == ""


async def test_a_tab_in_the_background_looks_at_nothing() -> None:
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    watching = await tab("he", topic, here=topic)
    await becomes(topic, "he")
    await watching.say({"here": None})
    await becomes(topic)
    await watching.say({"here": topic})
    await becomes(topic, "he")


async def test_a_stranger_is_not_shown_and_is_shown_nobody() -> None:
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    own = await tab("he", topic, here=topic)
    stranger = await tab("liu", f"{topic} desk", here=topic)
    await becomes(topic, "he")
    assert (await in_db(page, "liu", topic)).status_code == 404
    await own.leave()
    await stranger.leave()


@pytest.mark.parametrize("here", ["desk", "complaint:0", 7, ["x"], "present:complaint:1"])
async def test_a_made_up_place_is_no_place(here: Any) -> None:
    await filed(None, cast.JINSHUI)
    open_tab = await tab("he", "desk", here=here)
    await asyncio.sleep(0.6)
    assert await in_db(presence.looking_at, str(here)) == frozenset()
    await open_tab.leave()


async def test_a_complainant_neither_shows_nor_sees() -> None:
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    own = await tab("he", topic, here=topic)
    phone = Tab(await in_db(tracker_of, complaint))
    await phone.open(topic, here=topic)
    assert await phone.hears_nothing(1.2)
    await becomes(topic, "he")
    answer = await in_db(lambda: Client().get(reverse("present", args=["complaint", complaint.pk])))
    assert answer.status_code == 302
    await own.leave()


async def test_who_vanishes_without_a_word_is_gone_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    silent = await tab("he", topic, here=topic)
    await becomes(topic, "he")
    monkeypatch.setattr(presence, "HEARD_SECONDS", 0.5)  # the line is cut: no ping comes any more
    await becomes(topic)
    await silent.leave()


async def test_what_a_dead_process_left_expires() -> None:
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    other = await tab("chen", topic, here=topic)
    dead = presence.Presence()
    viewer: Any = type("Viewer", (), {"offer": lambda *a: None})()
    viewer.listener, viewer.heard_at = await _listener_of("he", topic), float("inf")
    dead.move(viewer, topic)
    task = asyncio.create_task(dead.run())
    await becomes(topic, "chen", "he")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await becomes(topic, "chen", seconds=6)
    await other.leave()


async def _listener_of(who: str, topic: str) -> Any:
    found = await in_db(person, who)
    return presence.Listener(frozenset({topic}), None, found.pk)


async def test_it_is_back_after_redis_was_killed() -> None:
    server = Redis(Path(settings.VAR_DIR))
    if not any(isinstance(one, Redis) for one in embedded.servers()):
        pytest.skip("REDIS_URL names a server that is not ours to kill")
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    own = await tab("he", topic, here=topic)
    await becomes(topic, "he")
    psutil.Process(int((server.home / "server.pid").read_text())).kill()
    assert (await in_db(page, "chen", topic)).status_code == 200  # the page stands without it
    await in_db(embedded.start)
    await becomes(topic, "he", seconds=12)
    await own.leave()


def test_nobody_is_shown_longer_than_a_minute_after_leaving() -> None:
    assert max(WITHIN_A_MINUTE) + BEAT < 60
