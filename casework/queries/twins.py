"""The same matter told twice: same worker, same employer, overlapping months, wherever it was told.

Reports (举报) are never among them: a link to a report would tell who reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from casework.models import Complaint, WageClaim, Worker
from casework.vocabulary import CaseState, ComplaintKind, ComplaintState

OPEN = (
    ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.TRANSFERRED_OUT,
    ComplaintState.ACCEPTED,
)  # fmt: skip
CASE_ENDED = (CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED)


def same_worker(workers: Iterable[Worker], prefix: str = "claims__") -> Q:
    """Match rows of the same people: by ID-card number, else by name written in any way.

    Phones may differ, and a name may be written with or without its middle dot. A name counts
    only where one of both sides has told no number.
    """
    people = list(workers)
    found = Q(**{f"{prefix}worker__in": [worker.pk for worker in people]})
    unnumbered = [worker.name_key for worker in people if not worker.id_index]
    numbered = [worker.name_key for worker in people if worker.id_index]
    if unnumbered:
        found |= Q(**{f"{prefix}worker__name_key__in": unnumbered})
    if numbered:
        found |= Q(
            **{
                f"{prefix}worker__name_key__in": numbered,
                f"{prefix}worker__id_index__isnull": True,
            }
        )
    return found


def same_months(complaint: Complaint, prefix: str = "claims__") -> Q:
    """Match rows whose months may overlap those of the complaint; an open bound reaches for ever."""
    found = Q()
    start, end = f"{prefix}period_start", f"{prefix}period_end"
    if complaint.period_start:
        found &= Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": complaint.period_start})
    if complaint.period_end:
        found &= Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": complaint.period_end})
    return found


def twins_of(complaint: Complaint, workers: Iterable[Worker]) -> QuerySet[Complaint]:
    """Return the open complaints of the same matter, those with a case first, then by receipt."""
    if complaint.employer_id is None or complaint.kind == ComplaintKind.REPORT:
        return Complaint.objects.none()
    rows = Complaint.objects.filter(
        same_worker(workers) & same_months(complaint),
        employer=complaint.employer_id,
        kind=complaint.kind,
        state__in=OPEN,
    )
    rows = rows.exclude(pk=complaint.pk).exclude(case__state__in=CASE_ENDED)
    return rows.order_by("case__filed_on", "received_at", "id").distinct()


def workers_of(complaint: Complaint) -> list[Worker]:
    """Return the workers still in the complaint."""
    rows = complaint.claims.filter(withdrawn_at__isnull=True).select_related("worker")
    return [claim.worker for claim in rows.order_by("position", "id")]


def counterparts(complaint: Complaint, master: Complaint) -> Mapping[int, int]:
    """Return claim of `complaint` -> claim of `master` (or of its case) for the same worker."""
    theirs = WageClaim.objects.filter(
        Q(complaint=master.pk) | Q(case=master.case_id, case__isnull=False),
        withdrawn_at__isnull=True, counted_as__isnull=True,
    ).select_related("worker")  # fmt: skip
    by_worker: dict[int, int] = {}
    by_name: dict[str, tuple[int, bool]] = {}
    for claim in theirs.order_by("-id"):
        by_worker[claim.worker_id] = claim.pk
        by_name[claim.worker.name_key] = (claim.pk, bool(claim.worker.id_index))
    found: dict[int, int] = {}
    for claim in complaint.claims.filter(withdrawn_at__isnull=True).select_related("worker"):
        named = by_name.get(claim.worker.name_key)
        if claim.worker_id in by_worker:
            found[claim.pk] = by_worker[claim.worker_id]
        elif named is not None and not (named[1] and claim.worker.id_index):
            found[claim.pk] = named[0]
    return found
