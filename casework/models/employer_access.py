"""The employer's way in (单位查阅): a one-time code in a served document, and what it sent through it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import submission_kinds
from casework.fields import EncryptedTextField
from casework.models.case import Case
from casework.models.document import Document
from casework.models.evidence import Evidence


class EmployerAccess(models.Model):
    """One access of one case. The code stands in the document until it is used, once.

    Whoever uses it leaves name, position and phone; from then on a message to that phone opens the
    page. `code` is emptied at use; only its keyed hash stays.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="employer_accesses")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="accesses"
    )
    code = EncryptedTextField(blank=True, default="")
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    contact_name = EncryptedTextField(_("经办人"), blank=True, default="")
    contact_position = models.CharField(_("职务"), max_length=40, blank=True)
    phone = EncryptedTextField(_("手机号码"), blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位查阅码")
        verbose_name_plural = _("单位查阅码")
        indexes = [
            models.Index(fields=["case"], name="access_open", condition=Q(revoked_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.pk}"


class EmployerSubmission(models.Model):
    """What the employer sent in: an answer, a payroll, a proposal to pay."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    access = models.ForeignKey(EmployerAccess, on_delete=models.PROTECT, related_name="submissions")
    kind = models.CharField(_("种类"), max_length=12, choices=submission_kinds)
    text = EncryptedTextField(_("内容"))
    pay_by = models.DateField(_("承诺付清日期"), null=True, blank=True)
    amount_yuan = models.DecimalField(
        _("承诺支付金额"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    files = models.ManyToManyField(Evidence, related_name="submissions", blank=True)
    sent_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("单位提交的材料")
        verbose_name_plural = _("单位提交的材料")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
