"""Employers and their integrity files (守法诚信档案): figures for all counties, details within one's scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from casework.access import scope_of, visible_cases, visible_complaints
from casework.law.identity import normalise_firm
from casework.law.money import ZERO
from casework.models import (
    BlacklistEntry,
    Case,
    Complaint,
    ConstructionProject,
    Document,
    Employer,
    EmployerMerge,
    Liability,
    User,
)
from casework.queries.payers import ORDERS
from casework.queries.receipted import receipted_of
from casework.queries.search import typed
from casework.vocabulary import CaseState, DocumentState, Role

PAGE = 50
SHORTEST = 2
ENDED = (CaseState.CLOSED, CaseState.REVOKED)


def may_read_employers(user: User) -> bool:
    """Staff who read case content, and administrators, who see figures and no details."""
    return bool(scope_of(user).offices) or scope_of(user).has(Role.ADMINISTRATOR)


def found_employers(params: Mapping[str, str]) -> tuple[str, list[Employer]]:
    """Return the text asked for and up to 50 employers, most cases first; merged files are left out."""
    text = typed(params.get("q", ""))
    rows = Employer.objects.filter(merged_into__isnull=True)
    if len(text) >= SHORTEST:
        rows = rows.filter(Q(name_key__contains=normalise_firm(text)) | Q(uscc__istartswith=text))
    rows = rows.annotate(
        complaint_count=Count("complaints", distinct=True),
        case_count=Count("cases", distinct=True),
    )
    return text, list(rows.order_by("-case_count", "-complaint_count", "id")[:PAGE])


@dataclass(frozen=True)
class Figures:
    """What stands against one employer over all counties; amounts in yuan."""

    complaints: int
    cases: int
    open_cases: int
    overdue: int
    orders: int
    workers: int
    verified: Decimal
    paid: Decimal

    @property
    def owed(self) -> Decimal:
        return self.verified - self.paid


@dataclass(frozen=True)
class CaseRow:
    """One case in scope with its sums; `receipted` is the part of paid that can be shown."""

    case: Case
    receipted: Decimal


class EmployerFile:
    """The parts of an employer's page, each loaded when asked for."""

    def __init__(self, user: User, employer: Employer) -> None:
        self.user, self.employer = user, employer

    @cached_property
    def figures(self) -> Figures:
        """Counts and sums over all counties, by three queries."""
        cases = Case.objects.filter(employer=self.employer.pk).aggregate(
            cases=Count("id"),
            open_cases=Count("id", filter=~Q(state__in=ENDED)),
            overdue=Count("id", filter=Q(order_due_on__isnull=False) & self._unpaid()),
            workers=Coalesce(Sum("worker_count"), 0),
            verified=Coalesce(Sum("verified_yuan"), ZERO),
            paid=Coalesce(Sum("paid_yuan"), ZERO),
        )
        orders = Document.objects.filter(
            case__employer=self.employer.pk, kind__in=ORDERS, state=DocumentState.ISSUED
        )
        complaints = Complaint.objects.filter(employer=self.employer.pk)
        return Figures(complaints=complaints.count(), orders=orders.count(), **cases)

    def _unpaid(self) -> Q:
        return Q(state=CaseState.OVERDUE) | Q(verified_yuan__gt=F("paid_yuan"))

    @cached_property
    def counties(self) -> list[tuple[str, int]]:
        """How many cases each office has, most first: counts only, for everybody."""
        rows = Case.objects.filter(employer=self.employer.pk).order_by()
        counted = rows.values("office__name").annotate(n=Count("id"))
        return [(row["office__name"], row["n"]) for row in counted.order_by("-n", "office__name")]

    @cached_property
    def cases(self) -> list[CaseRow]:
        """The cases in the reader's scope, newest first."""
        rows = list(self._mine(visible_cases(self.user)).order_by("-filed_on", "-id")[:PAGE])
        shown = receipted_of(row.pk for row in rows) if rows else {}
        return [CaseRow(row, shown.get(row.pk, ZERO)) for row in rows]

    @cached_property
    def complaints(self) -> list[Complaint]:
        """Complaints in scope that did not become a case, newest first."""
        rows = visible_complaints(self.user).filter(employer=self.employer.pk, case__isnull=True)
        hidden = ("contact_name", "contact_phone", "imported_facts")
        return list(rows.select_related("office").defer(*hidden).order_by("-received_at")[:PAGE])

    @cached_property
    def orders(self) -> list[Document]:
        rows = Document.objects.filter(
            case__in=[row.case.pk for row in self.cases], kind__in=ORDERS,
            state=DocumentState.ISSUED,
        )  # fmt: skip
        return list(rows.select_related("case").prefetch_related("services").order_by("-issued_at"))

    @cached_property
    def liabilities(self) -> list[Liability]:
        """Other employers' cases in scope in which this one is liable."""
        rows = Liability.objects.filter(party=self.employer.pk, ended_at__isnull=True)
        rows = rows.filter(case__in=visible_cases(self.user).values("pk"))
        return list(rows.select_related("case").order_by("-added_at")[:PAGE])

    @cached_property
    def listings(self) -> list[BlacklistEntry]:
        """Listings decided against this employer in any county, newest first; persons are left out."""
        rows = BlacklistEntry.objects.filter(
            group__employer=self.employer.pk, is_person=False, listed_on__isnull=False
        )
        return list(rows.select_related("office").order_by("-listed_on", "-pk")[:PAGE])

    @cached_property
    def projects(self) -> list[ConstructionProject]:
        if not scope_of(self.user).offices:
            return []
        own = self.employer.pk
        rows = ConstructionProject.objects.filter(
            Q(developer=own) | Q(general_contractor=own) | Q(subcontracts__taker=own)
            | Q(subcontracts__giver=own) | Q(cases__employer=own)
        )  # fmt: skip
        return list(rows.distinct().order_by("name")[:PAGE])

    @cached_property
    def merges(self) -> list[EmployerMerge]:
        """Merges into this file, newest first, also those undone."""
        rows = EmployerMerge.objects.filter(kept=self.employer.pk)
        return list(rows.select_related("dropped", "merged_by", "undone_by"))

    @cached_property
    def namesakes(self) -> list[Employer]:
        """Other files of the same name: perhaps one firm registered twice."""
        rows = Employer.objects.filter(name_key=self.employer.name_key, merged_into__isnull=True)
        return list(rows.exclude(pk=self.employer.pk).order_by("id")[:10])

    def _mine(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        return rows.filter(employer=self.employer.pk).select_related("office", "lead")
