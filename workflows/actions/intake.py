"""Receive a complaint: the one intake action behind web wizard, window and import (首问负责制)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from casework import clock
from casework.journal import keep, record
from casework.models import CaseEvent, Complaint, Office, Participation, Transfer, User, WageClaim
from casework.models.actor import Actor
from casework.numbering import new_tracking_no
from casework.queries.twins import same_months, same_worker
from casework.records.complaints import Created, Filing, create_complaint
from casework.vocabulary import ComplaintKind, ComplaintState, EventKind
from workflows import deadlines
from workflows.actions import hops
from workflows.actions.done import Done
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import take
from workflows.routing import competent_office, duty_officer, province_office

HOME, AWAY, UNKNOWN = "home", "away", "unknown"


@dataclass
class Received:
    """What intake gives back: the complaint, the query code to show once, and the desk outcome."""

    complaint: ComplaintMachine
    query_code: str
    done: Done


def receive_complaint(
    filing: Filing, *, actor: Actor, office: Office | None = None, tracking_no: str = ""
) -> Received:
    """File a complaint at `office` (the window), or at the competent office when there is none.

    Fixes the first-contact officer for ever, routes the matter to the county of the work site at
    once (proposed transfer; the receiving window stays owner until it is accepted), starts D-01
    and, when routed, D-05. Law: Order 724 art. 10; Order 25 art. 18.
    """
    competent = competent_office(filing.site_division) if filing.site_division else None
    first_office = office or competent or province_office()
    number = tracking_no or new_tracking_no()
    first_officer = actor.user or duty_officer(first_office, int(number))
    created = create_complaint(
        filing, first_office=first_office, first_officer=first_officer, tracking_no=number
    )
    complaint = _as_machine(created.complaint)
    twin = find_twin(complaint, created.claims)
    complaint.possible_duplicate_of = twin
    told: list[CaseEvent] = []
    record(
        complaint,
        EventKind.COMPLAINT_FILED,
        actor=actor if actor.user else Actor(role=actor.role, office=first_office),
        facts=_filed_facts(complaint, created, first_officer),
        offices=[competent.pk] if competent else [],
        save=False,
        into=told,
    )
    outcome = _route(complaint, competent, actor, first_office, told)
    keep(told)
    _save_new(complaint, twin)
    return Received(complaint, created.query_code, Done(outcome=outcome))


def _as_machine(complaint: Complaint) -> ComplaintMachine:
    """The same row seen with its transitions, without reading it again."""
    complaint.__class__ = ComplaintMachine
    return complaint  # type: ignore[return-value]


def _route(
    complaint: ComplaintMachine, competent: Office | None, actor: Actor, first_office: Office,
    told: list[CaseEvent],
) -> str:  # fmt: skip
    started = clock.today()
    clocks = [deadlines.build(complaint, "D-01", on=started)]
    watching = [Participation(complaint=complaint, office=first_office, reason="first",
                              since=clock.now())]  # fmt: skip
    outcome = UNKNOWN
    if competent is not None and competent.pk == first_office.pk:
        outcome = HOME
    elif competent is not None:
        outcome = AWAY
        reason = f"用工所在地在{competent.division.name}"  # stored, so in one language
        propose_transfer(complaint, competent, actor=actor, reason=reason, told=told)
        clocks.append(deadlines.build(complaint, "D-05", on=started, office=competent))
        watching.append(Participation(complaint=complaint, office=competent, reason="receiver",
                                      since=clock.now()))  # fmt: skip
    else:
        clocks.append(deadlines.build(complaint, "D-04", on=started))
    deadlines.start_all(complaint, clocks)
    Participation.objects.bulk_create(watching)
    complaint.next_due_on = min(clock_.due_on for clock_ in clocks)
    return outcome


def propose_transfer(
    complaint: ComplaintMachine, to_office: Office, *, actor: Actor, reason: str,
    told: list[CaseEvent] | None = None,
) -> Transfer:  # fmt: skip
    """Take FILED -> TRANSFERRED_OUT and write the proposal; `told` collects its journal row."""
    take(complaint, "transfer_out", actor)
    transfer = hops.new_transfer(complaint, to_office, actor, reason)
    complaint.receiver_id = to_office.pk
    record(
        complaint,
        EventKind.TRANSFER_PROPOSED,
        actor=actor,
        facts={"from": complaint.office.name, "to": to_office.name, "hop": complaint.hop_count},
        reason=reason,
        offices=[to_office.pk],
        save=False,
        into=told,
    )
    return transfer


def find_twin(complaint: Complaint, claims: list[WageClaim]) -> Complaint | None:
    """Return an earlier open complaint of the same worker against the same employer, if any.

    Same worker and employer with overlapping months, or the same phone and employer.
    Reports (举报) stay out on both sides: a link between the two would tell who reported.
    """
    if complaint.employer_id is None or complaint.kind == ComplaintKind.REPORT:
        return None
    same = same_worker(claim.worker for claim in claims) & same_months(complaint)
    same_phone = Q(phone_index=complaint.phone_index) if complaint.phone_index else Q(pk__in=[])
    ended = [
        ComplaintState.CLOSED, ComplaintState.WITHDRAWN, ComplaintState.REJECTED,
        ComplaintState.REDIRECTED, ComplaintState.CLOSED_INCOMPLETE, ComplaintState.MERGED,
    ]  # fmt: skip
    return (
        Complaint.objects.filter(employer=complaint.employer_id, kind=complaint.kind)
        .filter(same | same_phone)
        .exclude(pk=complaint.pk)
        .exclude(state__in=ended)
        .order_by("id")
        .first()
    )


def _filed_facts(complaint: Complaint, created: Created, officer: User | None) -> dict[str, object]:
    return {
        "channel": complaint.channel,
        "workers": complaint.worker_count,
        "claimed": complaint.claimed_yuan,
        "first_officer": str(officer) if officer else "",
        "first_office": complaint.first_office.name,
        "claims": [claim.pk for claim in created.claims],
    }


def _save_new(complaint: ComplaintMachine, twin: Complaint | None) -> None:
    fields = {"last_seq", "last_hash", "next_due_on", "state", "hop_count"}
    if twin is not None:
        fields.add("possible_duplicate_of")
    complaint.save(update_fields=fields)
