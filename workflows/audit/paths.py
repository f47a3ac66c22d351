"""Derive the path of each case from its journal into the rows the process view counts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from casework import clock
from casework.models import (
    Case,
    CaseEvent,
    CasePath,
    Complaint,
    Deadline,
    Membership,
    Office,
    PathEdge,
    PathStep,
    PathVariant,
)
from casework.vocabulary import CaseState
from casework.vocabulary import EventKind as K
from workflows import deadlines
from workflows.audit.conformance import Record, deviations, memberships_of
from workflows.audit.steps import BEFORE_THE_CASE, MOVED, OF_THE_CASE, RETURNED
from workflows.models import DeskTask

BATCH = 500
HOUR = 3600
ENDED = (CaseState.CLOSED, CaseState.TRANSFERRED)
Span = tuple[datetime, datetime]


@dataclass
class Material:
    """What the paths of one batch of cases are made of, read by a fixed number of statements."""

    chains: dict[int, list[CaseEvent]] = field(default_factory=lambda: defaultdict(list))
    first: dict[int, Complaint] = field(default_factory=dict)
    before: dict[int, list[CaseEvent]] = field(default_factory=lambda: defaultdict(list))
    clocks: dict[int, list[Deadline]] = field(default_factory=lambda: defaultdict(list))
    unclaimed: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, list[Membership]] = field(default_factory=dict)
    offices: dict[int, Office] = field(default_factory=dict)


def refresh(limit: int | None = None) -> int:
    """Derive the paths of cases whose journal went on since; return how many were made."""
    behind = Case.objects.filter(Q(path__isnull=True) | ~Q(path__seq=F("last_seq")))
    ids = list(behind.order_by("id").values_list("pk", flat=True)[:limit])
    for some in _batches(ids):
        derive(some)
    return len(ids)


def rebuild() -> int:
    """Forget every path and derive all of them anew; return how many."""
    PathStep.objects.all().delete()
    CasePath.objects.all().delete()
    PathVariant.objects.all().delete()
    return refresh()


def derive(case_ids: Sequence[int]) -> None:
    """Derive the paths of these cases anew, in one transaction."""
    cases = list(Case.objects.filter(pk__in=case_ids).order_by("pk"))
    material = _material(cases)
    made = [_path(case, material) for case in cases]
    edges = _edges({pair for _row, _kinds, steps in made for _place, pair, *_rest in steps})
    with transaction.atomic():
        PathStep.objects.filter(case__in=case_ids).delete()
        PathVariant.objects.bulk_create(
            [PathVariant(key=row.variant_id, kinds=kinds) for row, kinds, _steps in made],
            ignore_conflicts=True,
        )
        CasePath.objects.bulk_create(
            [row for row, _kinds, _steps in made], update_conflicts=True, unique_fields=["case"],
            update_fields=[f.attname for f in CasePath._meta.concrete_fields if not f.primary_key],
        )  # fmt: skip
        PathStep.objects.bulk_create(
            [
                PathStep(case_id=row.case_id, place=place, edge_id=edges[pair], working_days=days,
                         hours=hours, wait_hours=waited)
                for row, _kinds, steps in made
                for place, pair, days, hours, waited in steps
            ],
            batch_size=5000,
        )  # fmt: skip


def path_of(chain: Iterable[CaseEvent], before: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Return the acts that make up a path: the complaint's up to the filing, then the case's.

    The same act twice in a row (findings written in pieces, a draft replaced) is one step.
    """
    own = [event for event in chain if event.kind in OF_THE_CASE]
    filed = own[0].at if own else None
    told = [e for e in before if e.kind in BEFORE_THE_CASE and (filed is None or e.at <= filed)]
    path: list[CaseEvent] = []
    for event in (*told, *own):
        if not path or path[-1].kind != event.kind:
            path.append(event)
    return path


