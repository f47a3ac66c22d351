"""Start, cancel and try again: the owner's side of a long work."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from casework import clock
from casework.law.errors import SentenceError, gettext_noop
from casework.models import Job, User
from casework.models.actor import Actor
from casework.signals import job_ended
from casework.vocabulary import JobState
from workflows.jobs.registry import WORKS

logger = logging.getLogger(__name__)
RUN = "workflows.tasks.run_job"
MOST_UNENDED = 5
NUDGE_SECONDS = 120
"""How long a message to the workers lives; a job still waiting then is told of anew."""
CANCELLED = gettext_noop("已取消；已经处理的部分保留。")


class TooManyError(SentenceError):
    """The owner has several long works under way already."""


def start(
    kind: str, actor: Actor, params: dict[str, Any] | None = None, *,
    source: File | None = None, key: str = "",
) -> Job:  # fmt: skip
    """Queue a work of `kind` for `actor` and return its row; the same `key` again starts nothing.

    `params` holds ids and days, never personal data. Raises TooManyError.
    """
    work = WORKS[kind]
    owner = actor.staff
    with transaction.atomic():
        # One at a time for each owner: of two double clicks the second finds the first's row.
        User.objects.select_for_update().get(pk=owner.pk)
        known = Job.objects.filter(~Q(key=""), owner=owner, key=key).first()
        if known is not None:
            return known
        waiting = Q(state__in=(JobState.QUEUED, JobState.RUNNING))
        if Job.objects.filter(waiting, owner=owner).count() >= MOST_UNENDED:
            raise TooManyError(
                gettext_noop("您已有 %(n)s 项任务在处理，请等其中一项办完。"), n=MOST_UNENDED
            )
        job = Job(
            owner=owner, office=actor.office, role=actor.role, kind=work.kind, key=key,
            params=params or {},
        )  # fmt: skip
        if source is not None:
            job.source.save("source", source, save=False)
        job.save()
        transaction.on_commit(partial(nudge, job), robust=True)
    return job


def nudge(job: Job) -> None:
    """Tell the workers of a waiting job; without a broker the sweep tells them later."""
    Job.objects.filter(pk=job.pk).update(nudged_at=clock.now())
    try:
        current_app.send_task(
            RUN, args=[job.pk], queue=WORKS[job.kind].queue, expires=NUDGE_SECONDS
        )
    except (OperationalError, OSError):
        logger.warning("no broker: job %s waits for the sweep", job.pk)


def cancel(job: Job) -> None:
    """Cancel a waiting job at once, a running one at its next step."""
    ended = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=clock.now(), seen_at=clock.now(),
        words=CANCELLED, values={},
    )  # fmt: skip
    if ended:
        job.source.delete(save=False)
        Job.objects.filter(pk=job.pk).update(source="")
        job_ended.send_robust(sender=Job, job=job)
    else:
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked=True)


def retry(job: Job) -> bool:
    """Queue a failed job again; False when it cannot be (ended otherwise, its file is gone)."""
    again = Job.objects.filter(pk=job.pk, state=JobState.FAILED, expires_at__gt=clock.now())
    put = again.update(
        state=JobState.QUEUED, falls=0, cancel_asked=False, finished_at=None, seen_at=None,
        expires_at=None, words="", values={},
    )  # fmt: skip
    if put:
        nudge(job)
    return bool(put)
