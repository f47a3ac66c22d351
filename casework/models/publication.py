"""Publication (社会公布) of a serious violation under MOHRSS Order 29; law.md B1.6."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import publication_grounds, publication_states
from casework.fields import StateField
from casework.models.branch import Branch
from casework.vocabulary import BranchKind, PublicationState

SHOWN_STATES = (
    PublicationState.PUBLISHED, PublicationState.OBJECTED, PublicationState.KEPT,
    PublicationState.CORRECTED,
)  # fmt: skip


class Publication(Branch):
    """One notice to the public: who, by which facts, with which outcome. No worker's data in it.

    `batch` names the quarter or half-year it is published with (2026-Q3, 2026-H2); empty: at once.
    `is_penalty`: it tells of a penalty, which is withdrawn within 3 working days when annulled.
    """

    KIND = BranchKind.PUBLICATION

    state = StateField(_("状态"), default=PublicationState.SELECTED, choices=publication_states)
    ground = models.CharField(_("公布情形"), max_length=12, choices=publication_grounds)
    name = models.CharField(_("单位全称"), max_length=120)
    name_key = models.CharField(max_length=120)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    address = models.CharField(_("单位地址"), max_length=200, blank=True)
    legal_representative = models.CharField(_("法定代表人或者负责人"), max_length=40, blank=True)
    facts = models.TextField(_("主要违法事实"))
    result = models.TextField(_("处理情况"))
    is_penalty = models.BooleanField(_("属于行政处罚"), default=False)
    batch = models.CharField(_("公布批次"), max_length=8, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    police_filed_on = models.DateField(_("公安机关立案日期"), null=True, blank=True)
    objection = models.TextField(_("异议"), blank=True)
    objected_on = models.DateField(_("异议收到日期"), null=True, blank=True)
    answer = models.TextField(_("异议处理结果"), blank=True)
    correction = models.TextField(_("更正说明"), blank=True)
    corrected_on = models.DateField(_("更正日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("社会公布")
        verbose_name_plural = _("社会公布")
        indexes = [
            models.Index(fields=["-published_on", "-branch_ptr"], name="publication_public",
                         condition=Q(published_on__isnull=False)),
            models.Index(fields=["batch"], name="publication_waiting",
                         condition=Q(state__in=["selected", "approved"])),
        ]  # fmt: skip

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()} · {self.name}"
