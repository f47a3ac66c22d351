"""Figures of a region for the board: open, overdue, near, in transit and owed, by office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case as SqlCase
from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from casework import clock
from casework.access import Scope, scope_of
from casework.models import Case, CaseEvent, Complaint, Division, Office, User
from casework.vocabulary import CaseState, ComplaintState, DivisionLevel, EventKind, Industry
from workflows import deadlines
from workflows.counter.terms import SOON

ZERO = Decimal("0.00")
# Before acceptance, or after its case: in between a complaint is counted as its case.
UNACCEPTED = [ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.TRANSFERRED_OUT]
ENDED = [CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED]
NEW_FORMS = Q(industry=Industry.NEW_FORMS)
NOT_FOR_THE_FEED = [
    EventKind.IDENTITY_REVEALED, EventKind.NOTE_ADDED, EventKind.DEADLINE_WARNED,
    EventKind.COMMENT_ADDED, EventKind.COMMENT_RETRACTED,
]  # fmt: skip
FEED = 20
REPEATEDLY, OFFENDERS = 2, 10
"""From how many cases on an employer counts as a repeated offender, and how many are shown."""


@dataclass
class Figures:
    """Counts and sums (yuan) of an office or a region."""

    complaints: int = 0
    cases: int = 0
    overdue: int = 0
    near: int = 0
    unaccepted: int = 0
    in_transit: int = 0
    new_forms: int = 0
    workers: int = 0
    owed: Decimal = ZERO

    def add(self, other: Figures) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def open(self) -> int:
        return self.complaints + self.cases


@dataclass
class Line:
    """One office or city with its figures."""

    name: str
    code: str
    office_id: int | None = None
    figures: Figures = field(default_factory=Figures)


class Region:
    """The offices a user oversees: the province, one city of it, or the user's own office."""

    def __init__(self, user: User, city_code: str = "") -> None:
        scope = scope_of(user)
        self.is_province = scope.sees_province
        self.city: Division | None = None
        rows = Office.objects.filter(closed_on__isnull=True).select_related("division__parent")
        if self.is_province and city_code:
            self.offices = list(rows.filter(division__path__contains=f"/{city_code}"))
            self.city = self._city(city_code)
        if self.city is None:
            self.offices = list(rows if self.is_province else rows.filter(self._mine(scope)))
        own = {office.pk: office for office in self.offices}
        self._own = [own.get(office.pk, office) for office in scope.offices]

    @property
    def shows_map(self) -> bool:
        return self.is_province and self.city is None

    @property
    def office_ids(self) -> list[int]:
        return [office.pk for office in self.offices]

    @property
    def whole(self) -> bool:
        """Is this every office, so that no query need name them?"""
        return self.shows_map

    @property
    def name(self) -> str:
        if self.city is not None:
            return self.city.name
        return " · ".join(dict.fromkeys(office.division.full_name for office in self._own))

    def _city(self, code: str) -> Division | None:
        places = (office.division for office in self.offices)
        return next((p for p in places if p.code == code and p.level == DivisionLevel.CITY), None)

    @staticmethod
    def _mine(scope: Scope) -> Q:
        """The offices a user works at, and those of the region overseen."""
        mine = Q(pk__in=scope.office_ids)
        for path in scope.region_paths:
            mine |= Q(division__path__startswith=path)
        return mine

    def limited(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if self.whole else rows.filter(office__in=self.office_ids)


@dataclass(frozen=True)
class Repeated:
    """An employer against which several cases were filed in the period."""

    employer_id: int
    name: str
    cases: int
    workers: int
    owed: Decimal


def stock(region: Region, since: date) -> tuple[dict[int, Figures], list[Repeated]]:
    """Return the figures of every office of the region that has any, and who offends repeatedly.

    `since`: from which day on cases count against an employer. One query.
    """
    parts = (_of_complaints(region), _of_cases(region), _of_employers(region, since))
    found: dict[int, Figures] = {}
    repeated = []
    for row in parts[0].union(*parts[1:], all=True):
        part, key, name = row.pop("part"), row.pop("key"), row.pop("name")
        if part == "employer":
            repeated.append(Repeated(key, name, row["cases"], row["workers"], row["owed"]))
        else:
            found.setdefault(key, Figures()).add(Figures(**row))
    repeated.sort(key=lambda one: (-one.cases, -one.owed, one.employer_id))
    return found, repeated


def _due() -> tuple[Q, Q]:
    today = clock.today()
    near = deadlines.calendar().add_working_days(today, SOON).date
    return Q(next_due_on__lt=today), Q(next_due_on__gte=today, next_due_on__lte=near)


def _columns(rows: QuerySet[Any], part: str, key: str, name: Any, **figures: Any) -> QuerySet[Any]:
    """Group by `key`; every part has the same columns in the same order, so that they unite."""
    blank = {one.name: Value(ZERO if one.type == "Decimal" else 0) for one in fields(Figures)}
    return (
        rows.order_by()
        .values(key)
        .annotate(part=Value(part), key=F(key), name=name, **{**blank, **figures})
        .values("part", "key", "name", *blank)
    )


def _of_complaints(region: Region) -> QuerySet[Any]:
    late, near = _due()
    before = Q(state__in=UNACCEPTED)
    awaiting_answer = Q(state=ComplaintState.ACCEPTED, next_due_on__isnull=False)
    return _columns(
        region.limited(Complaint.objects.filter(before | awaiting_answer)),
        "complaint", "office", Value(""),
        complaints=Count("id"),
        overdue=Count("id", filter=late),
        near=Count("id", filter=near),
        unaccepted=Count("id", filter=Q(state=ComplaintState.FILED)),
        in_transit=Count("id", filter=Q(state=ComplaintState.TRANSFERRED_OUT)),
        new_forms=Count("id", filter=before & NEW_FORMS),
        workers=Coalesce(Sum("worker_count", filter=before), 0),
        owed=Coalesce(Sum("claimed_yuan", filter=before), ZERO),
    )  # fmt: skip


def _left() -> SqlCase:
    return SqlCase(
        When(verified_yuan__gt=0, then=F("verified_yuan") - F("paid_yuan")),
        default=F("claimed_yuan"),
    )


def _of_cases(region: Region) -> QuerySet[Any]:
    late, near = _due()
    return _columns(
        region.limited(Case.objects.exclude(state__in=ENDED)),
        "case", "office", Value(""),
        cases=Count("id"),
        overdue=Count("id", filter=late),
        near=Count("id", filter=near),
        new_forms=Count("id", filter=NEW_FORMS),
        workers=Coalesce(Sum("worker_count"), 0),
        owed=Coalesce(Sum(_left()), ZERO),
    )  # fmt: skip


def _of_employers(region: Region, since: date) -> QuerySet[Any]:
    """Cases by employer; one that was handed over counts where it is now.

    First who has the most, from the index alone; names and sums are read of those few.
    """
    filed = Case.objects.filter(filed_on__gte=since, employer__isnull=False)
    counting = region.limited(filed.exclude(state__in=(CaseState.TRANSFERRED, CaseState.REVOKED)))
    most = (
        counting.order_by()
        .values("employer")
        .annotate(number=Count("id"))
        .filter(number__gte=REPEATEDLY)
        .order_by("-number", "employer")[:OFFENDERS]
    )
    return _columns(
        counting.filter(employer__in=most.values("employer")),
        "employer", "employer", Max("employer_name"),
        cases=Count("id"), workers=Coalesce(Sum("worker_count"), 0),
        owed=Coalesce(Sum(_left(), filter=~Q(state=CaseState.CLOSED)), ZERO),
    )  # fmt: skip


def total(figures: Iterable[Figures]) -> Figures:
    """Return the sum of several figures."""
    whole = Figures()
    for one in figures:
        whole.add(one)
    return whole


def office_lines(region: Region, found: dict[int, Figures]) -> list[Line]:
    """Return every office of the region with its figures, the most overdue first."""
    lines = [
        Line(office.division.full_name, office.division.code, office.pk,
             found.get(office.pk, Figures()))
        for office in region.offices
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.figures.overdue, -line.figures.open, line.code))


