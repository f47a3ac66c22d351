"""The minimum wage of a place and day, and which claims of a case lie below it (yuan)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from casework import clock
from casework.law.minimum_wage import MinimumWage, default_class, minimum_wage
from casework.law.money import grouped
from casework.models import Case, Complaint, Computation, Division, WageClaim, WageClass
from casework.vocabulary import PayBasis


@dataclass(frozen=True)
class LocalMinimum:
    """The minimum in force at a place; `confirmed` is False while its class is a default."""

    wage: MinimumWage
    confirmed: bool

    @property
    def remark(self) -> str:
        """What is said beside the amount until somebody confirmed the class."""
        return "" if self.confirmed else _("（类别待确认）")


def class_of(division: Division, day: date) -> tuple[int, bool]:
    """Return the class of `division` on `day` and whether it was confirmed; the default by its name."""
    row = (
        WageClass.objects.filter(division=division.pk, valid_from__lte=day)
        .order_by("-valid_from")
        .first()
    )
    return (row.wage_class, row.is_verified) if row else (default_class(division.name), False)


def local_minimum(division: Division, day: date) -> LocalMinimum | None:
    """Return the minimum wage at `division` on `day`; None when the table does not reach back so far."""
    number, confirmed = class_of(division, day)
    wage = minimum_wage(number, day)
    return LocalMinimum(wage, confirmed) if wage else None


def warnings_of(case: Case, claims: Sequence[WageClaim]) -> dict[int, str]:
    """Return claim id -> warning for each claim whose pay by day or month is below the minimum.

    The day's pay is that of the claim, the month's that of its latest computation. Law: 劳动法 art. 48.
    """
    division = _place(case)
    monthly = _monthly(claims)
    minima: dict[date, LocalMinimum | None] = {}
    found = {}
    for claim in claims:
        day = claim.period_end or claim.period_start or clock.today()
        if day not in minima:
            minima[day] = local_minimum(division, day)
        least = minima[day]
        text = _warning(claim, monthly.get(claim.pk), least) if least else ""
        if text:
            found[claim.pk] = text
    return found


def _warning(claim: WageClaim, monthly: Decimal | None, least: LocalMinimum) -> str:
    wage = least.wage
    words = {"class": wage.wage_class, "basis": wage.basis, "remark": least.remark}
    if claim.day_rate_yuan is not None and claim.day_rate_yuan < wage.daily_yuan:
        return _(
            "日工资 %(given)s 元低于最低工资 %(least)s 元（%(class)s 类，%(basis)s）%(remark)s"
        ) % {**words, "given": grouped(claim.day_rate_yuan), "least": grouped(wage.daily_yuan)}
    if monthly is not None and monthly < wage.monthly_yuan:
        return _(
            "月工资 %(given)s 元低于最低工资 %(least)s 元（%(class)s 类，%(basis)s）%(remark)s"
        ) % {**words, "given": grouped(monthly), "least": grouped(wage.monthly_yuan)}
    return ""


def _place(case: Case) -> Division:
    first = (
        Complaint.objects.filter(case=case.pk, site_division__isnull=False)
        .select_related("site_division")
        .defer("contact_name", "contact_phone", "imported_facts")
        .order_by("id")
        .first()
    )
    return first.site_division if first and first.site_division else case.office.division


def _monthly(claims: Sequence[WageClaim]) -> dict[int, Decimal]:
    rows = Computation.objects.filter(
        claim__in=[claim.pk for claim in claims], basis=PayBasis.MONTHS
    ).order_by("id")
    return {row.claim_id: Decimal(row.inputs["rate"]) for row in rows}
