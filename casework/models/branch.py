"""Branch (旁支程序): a proceeding that runs beside its case, with a state machine of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import account_query_states, branch_kinds
from casework.fields import StateField
from casework.models.case import Case
from casework.models.division import Office
from casework.models.evidence import Evidence
from casework.models.user import User
from casework.vocabulary import AccountQueryState, BranchKind


class Branch(models.Model):
    """What every branch shares; each kind is a table of its own that adds its facts and its state.

    A branch belongs to one case: it is locked under the case's row, told in the case's journal and
    seen by whoever sees the case. `office` is the authority responsible for the branch. The case
    closes only when its branches have ended or were said to stand on their own (law.md B1.2).
    """

    STREAM = "branch"
    KIND = ""
    READ_WITH: tuple[str, ...] = ()
    """Relations whose facts nearly every act on this kind asks for: read with its row."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="branches")
    kind = models.CharField(_("程序"), max_length=20, choices=branch_kinds)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="branches")
    opened_at = models.DateTimeField(_("启动时间"))
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("终结时间"), null=True, blank=True)
    stands_alone = models.BooleanField(_("结案后继续"), default=False)
    next_due_on = models.DateField(_("最近期限"), null=True, blank=True)

    class Meta:
        verbose_name = _("旁支程序")
        verbose_name_plural = _("旁支程序")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case"], name="branch_open", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def dossier(self) -> Case:
        """The record whose row is locked and whose journal tells of this branch."""
        return self.case

    @property
    def title(self) -> str:
        """What the case page calls it."""
        return str(self.get_kind_display())

    @property
    def lines(self) -> list[str]:
        """What else is to be read of it, one sentence each."""
        return []

    @property
    def alarm(self) -> str:
        """What is wrong with it and shown in red; empty when nothing is."""
        return ""

    @property
    def opens_at(self) -> str:
        """Outcome under which its flow begins: which desk comes first."""
        return "begun"

    @property
    def recused(self) -> list[int]:
        """Who is recused from the case may not act on its branches either."""
        return self.case.recused

    @property
    def lead(self) -> User:
        return self.case.lead

    @property
    def lead_id(self) -> int:
        return self.case.lead_id

    @property
    def second_id(self) -> int:
        return self.case.second_id

    def save_step(self) -> None:
        """Write what an action may have changed."""
        self.save()


class AccountQuery(Branch):
    """Query of bank accounts, houses and vehicles (查询金融账户), Order 724 art. 40; law.md B1.7."""

    KIND = BranchKind.ACCOUNT_QUERY

    state = StateField(_("状态"), default=AccountQueryState.REQUESTED, choices=account_query_states)
    subject_name = models.CharField(_("被查询单位或者当事人"), max_length=120)
    scope = models.CharField(_("查询范围"), max_length=300)
    grounds = models.CharField(_("查询理由"), max_length=300)
    institution = models.CharField(_("协助查询的机构"), max_length=120)
    sent_on = models.DateField(_("送出日期"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer = models.TextField(_("答复内容"), blank=True)
    regulator = models.CharField(_("金融监管部门"), max_length=80, blank=True)
    regulator_told_on = models.DateField(_("告知监管部门日期"), null=True, blank=True)
    answer_file = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("账户查询")
        verbose_name_plural = _("账户查询")

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()} · {self.subject_name}"
