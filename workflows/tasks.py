"""Celery tasks: sweep the running deadlines, make the files of cases. Each does one action per row; rows are the truth."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import override

from casework import clock
from casework.models import CalendarNotice, Case, CaseVolume, Deadline, Job
from casework.models.actor import Actor
from casework.printing.volume import make_volume
from casework.records import codes, drafts
from casework.records.pictures import make_missing
from casework.vocabulary import CaseState, DeadlineState, JobKind, JobState, VolumeState
from workflows import deadlines, jobs, works
from workflows.actions.overdue import note_deadline
from workflows.actions.recompute import lock_clock, run_notice
from workflows.audit import paths
from workflows.dispatch import act
from workflows.machines.step import Refused
from workflows.sweeps import campaign_reports, clusters, conduct, figures, referral, risk
from workflows.sweeps import listing as listings
from workflows.sweeps.messages import sweep_messages
from workflows.sweeps.plans import sweep_plans
from workflows.sweeps.replies import sweep_replies
from workflows.sweeps.terms import sweep_terms
from workflows.sweeps.transfer import escalate_silent

logger = logging.getLogger(__name__)
BATCH = 500
MOST_SECONDS = 780
"""What one file of a case may take; below the broker's visibility timeout of 900."""
NUDGE_FAILED = timedelta(seconds=30)
VOLUMES_AT_ONCE = 3
PATHS_AT_ONCE = 5_000
NOTICE_SECONDS = timedelta(seconds=30)


@shared_task(name="workflows.tasks.sweep_deadlines")
def sweep_deadlines() -> int:
    """Warn of, mark and escalate every clock whose next mark has come; return how many.

    A clock whose mark was never computed counts as due. The index holds running clocks by their
    next mark, so a sweep with nothing to do reads nothing.
    """
    # First what a day opens: a term that only the other side can use is then no longer running.
    touched = sweep_terms() + listings.end_terms()
    due = Q(next_mark_at__lte=clock.now()) | Q(next_mark_at__isnull=True)
    rows = Deadline.objects.filter(due, state=DeadlineState.RUNNING)
    # All of them, not the first few: one that cannot be noted stays due and would stand before
    # the others.
    for pk in rows.order_by("next_mark_at", "id").values_list("pk", flat=True).iterator(BATCH):
        try:
            touched += _note(pk)
        except DatabaseError:
            logger.exception("deadline %s was not noted", pk)
    _finish_notices()
    return touched + sum(
        sweep()
        for sweep in (
            _overdue_orders, listings.watch, referral.sweep, escalate_silent, sweep_plans,
            sweep_messages, sweep_replies,
        )
    )  # fmt: skip


@shared_task(
    name="workflows.tasks.refresh_paths", soft_time_limit=MOST_SECONDS,
    time_limit=MOST_SECONDS + 30,
)  # fmt: skip
def refresh_paths() -> int:
    """Derive the paths of cases whose journal went on, for the process view; return how many."""
    return paths.refresh(PATHS_AT_ONCE)


@shared_task(name="workflows.tasks.watch_clusters")
def watch_clusters() -> int:
    """Raise, grow and end the warnings where complaints gather; return how many."""
    return clusters.sweep()


@shared_task(
    name="workflows.tasks.make_risk_scores", soft_time_limit=MOST_SECONDS,
    time_limit=MOST_SECONDS + 30,
)  # fmt: skip
def make_risk_scores() -> int:
    """Score all employers and projects once a day; return how many."""
    return risk.make_scores()


@shared_task(name="workflows.tasks.purge_drafts")
def purge_drafts() -> int:
    """Delete expired drafts with their files, shown query codes and old tries; once a day."""
    deleted = drafts.purge()
    codes.purge()
    return deleted


@shared_task(
    name="workflows.tasks.make_document_volume", soft_time_limit=MOST_SECONDS,
    time_limit=MOST_SECONDS + 30,
)  # fmt: skip
def make_document_volume(volume_id: int) -> None:
    """Make the file of a case as PDF; the row tells how far it is. Made once, whoever comes twice."""
    volume = _take_volume(volume_id)
    if volume is None:
        return
    rows = CaseVolume.objects.filter(pk=volume_id)
    try:
        with override("zh-hans"):
            made = make_volume(
                volume.case, volume.pack, volume.requested_by,
                lambda percent: rows.update(progress=percent),
            )  # fmt: skip
    except Exception:
        logger.exception("volume %s was not made", volume_id)
        rows.update(state=VolumeState.FAILED, finished_at=clock.now())
        return
    volume.file.save("volume.pdf", ContentFile(made.content), save=False)
    volume.pages, volume.size, volume.sha256 = made.pages, len(made.content), made.sha256
    volume.state, volume.progress, volume.finished_at = VolumeState.READY, 100, clock.now()
    volume.save()


