"""Job (长任务): an import, export or batch that runs longer than a page may take."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.choices import job_kinds, job_states, roles
from casework.models.actor import Actor
from casework.models.division import Office
from casework.models.user import User
from casework.vocabulary import JobState

ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def storage_path(instance: Job, filename: str) -> str:
    """A name that says nothing of what is inside."""
    return f"jobs/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class Job(models.Model):
    """One long work of one member of staff; the row is the truth, a message to a worker a nudge.

    `params` and `notes` hold ids, days and counts, never personal data: what is to be read lies in
    `source`, deleted when the work ends. `notes` is what the work remembers between two runs.
    `words` is a Chinese msgid, `values` its values: each reader reads it in the own language.
    `run` numbers the runs: a worker whose run is no longer the last writes nothing. `falls` counts
    the workers that died over it. `total` is 0 while nobody knows how much there is.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, choices=roles, blank=True)
    kind = models.CharField(_("事项"), max_length=20, choices=job_kinds)
    key = models.CharField(max_length=64, blank=True)
    params = models.JSONField(default=dict)
    source = models.FileField(upload_to=storage_path, max_length=120, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=job_states, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    words = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    result = models.FileField(upload_to=storage_path, max_length=120, blank=True)
    result_name = models.CharField(max_length=120, blank=True)
    result_type = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField(_("保留到"), null=True, blank=True)
    run = models.PositiveIntegerField(default=0)
    falls = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("提交时间"), default=clock.now)
    nudged_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    downloaded_at = models.DateTimeField(_("下载时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("长任务")
        verbose_name_plural = _("长任务")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"], condition=~Q(key=""), name="job_started_once"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_of_owner"),
            models.Index(
                fields=["id"], name="job_unended", condition=Q(state__in=["queued", "running"])
            ),
            models.Index(
                fields=["owner"], name="job_unseen",
                condition=Q(seen_at__isnull=True, finished_at__isnull=False),
            ),
            models.Index(
                fields=["expires_at"], name="job_expiring", condition=Q(expires_at__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def actor(self) -> Actor:
        """On whose behalf it was started; whether the role is still held is for the work to ask."""
        return Actor(role=self.role, user=self.owner, office=self.office)

    @property
    def message(self) -> str:
        """How far it is, or what became of it, in the reader's language."""
        words = gettext(self.words) if self.words else ""
        return words % self.values if self.values else words

    @property
    def percent(self) -> int | None:
        """Whole percents done; None while the total is not known."""
        return min(100, self.done * 100 // self.total) if self.total else None
