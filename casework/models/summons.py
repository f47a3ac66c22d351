"""Summons (通知到场) by a provable channel: what an evasion (逃匿) is found on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import summons_channels, summons_receipts
from casework.models.case import Case
from casework.models.evidence import Evidence
from casework.models.user import User
from casework.vocabulary import SummonsReceipt


class Summons(models.Model):
    """One notice to the employer's responsible person to come by a day.

    Only a summons whose arrival is proved carries the finding of an evasion.
    Law: 人社部发〔2014〕100号; 法释〔2013〕3号 art. 2.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="summonses")
    channel = models.CharField(_("方式"), max_length=10, choices=summons_channels)
    sent_on = models.DateField(_("通知日期"))
    appear_by = models.DateField(_("要求到场日期"))
    receipt = models.CharField(
        _("送达情况"), max_length=10, choices=summons_receipts, default=SummonsReceipt.SENT
    )
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    came = models.BooleanField(_("已到场"), default=False)
    refuses = models.BooleanField(_("明确表示不支付"), default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("通知到场")
        verbose_name_plural = _("通知到场")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.sent_on}"

    @property
    def is_proved(self) -> bool:
        """Is it proved that the notice arrived?"""
        return self.receipt != SummonsReceipt.SENT and self.proof_id is not None
