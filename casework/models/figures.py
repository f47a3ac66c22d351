"""FigureMove and what is kept of it: what each day changed of each figure; derived from the journal, rebuildable."""

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
        constraints = [
            # A kept balance and the moves since are the whole only because nothing moves before it began.
            models.CheckConstraint(
                condition=models.Q(day__gte=models.F("cohort_on")), name="figure_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.subject_id} {self.day}"


class FigurePeriod(models.Model):
    """A period whose balance is kept: what was received or first filed from `begins`, as of `on`."""

    begins = models.DateField(_("期间开始"))
    on = models.DateField(_("截至日"))

    class Meta:
        verbose_name = _("统计期间")
        verbose_name_plural = _("统计期间")
        constraints = [
            models.UniqueConstraint(fields=["begins", "on"], name="figure_period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.begins} – {self.on}"


class FigureBalance(Measures):
    """What the moves of a kept period come to, per office, trade, channel and kind of project.

    Each derivation books into every kept period by how much it changed the moves, so that a
    balance is at every moment the sum of its moves; a day between two kept ones is the balance
    before it and the moves since. Written by `casework.queries.figures.derive` alone.
    """

    period = models.ForeignKey(FigurePeriod, on_delete=models.CASCADE, related_name="balances")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    government = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("统计余额")
        verbose_name_plural = _("统计余额")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "office", "industry", "channel", "government"],
                name="figure_balance_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.office_id} {self.industry} {self.channel}"


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
