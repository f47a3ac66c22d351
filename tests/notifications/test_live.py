"""Live updates over the real socket application, PostgreSQL and Redis: who hears what, and in order."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.utils import timezone

from casework.journal import record
from casework.models import CaseEvent, Complaint, Membership, User
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from config.asgi import application
from notifications import consumers, dispatch, feed, hub, live
from notifications.models import InboxNotice
from tests import cast, factories
from tests.cast import office, person

pytestmark = pytest.mark.django_db(transaction=True)
WANG_WU = ("王五", factories.WANG_WU_ID, factories.WANG_WU_PHONE)


def in_db(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Await a function that uses the database, in a thread that gives its connection back."""

    def call() -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return sync_to_async(call, thread_sensitive=False)()


@pytest.fixture(autouse=True)
async def rest() -> AsyncIterator[None]:
    """The hub of this test's loop ends with it."""
    yield
    await hub.current().stop()
    live.publisher().drain(2)


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def tracker_of(complaint: Complaint, seconds: float = 600) -> str:
    session = SessionStore()
    session["tracked_complaints"] = {str(complaint.pk): time.time() + seconds}
    session.save()
    return session.session_key or ""


class Tab:
    """One open page: connect, read what comes, leave."""

    def __init__(self, session: str) -> None:
        headers = [
            (b"origin", b"http://testserver"), (b"host", b"testserver"),
            (b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()),
        ]  # fmt: skip
        scope = {
            "type": "websocket", "path": "/ws/live/", "query_string": b"", "headers": headers,
            "subprotocols": [],
        }  # fmt: skip
        self.socket = ApplicationCommunicator(application, scope)
        self.cursor: str | None = None
        self.frames: list[dict[str, Any]] = []

    async def open(self, topics: str, cursor: str | None = None, **more: Any) -> dict[str, Any]:
        await self.connect()
        await self.say({"hello": topics.split(), "cursor": cursor} | more)
        return await self.hear()

    async def connect(self) -> None:
        await self.socket.send_input({"type": "websocket.connect"})
        assert (await self.socket.receive_output(3))["type"] == "websocket.accept"

    async def say(self, data: dict[str, Any] | str) -> None:
        text = data if isinstance(data, str) else json.dumps(data)
        await self.socket.send_input({"type": "websocket.receive", "text": text})

    async def hear(self, seconds: float = 3) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads((await self.socket.receive_output(seconds))["text"])
        self.frames.append(frame)
        self.cursor = frame.get("cursor", self.cursor)
        return frame

    async def hears_nothing(self, seconds: float = 1.5) -> bool:
        return await self.socket.receive_nothing(timeout=seconds)

    async def closed_with(self) -> int:
        output = await self.socket.receive_output(3)
        assert output["type"] == "websocket.close", output
        return int(output["code"])

    async def leave(self) -> None:
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1006})
        await self.socket.wait(2)


async def tab(who: str, topics: str = "desk board", **more: Any) -> Tab:
    await in_db(cast.load_province)
    opened = Tab(await in_db(lambda: cookie_of(person(who))))
    answer = await opened.open(topics, **more)
    assert answer["type"] == "ready", answer
    return opened


def note(complaint: Complaint, text: str = "备注") -> CaseEvent:
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=complaint.pk)
        return record(row, EventKind.NOTE_ADDED, actor=Actor.system(), reason=text)


async def filed(*args: Any, **kwargs: Any) -> Complaint:
    def file() -> Complaint:
        cast.load_province()
        return factories.file_at(*args, **kwargs)

    return await in_db(file)


async def test_scenario_49_a_filing_reaches_its_county_within_two_seconds_and_no_other() -> None:
    here, city, away = await tab("he"), await tab("chen"), await tab("liu")
    begun = time.monotonic()
    complaint = await filed(None, cast.JINSHUI)
    assert (await here.hear())["topics"] == ["desk", "board"]
    assert (await city.hear())["type"] == "event"
    assert time.monotonic() - begun < 2
    assert await away.hears_nothing()
    assert complaint.office.division.name == cast.JINSHUI


async def test_first_contact_and_former_owner_hear_the_matter_move_on() -> None:
    complaint = await filed(cast.SHANGSHUI, cast.JINSHUI)
    first = await tab("qin", f"complaint:{complaint.pk} desk")
    stranger = await tab("zhao_min")
    await in_db(factories.advance, complaint, "arrived")
    frame = await first.hear()
    assert f"complaint:{complaint.pk}" in frame["topics"]
    await in_db(note, complaint)
    assert f"complaint:{complaint.pk}" in (await first.hear())["topics"]
    assert await stranger.hears_nothing()


