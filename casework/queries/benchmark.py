"""What the penalty benchmark (裁量基准) suggests for a case, from what the record tells of it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef

from casework import clock
from casework.law.benchmark import RANGES, Circumstances, Suggestion, suggest
from casework.models import Case, Complaint, Decision

LOOK_BACK = timedelta(days=2 * 365)
DEFAULT = "obstruction:unit"
"""拒不执行责令改正 (Order 423 art. 30): what an employer does that let the order to pay expire."""
_KEPT = "_circumstances"


def violations() -> list[str]:
    """Return every violation of the benchmark as `violation:subject`, the default first."""
    names = [f"{violation}:{subject}" for violation, subject in RANGES]
    return sorted(names, key=lambda name: name != DEFAULT)


def suggestion_for(case: Case, violation: str) -> Suggestion:
    """Return what the benchmark suggests for `violation:subject` as the case stands now."""
    kind, _, subject = (violation or DEFAULT).partition(":")
    return suggest(kind, subject, circumstances_of(case))


def circumstances_of(case: Case) -> Circumstances:
    """Return how grave the case is; two facts of other rows are asked once per loaded case.

    Repeated: another decision against the same employer was served within two years.
    """
    known: Circumstances | None = getattr(case, _KEPT, None)
    if known is None:
        earlier = Decision.objects.filter(
            case__employer=OuterRef("employer"), annulled_on__isnull=True,
            served_on__gte=clock.today() - LOOK_BACK,
        ).exclude(case=OuterRef("pk"))  # fmt: skip
        incidents = Complaint.objects.filter(case=OuterRef("pk"), incident_at__isnull=False)
        asked = Case.objects.filter(pk=case.pk).values_list(Exists(earlier), Exists(incidents))
        repeated, incident = asked.get()
        known = Circumstances(
            workers=case.worker_count, corrected=case.verified_yuan > 0 and case.unpaid_yuan <= 0,
            repeated=repeated, incident=incident, obstructed=case.evaded_on is not None,
        )  # fmt: skip
        setattr(case, _KEPT, known)
    return known
