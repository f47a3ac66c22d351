"""The public figures (公开统计): one row per city and year, worked out by the timer, never live."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.division import Division


class PublicFigures(models.Model):
    """What the public reads of one city in one year; no figure of fewer than a few is shown.

    `division` is a city, or the province for the sum. Counts of complaints received, told their
    result, of workers; yuan recovered (proven or confirmed); days from receipt to result.
    """

    year = models.PositiveSmallIntegerField(_("年份"))
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    received = models.PositiveIntegerField(_("收到投诉"), default=0)
    accepted = models.PositiveIntegerField(_("受理"), default=0)
    finished = models.PositiveIntegerField(_("办结"), default=0)
    workers = models.PositiveIntegerField(_("涉及工人"), default=0)
    recovered_cases = models.PositiveIntegerField(default=0)
    recovered_yuan = models.DecimalField(_("追回工资"), max_digits=16, decimal_places=2, default=0)
    median_days = models.PositiveSmallIntegerField(_("办结天数中位数"), null=True, blank=True)
    ratings = models.PositiveIntegerField(_("评价"), default=0)
    score = models.DecimalField(_("满意度"), max_digits=3, decimal_places=2, null=True, blank=True)
    made_at = models.DateTimeField(_("统计时间"))

    class Meta:
        verbose_name = _("公开统计")
        verbose_name_plural = _("公开统计")
        constraints = [
            models.UniqueConstraint(fields=["year", "division"], name="public_figures_once")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.division_id}"
