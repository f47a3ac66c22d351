"""Referral of a suspected crime (涉嫌犯罪移送), its team, its materials and what came back."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.choices import (
    external_parties,
    material_kinds,
    referral_grounds,
    referral_states,
    reply_kinds,
)
from casework.fields import StateField
from casework.models.branch import Branch
from casework.models.evidence import Evidence
from casework.models.user import User
from casework.vocabulary import BranchKind, ReferralState


class Referral(Branch):
    """Referral to the police of refusal to pay (拒不支付劳动报酬), law.md B1.5; Order 310.

    A referral is never deleted: the database refuses it, and a decision once made stands. Amounts
    in yuan and the number of workers are those the report was made with.
    """

    KIND = BranchKind.REFERRAL

    state = StateField(_("状态"), default=ReferralState.TEAMED, choices=referral_states)
    ground = models.CharField(_("责令支付情形"), max_length=12, choices=referral_grounds)
    worker_count = models.PositiveIntegerField(_("涉及人数"), default=0)
    amount_yuan = models.DecimalField(_("涉案金额"), max_digits=14, decimal_places=2, default=0)
    amount_basis = models.CharField(_("数额标准"), max_length=200, blank=True)
    crime_facts = models.TextField(_("涉嫌犯罪事实"), blank=True)
    evasion = models.TextField(_("逃避支付的事实"), blank=True)
    proposal = models.TextField(_("处理建议"), blank=True)
    reported_at = models.DateTimeField(_("提出报告时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reason = models.TextField(_("决定理由"), blank=True)
    police = models.CharField(_("公安机关"), max_length=80, blank=True)
    procuratorate = models.CharField(_("人民检察院"), max_length=80, blank=True)
    sent_at = models.DateTimeField(_("移送时间"), null=True, blank=True)
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    paid_noted_at = models.DateTimeField(_("获知付清时间"), null=True, blank=True)
    police_told_on = models.DateField(_("告知公安机关付清日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("涉嫌犯罪移送")
        verbose_name_plural = _("涉嫌犯罪移送")

    @cached_property
    def members(self) -> list[User]:
        """The officers who are in the team now."""
        now = self.team.filter(left_at__isnull=True)
        return [member.user for member in now.select_related("user")]


class TeamMember(models.Model):
    """One officer of the team (专案组); at least two (Order 310 art. 5). Who left stays on record."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("专案组成员")
        verbose_name_plural = _("专案组成员")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "user"],
                name="once_in_the_team",
                condition=models.Q(left_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class ReferralMaterial(models.Model):
    """One item that goes with the referral, or the statement that there is none of its kind."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(_("种类"), max_length=12, choices=material_kinds)
    title = models.CharField(_("名称"), max_length=120)
    copies = models.PositiveSmallIntegerField(_("份数"), default=1)
    is_absent = models.BooleanField(_("本案没有此项"), default=False)
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("移送材料")
        verbose_name_plural = _("移送材料")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class ReferralReply(models.Model):
    """What police, procuratorate or court answered: by whom signed, when received, with the scan."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="replies")
    party = models.CharField(_("来自"), max_length=14, choices=external_parties)
    kind = models.CharField(_("内容"), max_length=20, choices=reply_kinds)
    organ = models.CharField(_("机关名称"), max_length=80, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    signer = models.CharField(_("签收人"), max_length=40, blank=True)
    received_at = models.DateTimeField(_("时间"))
    text = models.TextField(_("内容摘要"), blank=True)
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("外部机关答复")
        verbose_name_plural = _("外部机关答复")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
