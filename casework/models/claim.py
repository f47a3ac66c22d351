"""Wage claims per worker and the append-only ledger of payments, in yuan to the fen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import findings, payer_kinds, payment_methods, receipt_answers
from casework.fields import EncryptedTextField
from casework.models.case import Case
from casework.models.complaint import Complaint
from casework.models.evidence import Evidence
from casework.models.party import Worker
from casework.models.user import User
from casework.vocabulary import Finding


class ClaimManager(models.Manager["WageClaim"]):
    """Leaves the encrypted numbers in the database until one is asked for."""

    def get_queryset(self) -> models.QuerySet[WageClaim]:
        return super().get_queryset().defer("phone", "bank_card")


class WageClaim(models.Model):
    """One worker's claim (工资诉求) for one period within one complaint.

    Phone and bank card are those told in this filing: the phone opens the tracking page of this
    claim and of no other.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="claims")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="claims")
    position = models.PositiveSmallIntegerField(default=1)
    phone = EncryptedTextField(_("手机号码"), blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    bank_card = EncryptedTextField(_("银行卡号"), blank=True, default="")
    is_representative = models.BooleanField(_("代表人"), default=False)
    post = models.CharField(_("工种"), max_length=30, blank=True)
    period_start = models.DateField(_("欠薪起"), null=True, blank=True)
    period_end = models.DateField(_("欠薪止"), null=True, blank=True)
    days = models.DecimalField(_("出勤天数"), max_digits=6, decimal_places=1, null=True, blank=True)
    day_rate_yuan = models.DecimalField(
        _("日工资"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    claimed_yuan = models.DecimalField(_("申报金额"), max_digits=12, decimal_places=2)
    finding = models.CharField(_("认定"), max_length=14, choices=findings, default=Finding.PENDING)
    verified_yuan = models.DecimalField(
        _("核实金额"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    finding_note = models.CharField(_("认定说明"), max_length=300, blank=True)
    paid_yuan = models.DecimalField(_("已付金额"), max_digits=12, decimal_places=2, default=0)
    # When the row left the matter: withdrawn, or sent to arbitration or court (`redirected_at`).
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    redirected_at = models.DateTimeField(_("告知另循途径时间"), null=True, blank=True)
    counted_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles",
        verbose_name=_("在另一件中计算"),
    )  # fmt: skip

    objects = ClaimManager()

    class Meta:
        verbose_name = _("工资诉求")
        verbose_name_plural = _("工资诉求")
        ordering = ["complaint_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(claimed_yuan__gte=0), name="claim_not_negative"),
            models.CheckConstraint(
                condition=Q(verified_yuan__isnull=True) | Q(verified_yuan__gte=0),
                name="claim_verified_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(verified_yuan__isnull=True)
                | Q(paid_yuan__lte=models.F("verified_yuan")),
                name="claim_not_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.position}"

    @property
    def counting(self) -> WageClaim:
        """The row that counts for this worker: this one, or after a merger that of the master (并案)."""
        return self.counted_as or self

    @property
    def unpaid_yuan(self):
        """What is still owed of the verified amount, in yuan; zero before a finding."""
        return (self.verified_yuan or 0) - self.paid_yuan


class Payment(models.Model):
    """One entry of the payment ledger (支付台账). Never changed: a mistake is reversed."""

    claim = models.ForeignKey(WageClaim, on_delete=models.PROTECT, related_name="payments")
    amount_yuan = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("支付日期"))
    payer = models.CharField(_("支付主体"), max_length=20, choices=payer_kinds)
    method = models.CharField(_("支付方式"), max_length=20, choices=payment_methods)
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    liability = models.ForeignKey(
        "casework.Liability", null=True, blank=True, on_delete=models.PROTECT,
        related_name="payments",
    )  # fmt: skip
    note = models.CharField(_("备注"), max_length=200, blank=True)
    reversal_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("支付")
        verbose_name_plural = _("支付")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reversal_of__isnull=True, amount_yuan__gt=0)
                | Q(reversal_of__isnull=False, amount_yuan__lt=0),
                name="payment_sign",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.amount_yuan}"


class PaymentAnswer(models.Model):
    """The worker's word on a payment (确认或异议); the latest one counts."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=12, choices=receipt_answers)
    note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("收款答复")
        verbose_name_plural = _("收款答复")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.answer}"
