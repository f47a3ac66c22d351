"""The draw of a file review: by lot from a seed, and by reasons that each say why; repeatable by anybody.

By lot: the ids that could be drawn are ordered by the SHA-256 of "seed:id"; the first ones are
drawn. By reasons: of the others those with the most points, equals in the same order. Nothing else
decides: from the seed and the pool anybody comes to the same cases, with whatever tool.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from casework.models import (
    Alert,
    Case,
    CasePath,
    ClockExtension,
    Complaint,
    DelayComplaint,
    Membership,
)
from casework.vocabulary import AlertFamily, AlertState, CaseState, DrawnBy
from casework.vocabulary import DrawReason as R

POINTS: Mapping[str, int] = {
    R.ALERT: 30, R.UNPAID: 25, R.DEVIATION: 20, R.DELAY: 15, R.EXTENDED: 10, R.LARGE_SUM: 10,
}  # fmt: skip
"""Points of each reason; the sum is shown beside the case. Product defaults."""

# Whoever acted on the case, on what it was before a transfer, or on a complaint in it.
_ACTED = """
SELECT coalesce(e.case_id, m.case_id) AS case_id, e.actor_id
FROM casework_caseevent e LEFT JOIN casework_complaint m ON m.id = e.complaint_id
WHERE e.actor_id = ANY(%(people)s) AND coalesce(e.case_id, m.case_id) = ANY(%(cases)s)
UNION
SELECT c.id, e.actor_id FROM casework_caseevent e JOIN casework_case c ON c.predecessor_id = e.case_id
WHERE e.actor_id = ANY(%(people)s) AND c.id = ANY(%(cases)s)
"""


@dataclass(frozen=True)
class Drawn:
    """One drawn case: how, why, and who reviews it."""

    case_id: int
    drawn_by: str
    reasons: tuple[str, ...]
    reviewer_id: int

    @property
    def points(self) -> int:
        return sum(POINTS[reason] for reason in self.reasons)


class Apart:
    """Who of the reviewers may review which case: nobody who handled it or ever served its office."""

    def __init__(self, case_ids: Sequence[int], reviewers: Collection[int]) -> None:
        self.reviewers = sorted(reviewers)
        self._handled = _handled(case_ids, self.reviewers)
        cases = Case.objects.filter(pk__in=_among(case_ids))
        self._office = dict(cases.values_list("pk", "office_id"))
        self._served: dict[int, set[int]] = defaultdict(set)
        for user, office in Membership.objects.filter(user__in=self.reviewers).values_list(
            "user", "office"
        ):
            self._served[office].add(user)

    def of(self, case_id: int) -> list[int]:
        """Return the ids of the reviewers who may review this case."""
        barred = self._handled[case_id] | self._served[self._office[case_id]]
        return [user for user in self.reviewers if user not in barred]


def closed_between(
    offices: Iterable[int], first: date, last: date, *, but: int
) -> list[int]:  # fmt: skip
    """Return the ids of the cases these offices closed on these days, not those of office `but`.

    What the reviewing office handled itself is reviewed by the one above it.
    """
    rows = Case.objects.filter(
        office__in=list(offices), state=CaseState.CLOSED, closed_on__range=(first, last)
    )
    return list(rows.exclude(office=but).order_by("pk").values_list("pk", flat=True))


def by_lot(seed: str, ids: Iterable[int]) -> list[int]:
    """Return the ids in the order in which this seed draws them."""
    return sorted(ids, key=lambda pk: (_mark(seed, pk), pk))


def reasons_of(ids: Sequence[int], large_yuan: Decimal) -> dict[int, tuple[str, ...]]:
    """Return for each of these cases the reasons to look at it, those with most points first."""
    some = _among(ids)
    cases = Case.objects.filter(pk__in=some)
    alerts = Alert.objects.filter(case__in=some, family=AlertFamily.CONDUCT)
    unpaid = Q(verified_yuan__gt=F("paid_yuan")) | Q(paid_yuan=0, claimed_yuan__gt=0)
    found = {
        R.ALERT: alerts.exclude(state=AlertState.EXPLAINED).values_list("case", flat=True),
        R.UNPAID: cases.filter(unpaid).values_list("pk", flat=True),
        R.DEVIATION: CasePath.objects.filter(case__in=some).exclude(deviations=[])
        .values_list("case", flat=True),
        R.DELAY: DelayComplaint.objects.filter(complaint__case__in=some)
        .values_list("complaint__case", flat=True),
        R.EXTENDED: ClockExtension.objects.filter(deadline__case__in=some)
        .values_list("deadline__case", flat=True),
        R.LARGE_SUM: cases.filter(claimed_yuan__gte=large_yuan).values_list("pk", flat=True),
    }  # fmt: skip
    reasons: dict[int, list[str]] = defaultdict(list)
    for reason, rows in found.items():
        for pk in set(rows):
            reasons[pk].append(reason.value)
    return {pk: tuple(some) for pk, some in reasons.items()}


def draw(
    seed: str, pool: Sequence[int], *, size: int, risk_percent: int,
    reasons: Mapping[int, tuple[str, ...]], apart: Apart,
) -> list[Drawn]:  # fmt: skip
    """Draw up to `size` cases of `pool` and give each a reviewer.

    By lot first, so that the lot does not depend on what is suspected; what the reasons do not
    fill goes to the lot too.
    """
    order = by_lot(seed, pool)
    wanted = round(size * risk_percent / 100)
    lot = order[: size - wanted]
    left = order[len(lot) :]
    risky = [pk for pk in left if reasons.get(pk)]
    risky.sort(key=lambda pk: -_points(reasons[pk]))  # stable: equals stay in the order of the lot
    risky = risky[:wanted]
    more = [pk for pk in left if pk not in set(risky)][: size - len(lot) - len(risky)]
    chosen = [(pk, DrawnBy.RANDOM) for pk in [*lot, *more]] + [(pk, DrawnBy.RISK) for pk in risky]
    load: Counter[int] = Counter()
    drawn = []
    for pk, how in chosen:
        reviewer = min(
            apart.of(pk), key=lambda user: (load[user], _mark(f"{seed}:{user}", pk), user)
        )
        load[reviewer] += 1
        drawn.append(Drawn(pk, how.value, reasons.get(pk, ()), reviewer))
    return drawn


def _among(ids: Sequence[int]) -> RawSQL:
    """Return the ids as one array: as single parameters a hundred thousand would take seconds."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def _points(reasons: Iterable[str]) -> int:
    return sum(POINTS[reason] for reason in reasons)


def _mark(seed: str, pk: int) -> str:
    return hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest()


def _handled(case_ids: Sequence[int], people: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_ACTED, {"people": list(people), "cases": list(case_ids)})
        for case_id, actor_id in cursor.fetchall():
            found[case_id].add(actor_id)
    pairs = [
        *Case.objects.filter(pk__in=_among(case_ids)).values_list("pk", "lead", "second"),
        *Complaint.objects.filter(case__in=_among(case_ids)).values_list("case", "lead", "second"),
    ]
    for case_id, *pair in pairs:
        found[case_id].update(user for user in pair if user)
    return found
