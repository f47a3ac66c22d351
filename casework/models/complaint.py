"""Complaint (投诉): what was told to us, by whom, through which door, and whose it is now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.choices import (
    channels,
    complaint_kinds,
    complaint_states,
    employer_roles,
    languages,
    withdrawal_states,
)
from casework.fields import EncryptedJSONField, EncryptedTextField, StateField
from casework.models.division import Division, Office
from casework.models.dossier import Dossier
from casework.models.user import User
from casework.vocabulary import Channel, ComplaintKind, ComplaintState, WithdrawalState


class Complaint(Dossier):
    """One filing, of one worker or a group; each worker is a WageClaim row of it (law.md B1.1).

    `first_office` and `first_officer` (首问责任人) are fixed at filing and never change;
    `office` is the one authority responsible now. `tracking_no` is random, not sequential.
    """

    STREAM = "complaint"
    STEP_FIELDS = (
        "state", "office", "employer", "employer_name", "project", "worker_count", "claimed_yuan",
        "hop_count", "lead", "second", "recused", "case", "last_seq", "last_hash", "next_due_on",
        "site_division", "project_name", "site_address", "period_text", "industry",
        "merged_into", "incident_at", "employer_role",
    )  # fmt: skip

    tracking_no = models.CharField(_("查询号"), max_length=16, unique=True)
    query_code_hash = models.CharField(max_length=128, editable=False)
    state = StateField(_("状态"), default=ComplaintState.FILED, choices=complaint_states)
    kind = models.CharField(max_length=12, choices=complaint_kinds, default=ComplaintKind.COMPLAINT)
    channel = models.CharField(_("渠道"), max_length=20, choices=channels, default=Channel.WEB)
    is_anonymous = models.BooleanField(_("匿名"), default=False)
    is_group = models.BooleanField(_("集体投诉"), default=False)
    received_at = models.DateTimeField(_("接收时间"))
    first_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="first_contacts", verbose_name=_("首问单位")
    )
    first_officer = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="first_contacts",
        verbose_name=_("首问责任人"),
    )  # fmt: skip
    contact_name = EncryptedTextField(_("联系人"), blank=True, default="")
    contact_phone = EncryptedTextField(_("联系电话"), blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    site_division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("用工所在地")
    )
    site_address = models.CharField(_("用工地址"), max_length=200, blank=True)
    project_name = models.CharField(_("项目名称"), max_length=120, blank=True)
    period_text = models.CharField(_("欠薪期间"), max_length=80, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    description = models.TextField(_("情况说明"), blank=True)
    requests = models.CharField(_("诉求"), max_length=200, blank=True)
    external_clue_no = models.CharField(  # noqa: DJ001  NULL for most, unique where given
        _("线索编号"), max_length=40, null=True, blank=True
    )
    external_source = models.CharField(max_length=40, blank=True)
    lead = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="led_complaints",
        verbose_name=_("主办监察员"),
    )  # fmt: skip
    second = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="seconded_complaints",
        verbose_name=_("协办监察员"),
    )  # fmt: skip
    case = models.ForeignKey(
        "casework.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    possible_duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="possible_duplicates"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged",
        verbose_name=_("并入"),
    )  # fmt: skip
    reopens = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reopened_as",
        verbose_name=_("重新提出的原投诉"),
    )  # fmt: skip
    incident_at = models.DateTimeField(_("群体性、极端事件"), null=True, blank=True)
    employer_role = models.CharField(
        _("用工关系"), max_length=20, choices=employer_roles, blank=True, default=""
    )
    hop_count = models.PositiveSmallIntegerField(_("移送次数"), default=0)
    language = models.CharField(
        _("短信的语言"), max_length=10, choices=languages, default="zh-hans"
    )
    imported_facts: models.Field[Any, Any] = EncryptedJSONField(blank=True, default=dict)

    class Meta:
        verbose_name = _("投诉")
        verbose_name_plural = _("投诉")
        constraints = [
            models.UniqueConstraint(
                fields=["external_clue_no"],
                condition=Q(external_clue_no__isnull=False),
                name="complaint_clue_no",
            )
        ]
        indexes = [
            models.Index(fields=["office", "state", "next_due_on"], name="complaint_desk"),
            models.Index(fields=["-received_at", "-id"], name="complaint_recent"),
            models.Index(fields=["employer", "-received_at"], name="complaint_employer"),
            # What the board counts: not yet a case, or its case has ended and the answer is due.
            models.Index(
                fields=["office"],
                name="complaint_board",
                include=["id", "state", "next_due_on", "industry", "worker_count", "claimed_yuan"],
                condition=models.Q(
                    state__in=[
                        ComplaintState.FILED,
                        ComplaintState.SUPPLEMENT,
                        ComplaintState.TRANSFERRED_OUT,
                    ]
                )
                | models.Q(state=ComplaintState.ACCEPTED, next_due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_no

    @property
    def title(self) -> str:
        """Heading without any worker's name."""
        return self.employer_name or self.project_name or str(_("单位待查"))

    @property
    def began_on(self) -> date:
        return clock.day_of(self.received_at)


class WithdrawalRequest(models.Model):
    """The complainant's wish to withdraw (撤回申请), confirmed by the head as voluntary.

    With `claim` it is the wish of one worker of a group; the others go on.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="withdrawals")
    claim = models.ForeignKey(
        "casework.WageClaim", null=True, blank=True, on_delete=models.PROTECT,
        related_name="withdrawals",
    )  # fmt: skip
    state = StateField(default=WithdrawalState.REQUESTED, choices=withdrawal_states)
    reason = models.CharField(_("撤回原因"), max_length=300)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("撤回申请")
        verbose_name_plural = _("撤回申请")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(state="requested", claim__isnull=True),
                name="one_open_withdrawal",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state="requested"), name="one_open_worker_withdrawal"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.complaint} {self.get_state_display()}"


class Participation(models.Model):
    """An office that may see a complaint beside its owner: first contact, former owner, assisting."""

    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="participations"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="participations")
    reason = models.CharField(max_length=20)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("参与单位")
        verbose_name_plural = _("参与单位")
        constraints = [
            models.UniqueConstraint(fields=["complaint", "office"], name="one_participation")
        ]
        indexes = [models.Index(fields=["office", "complaint"], name="participation_office")]

    def __str__(self) -> str:
        return f"{self.office} · {self.complaint}"
