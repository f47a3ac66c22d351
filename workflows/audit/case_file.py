"""Everything the audit of one case shows, read once and as of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from casework import clock
from casework.journal import first_break_in
from casework.models import Case, CaseEvent, Complaint, Deadline, Office
from casework.vocabulary import CaseState, ComplaintState
from workflows.audit.conformance import Deviation, Record, deviations, memberships_of
from workflows.audit.lanes import MIRROR, Lane, lanes
from workflows.audit.replay import walk
from workflows.audit.terms import Term, begun_at, is_open, term_at
from workflows.models import DeskTask


@dataclass(frozen=True)
class Standing:
    """How the matter stood at a moment, from the last row of its journal up to then.

    Before the case was filed that is the row of its complaint. Sums in yuan; None where an old
    row does not tell.
    """

    event: CaseEvent | None
    stream: str
    state: str
    office: Office | None
    lead_id: int | None
    second_id: int | None
    workers: int | None
    claimed_yuan: Decimal | None
    verified_yuan: Decimal | None
    paid_yuan: Decimal | None

    @property
    def state_label(self) -> str:
        states = CaseState if self.stream == Case.STREAM else ComplaintState
        return str(states(self.state).label) if self.state in states else self.state


class AuditFile:
    """The audit of `case` as of `at`; each part is read when first asked for."""

    def __init__(self, case: Case, at: datetime | None = None) -> None:
        self.case = case
        self.now = clock.now()
        self.at = min(at, self.now) if at else self.now
        self.is_past = at is not None

    @cached_property
    def chain_ids(self) -> list[int]:
        return self.case.lineage()

    @cached_property
    def handed_over(self) -> list[int]:
        """The cases of the lineage that another authority took over."""
        return self.chain_ids[0 if self.case.state == CaseState.TRANSFERRED else 1 :]

    @cached_property
    def complaints(self) -> list[Complaint]:
        return list(self.case.complaints.order_by("received_at", "id"))

    @cached_property
    def events(self) -> list[CaseEvent]:
        """Every act on the case, what it was before, and its complaints, in order of time."""
        ids = [row.pk for row in self.complaints]
        rows = CaseEvent.objects.filter(
            Q(stream=Case.STREAM, subject_id__in=self.chain_ids)
            | Q(stream=Complaint.STREAM, subject_id__in=ids)
        )
        return list(rows.select_related("actor", "office").order_by("at", "id"))

    @cached_property
    def shown(self) -> list[CaseEvent]:
        """The acts up to the moment asked for."""
        return [event for event in self.events if event.at <= self.at]

    def chain(self, case_id: int) -> list[CaseEvent]:
        """Return the journal of one case in order of its numbers."""
        rows = [e for e in self.events if e.stream == Case.STREAM and e.subject_id == case_id]
        return sorted(rows, key=lambda event: event.seq)

    @cached_property
    def tasks(self) -> list[DeskTask]:
        ids = [row.pk for row in self.complaints]
        rows = DeskTask.objects.filter(Q(case__in=self.chain_ids) | Q(complaint__in=ids))
        return list(rows.select_related("owner", "office").order_by("created", "id"))

    @cached_property
    def clocks(self) -> list[Deadline]:
        ids = [row.pk for row in self.complaints]
        rows = Deadline.objects.filter(Q(case__in=self.chain_ids) | Q(complaint__in=ids))
        return list(
            rows.prefetch_related("suspensions", "extensions", "moves").order_by("started_on", "id")
        )

    @cached_property
    def lanes(self) -> list[Lane]:
        received = self.complaints[0].received_at if self.complaints else None
        return lanes(self.tasks, self.clocks, self.shown, received, self.at, self.handed_over)

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """First and last moment of the picture."""
        bars = [bar for lane in self.lanes for bar in lane.bars]
        begin = min((bar.begin for bar in bars), default=self.at)
        end = max((bar.end for bar in bars), default=self.at)
        return begin, max(end, begin)

    @cached_property
    def terms(self) -> list[Term]:
        """The clocks begun by the moment, oldest first."""
        begun = [row for row in self.clocks if begun_at(row) <= self.at]
        return [term_at(row, self.at, self.events) for row in begun]

    @cached_property
    def open_terms(self) -> list[Term]:
        return [term for term in self.terms if is_open(term.clock, self.at)]

    @cached_property
    def open_tasks(self) -> list[DeskTask]:
        """The desks the matter was on at the moment."""
        return [
            task
            for task in self.tasks
            if task.role and task.node not in MIRROR and task.created <= self.at
            and (task.finished is None or task.finished > self.at)
        ]  # fmt: skip

    @cached_property
    def standing(self) -> Standing:
        """How the matter stood at the moment."""
        own = [e for e in self.chain(self.case.pk) if e.at <= self.at]
        if own:
            return _standing(own[-1], [step.after for step in walk(own)][-1], self.offices)
        earlier = [e for e in self.shown if e.stream == Complaint.STREAM]
        if earlier:
            return _standing(earlier[-1], "", self.offices)
        return Standing(None, Case.STREAM, "", None, None, None, None, None, None, None)

    @cached_property
    def offices(self) -> dict[int, Office]:
        ids: set[int] = {self.case.office_id}
        for event in self.events:
            ids |= {event.office_id, event.after.get("office_id")} - {None}
        return Office.objects.select_related("division").in_bulk(sorted(ids))

    @cached_property
    def deviations(self) -> list[Deviation]:
        """Where the path of the case left the legal one; always of the whole path."""
        chain = self.chain(self.case.pk)
        people = memberships_of(event.actor_id for event in chain if event.actor_id)
        clocks = [row for row in self.clocks if row.case_id == self.case.pk]
        return deviations(Record(self.case, chain, clocks, people, self.offices))

    @cached_property
    def chains(self) -> list[tuple[Case | Complaint, int, str]]:
        """Return (dossier, rows, what is wrong: "" when whole) for each chain shown."""
        dossiers: list[Case | Complaint] = []
        case: Case | None = self.case
        while case is not None:
            dossiers.append(case)
            case = case.predecessor
        dossiers += self.complaints
        return [(one, one.last_seq, self._broken(one)) for one in dossiers]

    def _broken(self, dossier: Case | Complaint) -> str:
        rows = [e for e in self.events if e.stream == dossier.STREAM and e.subject_id == dossier.pk]
        try:
            event = first_break_in(dossier, sorted(rows, key=lambda e: e.seq))
        except ValueError:
            return "end"
        return str(event.seq) if event else ""


def _standing(event: CaseEvent, walked: str, offices: dict[int, Office]) -> Standing:
    told = event.after

    def amount(name: str) -> Decimal | None:
        return Decimal(told[name]) if told.get(name) is not None else None

    office = told.get("office_id") or event.office_id
    return Standing(
        event, event.stream, str(told.get("state") or walked), offices.get(office or 0),
        told.get("lead_id"), told.get("second_id"), told.get("worker_count"),
        amount("claimed_yuan"), amount("verified_yuan"), amount("paid_yuan"),
    )  # fmt: skip
