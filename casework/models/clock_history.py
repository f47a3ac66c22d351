"""What happened to a clock on its way: extensions, suspensions, moves by calendar or rules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.choices import clock_move_causes
from casework.models.deadline import Deadline
from casework.models.lawbook import CalendarNotice
from casework.models.user import User


class ClockExtension(models.Model):
    """One approved extension of a clock; `length` counts in the clock's own unit."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="extensions")
    length = models.PositiveSmallIntegerField(_("延长"))
    old_due_on = models.DateField(_("原届满日"))
    new_due_on = models.DateField(_("新届满日"))
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"))
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        verbose_name = _("期限延长")
        verbose_name_plural = _("期限延长")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.deadline_id} +{self.length}"


class Suspension(models.Model):
    """Days on which a clock stood still: from `began_on` until before `ended_on` (open: empty)."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="suspensions")
    began_on = models.DateField(_("中止日"))
    ended_on = models.DateField(_("恢复日"), null=True, blank=True)
    reason = models.TextField(_("理由"))
    ordered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    old_due_on = models.DateField(_("原届满日"))

    class Meta:
        verbose_name = _("期限中止")
        verbose_name_plural = _("期限中止")
        ordering = ["began_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(ended_on__isnull=True), name="one_open_suspension"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="suspension_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.began_on}"


class ClockMove(models.Model):
    """A last day that moved without an act on the case: a calendar notice, or another rule version."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="moves")
    cause = models.CharField(max_length=12, choices=clock_move_causes)
    notice = models.ForeignKey(
        CalendarNotice, null=True, on_delete=models.PROTECT, related_name="moves"
    )
    old_due_on = models.DateField(_("原届满日"))
    new_due_on = models.DateField(_("新届满日"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("期限变动")
        verbose_name_plural = _("期限变动")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.old_due_on} > {self.new_due_on}"
