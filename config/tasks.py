"""A tick every half minute: it proves that timer, broker and worker work together."""

from __future__ import annotations

from celery import shared_task

from config import health


@shared_task(name="config.tasks.tick")
def tick() -> None:
    """Note the moment in Redis, for the page of the system's health."""
    health.note_tick()
