"""The workers' side of a long work: claim it, run it, note how it ended; find what was left behind."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import override

from casework import clock
from casework.law.errors import SentenceError, gettext_noop
from casework.models import Job
from casework.signals import job_ended
from casework.vocabulary import JobState
from workflows.jobs.progress import Outcome, Progress, Stopped
from workflows.jobs.registry import WORKS, Work
from workflows.jobs.starting import CANCELLED, NUDGE_SECONDS, nudge
from workflows.machines.step import Refused

logger = logging.getLogger(__name__)
SLICE_SECONDS = 300
"""How long a work that goes on where it was keeps a worker before others have their turn."""
MOST_SECONDS = 780
"""What any one run may take; below the broker's visibility timeout of 900."""
BEAT_SECONDS = 10
STALE = timedelta(seconds=60)
MOST_FALLS = 3
KEPT = timedelta(days=7)
PURGED_AT_ONCE = 50
FAILED = gettext_noop("处理中出了错，已经处理的部分保留。请再试一次；仍不成功，请联系系统管理员。")
FELL = gettext_noop("处理几次都中断了，已经处理的部分保留。请联系系统管理员。")


def run_job(job_id: int) -> None:
    """Do a waiting job, or a slice of it; nothing when another worker has it or it has ended."""
    job = _claim(job_id)
    if job is None:
        return
    work = WORKS[job.kind]
    heart = _Heart(job)
    heart.start()
    try:
        with override("zh-hans"):
            _run(job, work)
    finally:
        heart.stop()


def sweep() -> int:
    """Queue again what a dead worker left, tell anew of what waits, delete what expired."""
    now = clock.now()
    touched = 0
    stale = Job.objects.filter(state=JobState.RUNNING, beat_at__lt=now - STALE)
    for job in stale.order_by("id"):
        touched += _take_back(job)
    untold = Q(nudged_at__isnull=True) | Q(nudged_at__lt=now - timedelta(seconds=NUDGE_SECONDS))
    for job in Job.objects.filter(untold, state=JobState.QUEUED).order_by("id"):
        nudge(job)
        touched += 1
    return touched + purge()


def purge() -> int:
    """Delete the files of works whose time of keeping is over; the rows stay."""
    rows = Job.objects.filter(expires_at__lt=clock.now()).order_by("expires_at")
    jobs = list(rows[:PURGED_AT_ONCE])
    for job in jobs:
        job.result.delete(save=False)
        job.source.delete(save=False)
        Job.objects.filter(pk=job.pk).update(result="", source="", expires_at=None)
    return len(jobs)


@transaction.atomic
def _claim(job_id: int) -> Job | None:
    rows = Job.objects.select_for_update(of=("self",), skip_locked=True)
    job = rows.select_related("owner", "office__division").filter(pk=job_id).first()
    if job is None or job.state != JobState.QUEUED:
        return None
    now = clock.now()
    job.state, job.run, job.beat_at = JobState.RUNNING, job.run + 1, now
    job.started_at = job.started_at or now
    job.save(update_fields=["state", "run", "beat_at", "started_at"])
    return job


def _run(job: Job, work: Work) -> None:
    until = time.monotonic() + SLICE_SECONDS if work.in_slices else None
    try:
        outcome = work.function(Progress(job, until=until))
    except Stopped as stop:
        _stopped(job, stop.why)
    except (OperationalError, InterfaceError):
        # The database went away: the row stays as it is and the sweep takes it back.
        logger.exception("job %s lost the database", job.pk)
    except SentenceError as error:
        values = {key: str(value) for key, value in error.params.items()}
        _end(job, JobState.FAILED, Outcome(error.template, values))
    except Refused as refusal:
        _end(job, JobState.FAILED, Outcome(str(refusal)))
    except Exception:
        logger.exception("job %s failed", job.pk)
        _end(job, JobState.FAILED, Outcome(FAILED))
    else:
        _end(job, JobState.DONE, outcome)


def _stopped(job: Job, why: str) -> None:
    if why == "cancelled":
        _end(job, JobState.CANCELLED, Outcome(CANCELLED))
    elif why == "paused" and _mine(job).update(state=JobState.QUEUED, nudged_at=None):
        nudge(job)


def _end(job: Job, state: str, outcome: Outcome) -> None:
    """Note how it ended, unless another worker has taken it over meanwhile."""
    if outcome.content is not None:
        job.result.save("result", ContentFile(outcome.content), save=False)
    now = clock.now()
    values: dict[str, Any] = {
        "state": state, "words": outcome.words, "values": outcome.values, "finished_at": now,
        "expires_at": now + KEPT, "result": job.result.name or "", "result_name": outcome.name,
        "result_type": outcome.content_type if outcome.content is not None else "",
    }  # fmt: skip
    if state == JobState.DONE:
        values["done"] = F("total")
    if not _mine(job).update(**values):
        job.result.delete(save=False)
        return
    if state != JobState.FAILED and job.source:
        # Only a failed work is begun again; what it read may hold people's data.
        job.source.delete(save=False)
        Job.objects.filter(pk=job.pk).update(source="")
    job_ended.send_robust(sender=Job, job=job)


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, run=job.run, state=JobState.RUNNING)


def _take_back(job: Job) -> int:
    """Queue a job whose worker died; end it when that has happened too often or it was cancelled."""
    if job.cancel_asked:
        _end(job, JobState.CANCELLED, Outcome(CANCELLED))
    elif job.falls + 1 >= MOST_FALLS:
        logger.error("job %s fell %s times", job.pk, job.falls + 1)
        _end(job, JobState.FAILED, Outcome(FELL))
    elif _mine(job).update(state=JobState.QUEUED, falls=F("falls") + 1, nudged_at=None):
        nudge(job)
    return 1


class _Heart(threading.Thread):
    """Beats for a running job beside it, however long one of its steps takes; dies with its process."""

    def __init__(self, job: Job) -> None:
        super().__init__(name=f"job-{job.pk}", daemon=True)
        self._job, self._over = job, threading.Event()

    def run(self) -> None:
        try:
            while not self._over.wait(BEAT_SECONDS):
                self._beat()
        finally:
            connection.close()

    def stop(self) -> None:
        self._over.set()
        self.join(BEAT_SECONDS)

    def _beat(self) -> None:
        try:
            _mine(self._job).update(beat_at=clock.now())
        except DatabaseError:
            logger.warning("job %s could not beat", self._job.pk)
            connection.close()
