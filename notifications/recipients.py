"""Who is told of an event: the complainant at each step, staff whose turn it is, an office.

Never one who may not see the matter. By which way, and when, is said in `planning`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from casework import clock
from casework.models import Absence, Case, CaseEvent, Complaint, Membership, Office, Participation
from casework.vocabulary import ComplaintState, DivisionLevel, EventKind, Role
from notifications import told
from notifications.rules import BY_CLOCK, NAMED, OFFICE
from notifications.texts import OF_ONE_WORKER, concerns_complainant

# While nobody leads the matter, what is meant for the lead goes to the head and the first officer.
_UNLED = (told.HEADS, told.FIRST)
# Filing at once proposes the transfer: one act, one message.
_FIRST_ROWS = 2
_READS_NO_CASE = Role.ADMINISTRATOR


@dataclass(frozen=True)
class Recipient:
    """One who is told of one event: a complaint's own phone, a user, or a whole office.

    `who`: as whom, a name of `told`, a role of a clock's rule, or one of `rules`.
    """

    who: str = ""
    user_id: int | None = None
    complaint_id: int | None = None
    office: Office | None = None


class Audience:
    """Everything needed to address a batch of events, read by seven queries however many they are."""

    def __init__(self, events: Sequence[CaseEvent]) -> None:
        self._load_records(events)
        offices = {pk for event in events for pk in event.offices}
        for complaint in self._complaints.values():
            offices |= {complaint.office_id, complaint.first_office_id}
        for ids in self._participants.values():
            offices |= ids
        self._load_people(offices | {case.office_id for case in self._cases.values()})

    def of(self, event: CaseEvent) -> list[Recipient]:
        """Return who is told of `event`: complainants first, nobody twice, the doer never."""
        found = [Recipient(complaint_id=pk) for pk in self._phones(event)]
        wanted: dict[int, str] = {}
        for pk, who in self._staff(event):
            wanted.setdefault(pk, who)
        seeing = self._seeing(event)
        found += [
            Recipient(who, user_id=pk)
            for pk, who in wanted.items()
            if pk != event.actor_id and pk in seeing
        ]
        return [*found, Recipient(OFFICE, office=self._office_of(event))]

    def _load_records(self, events: Sequence[CaseEvent]) -> None:
        cases = {event.case_id for event in events if event.stream == "case"}
        ids = {event.complaint_id for event in events if event.complaint_id}
        self._cases = Case.objects.select_related("office").in_bulk(cases)
        rows = Complaint.objects.filter(Q(pk__in=ids) | Q(case__in=cases))
        self._complaints = {row.pk: row for row in rows.defer("description", "imported_facts")}
        self._of_case: dict[int, list[Complaint]] = defaultdict(list)
        for row in self._complaints.values():
            if row.case_id:
                self._of_case[row.case_id].append(row)
        self._participants: dict[int, set[int]] = defaultdict(set)
        pairs = Participation.objects.filter(complaint__in=self._complaints)
        for complaint_id, office_id in pairs.values_list("complaint", "office"):
            self._participants[complaint_id].add(office_id)

    def _load_people(self, office_ids: set[int]) -> None:
        upper = Q(division__level__in=[DivisionLevel.CITY, DivisionLevel.PROVINCE])
        offices = Office.objects.filter(Q(pk__in=office_ids) | upper).select_related("division")
        self._offices = {office.pk: office for office in offices}
        today = clock.today()
        rows = Membership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today),
            office__in=self._offices, valid_from__lte=today, user__is_active=True,
        ).exclude(role=_READS_NO_CASE)  # fmt: skip
        self._people: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for office_id, user_id, role in rows.order_by("id").values_list("office", "user", "role"):
            self._people[office_id].append((user_id, role))
        pairs = Absence.on(today).filter(office__in=office_ids).order_by("id")
        self._substitutes: dict[int, list[int]] = defaultdict(list)
        for user_id, substitute_id in pairs.values_list("user", "substitute"):
            self._substitutes[user_id].append(substitute_id)

    def _phones(self, event: CaseEvent) -> Iterator[int]:
        if not concerns_complainant(event.kind):
            return
        if event.kind == EventKind.TRANSFER_PROPOSED and event.seq <= _FIRST_ROWS:
            return
        if event.facts.get("claim") and event.kind in OF_ONE_WORKER:
            yield event.subject_id  # to that worker's own phone
            return
        for complaint in self._concerned(event):
            gone = event.stream == "case" and complaint.state == ComplaintState.WITHDRAWN
            if complaint.phone_index and not gone:
                yield complaint.pk

    def _concerned(self, event: CaseEvent) -> list[Complaint]:
        if event.stream == "case":
            return self._of_case[event.subject_id]
        return [self._complaints[event.subject_id]]

    def _office_of(self, event: CaseEvent) -> Office:
        """The office whose matter it is: of the clock, else of the record."""
        record = self._record(event)
        return self._offices.get(event.facts.get("at_office", 0)) or self._offices[record.office_id]

    def _staff(self, event: CaseEvent) -> Iterator[tuple[int, str]]:
        """Yield those meant with the name by which they are meant."""
        if event.kind == EventKind.COMPLAINT_FILED and len(event.offices) > 1:
            return  # the receiving office hears of it by the proposed transfer
        if isinstance(named := event.facts.get("to_id"), int):
            yield named, NAMED
        record = self._record(event)
        # A row about a clock names its roles: of the rule's warned and escalated columns.
        if event.kind in BY_CLOCK and (roles := event.facts.get("roles")) is not None:
            yield from self._in_roles(roles, event, record)
            return
        for who in told.TOLD.get(event.kind, ()):
            yield from ((pk, who) for pk in self._told(who, event, record))

    def _in_roles(
        self, roles: Iterable[str], event: CaseEvent, record: Case | Complaint
    ) -> Iterator[tuple[int, str]]:
        """Resolve the roles of a rule: its handlers, a role at the clock's office, or above it."""
        office = event.facts.get("at_office") or record.office_id
        for role in roles:
            if role == Role.INSPECTOR:
                found = self._told(told.LEAD, event, record)
            elif role == Role.CLERK:
                found = list(self._people_of(told.FIRST, event, record))
            elif role in (DivisionLevel.CITY, DivisionLevel.PROVINCE):
                above = self._above(office, province=True)
                level = [pk for pk in above if self._offices[pk].division.level == role]
                found = self._holding(level, Role.SUPERVISOR)
            elif role == Role.AUDITOR:
                found = self._holding(self._self_and_above(office), Role.AUDITOR)
            else:
                found = self._holding([office], role)
            # A column nobody holds at this office: its head answers for it.
            found = found or self._holding([office], Role.BODY_HEAD)
            yield from ((pk, role) for pk in found)

    def _told(self, who: str, event: CaseEvent, record: Case | Complaint) -> list[int]:
        """Return the people meant; while nobody leads, the head and the first officer."""
        found = list(self._people_of(who, event, record))
        if who in (told.LEAD, told.SECOND):
            # While somebody is away their substitute hears what they would.
            found += [pk for absent in list(found) for pk in self._substitutes[absent]]
        if not found and who == told.LEAD:
            found = [pk for other in _UNLED for pk in self._people_of(other, event, record)]
        return found

    def _people_of(self, who: str, event: CaseEvent, record: Case | Complaint) -> Iterable[int]:
        office, named = record.office_id, event.offices
        beside = [pk for pk in named if pk != office]
        others = [pk for pk in named if pk != event.office_id]
        holding = self._holding
        answers: dict[str, Callable[[], Iterable[int]]] = {
            told.LEAD: lambda: [record.lead_id] if record.lead_id else [],
            told.SECOND: lambda: [record.second_id] if record.second_id else [],
            told.FIRST: lambda: [
                row.first_officer_id for row in self._concerned(event) if row.first_officer_id
            ],
            # A deadline may run at another office than the owner's (answering a transfer).
            told.HEADS: lambda: holding([office, *named], Role.BODY_HEAD),
            told.DIRECTORS: lambda: holding([office], Role.DEPARTMENT_HEAD),
            told.LEGALS: lambda: holding([office], Role.LEGAL),
            told.CREDIT: lambda: holding([office], Role.CREDIT),
            told.RECEIVERS: lambda: holding(others, Role.BODY_HEAD, Role.CLERK),
            told.SUPERIORS: lambda: holding(named, Role.BODY_HEAD, Role.SUPERVISOR),
            told.ABOVE: lambda: holding(beside, Role.SUPERVISOR, Role.DEPARTMENT_HEAD),
            told.CITY: lambda: holding(self._above(office), Role.SUPERVISOR),
            told.CITY_DIRECTORS: lambda: holding(self._above(office), Role.DEPARTMENT_HEAD),
            told.PROVINCE: lambda: holding(self._above(office, province=True), Role.SUPERVISOR),
            told.SUPERVISORS: lambda: holding(self._self_and_above(office), Role.SUPERVISOR),
            told.MENTIONED: lambda: event.facts.get("mentions", []),
            told.AUDITORS: lambda: holding(self._self_and_above(office), Role.AUDITOR),
        }
        return answers[who]()

    def _self_and_above(self, office_id: int) -> list[int]:
        return [office_id, *self._above(office_id, province=True)]

    def _holding(self, office_ids: Iterable[int], *roles: str) -> list[int]:
        return [user for pk in office_ids for user, role in self._people[pk] if role in roles]

    def _above(self, office_id: int, *, province: bool = False) -> list[int]:
        path = self._offices[office_id].division.path
        levels = {DivisionLevel.CITY, DivisionLevel.PROVINCE} if province else {DivisionLevel.CITY}
        return [
            office.pk
            for office in self._offices.values()
            if office.division.level in levels and path.startswith(office.division.path)
        ]

    def _seeing(self, event: CaseEvent) -> set[int]:
        """Return the users who may open the record: the same rule as `casework.access`, in bulk."""
        offices = {self._record(event).office_id}
        for complaint in self._concerned(event):
            offices |= self._participants[complaint.pk]
        for pk in list(offices):
            offices.update(self._above(pk, province=True))
        return {user for pk in offices for user, _role in self._people[pk]}

    def _record(self, event: CaseEvent) -> Case | Complaint:
        rows = self._cases if event.stream == "case" else self._complaints
        return rows[event.subject_id]