async def test_a_stranger_cannot_subscribe_to_a_record() -> None:
    complaint = await filed(None, cast.JINSHUI)
    stranger = await tab("liu", f"complaint:{complaint.pk} desk board")
    assert stranger.frames[0]["topics"] == ["board", "desk"]
    await in_db(note, complaint)
    assert await stranger.hears_nothing()


async def test_an_administrator_hears_of_no_case() -> None:
    admin = await tab("administrator")
    await filed(None, cast.JINSHUI)
    assert await admin.hears_nothing()


async def test_scenario_49_missed_events_come_in_order_after_a_lost_connection() -> None:
    complaint = await filed(None, cast.JINSHUI)
    first = await tab("he", f"complaint:{complaint.pk}")
    cursor = first.cursor
    await first.leave()
    seqs = [(await in_db(note, complaint)).seq for _ in range(5)]
    again = await tab("he", f"complaint:{complaint.pk}", cursor=cursor)
    assert [(await again.hear())["seq"] for _ in range(5)] == seqs
    assert await again.hears_nothing(0.5)


async def test_a_commit_overtaken_by_later_ones_is_not_lost() -> None:
    early, late = await filed(None, cast.JINSHUI), await filed(None, cast.JINSHUI)
    watching = await tab("he", f"complaint:{early.pk} complaint:{late.pk}")
    written, go = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow_writer() -> None:
        with transaction.atomic():
            note(early)
            loop.call_soon_threadsafe(written.set)
            asyncio.run_coroutine_threadsafe(go.wait(), loop).result(10)

    writer = asyncio.create_task(in_db(slow_writer))
    await written.wait()
    await in_db(note, late)
    assert f"complaint:{late.pk}" in (await watching.hear())["topics"]
    await asyncio.sleep(1.2)  # the hub has looked at the journal since
    cursor = watching.cursor
    await watching.leave()  # and the connection breaks before the early one is committed
    go.set()
    await writer
    again = await tab("he", f"complaint:{early.pk} complaint:{late.pk}", cursor=cursor)
    topics = {(await again.hear())["topics"][0], (await again.hear())["topics"][0]}
    assert topics == {f"complaint:{early.pk}", f"complaint:{late.pk}"}


async def test_lost_pushes_are_found_in_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = await filed(None, cast.JINSHUI)
    live.publisher().drain(2)
    monkeypatch.setattr(live.Publisher, "_publish", lambda *args: None)
    watching = await tab("he", f"complaint:{complaint.pk}")
    event = await in_db(note, complaint)
    assert (await watching.hear(2.5))["seq"] == event.seq


async def test_an_anonymous_tracker_hears_only_its_own_complaint() -> None:
    own, other = await filed(None, cast.JINSHUI), await filed(None, cast.JINSHUI)
    phone = Tab(await in_db(tracker_of, own))
    answer = await phone.open(f"complaint:{own.pk} complaint:{other.pk} desk board")
    assert answer["topics"] == [f"complaint:{own.pk}"]
    assert "unread" not in answer
    await in_db(factories.advance, other, "assigned")
    await in_db(note, own)  # an inner matter of the office
    assert await phone.hears_nothing()
    await in_db(factories.advance, own, "accepted")
    assert (await phone.hear())["topics"] == [f"complaint:{own.pk}"]


async def test_an_expired_tracker_and_a_stranger_are_turned_away() -> None:
    complaint = await filed(None, cast.JINSHUI)
    for session in (await in_db(tracker_of, complaint, -1), "unknown"):
        visitor = Tab(session)
        await visitor.connect()
        await visitor.say({"hello": [f"complaint:{complaint.pk}"]})
        assert await visitor.closed_with() == consumers.SIGNED_OUT


async def test_logging_out_closes_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "WATCH_SECONDS", 0.3)
    await in_db(cast.load_province)
    session = await in_db(lambda: cookie_of(person("he")))
    opened = Tab(session)
    await opened.open("desk")
    await in_db(lambda: SessionStore(session).delete())
    assert await opened.closed_with() == consumers.SIGNED_OUT


async def test_a_changed_membership_changes_what_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "WATCH_SECONDS", 0.3)
    complaint = await filed(None, cast.JINSHUI)
    leaving = await tab("he", f"complaint:{complaint.pk} desk")
    await in_db(
        lambda: Membership.objects.filter(user=person("he")).update(office=office("固始县"))
    )
    await asyncio.sleep(0.8)
    await in_db(note, complaint)
    assert await leaving.hears_nothing()


