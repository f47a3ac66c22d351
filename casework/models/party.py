"""Workers, employers and construction projects: those a complaint is about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import industries
from casework.fields import EncryptedTextField
from casework.models.division import Division


class Worker(models.Model):
    """A migrant worker (农民工). Identity numbers are encrypted; the blind index finds them again.

    Phone and bank card are no part of the person: anybody may name an ID-card number in a filing,
    so they count for that filing alone (`WageClaim`).
    """

    name = models.CharField(_("姓名"), max_length=40)
    name_key = models.CharField(max_length=40, db_index=True)
    id_number = EncryptedTextField(_("身份证号码"), blank=True, default="")
    id_index = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("工人")
        verbose_name_plural = _("工人")

    def __str__(self) -> str:
        return self.name


class Employer(models.Model):
    """Employer (用人单位), by its unified social credit code where known."""

    name = models.CharField(_("单位名称"), max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    uscc_verified = models.BooleanField(default=False)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    industry = models.CharField(max_length=20, choices=industries, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("用人单位")
        verbose_name_plural = _("用人单位")
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="employer_uscc")
        ]

    def __str__(self) -> str:
        return self.name


class ConstructionProject(models.Model):
    """Construction project (工程项目) with its chain of payers (建设、总包、分包)."""

    name = models.CharField(_("项目名称"), max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    division = models.ForeignKey(Division, null=True, blank=True, on_delete=models.PROTECT)
    address = models.CharField(_("项目地址"), max_length=200, blank=True)
    developer = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.PROTECT, related_name="developed_projects"
    )
    general_contractor = models.ForeignKey(
        Employer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contracted_projects",
    )
    is_government = models.BooleanField(_("政府投资项目"), default=False)
    unsettled_yuan = models.DecimalField(
        _("未结清的工程款"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unsettled_on = models.DateField(_("未结清工程款的截止日"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("工程项目")
        verbose_name_plural = _("工程项目")

    def __str__(self) -> str:
        return self.name
