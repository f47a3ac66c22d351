"""How much lies on whom, and whom a new matter would burden least, with the working shown (负荷)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from casework import clock
from casework.models import Absence, Case, Complaint, Membership, User
from casework.vocabulary import ComplaintState, Role
from workflows import deadlines
from workflows.catalogue.action import OPEN_CASE
from workflows.counter.desk_rows import WAITING
from workflows.counter.terms import SOON
from workflows.models import DeskTask

LED, SECONDED, LATE, NEAR, TEN_WORKERS = (Decimal(n) for n in ("1", "0.5", "1", "0.5", "0.5"))
PAIR = 2
"""An inspection takes two (Order 423 art. 16)."""
_KNOWN = ("employer", "lead", "number")
OPEN_COMPLAINT = (ComplaintState.FILED, ComplaintState.SUPPLEMENT)


@dataclass
class Load:
    """What one inspector has in hand; `points` weighs it, `working` shows how."""

    user: User
    led: int = 0
    seconded: int = 0
    workers: int = 0
    late: int = 0
    soon: int = 0
    absence: Absence | None = None

    @property
    def points(self) -> Decimal:
        return sum((count * weight for _label, count, weight in self._parts()), Decimal(0))

    @property
    def short(self) -> str:
        """The points without needless zeros."""
        return _short(self.points)

    @property
    def working(self) -> str:
        """The sum as it was made: 主办 3×1 + 协办 2×0.5 + … = 4.5."""
        parts = [f"{label} {n}×{_short(w)}" for label, n, w in self._parts() if n]
        return f"{' + '.join(parts) or '0'} = {_short(self.points)}"

    def _parts(self) -> list[tuple[str, int, Decimal]]:
        return [
            (_("主办"), self.led, LED),
            (_("协办"), self.seconded, SECONDED),
            (_("超期"), self.late, LATE),
            (_("三个工作日内到期"), self.soon, NEAR),
            (_("每十名劳动者"), self.workers // 10, TEN_WORKERS),
        ]


@dataclass(frozen=True)
class Suggestion:
    """Two inspectors for a matter, lead first, and why these two."""

    lead: Load
    second: Load
    reasons: tuple[str, ...]


class Team:
    """The inspectors of one office with what each has in hand; seven queries, however many matters.

    `employers`: ids of employers, so that whoever already leads a case against one is known.
    """

    def __init__(self, office_id: int, employers: Iterable[int | None] = ()) -> None:
        self.office_id = office_id
        today = clock.today()
        self._loads = {user.pk: Load(user) for user in _inspectors(office_id, today)}
        _count_cases(office_id, self._loads)
        _count_complaints(office_id, self._loads)
        _count_terms(office_id, self._loads, today)
        ids = list(self._loads)
        for absence in Absence.on(today).filter(user__in=ids).select_related("substitute"):
            self._loads[absence.user_id].absence = absence
        self._given: dict[int, Decimal] = defaultdict(Decimal)
        self._knows: dict[int, dict[int, str]] = defaultdict(dict)
        wanted = {pk for pk in employers if pk is not None}
        same = Case.objects.filter(
            office=office_id, employer__in=wanted, state__in=OPEN_CASE, lead__in=ids
        )
        if wanted:
            for employer, lead, number in same.order_by("id").values_list(*_KNOWN):
                self._knows[employer].setdefault(lead, number)

    @property
    def loads(self) -> list[Load]:
        """Least burdened first."""
        return sorted(self._loads.values(), key=lambda load: (load.points, load.user.pk))

    def suggest(self, record: Case | Complaint, without: Collection[int] = ()) -> Suggestion | None:
        """Return whom to appoint, present and not recused; None while fewer than two are.

        The lead is preferably who already knows the employer, up to twice the lightest load plus
        two points: one person shall not drown because one firm owes many. A pair that stands keeps
        whoever of it remains.
        """
        away = {*without, *record.recused}
        free = [one for one in self.loads if one.absence is None and one.user.pk not in away]
        free.sort(key=lambda one: (self._weight(one), one.user.pk))
        if len(free) < PAIR:
            return None
        stays = next((one for one in free if one.user.pk == record.lead_id), None)
        knows = self._knows.get(record.employer_id or 0, {})
        most = self._weight(free[0]) * 2 + 2
        known = next(
            (one for one in free if one.user.pk in knows and self._weight(one) <= most), None
        )
        lead = stays or known or next(o for o in free if o.user.pk != record.second_id)
        others = [one for one in free if one is not lead]
        stays2 = next((one for one in others if one.user.pk == record.second_id), None)
        second = stays2 or others[0]
        return Suggestion(lead, second, self._reasons(lead, second, stays, knows))

    def burden(self, suggestion: Suggestion) -> None:
        """Count a suggested matter in, so that the next ones of a list go to others."""
        self._given[suggestion.lead.user.pk] += LED
        self._given[suggestion.second.user.pk] += SECONDED

    def _weight(self, load: Load) -> Decimal:
        return load.points + self._given[load.user.pk]

    def _reasons(
        self, lead: Load, second: Load, stays: Load | None, knows: dict[int, str]
    ) -> tuple[str, ...]:
        said = []
        if stays is not None:
            said.append(_("%(who)s继续主办。") % {"who": lead.user})
        elif lead.user.pk in knows:
            said.append(
                _("%(who)s正在主办同一单位的案件 %(no)s。")
                % {"who": lead.user, "no": knows[lead.user.pk]}
            )
        weighed = [
            _("%(who)s的负荷：%(working)s。") % {"who": load.user, "working": load.working}
            for load in (lead, second)
        ]
        return (*said, *weighed)


def _inspectors(office_id: int, today: date) -> Iterable[User]:
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    rows = Membership.objects.filter(
        held, office=office_id, role=Role.INSPECTOR, valid_from__lte=today, user__is_active=True
    )
    return [row.user for row in rows.select_related("user").order_by("user")]


def _count_cases(office_id: int, loads: dict[int, Load]) -> None:
    rows = Case.objects.filter(office=office_id, state__in=OPEN_CASE).order_by()
    for lead, cases, workers in rows.values_list("lead").annotate(
        n=Count("id"), workers=Sum("worker_count")
    ):
        if lead in loads:
            loads[lead].led += cases
            loads[lead].workers += workers
    for second, cases in rows.values_list("second").annotate(n=Count("id")):
        if second in loads:
            loads[second].seconded += cases


def _count_complaints(office_id: int, loads: dict[int, Load]) -> None:
    rows = Complaint.objects.filter(
        office=office_id, state__in=OPEN_COMPLAINT, lead__isnull=False
    ).order_by()
    found: Any = rows.values_list("lead", "second").annotate(n=Count("id"))
    for lead, second, n in found:
        if lead in loads:
            loads[lead].led += n
        if second in loads:
            loads[second].seconded += n


def _count_terms(office_id: int, loads: dict[int, Load], today: date) -> None:
    soon = deadlines.calendar().add_working_days(today, SOON).date
    open_ = DeskTask.objects.filter(
        office=office_id, owner__in=list(loads), finished__isnull=True, due_on__lte=soon
    ).exclude(node__in=WAITING)
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for owner, due_on in open_.values_list("owner", "due_on"):
        counted[owner][0 if due_on < today else 1] += 1
    for owner, (late, due) in counted.items():
        loads[owner].late, loads[owner].soon = late, due


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"
