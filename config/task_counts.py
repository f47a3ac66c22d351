"""What the workers have done: runs and seconds of each task, counted in Redis for `/metrics`.

Best effort: a count that is lost with Redis begins at nought again, as Prometheus expects.
"""

from __future__ import annotations

import logging
import time
from typing import Any

import redis
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
RUNS, SECONDS = f"{settings.REDIS_PREFIX}-task-runs", f"{settings.REDIS_PREFIX}-task-seconds"
ANSWER_SECONDS = 0.3
_begun: dict[str, float] = {}


def note_begin(task_id: str = "", **kwargs: Any) -> None:
    """Receive `task_prerun`."""
    _begun[task_id] = time.monotonic()


def note_end(task_id: str = "", task: Any = None, state: str | None = None, **kwargs: Any) -> None:
    """Receive `task_postrun`: one run more of this task that ended in this state."""
    spent = time.monotonic() - _begun.pop(task_id, time.monotonic())
    try:
        with _server() as server:
            pipe = server.pipeline(transaction=False)
            pipe.hincrby(RUNS, f"{task.name}|{(state or 'UNKNOWN').lower()}", 1)
            pipe.hincrbyfloat(SECONDS, task.name, round(spent, 4))
            pipe.execute()
    except RedisError as error:
        logger.warning("a run of %s was not counted (%s)", task.name, type(error).__name__)


def runs() -> dict[tuple[str, str], int]:
    """Return how often each task has ended in each state: (task, state) -> runs."""
    with _server() as server:
        found: Any = server.hgetall(RUNS)
    return {tuple(name.decode().split("|", 1)): int(count) for name, count in found.items()}  # type: ignore[misc]


def seconds() -> dict[str, float]:
    """Return the seconds each task has taken in all."""
    with _server() as server:
        found: Any = server.hgetall(SECONDS)
    return {name.decode(): float(spent) for name, spent in found.items()}


def connect() -> None:
    """Count in this process from now on."""
    task_prerun.connect(note_begin, dispatch_uid="config.task_counts.begin")
    task_postrun.connect(note_end, dispatch_uid="config.task_counts.end")


def _server() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
    )
