"""FigureMove and FigureMark: what each day changed of each figure; derived from the journal, rebuildable."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.division import Office


def _count() -> models.IntegerField:
    return models.IntegerField(default=0)


def _yuan() -> models.DecimalField:
    return models.DecimalField(max_digits=16, decimal_places=2, default=0)


class FigureMove(models.Model):
    """By how much one matter changed the figures of one office on one day.

    A matter is a complaint, or a case with the cases it was before it was transferred (`subject_id`
    is then the first of them). `cohort_on` is the day it was received or first filed. A figure as
    of a day is the sum of all moves up to that day: a transfer takes away at the sender and adds
    at the receiver, so that a matter counts once, for its owner. Written by
    `casework.queries.figures.derive` alone.
    """

    stream = models.CharField(max_length=10)
    subject_id = models.BigIntegerField()
    day = models.DateField(_("日期"))
    cohort_on = models.DateField(_("接收、立案日期"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    government = models.BooleanField(default=False)
    clues = _count()
    groups = _count()
    answered = _count()
    answer_minutes = models.BigIntegerField(default=0)
    accept_due = _count()
    accept_in_time = _count()
    accepted = _count()
    told = _count()
    settled = _count()
    filed = _count()
    closed = _count()
    revoked = _count()
    overdue = _count()
    workers = _count()
    ordered = _count()
    decided = _count()
    referred = _count()
    police_filed = _count()
    published = _count()
    listed = _count()
    amount_yuan = _yuan()
    paid_yuan = _yuan()
    recovered_yuan = _yuan()
    advanced_yuan = _yuan()

    class Meta:
        verbose_name = _("统计变动")
        verbose_name_plural = _("统计变动")
        indexes = [
            models.Index(fields=["stream", "subject_id"], name="figure_subject"),
            models.Index(fields=["cohort_on", "day"], name="figure_cohort"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.subject_id} {self.day}"


class FigureMark(models.Model):
    """How far the journal has been turned into moves; one row."""

    ONLY = 1

    xid = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("统计进度")
        verbose_name_plural = _("统计进度")

    def __str__(self) -> str:
        return f"{self.xid}:{self.event_id}"
