"""Lists of scores: whose area, the highest first, each page by one indexed query; suggested visits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework import clock
from casework.access import scope_of
from casework.law.risk import EMPLOYER, HIGH, LOW, MIDDLE, Line
from casework.models import (
    Case,
    ConstructionProject,
    Division,
    Employer,
    RiskDismissal,
    RiskPlace,
    User,
    Visit,
)
from casework.queries.risk.scoring import band_of, bands, lines_of
from casework.vocabulary import CaseState, DivisionLevel, Role, VisitState

READERS = (
    Role.INSPECTOR, Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.SUPERVISOR, Role.AUDITOR,
)  # fmt: skip
PAGE = 30
REASONS = 3
OVER = (CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED)
OPEN_VISIT = (VisitState.PLANNED, VisitState.ON_SITE)


@dataclass(frozen=True)
class Row:
    """One line of a list: employer or project, score, band, the rules that weigh most."""

    subject: Employer | ConstructionProject
    kind: str
    value: int
    band: str
    reasons: list[Line]
    place: RiskPlace
    case: Case | None = None


def may_read_risk(user: User) -> bool:
    """May `user` read scores: inspectors, heads, supervisors, auditors; never an employer."""
    return scope_of(user).has(*READERS)


def areas(user: User) -> list[Division]:
    """Return the divisions `user` may look at: of the own offices first, then those below them.

    Raises PermissionDenied for whoever may read none.
    """
    own = {m.office.division_id: m.office.division for m in scope_of(user).memberships
           if m.role in READERS}  # fmt: skip
    if not own:
        raise PermissionDenied
    found = list(own.values())
    upper = [d for d in found if d.level in (DivisionLevel.CITY, DivisionLevel.PROVINCE)]
    if upper:
        inside = Q()
        for one in upper:
            inside |= Q(path__startswith=one.path + "/")
        below = Division.objects.filter(inside, offices__isnull=False, valid_to__isnull=True)
        found += below.exclude(pk__in=own).select_related("parent").distinct().order_by("code")
    return found


def ranked(area: Division, kind: str, band: str = "") -> QuerySet[RiskPlace]:
    """Return the scores of `area`, the highest first; of one band where given. By one index."""
    middle, high = bands()
    rows = RiskPlace.objects.filter(division=area.pk, kind=kind)
    if band == HIGH:
        rows = rows.filter(value__gte=high)
    elif band == MIDDLE:
        rows = rows.filter(value__gte=middle, value__lt=high)
    elif band == LOW:
        rows = rows.filter(value__lt=middle)
    return rows.select_related("score__employer", "score__project").order_by("-value", "score")


def after(rows: QuerySet[RiskPlace], value: int, score: int) -> QuerySet[RiskPlace]:
    """Return what comes after the row of this value and score id in the order of the list."""
    return rows.filter(value__lte=value).exclude(value=value, score__lte=score)


def page(rows: QuerySet[RiskPlace]) -> tuple[list[Row], bool]:
    """Return the first rows with their reasons, and whether more come after."""
    found = list(rows[: PAGE + 1])
    return [_row(one) for one in found[:PAGE]], len(found) > PAGE


def suggested(user: User, area: Division, kind: str) -> QuerySet[RiskPlace]:
    """Return scores of the middle and high band that no visit is planned for and nobody put aside."""
    today = clock.today()
    subject = {kind: OuterRef(f"score__{kind}")}
    aside = RiskDismissal.objects.filter(
        **subject, office__in=scope_of(user).office_ids, until__gte=today
    )
    planned = Visit.objects.filter(
        **{f"case__{kind}": OuterRef(f"score__{kind}")}, state__in=OPEN_VISIT, day__gte=today
    )
    rows = ranked(area, kind).filter(value__gte=bands()[0])
    return rows.filter(~Exists(aside), ~Exists(planned))


def with_cases(rows: Sequence[Row], office_ids: Iterable[int]) -> list[Row]:
    """Add the newest open case of one's own office to each row: the one a visit is planned in."""
    found: dict[tuple[str, int], Case] = {}
    for kind in {row.kind for row in rows}:
        ids = [row.subject.pk for row in rows if row.kind == kind]
        cases = Case.objects.filter(**{f"{kind}__in": ids}, office__in=office_ids)
        for case in cases.exclude(state__in=OVER).order_by("filed_on", "id"):
            found[kind, getattr(case, f"{kind}_id")] = case
    return [
        Row(row.subject, row.kind, row.value, row.band, row.reasons, row.place,
            found.get((row.kind, row.subject.pk)))
        for row in rows
    ]  # fmt: skip


def _row(place: RiskPlace) -> Row:
    score = place.score
    subject = score.employer if place.kind == EMPLOYER else score.project
    assert subject is not None
    reasons = lines_of(score.lines)[:REASONS]
    return Row(subject, place.kind, place.value, band_of(place.value), reasons, place)
