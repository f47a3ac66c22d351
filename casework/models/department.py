"""Other departments (其他部门) and what was transferred to them; their result is told by us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import department_kinds, department_states
from casework.fields import StateField
from casework.models.complaint import Complaint
from casework.models.division import Division
from casework.models.document import Document
from casework.models.evidence import Evidence
from casework.models.user import User
from casework.vocabulary import OPEN_DEPARTMENT, DepartmentState


class Department(models.Model):
    """A department outside labour inspection that matters are transferred to (住建、交通、水利…)."""

    name = models.CharField(_("部门名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=12, choices=department_kinds)
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, related_name="departments",
        verbose_name=_("行政区划"),
    )  # fmt: skip
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("其他部门")
        verbose_name_plural = _("其他部门")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["name"], name="one_department_of_a_name")]

    def __str__(self) -> str:
        return self.name


class DepartmentTransfer(models.Model):
    """A complaint at another department (转送); every answer is recorded by us with its proof."""

    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="department_transfers"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("接收部门")
    )
    state = StateField(default=DepartmentState.SENT, choices=department_states)
    reason = models.CharField(_("转送理由"), max_length=300)
    letter = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(_("告知投诉人时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("转送其他部门")
        verbose_name_plural = _("转送其他部门")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(
                    state__in=[str(state) for state in OPEN_DEPARTMENT], told_at__isnull=True
                ),
                name="one_open_department",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint} → {self.department}"
