"""Who was responsible for a complaint from when until when, read from its own journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casework.models import CaseEvent, Complaint
from casework.vocabulary import ComplaintState, EventKind

MOVES = (
    EventKind.TRANSFER_ACCEPTED,
    EventKind.TRANSFER_TAKEN_UP,
    EventKind.CASE_TRANSFERRED,
)


@dataclass
class Span:
    """One authority's time with the matter; `until` is empty for the one that has it now."""

    office: str
    since: datetime
    how: str
    until: datetime | None = None


@dataclass
class Custody:
    """The authorities a complaint belonged to, the first one first: at every instant exactly one."""

    complaint: Complaint
    spans: list[Span] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        return len(self.spans) > 1


def custody_of(complaints: Sequence[Complaint], *, moved: bool = True) -> list[Custody]:
    """Return who had each complaint when, by one query. The office it came to owns it first.

    `moved=False` says that none of MOVES is in their journals, and saves the query.
    """
    found = {
        row.pk: Custody(row, [Span(str(row.first_office), row.received_at, "filed")])
        for row in complaints
    }
    if not moved:
        return list(found.values())
    rows = CaseEvent.objects.filter(stream=Complaint.STREAM, subject_id__in=found, kind__in=MOVES)
    for event in rows.order_by("subject_id", "seq"):
        custody = found[event.subject_id]
        # What was merged into another office's matter stays where it is when that case moves.
        stays = custody.complaint.state == ComplaintState.MERGED
        to = str(event.facts.get("to") or "")
        if (event.kind == EventKind.CASE_TRANSFERRED and stays) or not to:
            continue
        last = custody.spans[-1]
        if to != last.office:
            last.until = event.at
            custody.spans.append(Span(to, event.at, event.kind))
    return list(found.values())
