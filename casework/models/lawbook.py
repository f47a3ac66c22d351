"""Changes of the law book: date-effective limits and thresholds, yearly notices, who changed what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.user import User


class LawVersion(models.Model):
    """What replaces a row of the law's data from `valid_from` until before `valid_to`."""

    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    verified_by = models.CharField(_("核实人"), max_length=40, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        abstract = True


class LimitVersion(LawVersion):
    """Another length or extension of one time limit; empty keeps what the data says."""

    rule = models.CharField(_("期限编号"), max_length=6)
    length = models.PositiveSmallIntegerField(_("期限"), null=True, blank=True)
    extension = models.PositiveSmallIntegerField(_("可延长"), null=True, blank=True)

    class Meta:
        verbose_name = _("期限版本")
        verbose_name_plural = _("期限版本")
        ordering = ["rule", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "valid_from"], name="one_limit_version_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.valid_from}"


class ThresholdVersion(LawVersion):
    """Another value of one threshold (yuan, months, people, days, rate; a switch is 0 or 1)."""

    key = models.CharField(_("阈值"), max_length=30)
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("阈值版本")
        verbose_name_plural = _("阈值版本")
        ordering = ["key", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="one_threshold_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class LawChange(models.Model):
    """Who changed the law book, when and why (append-only: triggers refuse UPDATE and DELETE).

    `subject` is a rule id, a threshold key, or calendar:<year>.
    """

    subject = models.CharField(_("对象"), max_length=40)
    before = models.JSONField(_("修改前"), default=dict)
    after = models.JSONField(_("修改后"), default=dict)
    reason = models.CharField(_("理由"), max_length=300)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("规则修改记录")
        verbose_name_plural = _("规则修改记录")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.subject} {self.changed_at:%Y-%m-%d}"


class CalendarNotice(models.Model):
    """One import of a yearly notice (放假安排通知) and how far open deadlines were recomputed.

    `cursor` is the last deadline id examined, so that an interrupted run goes on where it stopped.
    """

    year = models.PositiveSmallIntegerField(_("年份"))
    source = models.CharField(_("文号或者名称"), max_length=120)
    text = models.TextField(_("通知内容"))
    imported_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("导入时间"))
    days_changed = models.PositiveSmallIntegerField(_("改变的日子"), default=0)
    first_changed = models.DateField(null=True)
    last_changed = models.DateField(null=True)
    cursor = models.BigIntegerField(default=0)
    examined = models.PositiveIntegerField(_("检查的期限"), default=0)
    moved = models.PositiveIntegerField(_("改变的期限"), default=0)
    confirmed = models.PositiveIntegerField(_("由暂定转为确定"), default=0)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("放假安排通知")
        verbose_name_plural = _("放假安排通知")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"
