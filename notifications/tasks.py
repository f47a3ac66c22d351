"""Celery tasks of the relay; each may be killed or run twice at any moment without harm."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task

from notifications import codes, dispatch, live, sending

logger = logging.getLogger(__name__)


@shared_task(name="notifications.tasks.relay")
def relay() -> int:
    """Address new journal rows, tell inboxes, and hand what is due to the senders' queue."""
    done = dispatch.relay()
    live.tell_inboxes(done.unread.items())
    if done.waiting:
        _nudge(relay, countdown=1)
    if sending.due_exist() or codes.codes_wait():
        _nudge(retry)
    return done.events


@shared_task(name="notifications.tasks.retry")
def retry() -> int:
    """Send what is due: new messages, failed ones whose time has come, those a killed worker held."""
    return codes.send_codes() + sending.send_due().total()


def _nudge(task: Any, countdown: float = 0) -> None:
    """Ask for another run; when the broker is away the timer asks within seconds anyway."""
    try:
        task.apply_async(countdown=countdown, expires=countdown + 30)
    except Exception as error:
        logger.warning("%s not nudged (%s)", task.name, type(error).__name__)
