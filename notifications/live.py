"""Publishes what was journalled: one thread per process, best effort, never in the way of a request.

Nothing here may be relied on: the hubs look at the journal themselves, the relay is also run by
the timer.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import queue
import threading
import time
from collections.abc import Iterable
from typing import Any

from celery import current_app
from channels.layers import get_channel_layer
from django.db import close_old_connections

from casework.models import CaseEvent, Job
from notifications import feed
from notifications.models import unread_of

logger = logging.getLogger(__name__)
NUDGE_SECONDS = 0.1
PUBLISH_SECONDS = 1.0
REST_SECONDS = 3.0
MOST_WAITING = 20_000
BATCH = 200
RELAY = "notifications.tasks.relay"
PRESENT = "present"
"""Handed over where somebody came to a record or left it without a socket."""


class Breaker:
    """After a failure, leaves a service alone for a few seconds."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._closed_until = 0.0

    def may_try(self) -> bool:
        return time.monotonic() >= self._closed_until

    def failed(self, error: Exception) -> None:
        """Note a failure; the log gets one line per rest, not one per event."""
        self._closed_until = time.monotonic() + REST_SECONDS
        logger.warning("%s does not answer (%s)", self._what, type(error).__name__)


class Publisher:
    """A thread with an event loop of its own: publishes batches and nudges the relay."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._queue: queue.Queue[Any] = queue.Queue(MOST_WAITING)
        self._layer_breaker, self._broker_breaker = Breaker("channel layer"), Breaker("broker")
        self._thread = threading.Thread(target=self._run, name="live-publisher", daemon=True)
        self._thread.start()

    def put(self, item: Any) -> None:
        """Hand over one item; when far too many wait it is dropped, and found in the journal."""
        try:
            self._queue.put_nowait(item)
        except queue.Full:
            logger.warning("live updates: the publisher is behind")

    def drain(self, seconds: float) -> None:
        """Wait until what was handed over is published; used when the process ends."""
        until = time.monotonic() + seconds
        while self._queue.unfinished_tasks and time.monotonic() < until and self._thread.is_alive():
            time.sleep(0.01)

    def _run(self) -> None:
        loop = asyncio.new_event_loop()
        nudge_owed, nudged_at = False, 0.0
        while True:
            batch = self._batch(NUDGE_SECONDS if nudge_owed else None)
            rows = [item for item in batch if isinstance(item, feed.Row)]
            try:
                unread = [item for item in batch if isinstance(item, tuple)]
                message = _message(rows, unread, present=PRESENT in batch)
                if message:
                    self._publish(loop, message)
            except Exception:
                logger.exception("live updates: not published")
            nudge_owed = nudge_owed or bool(rows)
            if nudge_owed and time.monotonic() - nudged_at >= NUDGE_SECONDS:
                self._nudge()
                nudge_owed, nudged_at = False, time.monotonic()
            for _ in batch:
                self._queue.task_done()

    def _batch(self, seconds: float | None) -> list[Any]:
        """Wait for an item and take those that came with it (an act writes several rows)."""
        try:
            batch = [self._queue.get(timeout=seconds)]
        except queue.Empty:
            return []
        while len(batch) < BATCH:
            try:
                batch.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return batch

    def _publish(self, loop: asyncio.AbstractEventLoop, message: dict[str, Any]) -> None:
        if not self._layer_breaker.may_try():
            return
        layer: Any = get_channel_layer()
        try:
            loop.run_until_complete(
                asyncio.wait_for(layer.group_send(feed.GROUP, message), PUBLISH_SECONDS)
            )
        except Exception as error:
            self._layer_breaker.failed(error)

    def _nudge(self) -> None:
        if not self._broker_breaker.may_try():
            return
        try:
            current_app.send_task(RELAY, expires=30)
        except Exception as error:
            self._broker_breaker.failed(error)


_publisher: Publisher | None = None
_making = threading.Lock()


def publisher() -> Publisher:
    """Return this process's publisher; a forked process (Celery) gets one of its own."""
    global _publisher  # noqa: PLW0603  one thread per process
    if _publisher is None or _publisher.pid != os.getpid():
        with _making:
            if _publisher is None or _publisher.pid != os.getpid():
                _publisher = Publisher()
                atexit.register(_publisher.drain, 1.0)
    return _publisher


def announce(sender: Any, event: CaseEvent, **kwargs: Any) -> None:
    """Receive `event_recorded` on commit; takes microseconds whatever Redis does."""
    publisher().put(feed.Row.of(event))


def tell_inboxes(unread: Iterable[tuple[int, int]]) -> None:
    """Tell users how many unread notices they have: pairs of (user id, count)."""
    for pair in unread:
        publisher().put(tuple(pair))


def tell_presence() -> None:
    """Let the hubs look at once who is where."""
    publisher().put(PRESENT)


def tell_owner(job: Job, **kwargs: Any) -> None:
    """Tell the owner's open pages that a long work has ended; the inbox lists it anyway."""
    tell_inboxes([(job.owner_id, unread_of(job.owner_id))])


def _message(
    rows: list[feed.Row], unread: list[tuple[int, int]], *, present: bool
) -> dict[str, Any]:
    message: dict[str, Any] = {}
    if rows:
        close_old_connections()
        try:
            message["events"] = feed.envelopes(rows)
        finally:
            close_old_connections()
    if unread:
        message["unread"] = unread
    if present:
        message["present"] = True
    return message | {"type": "live"} if message else {}
