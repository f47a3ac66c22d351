"""Money on record beside the claims: over-payments and payees who are not in the case (scenario 15)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import extra_reasons, payer_kinds, payment_methods
from casework.models.case import Case
from casework.models.claim import WageClaim
from casework.models.evidence import Evidence
from casework.models.user import User


class ExtraPayment(models.Model):
    """One explained payment that lowers no claim. Append-only; a mistake is reversed.

    `claim` is the worker who received more than is owed; without one `payee` names somebody who is
    not in the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extra_payments")
    claim = models.ForeignKey(
        WageClaim, null=True, blank=True, on_delete=models.PROTECT, related_name="extra_payments"
    )
    payee = models.CharField(_("收款人"), max_length=60, blank=True)
    why = models.CharField(_("种类"), max_length=20, choices=extra_reasons)
    reason = models.CharField(_("理由"), max_length=200)
    amount_yuan = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("支付日期"))
    payer = models.CharField(_("支付主体"), max_length=20, choices=payer_kinds)
    method = models.CharField(_("支付方式"), max_length=20, choices=payment_methods)
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reversal_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("名单外付款")
        verbose_name_plural = _("名单外付款")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extra_payment_explained"),
            models.CheckConstraint(
                condition=Q(claim__isnull=False) | ~Q(payee=""), name="extra_payment_payee"
            ),
            models.CheckConstraint(
                condition=Q(reversal_of__isnull=True, amount_yuan__gt=0)
                | Q(reversal_of__isnull=False, amount_yuan__lt=0),
                name="extra_payment_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.amount_yuan}"
