"""The file of a construction project: who built for whom, what is set aside, the roster held against claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils.functional import cached_property

from casework.access import visible_cases
from casework.law.identity import mask_name
from casework.law.money import total
from casework.models import (
    Case,
    ConstructionProject,
    Liability,
    RosterEntry,
    Subcontract,
    User,
    WageClaim,
)
from casework.queries.accounts import Balance, balances_of
from casework.queries.dossier import shows_names
from casework.queries.payers import RecourseRow, recourses_of
from casework.vocabulary import ComplaintKind

SHOWN = 300


@dataclass(frozen=True)
class Compared:
    """One claim beside the roster: on it or not, and the days of each."""

    claim: WageClaim
    name: str
    entry: RosterEntry | None

    @property
    def days_differ(self) -> bool:
        """The worker tells more days than the site's attendance has."""
        told, kept = self.claim.days, self.entry.days if self.entry else None
        return told is not None and kept is not None and told > kept


class ProjectFile:
    """The parts of a project's page, each loaded when asked for."""

    def __init__(self, user: User, project: ConstructionProject) -> None:
        self.user, self.project = user, project

    @cached_property
    def case_count(self) -> int:
        """Cases of all counties."""
        return Case.objects.filter(project=self.project.pk).count()

    @cached_property
    def cases(self) -> list[Case]:
        rows = visible_cases(self.user).filter(project=self.project.pk)
        return list(rows.select_related("office", "employer").order_by("-filed_on", "-id"))

    @property
    def owed(self) -> Decimal:
        return total(case.unpaid_yuan for case in self.cases)

    @cached_property
    def chain(self) -> list[Subcontract]:
        rows = Subcontract.objects.filter(project=self.project.pk)
        return list(rows.select_related("giver", "taker"))

    @cached_property
    def balances(self) -> list[Balance]:
        return balances_of(self.project.pk)

    @cached_property
    def recourses(self) -> list[RecourseRow]:
        return recourses_of(self.cases)

    @cached_property
    def liabilities(self) -> list[Liability]:
        rows = Liability.objects.filter(case__in=self.cases, ended_at__isnull=True)
        return list(rows.select_related("case", "party", "document"))

    @cached_property
    def roster_count(self) -> int:
        return RosterEntry.objects.filter(project=self.project.pk).count()

    @cached_property
    def teams(self) -> list[tuple[str, int]]:
        rows = RosterEntry.objects.filter(project=self.project.pk).order_by()
        return list(rows.values_list("team").annotate(n=Count("id")).order_by("-n", "team"))

    @cached_property
    def compared(self) -> list[Compared]:
        """Claims of the cases in scope beside the roster; reports (举报) name nobody and are left out."""
        if not self.roster_count:
            return []
        rows = WageClaim.objects.filter(case__in=self.cases, withdrawn_at__isnull=True)
        rows = rows.exclude(complaint__kind=ComplaintKind.REPORT).select_related("worker")
        claims = list(rows.order_by("case", "position")[:SHOWN])
        return self._beside_roster(claims)

    def _beside_roster(self, claims: Iterable[WageClaim]) -> list[Compared]:
        own = {case.pk for case in self.cases if shows_names(self.user, case)}
        entries = {
            entry.worker_id: entry for entry in RosterEntry.objects.filter(project=self.project.pk)
        }
        return [
            Compared(
                claim,
                claim.worker.name if claim.case_id in own else mask_name(claim.worker.name),
                entries.get(claim.worker_id),
            )
            for claim in claims
        ]

    @property
    def missing(self) -> int:
        """Claimants who are not on the roster."""
        return sum(1 for row in self.compared if row.entry is None)

    @property
    def unclaimed(self) -> int:
        """Workers of the roster who claim nothing in the cases of this project."""
        claiming = WageClaim.objects.filter(case__project=self.project.pk).values("worker")
        return (
            RosterEntry.objects.filter(project=self.project.pk).exclude(worker__in=claiming).count()
        )
