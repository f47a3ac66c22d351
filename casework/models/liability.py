"""Who must pay in a case beside the employer (责任单位), and recourse after an advance (追偿)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import payer_kinds
from casework.models.case import Case
from casework.models.document import Document
from casework.models.party import Employer
from casework.models.user import User


class Liability(models.Model):
    """One party liable for the wages of a case, by an article of Order 724 (law.md section 1).

    Several parties may owe the same claims; each may have its own order. What one pays lowers the
    claims, and so what all others still owe: there is one ledger.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="liabilities")
    kind = models.CharField(_("责任主体"), max_length=20, choices=payer_kinds)
    party = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.PROTECT, related_name="liabilities"
    )
    party_name = models.CharField(_("单位名称"), max_length=120)
    article = models.CharField(_("责任条款"), max_length=40)
    reason = models.CharField(_("认定理由"), max_length=300)
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="liability"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("责任单位")
        verbose_name_plural = _("责任单位")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "party_name"], condition=Q(ended_at__isnull=True),
                name="one_liability_per_party",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.party_name}"


class Recourse(models.Model):
    """The right of whoever paid in another's place (追偿). Its amount is that of the ledger.

    The amount is never stored: it is the sum of the payments of `creditor_kind` in the case, so a
    reversal lowers it too.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recourses")
    creditor_kind = models.CharField(_("垫付主体"), max_length=20, choices=payer_kinds)
    debtor_kind = models.CharField(_("被追偿主体"), max_length=20, choices=payer_kinds)
    debtor = models.ForeignKey(
        Liability, null=True, blank=True, on_delete=models.PROTECT, related_name="recourses"
    )
    article = models.CharField(_("依据"), max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("追偿")
        verbose_name_plural = _("追偿")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "creditor_kind"], name="one_recourse_per_creditor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_creditor_kind_display()} → {self.get_debtor_kind_display()}"


class RecourseReceipt(models.Model):
    """What came back of an advance, in yuan. Append-only: a mistake is a negative row with its reason."""

    recourse = models.ForeignKey(Recourse, on_delete=models.PROTECT, related_name="receipts")
    amount_yuan = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    received_on = models.DateField(_("到账日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("追偿到账")
        verbose_name_plural = _("追偿到账")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.recourse_id}: {self.amount_yuan}"
