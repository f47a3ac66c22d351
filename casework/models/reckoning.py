"""Minimum wages, the computation of what is owed, and instalment plans."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import pay_bases
from casework.models.case import Case
from casework.models.claim import WageClaim
from casework.models.division import Division
from casework.models.user import User


class WageClass(models.Model):
    """Class of a division in the minimum-wage table (最低工资类别); editable, open item L3 of law.md."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="wage_classes")
    wage_class = models.PositiveSmallIntegerField(_("类别"))
    valid_from = models.DateField(_("生效日期"))
    basis = models.CharField(_("依据"), max_length=120)
    is_verified = models.BooleanField(_("已核对"), default=False)

    class Meta:
        verbose_name = _("最低工资类别")
        verbose_name_plural = _("最低工资类别")
        ordering = ["division__code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["division", "valid_from"], name="one_wage_class"),
            models.CheckConstraint(
                condition=Q(wage_class__gte=1, wage_class__lte=3), name="wage_class_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.wage_class}"


class Computation(models.Model):
    """One computation of a worker's pay (工资计算), kept with its working. Amount in yuan."""

    claim = models.ForeignKey(WageClaim, on_delete=models.PROTECT, related_name="computations")
    basis = models.CharField(_("计算方式"), max_length=10, choices=pay_bases)
    inputs = models.JSONField(default=dict)
    working = models.TextField(_("计算过程"))
    amount_yuan = models.DecimalField(_("应付金额"), max_digits=12, decimal_places=2)
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("工资计算")
        verbose_name_plural = _("工资计算")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.amount_yuan}"


class InstalmentPlan(models.Model):
    """What the payer promised to pay by when (分期支付计划). It suspends no order and no limit."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    promised_by = models.CharField(_("承诺人"), max_length=60)
    agreed_on = models.DateField(_("承诺日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("分期支付计划")
        verbose_name_plural = _("分期支付计划")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on__isnull=True), name="one_running_plan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.agreed_on}"


class Instalment(models.Model):
    """One promised amount (yuan) and its day; `broken_on` is when the sweep found it unpaid."""

    plan = models.ForeignKey(InstalmentPlan, on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField(_("约定日期"), db_index=True)
    amount_yuan = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    broken_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("分期")
        verbose_name_plural = _("分期")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.amount_yuan}"
