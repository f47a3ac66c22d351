"""The hub of a process: one subscription and one look at the journal a second, for all its sockets.

A push over the channel layer brings an event within milliseconds; the look at the journal brings
whatever was not pushed (Redis away, a message lost), so that nothing depends on a push. Every ten
seconds the hub asks, for all sockets at once, whose rights have changed and how much is unread.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary

from channels.db import DatabaseSyncToAsync
from channels.layers import get_channel_layer

from notifications import feed
from notifications.feed import Envelope, Position
from notifications.models import unread_of_each
from notifications.presence import Presence, note_sockets
from notifications.rights import Ear, Listener, standings

logger = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
LOOK_ROWS = 1000
LINGER_SECONDS = 30.0
WATCH_SECONDS = 10.0
"""How soon ended sessions, changed roles and a count of the bell that was lost are noticed."""
RARELY_SECONDS = 900.0
"""Rights that nothing seems to have touched are read again all the same."""
P = ParamSpec("P")
T = TypeVar("T")

# Few connections however many sockets; the pages' own threads stay free.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function that asks the database beside the event loop."""
    call = DatabaseSyncToAsync(function, thread_sensitive=False, executor=_threads)
    return await call(*args, **kwargs)


class Socket(Protocol):
    """What the hub asks of a connected socket. None of it may wait."""

    listener: Listener
    session_key: str | None
    heard_at: float
    checked_at: float

    def offer(self, event_id: int, frame: str) -> None: ...
    def doubt(self) -> None: ...
    def tell_unread(self, unread: int) -> None: ...


def frame(event: Envelope, topics: list[str], position: Position) -> str:
    """Return the text sent for one event: topics, number in its chain, where to resume."""
    return json.dumps(
        {"type": "event", "topics": topics, "cursor": str(position), "seq": event["seq"]}
    )


class Hub:
    """Fans events out to the sockets of one process (exactly: of one event loop)."""

    def __init__(self) -> None:
        self.position = Position(0, 0)
        self.presence = Presence()
        self._sockets: set[Socket] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._seen: dict[int, int] = {}
        self._recent: deque[tuple[float, Envelope]] = deque(maxlen=1000)
        self._started = 0.0
        self._starting = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None

    async def join(self, socket: Socket) -> None:
        """Let a socket hear what is committed from now on."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        self._sockets.add(socket)
        async with self._starting:
            if not self._tasks:
                self.position = await in_thread(feed.now)
                self._started = time.monotonic()
                self._tasks = [
                    asyncio.create_task(self._listen()),
                    asyncio.create_task(self._look()),
                    asyncio.create_task(self._watch()),
                    asyncio.create_task(self.presence.run()),
                ]

    def leave(self, socket: Socket) -> None:
        """Forget a socket. The last one gone, the hub rests after a while."""
        self.presence.move(socket, None)
        self._sockets.discard(socket)
        if not self._sockets and self._idle is None:
            self._idle = asyncio.get_running_loop().call_later(LINGER_SECONDS, self._rest)

    def recent(self, seconds: float) -> list[Envelope] | None:
        """Return the events of the last `seconds`, or None when the hub was not up so long."""
        begin = time.monotonic() - seconds
        if begin < self._started or (
            len(self._recent) == self._recent.maxlen and self._recent[0][0] > begin
        ):
            return None
        return [event for moment, event in self._recent if moment >= begin]

    async def stop(self) -> None:
        """End the hub's tasks."""
        tasks = self._rest()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    def _rest(self) -> list[asyncio.Task[None]]:
        tasks, self._tasks = self._tasks, []
        self._idle = None
        self._seen.clear()
        self._recent.clear()
        for task in tasks:
            task.cancel()
        return tasks

    async def _listen(self) -> None:
        """Take pushes from the channel layer. The layer itself reconnects to a Redis come back."""
        layer: Any = get_channel_layer()
        channel = ""
        while True:
            try:
                if not channel:
                    channel = await asyncio.wait_for(layer.new_channel("live-hub."), 3)
                await asyncio.wait_for(layer.group_add(feed.GROUP, channel), 3)
                while True:
                    self._take(await layer.receive(channel))
                    await asyncio.sleep(0)
            except (OSError, TimeoutError, RuntimeError, ValueError) as error:
                logger.warning("live updates: no channel layer (%s)", type(error).__name__)
            except Exception:
                logger.exception("live updates: subscription broke")
            await asyncio.sleep(2)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                while await self._look_once():
                    pass
            except Exception as error:
                logger.warning("live updates: journal not readable (%s)", type(error).__name__)

    async def _look_once(self) -> bool:
        """Read on in the journal; say whether more waits."""
        before = self.position
        page = await in_thread(feed.since, before, LOOK_ROWS)
        for event in page.events:
            self._fan_out(event)
        self.position = page.position
        self._seen = {pk: xid for pk, xid in self._seen.items() if xid >= page.position.xid}
        return not page.complete and page.position > before

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("present"):
            self.presence.nudge()
        for event in message.get("events", ()):
            self._fan_out(event)
        if counts := dict(message.get("unread", ())):
            self._tell_unread(counts)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self._watch_once()
            except Exception as error:
                logger.warning("live updates: rights not readable (%s)", type(error).__name__)

    async def _watch_once(self) -> None:
        """Let sockets in doubt read their rights anew, and correct bells, by what the rows say."""
        visitors = {one: (one.session_key, one.listener.user_id) for one in self._sockets}
        listening = {one: one.listener for one in visitors}
        found = await in_thread(standings, visitors.values())
        moment, now = time.monotonic(), time.time()
        for socket, listener in listening.items():
            rarely = RARELY_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311  not all at once
            if (
                found[visitors[socket]] != listener.standing
                or listener.until <= now
                or moment - socket.checked_at > rarely
            ):
                socket.doubt()
        await in_thread(note_sockets, len(self._sockets))
        users = {listener.user_id for listener in listening.values() if listener.user_id}
        if users:
            self._tell_unread(await in_thread(unread_of_each, users))

    def _tell_unread(self, counts: dict[int, int]) -> None:
        for socket in list(self._sockets):
            unread = counts.get(socket.listener.user_id or 0)
            if unread is not None:
                socket.tell_unread(unread)

    def _fan_out(self, event: Envelope) -> None:
        pk = event["id"]
        if pk in self._seen or (event["xid"], pk) <= (self.position.xid, self.position.id):
            return
        self._seen[pk] = event["xid"]
        self._recent.append((time.monotonic(), event))
        # Judged and written once for all of equal rights.
        said: dict[Ear, tuple[str, bool]] = {}
        for socket in list(self._sockets):
            listener = socket.listener
            found = said.get(listener.ear)
            if found is None:
                found = said[listener.ear] = self._words_for(listener, event)
            text, strayed = found
            if text:
                socket.offer(pk, text)
            elif strayed:
                socket.doubt()

    def _words_for(self, listener: Listener, event: Envelope) -> tuple[str, bool]:
        topics = listener.heard(event)
        text = frame(event, topics, self.position) if topics else ""
        return text, listener.strayed(event)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current() -> Hub:
    """Return the hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
