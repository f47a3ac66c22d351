"""What belongs to a construction project: its subcontracts, its wage account and deposit, its roster."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import account_kinds
from casework.fields import EncryptedTextField
from casework.models.party import ConstructionProject, Employer, Worker
from casework.models.user import User


class Subcontract(models.Model):
    """One link of the chain (分包): `giver` let work to `taker`, lawfully or not."""

    project = models.ForeignKey(
        ConstructionProject, on_delete=models.PROTECT, related_name="subcontracts"
    )
    giver = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="subcontracts_given")
    taker = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="subcontracts_taken")
    work = models.CharField(_("分包内容"), max_length=120, blank=True)
    is_unlawful = models.BooleanField(_("违法分包或转包"), default=False)

    class Meta:
        verbose_name = _("分包关系")
        verbose_name_plural = _("分包关系")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "giver", "taker"], name="one_subcontract")
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"


class ProjectAccount(models.Model):
    """Special account or wage deposit of a project (Order 724 arts. 26, 32), in yuan.

    `lodged_yuan` is what was paid in or guaranteed; what is left is derived from the ledger.
    """

    project = models.ForeignKey(
        ConstructionProject, on_delete=models.PROTECT, related_name="accounts"
    )
    kind = models.CharField(_("种类"), max_length=20, choices=account_kinds)
    bank = models.CharField(_("开户行或出具保函的银行"), max_length=80)
    account_no = EncryptedTextField(_("账号或保函号"), blank=True, default="")
    last_digits = models.CharField(_("尾号"), max_length=4, blank=True)
    is_guarantee = models.BooleanField(_("以银行保函形式"), default=False)
    lodged_yuan = models.DecimalField(_("存入或担保金额"), max_digits=14, decimal_places=2)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("保函到期日"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("专用账户和保证金")
        verbose_name_plural = _("专用账户和保证金")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.bank}"


class RosterEntry(models.Model):
    """One worker of a project's real-name roster (实名制名册), as the site keeps it (art. 28)."""

    project = models.ForeignKey(
        ConstructionProject, on_delete=models.PROTECT, related_name="roster"
    )
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="roster_entries")
    team = models.CharField(_("班组或单位"), max_length=60, blank=True)
    post = models.CharField(_("工种"), max_length=30, blank=True)
    entered_on = models.DateField(_("进场日期"), null=True, blank=True)
    left_on = models.DateField(_("退场日期"), null=True, blank=True)
    days = models.DecimalField(_("考勤天数"), max_digits=6, decimal_places=1, null=True, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("实名制人员")
        verbose_name_plural = _("实名制人员")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "worker"], name="one_roster_entry")
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.worker_id}"
