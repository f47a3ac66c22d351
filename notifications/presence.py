"""Who looks at a record now: in Redis, renewed by heartbeats and gone by itself; nothing rests on it.

A sorted set per record holds "user:tab" with the moment it expires. While Redis is away nobody is
shown; the first heartbeat after it is back brings everybody back. User ids only leave the process,
names are read by the page, which asks who may see the record.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from channels.layers import get_channel_layer
from django.conf import settings
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from notifications import feed
from notifications.live import Breaker
from notifications.rights import Listener

logger = logging.getLogger(__name__)
BEAT_SECONDS = 15.0
"""How often a tab's presence is renewed, and how often a process looks who else is there."""
HEARD_SECONDS = 40.0
"""A tab that has not even pinged for so long has gone; browsers ping every 20 seconds."""
LASTS_SECONDS = 40.0
"""What a process that died leaves behind is gone after this."""
TOGETHER_SECONDS = 0.05
ANSWER_SECONDS = 0.5


class Viewer(Protocol):
    """What presence asks of a connected tab. `offer` must not wait."""

    listener: Listener
    heard_at: float

    def offer(self, event_id: int, frame: str) -> None: ...


@dataclass
class Place:
    """One tab at one record: `member` is what the sorted set holds of it."""

    topic: str
    member: str
    is_new: bool = True


@dataclass
class _Round:
    """What one heartbeat has to write and to read."""

    stay: list[Place] = field(default_factory=list)
    gone: list[Place] = field(default_factory=list)

    @property
    def topics(self) -> list[str]:
        return sorted({place.topic for place in [*self.stay, *self.gone]})


class Presence:
    """The tabs of one process, each at most at one record; tells them when others come and go."""

    def __init__(self) -> None:
        self._places: dict[Viewer, Place] = {}
        self._left: list[Place] = []
        self._known: dict[str, frozenset[int]] = {}
        self._wake = asyncio.Event()
        self._moved = False
        self._breaker = Breaker("presence")

    def move(self, viewer: Viewer, topic: str | None) -> None:
        """Let a tab be at `topic` (case:12), or nowhere."""
        before = self._places.get(viewer)
        if (before.topic if before else None) == topic:
            return
        if before is not None:
            self._left.append(self._places.pop(viewer))
        if topic is not None and viewer.listener.user_id is not None:
            member = f"{viewer.listener.user_id}:{uuid.uuid4().hex}"
            self._places[viewer] = Place(topic, member)
        self._moved = True
        self._wake.set()

    def nudge(self) -> None:
        """Look at once: somebody came or went in another process."""
        self._wake.set()

    async def run(self) -> None:
        """Keep the heartbeat until cancelled."""
        client = AsyncRedis.from_url(
            settings.REDIS_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )
        try:
            while True:
                # Not wait_for(): before Python 3.12 it loses a cancellation that meets the wake.
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEAT_SECONDS):
                        await self._wake.wait()
                await asyncio.sleep(
                    TOGETHER_SECONDS
                )  # a page that reloads leaves and comes at once
                self._wake.clear()
                await self._beat(client)
        finally:
            await client.aclose()

    async def _beat(self, client: Any) -> None:
        self._drop_the_silent()
        turn = _Round(list(self._places.values()), list(self._left))
        if not turn.topics or not self._breaker.may_try():
            return
        moved, self._moved = self._moved, False
        try:
            found = await self._exchange(client, turn)
        except (RedisError, OSError, TimeoutError) as error:
            self._breaker.failed(error)
            self._moved = moved
            self._left = []  # what could not be taken out expires by itself
            return
        self._left = [place for place in self._left if place not in turn.gone]
        self._tell(found)
        if moved:
            await self._nudge_others()

    async def _exchange(self, client: Any, turn: _Round) -> dict[str, frozenset[int]]:
        """Renew who stays, take out who left, and return who is at each record."""
        now = time.time()
        pipe = client.pipeline(transaction=False)
        for place in turn.stay:
            pipe.zadd(key_of(place.topic), {place.member: now + LASTS_SECONDS})
        for place in turn.gone:
            pipe.zrem(key_of(place.topic), place.member)
        for topic in turn.topics:
            pipe.zremrangebyscore(key_of(topic), "-inf", now)
            pipe.expire(key_of(topic), int(LASTS_SECONDS) + 5)
        for topic in turn.topics:
            pipe.zrange(key_of(topic), 0, -1)
        answers = (await pipe.execute())[-len(turn.topics) :]
        return {topic: users_of(a) for topic, a in zip(turn.topics, answers, strict=True)}

    def _drop_the_silent(self) -> None:
        """A tab that pings no more has gone, though its connection may seem open for long."""
        limit = time.monotonic() - HEARD_SECONDS
        for viewer in [viewer for viewer in self._places if viewer.heard_at < limit]:
            self._left.append(self._places.pop(viewer))

    def _tell(self, found: dict[str, frozenset[int]]) -> None:
        """Tell the tabs at a record whose company changed, and each tab that has just come."""
        changed = {topic for topic, users in found.items() if self._known.get(topic) != users}
        for viewer, place in self._places.items():
            if place.topic in changed or (place.is_new and place.topic in found):
                place.is_new = False
                text = json.dumps({"type": "present", "topics": [f"present:{place.topic}"]})
                viewer.offer(0, text)
        here = {place.topic for place in self._places.values()}
        self._known = {t: users for t, users in (self._known | found).items() if t in here}

    async def _nudge_others(self) -> None:
        layer: Any = get_channel_layer()
        try:
            message = {"type": "live", "present": True}
            async with asyncio.timeout(ANSWER_SECONDS):
                await layer.group_send(feed.GROUP, message)
        except Exception as error:  # the others look by themselves within a beat
            self._breaker.failed(error)


