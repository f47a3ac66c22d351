"""Who handles a case beside its two inspectors: recusal (回避) and another county's help (异地调查)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import assistance_states, recusal_askers, recusal_states
from casework.fields import StateField
from casework.models.branch import Branch
from casework.models.user import User
from casework.vocabulary import AssistanceState, BranchKind, RecusalState


class Recusal(Branch):
    """One request that one person keep away from the case; the head decides in 3 working days.

    The head's own recusal is decided by the department head. Who is recused stands on the dossier
    (`Dossier.recused`): here stands who asked, why, and what was decided. Law: Order 423 art. 16.
    """

    KIND = BranchKind.RECUSAL

    state = StateField(_("状态"), default=RecusalState.ASKED, choices=recusal_states)
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("被申请回避的人员")
    )
    of_head = models.BooleanField(_("负责人的回避"), default=False)
    asker = models.CharField(_("申请人"), max_length=12, choices=recusal_askers)
    reason = models.CharField(_("理由"), max_length=300)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(_("决定理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()} · {self.person}"

    @property
    def lines(self) -> list[str]:
        told = _("%(who)s：%(said)s") % {"who": self.get_asker_display(), "said": self.reason}
        return [str(told), self.decision] if self.decision else [str(told)]

    @property
    def opens_at(self) -> str:
        return "of_head" if self.of_head else "begun"


class Assistance(Branch):
    """Help of another county's office (协助调查): its inspectors add evidence and an answer.

    `office` is the helping one. Law: Order 25 art. 29.
    """

    KIND = BranchKind.ASSISTANCE

    state = StateField(_("状态"), default=AssistanceState.REQUESTED, choices=assistance_states)
    matter = models.TextField(_("委托调查的事项"))
    answer_by = models.DateField(_("商定的回复日期"))
    helper = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("协助主办"),
    )  # fmt: skip
    helper2 = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("协助协办"),
    )  # fmt: skip
    answer = models.TextField(_("协助调查结果"), blank=True)

    class Meta:
        verbose_name = _("协助调查")
        verbose_name_plural = _("协助调查")

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()} · {self.office.name}"

    @property
    def lines(self) -> list[str]:
        until = _("回复日期：%(day)s") % {"day": self.answer_by}
        helpers = "、".join(str(one) for one in (self.helper, self.helper2) if one is not None)
        return [line for line in (self.matter, str(until), helpers, self.answer) if line]
