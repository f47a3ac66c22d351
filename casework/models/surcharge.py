"""Additional compensation (加付赔偿金) on wages still unpaid when an order expired."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import payment_methods
from casework.models.claim import WageClaim
from casework.models.decision import Decision
from casework.models.evidence import Evidence
from casework.models.user import User

LEAST_RATE, MOST_RATE = Decimal("0.50"), Decimal("1.00")


class Surcharge(models.Model):
    """What a handling decision adds, 50 to 100 % of what was unpaid (劳动合同法 85, Order 423 art. 26).

    Announced by the prior notice, ordered, served, appealed and annulled with its decision; its
    term is the decision's. Not wages: it is in no sum of the case and has a ledger of its own.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="surcharge")
    rate = models.DecimalField(_("加付比例"), max_digits=3, decimal_places=2)
    expired_on = models.DateField(_("责令期限届满日"))

    class Meta:
        verbose_name = _("加付赔偿金")
        verbose_name_plural = _("加付赔偿金")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gte=LEAST_RATE, rate__lte=MOST_RATE), name="surcharge_rate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.rate}"


class SurchargeLine(models.Model):
    """One worker's additional compensation: `base_yuan` unpaid at expiry × rate, to the fen."""

    surcharge = models.ForeignKey(Surcharge, on_delete=models.PROTECT, related_name="lines")
    claim = models.ForeignKey(WageClaim, on_delete=models.PROTECT, related_name="surcharge_lines")
    base_yuan = models.DecimalField(max_digits=12, decimal_places=2)
    amount_yuan = models.DecimalField(max_digits=12, decimal_places=2)
    paid_yuan = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("加付赔偿金明细")
        verbose_name_plural = _("加付赔偿金明细")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["surcharge", "claim"], name="one_surcharge_line"),
            models.CheckConstraint(
                condition=Q(paid_yuan__lte=models.F("amount_yuan"), paid_yuan__gte=0),
                name="surcharge_not_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.surcharge_id}/{self.claim_id}"

    @property
    def unpaid_yuan(self) -> Decimal:
        return self.amount_yuan - self.paid_yuan


class SurchargePayment(models.Model):
    """One entry of the ledger of additional compensation; append-only like that of wages."""

    line = models.ForeignKey(SurchargeLine, on_delete=models.PROTECT, related_name="payments")
    amount_yuan = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("支付日期"))
    method = models.CharField(_("支付方式"), max_length=20, choices=payment_methods)
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("赔偿金支付")
        verbose_name_plural = _("赔偿金支付")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount_yuan}"
