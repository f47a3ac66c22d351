"""What expired orders left unpaid by one employer, across all counties, line by line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from casework import clock, lawbook
from casework.law.identity import mask_name
from casework.law.periods import Period, months
from casework.law.thresholds import Creditor, Debt, Standing, limits, standing
from casework.models import Case, Document, ThresholdCrossing, WageClaim
from casework.vocabulary import CaseState, ComplaintKind, DocumentKind, DocumentState, Finding

NO_NAME = "＊＊"


@dataclass(frozen=True)
class Line:
    """One worker under one order that was served and has expired: the months and yuan left unpaid.

    `person` is the same for the same worker in another county; `identified` tells that an ID-card
    number says so. `overlaps`: the same worker claims one of these months in another line too.
    """

    claim: WageClaim
    person: str
    order_number: str
    months: tuple[date, ...]
    unpaid: Decimal
    identified: bool
    overlaps: bool

    @property
    def case(self) -> Case:
        assert self.claim.case is not None
        return self.claim.case

    @property
    def worker(self) -> str:
        """The masked name; of a report (举报) not even the family name."""
        complaint = self.claim.complaint
        if complaint.kind == ComplaintKind.REPORT or complaint.is_anonymous:
            return NO_NAME
        return mask_name(self.claim.worker.name)

    @property
    def expired_on(self) -> date:
        assert self.case.order_due_on is not None
        return self.case.order_due_on


class Reckoning:
    """The calculation of one employer today: its lines, and how they stand to both limbs."""

    def __init__(self, employer_id: int, lines: list[Line]) -> None:
        self.employer_id, self.lines = employer_id, lines

    @cached_property
    def standing(self) -> Standing:
        bounds = limits(lambda key: lawbook.threshold(key).value)
        debts = (Debt(row.person, frozenset(row.months), row.unpaid) for row in self.lines)
        return standing(debts, bounds)

    @cached_property
    def cases(self) -> list[Case]:
        """The cases concerned, the first filed one first (最先立案, 行政处罚法 art. 25)."""
        found = {row.case.pk: row.case for row in self.lines}
        return sorted(found.values(), key=lambda case: (case.filed_on, case.pk))

    @property
    def lead_case(self) -> Case | None:
        return self.cases[0] if self.cases else None

    @property
    def expired_on(self) -> date:
        """The day the last of these orders expired; Raises ValueError without a line."""
        return max(row.expired_on for row in self.lines)

    @cached_property
    def nearest(self) -> tuple[Creditor, Line] | None:
        """The worker nearest to limb (a), with one line of theirs."""
        found = self.standing.nearest
        if found is None:
            return None
        return found, next(row for row in self.lines if row.person == found.person)


def reckoning(employer_id: int) -> Reckoning:
    """Return the calculation of an employer: orders served, expired and unpaid, each worker once.

    Two queries. An order that was annulled or voided leaves no line.
    """
    orders = _orders(employer_id)
    claims = WageClaim.objects.filter(
        case__in=orders, withdrawn_at__isnull=True, finding=Finding.OWED
    ).select_related("worker", "complaint", "case__office__division")
    rows = claims.defer(
        "worker__id_number", "complaint__contact_name", "complaint__contact_phone",
        "complaint__imported_facts", "complaint__description",
    ).order_by("case__filed_on", "case_id", "complaint_id", "position", "id")  # fmt: skip
    owed = [claim for claim in rows if claim.unpaid_yuan > 0]
    spans = {claim.pk: _months(claim) for claim in owed}
    shared = _claimed_twice(owed, spans)
    lines = []
    for claim in owed:
        person = _person(claim)
        lines.append(
            Line(claim, person, orders[claim.case_id or 0], tuple(spans[claim.pk]),
                 claim.unpaid_yuan, bool(claim.worker.id_index),
                 any((person, month) in shared for month in spans[claim.pk]))
        )  # fmt: skip
    return Reckoning(employer_id, lines)


def open_crossing(employer_id: int | None) -> ThresholdCrossing | None:
    """Return the crossing an employer stands in now, None when the amount is not reached."""
    if employer_id is None:
        return None
    rows = ThresholdCrossing.objects.filter(employer=employer_id, fell_at__isnull=True)
    return rows.select_related("lead_case__office", "superior").first()


def _orders(employer_id: int) -> dict[int, str]:
    """Case id -> number of its order, of orders in force that were served and have expired."""
    rows = Document.objects.filter(
        case__employer=employer_id, case__order_served_on__isnull=False,
        case__order_due_on__lt=clock.today(), kind=DocumentKind.PAY_ORDER,
        state=DocumentState.ISSUED,
    ).exclude(case__state=CaseState.REVOKED)  # fmt: skip
    numbered = rows.order_by("id").values_list("case_id", "number")
    return {case_id: number or "" for case_id, number in numbered if case_id is not None}


def _months(claim: WageClaim) -> list[date]:
    start = claim.period_start or claim.complaint.period_start
    end = claim.period_end or claim.complaint.period_end
    return months(Period(start, end, "", True))


def _person(claim: WageClaim) -> str:
    """Without an ID-card number the same name with the same phone is taken for the same person."""
    if not claim.worker.id_index and claim.phone_index:
        return f"{claim.worker.name_key}:{claim.phone_index}"
    return str(claim.worker_id)


def _claimed_twice(claims: list[WageClaim], spans: dict[int, list[date]]) -> set[tuple[str, date]]:
    seen: dict[tuple[str, date], int] = defaultdict(int)
    for claim in claims:
        for month in spans[claim.pk]:
            seen[_person(claim), month] += 1
    return {key for key, count in seen.items() if count > 1}
