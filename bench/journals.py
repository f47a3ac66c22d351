"""Synthetic journals in bulk: many cases with whole hash chains, written past the acts for speed.

The paths are drawn from variants of the lawful one, some of them with a fault; nothing here is
reachable from the site.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from casework.journal import digest
from casework.models import Case, CaseEvent, Complaint, Office, User
from casework.vocabulary import CaseState, Channel, ComplaintState, Industry, Role
from casework.vocabulary import EventKind as K
from workflows.demo.people import Staff
from workflows.flows.case import CaseFlow
from workflows.models import DeskProcess

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = date(2024, 1, 2)
DAYS = 900
INTAKE = ((K.COMPLAINT_FILED, 0.0, "clerk"), (K.COMPLAINT_ASSIGNED, 0.8, "body_head"),
          (K.COMPLAINT_ACCEPTANCE_PROPOSED, 1.5, "inspector"), (K.COMPLAINT_ACCEPTED, 1.0, "body_head"))  # fmt: skip
INQUIRY = ((K.CASE_OPENED, 0.0, "body_head"), (K.CASE_INVESTIGATION_STARTED, 1.2, "inspector"),
           (K.CASE_INVESTIGATED, 18.0, "inspector"))  # fmt: skip
ORDER = ((K.ORDER_DRAFTED, 2.0, "inspector"), (K.ORDER_ISSUED, 1.5, "body_head"),
         (K.ORDER_SERVED, 1.0, "inspector"))  # fmt: skip
PAID = ((K.CASE_COMPLIED, 6.0, "inspector"), (K.CASE_CLOSED, 2.0, "body_head"))
NOTICE = ((K.CASE_OVERDUE, 8.0, "system"), (K.NOTICE_DRAFTED, 2.0, "inspector"),
          (K.NOTICE_SERVED, 3.0, "inspector"))  # fmt: skip
REVIEW = ((K.REVIEW_ASKED, 6.0, "inspector"), (K.CASE_REVIEWED, 3.0, "legal"))
DECIDED = ((K.DECISION_MADE, 3.0, "department_head"), (K.DECISION_SERVED, 2.0, "inspector"))
END = ((K.CASE_PERFORMED, 20.0, "inspector"), (K.CASE_CLOSED, 2.0, "body_head"))
RETURN = ((K.ORDER_RETURNED, 1.0, "body_head"), (K.ORDER_DRAFTED, 1.0, "inspector"))
Acts = tuple[tuple[str, float, str], ...]
PATHS: tuple[tuple[int, Acts], ...] = (
    (46, (*INQUIRY, *ORDER, *PAID)),
    (12, (*INQUIRY, *ORDER[:1], *RETURN, *ORDER[1:], *PAID)),
    (10, (*INQUIRY, (K.CASE_REVOKED, 4.0, "body_head"), (K.CASE_CLOSED, 1.0, "body_head"))),
    (14, (*INQUIRY, *ORDER, *NOTICE, *REVIEW, *DECIDED, *END)),
    (4, (*INQUIRY, *ORDER, *NOTICE, *REVIEW, (K.DECISION_RETURNED, 1.0, "department_head"), *REVIEW,
         *DECIDED, *END)),
    (2, (*INQUIRY, *ORDER, *NOTICE[:1], *DECIDED, *END)),
    (8, INQUIRY[:2]),
    (4, (*INQUIRY, *ORDER)),
)  # fmt: skip
BEFORE: tuple[tuple[int, Acts], ...] = (
    (78, INTAKE),
    (10, (*INTAKE[:3], (K.COMPLAINT_ACCEPTANCE_RETURNED, 0.5, "body_head"), *INTAKE[2:])),
    (8, (*INTAKE[:2], (K.COMPLAINT_SUPPLEMENT_REQUIRED, 1.0, "inspector"),
         (K.COMPLAINT_SUPPLEMENTED, 5.0, "clerk"), *INTAKE[2:])),
    (4, (INTAKE[0], (K.TRANSFER_PROPOSED, 0.3, "clerk"), (K.TRANSFER_ACCEPTED, 1.5, "body_head"),
         *INTAKE[1:])),
)  # fmt: skip
STATE: dict[str, str] = {
    K.CASE_OPENED: CaseState.OPEN, K.CASE_INVESTIGATION_STARTED: CaseState.INVESTIGATING,
    K.CASE_INVESTIGATED: CaseState.INVESTIGATED, K.ORDER_ISSUED: CaseState.ORDERED,
    K.CASE_COMPLIED: CaseState.COMPLIED, K.CASE_OVERDUE: CaseState.OVERDUE,
    K.CASE_REVOKED: CaseState.REVOKED, K.NOTICE_SERVED: CaseState.NOTICE_GIVEN,
    K.CASE_REVIEWED: CaseState.REVIEWED, K.DECISION_RETURNED: CaseState.NOTICE_GIVEN,
    K.DECISION_MADE: CaseState.DECIDED, K.DECISION_SERVED: CaseState.SERVED,
    K.CASE_PERFORMED: CaseState.PERFORMED, K.CASE_CLOSED: CaseState.CLOSED,
}  # fmt: skip
EVENT = ("complaint_id", "case_id", "stream", "subject_id", "seq", "kind", "actor_id", "actor_role",
         "office_id", "offices", "at", "facts", "reason", "after", "prev_hash", "hash")  # fmt: skip
TASK = ("flow_task", "flow_task_type", "status", "created", "assigned", "finished", "token",
        "process_id", "node", "role", "office_id", "complaint_id", "case_id", "owner_id", "outcome",
        "external_task_id", "owner_permission")  # fmt: skip
STATE_FIELD: Any = Case._meta.get_field("state")
CHUNK = 2_000


@dataclass
class Chunk:
    """Rows of some cases before they are sent."""

    complaints: list[Complaint] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    tasks: list[tuple[Any, ...]] = field(default_factory=list)


def write(count: int, staff: Staff, *, seed: int = 1) -> int:
    """Write `count` closed and running cases with their complaints; return the number of events."""
    rng = Random(seed)  # noqa: S311  invented data
    offices = [
        office
        for office in Office.objects.filter(closed_on__isnull=True).order_by("id")
        if len(staff.actors(office, Role.INSPECTOR)) > 1 and staff.actors(office, Role.BODY_HEAD)
    ]
    process = DeskProcess.objects.create(flow_class=CaseFlow)
    written = 0
    numbers = iter(range(_next_id(Complaint), 1 << 40))
    case_numbers = iter(range(_next_id(Case), 1 << 40))
    for begin in range(0, count, CHUNK):
        chunk = Chunk()
        for _n in range(min(CHUNK, count - begin)):
            _one(
                rng,
                rng.choice(offices),
                staff,
                next(numbers),
                next(case_numbers),
                chunk,
                process.pk,
            )
        _send(chunk)
        written += len(chunk.events)
    _reset()
    return written


def _one(
    rng: Random, office: Office, staff: Staff, complaint_id: int, case_id: int, chunk: Chunk,
    process_id: int,
) -> None:  # fmt: skip
    at = datetime.combine(FIRST, datetime.min.time(), SHANGHAI) + timedelta(
        days=rng.randrange(DAYS), hours=rng.uniform(8, 18)
    )
    pair = rng.sample(staff.actors(office, Role.INSPECTOR), 2)
    people: dict[str, Any] = {
        role: (staff.actors(office, role) or [None])[0]
        for role in (Role.CLERK, Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.LEGAL)
    } | {"inspector": pair[0], "system": None}
    lead, second = pair[0].user, pair[1].user
    industry, channel = rng.choice(Industry.values), rng.choice(Channel.values)
    complaint = Complaint(
        pk=complaint_id, tracking_no=f"B{complaint_id:015d}", query_code_hash="-", office=office,
        first_office=office, state=ComplaintState.ACCEPTED, channel=channel, industry=industry,
        received_at=at, employer_name=f"合成单位{complaint_id % 997}", lead=lead, second=second,
        case_id=case_id,
    )  # fmt: skip
    case = Case(
        pk=case_id, number=f"合成〔{at.year}〕第{case_id:07d}号", office=office, lead=lead,
        second=second, industry=industry, employer_name=complaint.employer_name, filed_on=at.date(),
    )  # fmt: skip
    owner = (lead, second)
    at = _chain(rng, complaint, _pick(rng, BEFORE), at, people, chunk, owner, process_id)
    case.filed_on = at.astimezone(SHANGHAI).date()
    _chain(rng, case, _pick(rng, PATHS), at, people, chunk, owner, process_id)
    chunk.complaints.append(complaint)
    chunk.cases.append(case)


def _chain(
    rng: Random, dossier: Any, acts: Acts, at: datetime, people: dict[str, Any], chunk: Chunk,
    pair: tuple[User, User], process_id: int,
) -> datetime:  # fmt: skip
    slow = rng.lognormvariate(0, 0.6)
    for seq, (kind, days, role) in enumerate(acts, start=1):
        before = at
        at += timedelta(days=days * slow * rng.lognormvariate(0, 0.5), minutes=1)
        actor = people.get(role)
        is_case = isinstance(dossier, Case)
        if is_case and kind in STATE:
            STATE_FIELD.set_state(dossier, STATE[kind])
        after = {"state": str(dossier.state), "office_id": dossier.office_id,
                 "lead_id": pair[0].pk, "second_id": pair[1].pk}  # fmt: skip
        event = CaseEvent(
            stream=dossier.STREAM, subject_id=dossier.pk, seq=seq, kind=str(kind),
            actor_id=actor.user.pk if actor else None, actor_role=role, office_id=dossier.office_id,
            offices=[dossier.office_id], at=at, facts={}, reason="", after=after,
            prev_hash=dossier.last_hash,
        )  # fmt: skip
        if is_case:
            event.case_id = dossier.pk
        else:
            event.complaint_id = dossier.pk
        event.hash = digest(event)
        dossier.last_seq, dossier.last_hash = seq, event.hash
        chunk.events.append(event)
        if seq > 1 and role in (Role.BODY_HEAD, Role.LEGAL, Role.DEPARTMENT_HEAD):
            chunk.tasks.append(_task(dossier, is_case, role, before, at, process_id, actor))
    return at


def _task(
    dossier: Any, is_case: bool, role: str, begin: datetime, end: datetime, process_id: int,
    actor: Any,
) -> tuple[Any, ...]:  # fmt: skip
    return (
        "workflows/flows.case.CaseFlow.close", "HUMAN", "DONE", begin, end, end, "start", process_id,
        "close", role, dossier.office_id, None if is_case else dossier.pk,
        dossier.pk if is_case else None, actor.user.pk if actor else None, "", "", None,
    )  # fmt: skip


def _pick(rng: Random, weighted: Sequence[tuple[int, Acts]]) -> Acts:
    return rng.choices([acts for _w, acts in weighted], [weight for weight, _a in weighted])[0]


def _send(chunk: Chunk) -> None:
    Case.objects.bulk_create(chunk.cases, batch_size=1000)
    Complaint.objects.bulk_create(chunk.complaints, batch_size=1000)
    _copy("casework_caseevent", EVENT, (_event(event) for event in chunk.events))
    _copy("workflows_desktask", TASK, chunk.tasks)


def _event(event: CaseEvent) -> Iterator[Any]:
    for name in EVENT:
        value = getattr(event, name)
        yield json.dumps(value) if name in ("facts", "after") else value


def _copy(table: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(list(row))


def _next_id(model: Any) -> int:
    return 1 + (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)


def _reset() -> None:
    """Let the sequences go on after the ids given here, and the planner know the new rows."""
    with connection.cursor() as cursor:
        for table in ("casework_case", "casework_complaint"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
        cursor.execute("ANALYZE")
