"""The WebSocket `/ws/live/`: one per tab, telling what changed, never what it says.

A plain ASGI application: measured, a Channels consumer per socket costs ten times the fan-out.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from notifications import feed, hub
from notifications.feed import Envelope, Position
from notifications.models import unread_of
from notifications.rights import RECORD, Listener, listener

HELLO_SECONDS = 10.0
LONGEST_AGE = 7 * 24 * 3600
SILENCE_SECONDS = 90.0
MOST_WAITING = 64
MOST_MISSED = 200
MOST_READ = 2000
SIGNED_OUT, MISUSED = 4401, 4400
RELOAD = json.dumps({"type": "reload"})

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Closed(Exception):  # noqa: N818  an end, not an error
    """The socket is to be closed with this code; None when the other side has gone."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(code)


class LiveSocket:
    """One connected tab."""

    def __init__(self, scope: Message, receive: Receive, send: Send) -> None:
        self.listener = Listener(frozenset())
        self.heard_at = self.checked_at = time.monotonic()
        self.session_key: str | None = getattr(scope.get("session"), "session_key", None)
        self._receive, self._send = receive, send
        self._asked: list[object] = []
        self._here: object = None
        self._unread: int | None = None
        self._doubted = False
        self._waiting: deque[str] = deque()
        self._held: list[tuple[int, str]] | None = []
        self._sent: set[int] = set()
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Serve the socket from handshake to end."""
        if (await self._receive())["type"] != "websocket.connect":
            return
        await self._send({"type": "websocket.accept"})
        tasks: list[asyncio.Task[None]] = []
        try:
            await self._greet()
            tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._write())]
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            done.pop().result()
        except Closed as end:
            if end.code is not None:
                with suppress(Exception):
                    await self._send({"type": "websocket.close", "code": end.code})
        finally:
            hub.current().leave(self)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def offer(self, event_id: int, frame: str) -> None:
        """Queue one frame; one who is too slow is told once to read everything anew."""
        if self._held is not None:
            self._held.append((event_id, frame))
            return
        if event_id in self._sent:  # read as a missed one before the hub came to it
            self._sent.remove(event_id)
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            self._waiting.append(RELOAD)
        elif not self._waiting or self._waiting[-1] is not RELOAD:
            self._waiting.append(frame)
        self._wake.set()

    def doubt(self) -> None:
        """Read one's rights anew before anything more is told."""
        self._doubted = True
        self._wake.set()

    def tell_unread(self, unread: int) -> None:
        """Let the bell show this number, where it shows another."""
        if unread == self._unread:
            return
        self._unread = unread
        self.offer(0, json.dumps({"type": "inbox", "topics": ["inbox"], "unread": unread}))

    async def _greet(self) -> None:
        """Take the hello, check rights, tell what was missed, then what is new."""
        try:
            hello = await asyncio.wait_for(self._next(), HELLO_SECONDS)
        except TimeoutError:
            raise Closed(MISUSED) from None
        asked = hello.get("hello")
        if not isinstance(asked, list):
            raise Closed(MISUSED)
        self._asked = asked
        await self._check_rights()
        # Joined first and held back: what is committed while the missed ones are read is not lost.
        await hub.current().join(self)
        frames, sent, position = await self._missed(hello)
        ready: Message = {
            "type": "ready",
            "cursor": str(position),
            "topics": sorted(self.listener.topics),
        }
        if self.listener.user_id is not None:
            self._unread = await hub.in_thread(unread_of, self.listener.user_id)
            ready["unread"] = self._unread
        await self._text(json.dumps(ready))
        for frame in frames:
            await self._text(frame)
        held, self._held, self._sent = self._held or [], None, sent
        for event_id, frame in held:
            self.offer(event_id, frame)
        self._be_at(hello.get("here"))

    async def _missed(self, hello: Message) -> tuple[list[str], set[int], Position]:
        """Return the frames of missed events, their ids, and where to resume later."""
        own = hub.current()
        if hello.get("cursor") is None:
            age = hello.get("age")
            if not isinstance(age, int | float) or not abs(age) < LONGEST_AGE:
                return [], set(), own.position
            # The page was read `age` seconds ago and has never been connected.
            recent = own.recent(max(0.0, float(age)) + 1.0)
            if recent is None:
                return [RELOAD], set(), own.position
            return self._frames(recent, own.position)
        cursor = Position.parse(hello["cursor"])
        if cursor is None:
            return [RELOAD], set(), own.position
        page = await hub.in_thread(feed.since, cursor, MOST_READ)
        frames, sent, position = self._frames(page.events, page.position)
        if not page.complete or len(frames) > MOST_MISSED:
            return [RELOAD], set(), own.position
        return frames, sent, position

    def _frames(
        self, events: list[Envelope], position: Position
    ) -> tuple[list[str], set[int], Position]:
        heard = [(event, self.listener.heard(event)) for event in events]
        frames = [hub.frame(event, topics, position) for event, topics in heard if topics]
        return frames, {event["id"] for event in events}, position

    async def _read(self) -> None:
        """Answer pings; a tab that is silent has gone."""
        while True:
            try:
                message = await asyncio.wait_for(self._next(), SILENCE_SECONDS)
            except TimeoutError:
                raise Closed(MISUSED) from None
            if "here" in message:
                self._be_at(message["here"])
            if "ping" in message:
                pong = {"type": "pong", "cursor": str(hub.current().position)}
                self.offer(0, json.dumps(pong))

    async def _write(self) -> None:
        """Send what waits; while there is doubt about the visitor's rights, ask for them first."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._doubted or self._waiting:
                if self._doubted:
                    self._doubted = False
                    await self._check_rights()
                else:
                    await self._text(self._waiting.popleft())

    async def _check_rights(self) -> None:
        found = await hub.in_thread(listener, self.session_key, self._asked)
        if found is None:
            raise Closed(SIGNED_OUT)
        self.listener, self.checked_at = found, time.monotonic()
        self._be_at(self._here)

    def _be_at(self, here: object) -> None:
        """Let colleagues see that this tab is open at a record; only at one it may hear of."""
        self._here = here
        seen = isinstance(here, str) and RECORD.fullmatch(here) and here in self.listener.topics
        hub.current().presence.move(self, str(here) if seen else None)

    async def _text(self, text: str) -> None:
        try:
            await self._send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError):
            raise Closed(None) from None

    async def _next(self) -> Message:
        message = await self._receive()
        self.heard_at = time.monotonic()
        if message["type"] == "websocket.disconnect":
            raise Closed(None)
        text = message.get("text") or ""
        if len(text) > 8192:
            raise Closed(MISUSED)
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise Closed(MISUSED) from None
        if not isinstance(data, dict):
            raise Closed(MISUSED)
        return data


async def live_socket(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI application of the route."""
    await LiveSocket(scope, receive, send).run()