def key_of(topic: str) -> str:
    """Return the key of the sorted set of one record."""
    return f"{settings.REDIS_PREFIX}-present:{topic}"


def users_of(members: Iterable[bytes]) -> frozenset[int]:
    """Return the users behind the members of a sorted set; one may look through several tabs."""
    return frozenset(int(member.decode().partition(":")[0]) for member in members)


SOCKETS = f"{settings.REDIS_PREFIX}-live-sockets"
_reading = Breaker("presence")
_client: Redis | None = None


def looking_at(topic: str) -> frozenset[int]:
    """Return the ids of the users who look at a record now; none while Redis does not answer."""
    members = _asked(lambda client: client.zrangebyscore(key_of(topic), time.time(), "+inf"))
    return users_of(members or ())


def stay(topic: str, user_id: int, tab: str) -> bool:
    """Renew the presence of a tab without a socket; say whether it has just come."""
    key, member, now = key_of(topic), f"{user_id}:{tab}", time.time()

    def renew(client: Redis) -> Any:
        pipe = client.pipeline(transaction=False)
        pipe.zadd(key, {member: now + LASTS_SECONDS})
        pipe.zremrangebyscore(key, "-inf", now)
        pipe.expire(key, int(LASTS_SECONDS) + 5)
        return pipe.execute()[0]

    return bool(_asked(renew))


def go(topic: str, user_id: int, tab: str) -> bool:
    """Take a tab without a socket out; say whether it was there."""
    return bool(_asked(lambda client: client.zrem(key_of(topic), f"{user_id}:{tab}")))


def note_sockets(count: int) -> None:
    """Write down how many sockets this process serves, for `/metrics`."""
    value = f"{count}:{time.time():.0f}"
    _asked(lambda client: client.hset(SOCKETS, f"{socket.gethostname()}-{os.getpid()}", value))


def sockets() -> dict[str, int]:
    """Return how many sockets each process serves; one that was not heard of lately serves none."""
    found = _asked(lambda client: client.hgetall(SOCKETS)) or {}
    told = {name.decode(): value.decode().split(":") for name, value in found.items()}
    since = time.time() - LASTS_SECONDS
    return {name: int(count) for name, (count, at) in told.items() if float(at) > since}


def _asked(question: Callable[[Redis], Any]) -> Any:
    """Return what Redis answers; None, and a few seconds of rest, while it does not."""
    global _client  # noqa: PLW0603  one pool per process
    if not _reading.may_try():
        return None
    if _client is None:
        _client = Redis.from_url(
            settings.REDIS_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )
    try:
        return question(_client)
    except (RedisError, OSError) as error:
        _reading.failed(error)
        return None
