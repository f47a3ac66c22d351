"""Instalment plans (分期支付计划): what was promised by when, and what has come since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from casework import clock
from casework.law.money import ZERO
from casework.models import Case, InstalmentPlan, Payment


@dataclass(frozen=True)
class InstalmentRow:
    """One promise: kept, due yet, or broken; `due_sum` is all promised up to its day (yuan)."""

    due_on: date
    amount_yuan: Decimal
    due_sum: Decimal
    is_kept: bool
    is_late: bool

    @property
    def word(self) -> str:
        return _("已履行") if self.is_kept else _("违约") if self.is_late else _("未到期")

    @property
    def tone(self) -> str:
        return "ok" if self.is_kept else "bad" if self.is_late else ""


@dataclass(frozen=True)
class PlanRows:
    """A running plan with its promises in the order of their days."""

    plan: InstalmentPlan
    rows: list[InstalmentRow]

    @property
    def is_broken(self) -> bool:
        return any(row.is_late for row in self.rows)


def plan_of(case: Case) -> PlanRows | None:
    """Return the running plan of `case` with what became of each promise, None when there is none."""
    plan = case.plans.filter(ended_on__isnull=True).first()
    return _rows(plan) if plan else None


def _rows(plan: InstalmentPlan) -> PlanRows:
    """Promises are kept in order: what was paid since the plan covers the earliest first.

    A payment counts on the day it was made; a promise is kept in time when by its day the sum paid
    since the agreement reaches all that was promised up to then.
    """
    rows, due_sum, today = [], ZERO, clock.today()
    for row in plan.instalments.all():
        due_sum += row.amount_yuan
        by = min(row.due_on, today)
        kept = paid_until(plan, by) >= due_sum
        rows.append(
            InstalmentRow(row.due_on, row.amount_yuan, due_sum, kept,
                          not kept and row.due_on < today)
        )  # fmt: skip
    return PlanRows(plan, rows)


def paid_until(plan: InstalmentPlan, day: date) -> Decimal:
    """Return what was paid by the end of `day` and recorded since the plan was, in yuan."""
    rows = Payment.objects.filter(
        claim__case=plan.case_id, paid_on__lte=day, recorded_at__gte=plan.recorded_at,
        reversal_of__isnull=True, reversal__isnull=True,
    )  # fmt: skip
    return rows.aggregate(sum=Sum("amount_yuan"))["sum"] or ZERO


def cases_with_new_breach() -> list[int]:
    """Return the cases whose promises passed unpaid and were not yet marked so (for the sweep)."""
    late = InstalmentPlan.objects.filter(
        ended_on__isnull=True, instalments__due_on__lt=clock.today(),
        instalments__broken_on__isnull=True,
    )  # fmt: skip
    found = []
    for plan in late.distinct().order_by("case_id"):
        waiting = set(
            plan.instalments.filter(broken_on__isnull=True).values_list("due_on", flat=True)
        )
        if any(row.is_late and row.due_on in waiting for row in _rows(plan).rows):
            found.append(plan.case_id)
    return found
