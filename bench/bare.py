"""The bare baseline of `bench.live`: what Redis says goes to every WebSocket, and nothing else.

No session, no rights, no journal, no resume: the least a server of live messages can do.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from redis.asyncio import Redis

CHANNEL = "bench-bare"
_sockets: set[Callable[[dict[str, Any]], Awaitable[None]]] = set()
_listening: list[asyncio.Task[None]] = []


async def _listen() -> None:
    subscription = Redis.from_url(os.environ["REDIS_URL"]).pubsub()
    await subscription.subscribe(CHANNEL)
    async for message in subscription.listen():
        if message["type"] == "message":
            frame = {"type": "websocket.send", "text": message["data"].decode()}
            for send in list(_sockets):
                with suppress(OSError, RuntimeError):
                    await send(frame)


async def app(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Serve one WebSocket until it leaves."""
    if scope["type"] != "websocket":
        return
    if not _listening:
        _listening.append(asyncio.create_task(_listen()))
    await receive()
    await send({"type": "websocket.accept"})
    _sockets.add(send)
    while (await receive())["type"] != "websocket.disconnect":
        pass
    _sockets.discard(send)
