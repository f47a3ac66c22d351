"""FigureMove and FigureMark: what each day changed of each figure; derived from the journal, rebuildable."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.division import Office


def _count() -> models.IntegerField:
    return models.IntegerField(default=0)


def _yuan() -> models.DecimalField:
    return models.DecimalField(max_digits=16, decimal_places=2, default=0)


class Measures(models.Model):
    """The columns that are summed; `casework.queries.figures.book` says what they mean."""

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
        abstract = True


class FigureMove(Measures):
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

    class Meta:
        verbose_name = _("统计变动")
        verbose_name_plural = _("统计变动")
        indexes = [
            models.Index(fields=["stream", "subject_id"], name="figure_subject"),
            models.Index(fields=["cohort_on", "day"], name="figure_cohort"),
            models.Index(fields=["day"], name="figure_day"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.subject_id} {self.day}"


class FigureDay(Measures):
    """The figures of a period as of a finished day, summed: what the moves up to `on` come to.

    Derived from the moves for the periods that are asked for each day; a day that is not here is
    summed from the moves themselves.
    """

    begins = models.DateField(_("期间开始"))
    on = models.DateField(_("截至日"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    government = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("每日统计")
        verbose_name_plural = _("每日统计")
        constraints = [
            models.UniqueConstraint(
                fields=["begins", "on", "office", "industry", "channel", "government"],
                name="figure_day_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins} – {self.on}"


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
