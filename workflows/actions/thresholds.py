"""Watch the crime and listing amount: journal when an employer first reaches it, and when it falls."""

from __future__ import annotations

from collections.abc import Sequence
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
    return reckon_employer(case.employer_id, case) if case.employer_id is not None else None


def reckon_employer(employer_id: int, own: CaseMachine | None = None) -> ThresholdCrossing | None:
    """Reckon an employer; `own` is the case that is being acted on and saved by its act.

    Two counties may expire in the same second: the employer's row is locked, so that one reckons
    after the other, over both. Merged files may bring a second open crossing: both then count.
    """
    Employer.objects.select_for_update(no_key=True).only("pk").get(pk=employer_id)
    found = reckoning(employer_id)
    rows = ThresholdCrossing.objects.filter(employer=employer_id, fell_at__isnull=True)
    crossings = list(rows.select_related("superior").prefetch_related("cases").order_by("id"))
    if found.standing.reached:
        return _crossed(own, crossings, found)
    for crossing in crossings:
        crossing.fell_at = clock.now()
        crossing.save(update_fields=["fell_at"])
        told = [case.pk for case in crossing.cases.all()]
        _tell(own, told, EventKind.THRESHOLD_LEFT, crossing, _facts(crossing, found))
    return None


def _crossed(
    own: CaseMachine | None, crossings: list[ThresholdCrossing], found: Reckoning
) -> ThresholdCrossing:
    known = {case.pk for crossing in crossings for case in crossing.cases.all()}
    crossing = crossings[0] if crossings else _open(found)
    fresh = [one.pk for one in found.cases if one.pk not in known]
    if fresh:
        crossing.cases.add(*fresh)
        _tell(own, fresh, EventKind.THRESHOLD_CROSSED, crossing, _facts(crossing, found))
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
    own: CaseMachine | None, ids: Sequence[int], kind: str, crossing: ThresholdCrossing,
    facts: dict[str, Any],
) -> None:  # fmt: skip
    """Write it into each case's own journal: every county reads of it where it may read.

    The superior is named in one of them, the lead case's where it is among them: told once.
    """
    others = [pk for pk in ids if own is None or pk != own.pk]
    rows = CaseMachine._default_manager.select_for_update(of=("self",)).filter(pk__in=others)
    told = list(rows.select_related("office").order_by("pk"))
    if own is not None and own.pk in ids:
        told.append(own)
    first = next((case for case in told if case.pk == crossing.lead_case_id), told[0])
    for case in told:
        record(case, kind, actor=Actor.system(), facts=facts, save=case is not own,
               offices=[crossing.superior_id] if case is first else [])  # fmt: skip
