"""Campaign (专项行动), its stored reports, and supervision orders (督办单、交办清单) with their replies."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.choices import report_kinds, scope_tags, supervision_kinds
from casework.models.case import Case
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.models.reply import OwedReply
from casework.models.user import User


class Campaign(models.Model):
    """A winter campaign: its days, its goals, what it is about, and the one before to compare with.

    "Two zeros" (两个清零): verified arrears are to be zero by `arrears_zero_on`, clues by
    `clues_zero_on`. Without a tag every matter belongs to it.
    """

    name = models.CharField(_("名称"), max_length=60, unique=True)
    begins = models.DateField(_("开始日期"))
    ends = models.DateField(_("结束日期"))
    goals = models.TextField(_("目标"), max_length=1000, blank=True)
    tags: models.Field[list[str], list[str]] = ArrayField(
        models.CharField(max_length=20, choices=scope_tags), default=list, blank=True,
        verbose_name=_("范围"),
    )  # fmt: skip
    arrears_zero_on = models.DateField(_("存量欠薪清零日"))
    clues_zero_on = models.DateField(_("线索清零日"))
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="following",
        verbose_name=_("上一次行动"),
    )  # fmt: skip
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="campaigns")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="campaigns")
    created_at = models.DateTimeField(_("设立时间"))

    class Meta:
        verbose_name = _("专项行动")
        verbose_name_plural = _("专项行动")
        ordering = ["-begins", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="campaign_in_order")
        ]

    def __str__(self) -> str:
        return self.name

    def runs_on(self, day: date) -> bool:
        return self.begins <= day <= self.ends


class FigureReport(models.Model):
    """A report as it was made: its figures frozen with their hash, never changed.

    `content` holds exact numbers as text; the workbook, the page and the PDF are made from it.
    `office` is whose region it is about: the province, or a city.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="figure_reports")
    kind = models.CharField(_("种类"), max_length=10, choices=report_kinds)
    begins = models.DateField(_("期间开始"))
    on = models.DateField(_("截至日"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("生成时间"))
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("统计报告")
        verbose_name_plural = _("统计报告")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "office", "kind", "on"], name="figure_report_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.get_kind_display()} {self.on}"


class SupervisionOrder(OwedReply):
    """What a superior asks of an office below, with a day to answer by; the head replies once.

    Due in working days (product default: law.md names no term of its own). The matters it is about
    are its items; each has it in its journal.
    """

    number = models.CharField(_("文号"), max_length=60, unique=True)
    kind = models.CharField(_("种类"), max_length=10, choices=supervision_kinds)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    from_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="orders_given")
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="orders_received")
    text = models.TextField(_("督办要求"))
    issued_at = models.DateTimeField(_("发出时间"))
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("回复期限"))
    reply = models.TextField(_("回复"), blank=True)
    reply_number = models.CharField(_("回复文号"), max_length=60, blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    replied_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("督办单")
        verbose_name_plural = _("督办单")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["to_office", "-id"], name="supervision_to"),
            models.Index(fields=["from_office", "-id"], name="supervision_from"),
            models.Index(
                fields=["due_on"], name="supervision_open", condition=Q(replied_at__isnull=True)
            ),
            models.Index(
                fields=["next_mark_at", "id"],
                name="supervision_next_mark",
                condition=Q(replied_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SupervisionItem(models.Model):
    """One matter an order is about; `printed` is what the paper says of it, as it stood at issue."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="items")
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="supervisions"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="supervisions"
    )

    printed = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("督办事项")
        verbose_name_plural = _("督办事项")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=False) ^ Q(case__isnull=False),
                name="supervision_of_one_matter",
            ),
            models.UniqueConstraint(
                fields=["order", "complaint"], name="supervision_complaint_once"
            ),
            models.UniqueConstraint(fields=["order", "case"], name="supervision_case_once"),
        ]

    def __str__(self) -> str:
        return str(self.case or self.complaint)