def _path(case: Case, material: Material) -> tuple[CasePath, list[str], list[Any]]:
    chain, before = material.chains[case.pk], material.before[case.pk]
    path = path_of(chain, before)
    kinds = [event.kind for event in path]
    steps = [
        (place, (one.kind, other.kind), _working_days(one.at, other.at), _hours(one.at, other.at),
         _waited(one.at, other.at, material.unclaimed[case.pk]))
        for place, (one, other) in enumerate(pairwise(path))
    ]  # fmt: skip
    first = material.first.get(case.pk)
    record = Record(case, chain, material.clocks[case.pk], material.people, material.offices)
    begin, end = (path[0].at, path[-1].at) if path else (clock.now(), clock.now())
    row = CasePath(
        case_id=case.pk, seq=case.last_seq, office_id=case.office_id, lead_id=case.lead_id,
        industry=case.industry, channel=first.channel if first else "", filed_on=case.filed_on,
        is_ended=case.state in ENDED, variant_id=_key(kinds),
        working_days=_working_days(begin, end), hours=_hours(begin, end),
        returned=sum(kind in RETURNED for kind in kinds),
        transferred=sum(event.kind in MOVED for event in (*before, *chain)),
        reopened=int(bool(first and first.reopens_id)) + kinds.count(K.DECISION_ANNULLED)
        + kinds.count(K.ORDER_ANNULLED),
        supplemented=kinds.count(K.COMPLAINT_SUPPLEMENT_REQUIRED),
        deviations=sorted({one.code for one in deviations(record)}),
    )  # fmt: skip
    return row, kinds, steps


def _material(cases: Sequence[Case]) -> Material:
    ids = [case.pk for case in cases]
    found = Material()
    for event in CaseEvent.objects.filter(stream=Case.STREAM, subject_id__in=ids).select_related(
        "actor"
    ).order_by("subject_id", "seq"):  # fmt: skip
        found.chains[event.subject_id].append(event)
    for complaint in Complaint.objects.filter(case__in=ids).order_by("received_at", "id"):
        found.first.setdefault(complaint.case_id or 0, complaint)
    of = {complaint.pk: case_id for case_id, complaint in found.first.items()}
    rows = CaseEvent.objects.filter(stream=Complaint.STREAM, subject_id__in=list(of))
    for event in rows.filter(kind__in=BEFORE_THE_CASE).order_by("subject_id", "seq"):
        found.before[of[event.subject_id]].append(event)
    for row in Deadline.objects.filter(case__in=ids):
        found.clocks[row.case_id or 0].append(row)
    _add_unclaimed(found, ids, of)
    events = [event for chain in found.chains.values() for event in chain]
    found.people = memberships_of(event.actor_id for event in events if event.actor_id)
    offices = {e.office_id for e in events} | {e.after.get("office_id") for e in events}
    found.offices = Office.objects.select_related("division").in_bulk(sorted(offices - {None}))
    return found


def _add_unclaimed(found: Material, ids: Sequence[int], of: dict[int, int]) -> None:
    """Read when a desk of the case or of its first complaint waited for somebody to take it."""
    rows = DeskTask.objects.filter(Q(case__in=ids) | Q(complaint__in=list(of)), branch__isnull=True)
    now = clock.now()
    columns = ("case_id", "complaint_id", "created", "assigned", "finished")
    for case_id, complaint_id, created, assigned, finished in rows.exclude(role="").values_list(
        *columns
    ):
        until = assigned or finished or now
        if until > created:
            found.unclaimed[case_id or of[complaint_id]].append((created, until))


def _edges(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    known = {(row.kind, row.next_kind): row.pk for row in PathEdge.objects.all()}
    new = [PathEdge(kind=kind, next_kind=after) for kind, after in sorted(set(pairs) - set(known))]
    if not new:
        return known
    PathEdge.objects.bulk_create(new, ignore_conflicts=True)
    return {(row.kind, row.next_kind): row.pk for row in PathEdge.objects.all()}


def _batches(ids: Sequence[int]) -> Iterable[list[int]]:
    return ([*ids[n : n + BATCH]] for n in range(0, len(ids), BATCH))


def _key(kinds: Iterable[str]) -> str:
    return hashlib.md5(">".join(kinds).encode(), usedforsecurity=False).hexdigest()


def _hours(begin: datetime, end: datetime) -> int:
    return max(round((end - begin).total_seconds() / HOUR), 0)


def _working_days(begin: datetime, end: datetime) -> int:
    days = deadlines.calendar().working_days_between(clock.day_of(begin), clock.day_of(end))
    return max(days, 0)


def _waited(begin: datetime, end: datetime, spans: Iterable[Span]) -> int:
    """Return the hours of the step during which no desk of the matter had an owner, each once."""
    seconds, at = 0.0, begin
    for first, last in sorted(spans):
        first, last = max(first, at), min(last, end)  # noqa: PLW2901
        if last > first:
            seconds += (last - first).total_seconds()
            at = last
    return min(round(seconds / HOUR), _hours(begin, end))
