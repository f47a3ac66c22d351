"""Deadlines (办理期限) that run, and the calendar of days that can be corrected by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import deadline_states, deadline_units
from casework.models.branch import Branch
from casework.models.case import Case
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.vocabulary import DeadlineState


class Deadline(models.Model):
    """One running clock of a complaint, a case, or a branch of a case.

    `length` counts in `unit` from `started_on` (start day excluded). A clock in hours runs from
    `started_at` to `due_at`; its `due_on` is the day of `due_at`. `next_mark_at` is when the next
    warning or escalation is due: the sweep reads nothing else; empty means not yet computed.
    `opened_at` and `ended_at` are the moments of the acts that wrote so, whatever days they named.
    """

    rule = models.CharField(_("期限编号"), max_length=6)
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    branch = models.ForeignKey(
        Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField(_("起算日"))
    length = models.PositiveSmallIntegerField(_("期限"))
    unit = models.CharField(max_length=14, choices=deadline_units)
    due_on = models.DateField(_("届满日"))
    started_at = models.DateTimeField(_("起算时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("届满时间"), null=True, blank=True)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    state = models.CharField(max_length=10, choices=deadline_states, default=DeadlineState.RUNNING)
    extended_on = models.DateField(_("批准延长日"), null=True, blank=True)
    ended_on = models.DateField(_("完成日"), null=True, blank=True)
    warned_level = models.PositiveSmallIntegerField(default=0)
    next_mark_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=False) ^ Q(case__isnull=False),
                name="deadline_of_one_subject",
            )
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="deadline_running",
                         condition=Q(state="running")),
            models.Index(fields=["next_mark_at", "id"], name="deadline_next_mark",
                         condition=Q(state="running")),
            models.Index(fields=["office", "due_on"], name="deadline_office",
                         condition=Q(state="running")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"


class CalendarDay(models.Model):
    """A day of the working calendar set by a yearly notice; overrides the built-in one."""

    date = models.DateField(_("日期"), unique=True)
    kind = models.CharField(
        _("性质"),
        max_length=8,
        choices=[("workday", _("工作日")), ("weekend", _("周末")), ("holiday", _("节假日")),
                 ("makeup", _("调休上班"))],
    )  # fmt: skip
    status = models.CharField(
        max_length=12,
        choices=[("confirmed", _("已确认")), ("provisional", _("暂定"))],
        default="confirmed",
    )
    source = models.CharField(_("依据"), max_length=120)

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