async def test_rights_are_read_again_when_they_change_and_not_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "WATCH_SECONDS", 0.2)
    complaint = await filed(None, cast.JINSHUI)
    page = await tab("he", f"complaint:{complaint.pk} desk")
    asked: list[Any] = []
    real = consumers.listener
    monkeypatch.setattr(consumers, "listener", lambda *a: asked.append(a) or real(*a))
    await asyncio.sleep(0.7)
    assert asked == []
    he = await in_db(person, "he")
    await in_db(Membership.objects.filter(user=he).update, role="clerk")
    await asyncio.sleep(0.7)
    assert len(asked) == 1
    assert await page.hears_nothing(0.1)
    await in_db(User.objects.filter(pk=he.pk).update, is_active=False)
    assert await page.closed_with() == consumers.SIGNED_OUT


async def test_a_record_that_went_to_another_office_is_followed_no_more() -> None:
    complaint = await filed(None, cast.JINSHUI)
    topic = f"complaint:{complaint.pk}"
    page = await tab("he", topic)

    def give_away() -> None:
        complaint.participations.all().delete()
        elsewhere = office(cast.GUSHI).pk
        Complaint.objects.filter(pk=complaint.pk).update(office=elsewhere)
        note(complaint)

    await in_db(give_away)
    assert await page.hears_nothing(0.5)
    socket = next(iter(hub.current()._sockets))
    assert topic not in socket.listener.topics


async def test_a_bell_whose_push_was_lost_is_put_right_from_the_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "WATCH_SECONDS", 0.3)
    monkeypatch.setattr(live.Publisher, "_publish", lambda *args: None)
    page = await tab("he", "inbox")
    assert page.frames[0]["unread"] == 0
    await filed(None, cast.JINSHUI)
    await in_db(dispatch.relay)
    assert (await page.hear())["unread"] == 1
    await in_db(InboxNotice.objects.update, read_at=timezone.now())  # read on another page
    assert (await page.hear())["unread"] == 0
    assert await page.hears_nothing(0.7)  # told once, not at every look


async def test_pushes_carry_numbers_only() -> None:
    watching = await tab("sun")
    complaint = await filed(cast.SHANGSHUI, cast.JINSHUI)
    await in_db(note, complaint, "王五说老板跑了")
    await watching.hear()
    await watching.hear()
    await watching.hear()
    text = json.dumps(watching.frames, ensure_ascii=False)
    assert not any(word in text for word in (*WANG_WU, "宏远", "老板", complaint.tracking_no))
    assert set(watching.frames[1]) == {"type", "topics", "cursor", "seq"}


async def test_a_page_never_connected_hears_what_happened_since_it_was_read() -> None:
    complaint = await filed(None, cast.JINSHUI)
    await tab("he", f"complaint:{complaint.pk}")
    await asyncio.sleep(1.3)
    event = await in_db(note, complaint)
    await asyncio.sleep(0.3)
    late = await tab("li_jing", f"complaint:{complaint.pk}", age=0.5)
    assert (await late.hear())["seq"] == event.seq


async def test_a_cold_hub_tells_an_old_page_to_read_again() -> None:
    page = await tab("he", "desk", age=3.0)
    assert (await page.hear())["type"] == "reload"


async def test_one_who_missed_too_much_reads_everything_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumers, "MOST_MISSED", 3)
    complaint = await filed(None, cast.JINSHUI)
    for _ in range(5):
        await in_db(note, complaint)
    page = await tab("he", f"complaint:{complaint.pk}", cursor="1:0")
    assert (await page.hear())["type"] == "reload"


async def test_a_slow_socket_gets_one_reload_instead_of_a_queue() -> None:
    socket = consumers.LiveSocket({}, None, None)  # type: ignore[arg-type]
    socket._held = None
    for number in range(1000):
        socket.offer(number, "{}")
    assert list(socket._waiting) == [consumers.RELOAD]


async def test_a_ping_is_answered_with_where_to_resume() -> None:
    page = await tab("he")
    await page.say({"ping": 1, "cursor": page.cursor})
    assert (await page.hear())["type"] == "pong"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"hello": 3}'])
async def test_nonsense_closes_the_socket(text: str) -> None:
    await in_db(cast.load_province)
    opened = Tab(await in_db(lambda: cookie_of(person("he"))))
    await opened.connect()
    await opened.say(text or "x" * 9000)
    assert await opened.closed_with() == consumers.MISUSED


@pytest.mark.django_db(transaction=True)
def test_a_position_is_always_that_of_a_row() -> None:
    # A number given to a transaction that wrote nothing may be given out again after a crash.
    cast.load_province()
    complaint = factories.file_at(None, cast.JINSHUI)
    last = CaseEvent.objects.order_by("-xid", "-id").first()
    assert last is not None
    for _ in range(3):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
            transaction.set_rollback(True)
    here = feed.Position(last.xid, last.pk)
    assert feed.now() == here
    assert feed.since(feed.Position(0, 0), 100).position == feed.since(here, 100).position == here
    note(complaint)
    assert len(feed.since(here, 100).events) == 1
