"""ThresholdCrossing: an employer reached the crime and listing amount, across all counties."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from casework.models.division import Office
from casework.models.party import Employer


class ThresholdCrossing(models.Model):
    """One span of time in which what expired orders left unpaid reaches limb (a) or (b).

    `lines` is the calculation of the moment it was crossed: claim and case ids, months, yuan as
    text. `lead_case` is the first filed one (最先立案): its office takes listing and referral.
    Law: 法释〔2013〕3号 art. 3; Order 45 art. 5; 行政处罚法 art. 25.
    """

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="crossings")
    lead_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    cases = models.ManyToManyField(Case, related_name="crossings")
    superior = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    crossed_at = models.DateTimeField(_("达到数额的时间"))
    expired_on = models.DateField(_("最后一项责令届满日"))
    by_one = models.BooleanField(_("一名劳动者的情形"))
    by_many = models.BooleanField(_("多名劳动者的情形"))
    workers = models.PositiveIntegerField(_("人数"))
    unpaid_yuan = models.DecimalField(_("尚欠金额"), max_digits=14, decimal_places=2)
    lines = models.JSONField(default=list)
    fell_at = models.DateTimeField(_("不再达到的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("数额标准")
        verbose_name_plural = _("数额标准")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["employer"], name="crossing_open", condition=Q(fell_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer}: {self.unpaid_yuan}"
