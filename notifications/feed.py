"""The journal read as a stream: positions in it, rows after a position, and whom a row concerns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db import connection

from casework.models import CaseEvent
from casework.vocabulary import EventKind

# The one group of the channel layer: every process listens to it and picks what its sockets may see.
GROUP = "live"

# Inner matters of the office: a complainant's page is not told that they happened.
INTERNAL = frozenset(
    str(kind)
    for kind in (
        EventKind.COMPLAINT_ASSIGNED, EventKind.COMPLAINT_ACCEPTANCE_PROPOSED,
        EventKind.COMPLAINT_ACCEPTANCE_RETURNED, EventKind.ORDER_DRAFTED, EventKind.ORDER_RETURNED,
        EventKind.SUPERVISION_ISSUED, EventKind.SUPERVISION_REPLIED,
        EventKind.NOTE_ADDED, EventKind.TASK_CLAIMED, EventKind.TASK_REASSIGNED,
        EventKind.TASK_RETURNED, EventKind.DEADLINE_WARNED, EventKind.DEADLINE_PASSED,
        EventKind.DEADLINE_RECOMPUTED, EventKind.IDENTITY_REVEALED,
        *(k for k in EventKind if k.startswith("account_query.")),
        *(k for k in EventKind if k.startswith("referral.") and k != EventKind.REFERRAL_SENT),
        EventKind.DEADLINE_ESCALATED, EventKind.COMMENT_ADDED, EventKind.COMMENT_RETRACTED,
    )
)  # fmt: skip


class Envelope(TypedDict):
    """What leaves the process about one journal row: numbers, never content."""

    id: int
    xid: int
    seq: int
    offices: list[int]
    topics: list[str]
    public: bool


@dataclass(frozen=True)
class Row:
    """The columns of a journal row that decide who hears of it."""

    id: int
    xid: int
    seq: int
    kind: str
    offices: tuple[int, ...]
    complaint_id: int | None
    case_id: int | None

    @classmethod
    def of(cls, event: CaseEvent) -> Row:
        return cls(
            event.pk, event.xid, event.seq, event.kind, tuple(event.offices), event.complaint_id,
            event.case_id,
        )  # fmt: skip


@dataclass(frozen=True, order=True)
class Position:
    """A place in the journal, ordered by writing transaction, then id. As text "xid:id"."""

    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.xid}:{self.id}"

    @classmethod
    def parse(cls, text: object) -> Position | None:
        """Return the position `text` names, or None when it names none."""
        found = re.fullmatch(r"(\d{1,18}):(\d{1,18})", text) if isinstance(text, str) else None
        return cls(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True)
class Page:
    """Rows after a position, in order; `position` is where to go on without losing any.

    A row written by a transaction that began early may become visible after a later one. So
    `position` never passes the oldest transaction still open, and rows beyond it come again. It is
    always that of a row: a number no committed row carries may be given out once more by a
    PostgreSQL that has crashed, and a row written under it would never be read.
    """

    events: list[Envelope]
    position: Position
    complete: bool


# One statement, one snapshot: what is read and how far it is safe belong together.
_SINCE = """
SELECT s.safe, e.id, e.xid, e.seq, e.kind, e.offices, e.complaint_id, e.case_id
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS safe) s
LEFT JOIN LATERAL (
    SELECT * FROM casework_caseevent WHERE (xid, id) > (%s, %s) ORDER BY xid, id LIMIT %s
) e ON true
ORDER BY e.xid, e.id
"""

_LAST = """
SELECT xid, id FROM casework_caseevent
WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY xid DESC, id DESC LIMIT 1
"""

# Everyone who sees a complaint: owner, owner of its case, and the offices that took part in it.
_CONCERNED = """
SELECT c.id, c.case_id, c.office_id, k.office_id, p.office_id
FROM casework_complaint c
LEFT JOIN casework_case k ON k.id = c.case_id
LEFT JOIN casework_participation p ON p.complaint_id = c.id
WHERE c.id = ANY(%s) OR c.case_id = ANY(%s)
"""


def now() -> Position:
    """Return the position of the last row up to which everything is written and will not grow."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        return Position(*(cursor.fetchone() or (0, 0)))


def since(position: Position, limit: int) -> Page:
    """Return up to `limit` rows after `position`; `complete` says whether these were all."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [position.xid, position.id, limit + 1])
        found = cursor.fetchall()
    safe = found[0][0]
    rows = [
        Row(r[1], r[2], r[3], r[4], tuple(_json(r[5])), r[6], r[7])
        for r in found
        if r[1] is not None
    ]
    complete = len(rows) <= limit
    rows = rows[:limit]
    settled = [Position(row.xid, row.id) for row in rows if row.xid < safe]
    return Page(envelopes(rows), max([position, *settled]), complete)


def envelopes(rows: Iterable[Row]) -> list[Envelope]:
    """Return each row with every office and topic it concerns, by one query for all."""
    listed = list(rows)
    if not listed:
        return []
    offices, of_case = _concerned(listed)
    return [_envelope(row, offices, of_case) for row in listed]


def _envelope(row: Row, offices: dict[str, set[int]], of_case: dict[int, set[int]]) -> Envelope:
    complaints = {row.complaint_id} if row.complaint_id else of_case.get(row.case_id or 0, set())
    topics = [f"complaint:{pk}" for pk in sorted(complaints)]
    if row.case_id:
        topics.append(f"case:{row.case_id}")
    concerned = set(row.offices)
    # A complaint's own row concerns those of the complaint; a case's row those of all its complaints.
    for topic in topics[:1] if row.complaint_id else topics:
        concerned |= offices.get(topic, set())
    return {
        "id": row.id,
        "xid": row.xid,
        "seq": row.seq,
        "offices": sorted(concerned),
        "topics": [*topics, "desk", "board"],
        "public": row.kind not in INTERNAL,
    }


def _concerned(rows: list[Row]) -> tuple[dict[str, set[int]], dict[int, set[int]]]:
    offices: dict[str, set[int]] = {}
    of_case: dict[int, set[int]] = {}
    complaints = [row.complaint_id for row in rows if row.complaint_id]
    cases = [row.case_id for row in rows if row.case_id and not row.complaint_id]
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, [complaints, cases])
        for complaint, case, *ids in cursor.fetchall():
            offices.setdefault(f"complaint:{complaint}", set()).update(pk for pk in ids if pk)
            if case:
                of_case.setdefault(case, set()).add(complaint)
    return offices, of_case


def _json(value: Any) -> list[int]:
    """Django's cursors hand json columns out as text."""
    return json.loads(value) if isinstance(value, str) else list(value)
