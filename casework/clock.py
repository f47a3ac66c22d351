"""The one source of "now", so that tests and the demonstration province can pass time in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("qingqian_now", default=None)


def now() -> datetime:
    """Return the current moment (aware, UTC), or the one set by `at()`."""
    return _fixed.get() or timezone.now()


def today() -> date:
    """Return the current day in Asia/Shanghai: statutory days are counted there."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware). Never used by a request."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def day_of(moment: datetime) -> date:
    """Return the day in Asia/Shanghai on which `moment` falls."""
    return timezone.localdate(moment)