@shared_task(
    name="workflows.tasks.make_document_volumes", soft_time_limit=MOST_SECONDS,
    time_limit=MOST_SECONDS + 30,
)  # fmt: skip
def make_document_volumes() -> int:
    """Make what no worker was told of, and what one that died left undone; return how many."""
    ids = list(_left_behind().order_by("id").values_list("pk", flat=True)[:VOLUMES_AT_ONCE])
    for pk in ids:
        make_document_volume(pk)
    return len(ids)


@shared_task(name="workflows.tasks.make_public_figures")
def make_public_figures() -> int:
    """Work out the public figures anew, several times a day; return how many rows stand."""
    return figures.refresh()


@shared_task(name="workflows.tasks.make_document_pictures")
def make_document_pictures() -> int:
    """Make the small copies of photos that came in since; one opened before has its own already."""
    return make_missing()


def _left_behind() -> QuerySet[CaseVolume]:
    now = clock.now()
    waiting = Q(state=VolumeState.WAITING, requested_at__lt=now - NUDGE_FAILED)
    abandoned = Q(
        state=VolumeState.MAKING, started_at__lt=now - timedelta(seconds=MOST_SECONDS + 60)
    )
    return CaseVolume.objects.filter(waiting | abandoned)


@shared_task(
    name="workflows.tasks.run_job", soft_time_limit=jobs.MOST_SECONDS,
    time_limit=jobs.MOST_SECONDS + 30,
)  # fmt: skip
def run_job(job_id: int) -> None:
    """Do a long work, or a slice of it."""
    assert works.__all__
    jobs.run_job(job_id)


@shared_task(name="workflows.tasks.sweep_jobs")
def sweep_jobs() -> int:
    """Take up the long works that dead workers left, and delete the files of old ones."""
    return jobs.sweep()


@shared_task(name="workflows.tasks.make_figure_reports")
def make_figure_reports() -> int:
    """Make the daily, weekly and monthly reports of the campaigns that are due, and send them."""
    campaign_reports.keep_days()
    return campaign_reports.make_due()


@shared_task(
    name="workflows.tasks.sweep_conduct", soft_time_limit=MOST_SECONDS,
    time_limit=MOST_SECONDS + 30,
)  # fmt: skip
def sweep_conduct() -> int:
    """Once a day: find what is suspicious in the handling or cannot be right in the data."""
    return conduct.find_daily()


@transaction.atomic
def _take_volume(volume_id: int) -> CaseVolume | None:
    """Claim a volume for this worker; None when another has it or it is done."""
    related = (
        "case__office__division",
        "case__lead",
        "case__second",
        "case__employer",
        "requested_by",
    )
    rows = CaseVolume.objects.select_for_update(of=("self",), skip_locked=True)
    volume = rows.select_related(*related).filter(pk=volume_id).first()
    if volume is None:
        return None
    waiting = volume.state == VolumeState.WAITING
    if not waiting and not _left_behind().filter(pk=volume_id).exists():
        return None
    volume.state, volume.started_at, volume.progress = VolumeState.MAKING, clock.now(), 0
    volume.save(update_fields=["state", "started_at", "progress"])
    return volume


def _note(deadline_id: int) -> int:
    """Note what is pending of one clock under the row locks; return 1 when anything was."""
    with transaction.atomic():
        dossier, deadline = lock_clock(deadline_id)
        if deadline.state != DeadlineState.RUNNING:
            return 0
        noted = deadlines.pending(deadline)
        for mark in noted:
            note_deadline(dossier, actor=Actor.system(), deadline=deadline, mark=mark)  # type: ignore[arg-type]
            deadline.warned_level = mark.level
        deadline.next_mark_at = deadlines.next_mark_at(deadline)
        deadline.save(update_fields=["warned_level", "next_mark_at"])
        if noted:
            dossier.save(update_fields=["last_seq", "last_hash"])
    return 1 if noted else 0


def _finish_notices() -> None:
    """Look once more at a yearly notice that is not settled, unless its long work is under way."""
    until = clock.now() + NOTICE_SECONDS
    under_way = Job.objects.filter(kind=JobKind.CALENDAR, state=JobState.RUNNING)
    taken = [job.params["notice"] for job in under_way]
    rows = CalendarNotice.objects.filter(finished_at__isnull=True).exclude(pk__in=taken)
    for notice in rows.order_by("id"):
        try:
            run_notice(notice, until=until)
        except DatabaseError:
            logger.exception("notice %s was not finished", notice.pk)


def _overdue_orders() -> int:
    """Take ORDERED -> OVERDUE where the order's term ended with something unpaid."""
    late = Case.objects.filter(
        state=CaseState.ORDERED, order_due_on__lt=clock.today(), verified_yuan__gt=F("paid_yuan")
    )
    done = 0
    for pk in list(late.order_by("order_due_on", "id").values_list("pk", flat=True)):
        try:
            act("mark_overdue", pk, Actor.system())
            done += 1
        except Refused as refusal:
            logger.warning("case %s stays ordered: %s", pk, refusal)
        except DatabaseError:
            logger.exception("case %s stays ordered", pk)
    return done