def city_lines(region: Region, found: dict[int, Figures]) -> list[Line]:
    """Return the 18 cities, each with the figures of all its offices."""
    cities: dict[str, Line] = {}
    for office in region.offices:
        parts = office.division.path.split("/")
        if len(parts) == 1:
            continue  # the province's own office
        name = office.division.name if len(parts) == 2 else ""
        line = cities.setdefault(parts[1], Line(name, parts[1]))
        line.name = line.name or name
        line.figures.add(found.get(office.pk, Figures()))
    return [cities[code] for code in sorted(cities)]


def recent_events(region: Region) -> list[CaseEvent]:
    """Return the last acts in the region, newest first; reasons and facts stay on the case page."""
    rows = CaseEvent.objects.exclude(kind__in=NOT_FOR_THE_FEED)
    if not region.whole:
        # Concerned, not only acting: what another county sends here is of interest here.
        rows = rows.filter(offices__overlap=region.office_ids)
    return list(
        rows.select_related("office__division__parent", "complaint", "case")
        .only("stream", "subject_id", "kind", "at", "office__name", "office__division__name",
              "office__division__level",
              "office__division__parent__name", "office__division__parent__level",
              "complaint__tracking_no", "complaint__employer_name", "complaint__project_name",
              "case__number", "case__employer_name")
        .order_by("-id")[:FEED]
    )  # fmt: skip
