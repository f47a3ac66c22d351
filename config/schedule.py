"""What the timer (Celery beat) starts, and how often."""

from __future__ import annotations

from typing import Any

# name: (task, every so many seconds)
_BEAT = {
    "relay": ("notifications.tasks.relay", 5),
    "retry": ("notifications.tasks.retry", 15),
    "sweep": ("workflows.tasks.sweep_deadlines", 60),
    "purge": ("workflows.tasks.purge_drafts", 86_400),
    "volumes": ("workflows.tasks.make_document_volumes", 60),
}


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Return the schedule as Celery takes it; a run that could not start in time is left out."""
    return {
        name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
        for name, (task, seconds) in _BEAT.items()
    }
