"""Watch the crime and listing amount: journal when an employer first reaches it, and when it falls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework import clock
from casework.journal import record
from casework.models import Employer, ThresholdCrossing
from casework.models.actor import Actor
from casework.queries.thresholds import Reckoning, reckoning
from casework.vocabulary import EventKind
from workflows.machines.case import CaseMachine
from workflows.machines.listing_guards import order_has_expired
from workflows.routing import common_superior


def watch_amount(case: CaseMachine) -> ThresholdCrossing | None:
    """Reckon the employer anew after an expiry, a payment or a reversal.

    When the amount is reached for the first time, and for each case that joins later, the case's
    journal tells its county and the common superior. Returns the open crossing, None below it.
    Law: 法释〔2013〕3号 art. 3; Order 45 art. 5.
    """
    return reckon_anew(case) if order_has_expired(case) else None


def reckon_anew(case: CaseMachine) -> ThresholdCrossing | None:
    """The same whatever became of this case's own order: after an annulment too."""
    # Two counties may expire in the same second: one reckons after the other, over both.
    if case.employer_id is None:
        return None
    Employer.objects.select_for_update(no_key=True).only("pk").get(pk=case.employer_id)
    found = reckoning(case.employer_id)
    open_now = ThresholdCrossing.objects.filter(employer=case.employer_id, fell_at__isnull=True)
    crossing = open_now.select_related("superior").first()
    if found.standing.reached:
        return _crossed(case, crossing, found)
    if crossing is not None:
        crossing.fell_at = clock.now()
        crossing.save(update_fields=["fell_at"])
        told = crossing.cases.values_list("pk", flat=True)
        _tell(case, told, EventKind.THRESHOLD_LEFT, crossing, _facts(crossing, found))
    return None


def _crossed(
    case: CaseMachine, crossing: ThresholdCrossing | None, found: Reckoning
) -> ThresholdCrossing:
    known: set[int] = set()
    if crossing is None:
        crossing = _open(found)
    else:
        known = set(crossing.cases.values_list("pk", flat=True))
    fresh = [one.pk for one in found.cases if one.pk not in known]
    if fresh:
        crossing.cases.add(*fresh)
        _tell(case, fresh, EventKind.THRESHOLD_CROSSED, crossing, _facts(crossing, found))
    return crossing


def _open(found: Reckoning) -> ThresholdCrossing:
    at = found.standing
    return ThresholdCrossing.objects.create(
        employer_id=found.employer_id, lead_case=found.cases[0],
        superior=common_superior([case.office for case in found.cases]),
        crossed_at=clock.now(), expired_on=found.expired_on, by_one=at.one_reached,
        by_many=at.many_reached, workers=at.workers, unpaid_yuan=at.unpaid,
        lines=[
            {"claim": row.claim.pk, "case": row.case.pk, "order": row.order_number,
             "months": [f"{month:%Y-%m}" for month in row.months], "unpaid": str(row.unpaid)}
            for row in found.lines
        ],
    )  # fmt: skip


def _facts(crossing: ThresholdCrossing, found: Reckoning) -> dict[str, Any]:
    at = found.standing
    limbs = [name for name, met in (("one", at.one_reached), ("many", at.many_reached)) if met]
    return {
        "crossing": crossing.pk, "employer": found.employer_id, "limbs": limbs,
        "workers": at.workers, "amount": at.unpaid, "counties": len({c.office_id for c in found.cases}),
        "lead_case": crossing.lead_case_id, "superior": crossing.superior.name,
    }  # fmt: skip


def _tell(
    own: CaseMachine, ids: Iterable[int], kind: str, crossing: ThresholdCrossing,
    facts: dict[str, Any],
) -> None:  # fmt: skip
    """Write it into each case's own journal: every county reads of it where it may read."""
    wanted = list(ids)
    others = CaseMachine._default_manager.select_for_update(of=("self",)).filter(pk__in=wanted)
    rows = others.exclude(pk=own.pk).select_related("office").order_by("pk")
    told = [*rows, own] if own.pk in wanted else list(rows)
    for case in told:
        record(case, kind, actor=Actor.system(), facts=facts, offices=[crossing.superior_id],
               save=case is not own)  # fmt: skip
