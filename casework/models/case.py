"""Case (案件): what is investigated, by which two inspectors, with which totals."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import case_states
from casework.fields import StateField
from casework.models.dossier import Dossier
from casework.models.user import User
from casework.vocabulary import CaseState


class Case(Dossier):
    """A filed case (已立案案件), law.md B1.2; one or more complaints against one employer.

    Amounts in yuan: `verified_yuan` is the sum of the findings, `paid_yuan` the sum of the ledger;
    both are derived from the rows and kept here for lists.
    """

    STREAM = "case"
    STEP_FIELDS = (
        "state", "office", "worker_count", "claimed_yuan", "verified_yuan", "paid_yuan", "lead",
        "second", "investigated_on", "order_served_on", "order_due_on", "closed_on", "outcome",
        "last_seq", "last_hash", "next_due_on", "hop_count", "recused", "evaded_on",
    )  # fmt: skip

    number = models.CharField(_("案号"), max_length=60, unique=True)
    state = StateField(_("状态"), default=CaseState.OPEN, choices=case_states)
    filed_on = models.DateField(_("立案日期"))
    lead = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="led_cases", verbose_name=_("主办监察员")
    )
    second = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="seconded_cases", verbose_name=_("协办监察员")
    )
    verified_yuan = models.DecimalField(_("核实金额"), max_digits=14, decimal_places=2, default=0)
    paid_yuan = models.DecimalField(_("已付金额"), max_digits=14, decimal_places=2, default=0)
    investigated_on = models.DateField(_("调查终结日期"), null=True, blank=True)
    order_served_on = models.DateField(_("指令书送达日期"), null=True, blank=True)
    order_due_on = models.DateField(_("改正期限届满日"), null=True, blank=True)
    evaded_on = models.DateField(_("认定逃匿日期"), null=True, blank=True)
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)
    outcome = models.CharField(_("处理结果"), max_length=200, blank=True)
    hop_count = models.PositiveSmallIntegerField(_("移送次数"), default=0)
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors",
        verbose_name=_("移送前的案件"),
    )  # fmt: skip
    first_filed_on = models.DateField(_("首次立案日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        indexes = [
            models.Index(fields=["office", "state", "next_due_on"], name="case_desk"),
            models.Index(fields=["-filed_on", "-id"], name="case_recent"),
            models.Index(fields=["employer", "-filed_on"], name="case_employer"),
            # What the board counts: the open ones, and who offends repeatedly.
            models.Index(
                fields=["office"],
                name="case_board",
                include=[
                    "id",
                    "next_due_on",
                    "industry",
                    "worker_count",
                    "claimed_yuan",
                    "verified_yuan",
                    "paid_yuan",
                ],
                condition=~models.Q(
                    state__in=[CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED]
                ),
            ),
            models.Index(
                fields=["filed_on", "employer"],
                name="case_offenders",
                include=["office", "id"],
                condition=models.Q(employer__isnull=False)
                & ~models.Q(state__in=[CaseState.TRANSFERRED, CaseState.REVOKED]),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """Heading without any worker's name."""
        return self.employer_name or str(_("单位待查"))

    @property
    def began_on(self) -> date:
        return self.filed_on

    @property
    def unpaid_yuan(self):
        """Verified less paid, in yuan."""
        return self.verified_yuan - self.paid_yuan

    def lineage(self) -> list[int]:
        """Ids of this case and of the cases it was before it was transferred, newest first."""
        ids, earlier = [self.pk], self.predecessor
        while earlier is not None:
            ids.append(earlier.pk)
            earlier = earlier.predecessor
        return ids
