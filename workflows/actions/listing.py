"""Open a listing: by the amount, by an incident; add parties; what all listing acts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.identity import normalise_firm, normalise_name
from casework.models import BlacklistEntry, Branch, Case, ListingCase
from casework.models.actor import Actor
from casework.models.listing import UNDECIDED_STATES
from casework.queries.thresholds import open_crossing
from casework.records.branches import open_branch
from casework.vocabulary import EventKind, ListingGround, PartyKind
from workflows import deadlines
from workflows.actions.branch_papers import keep_file
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.listing import ListingMachine
from workflows.machines.listing_guards import amount_reached, expired_unpaid, no_other_listing
from workflows.machines.step import Refused, require
from workflows.permissions import by_handlers, by_timer_or_handlers

TAIL = 4


def open_listing(case: CaseMachine, *, actor: Actor) -> Done:
    """— -> CANDIDATE: the amount was reached over all counties; the first filed case takes it.

    D-22 runs from the end of the last order that made up the amount. Law: Order 45 arts. 5, 8.
    """
    require(by_timer_or_handlers().explain(case, actor))
    for guard in (amount_reached, no_other_listing):
        require(guard.explain(case))
    crossing = open_crossing(case.employer_id)
    assert crossing is not None
    group = ListingCase.objects.create(
        employer_id=crossing.employer_id, case=case, ground=ListingGround.AMOUNT, crossing=crossing,
        expired_on=crossing.expired_on, opened_at=clock.now(),
    )  # fmt: skip
    group.cases.set(crossing.cases.all())
    entries = _first_parties(group, case, actor)
    record(case, EventKind.LISTING_OPENED, actor=actor, save=False, offices=[crossing.superior_id],
           facts={"group": group.pk, "parties": len(entries), "due": entries[0].next_due_on,
                  "amount": crossing.unpaid_yuan})  # fmt: skip
    return Done(branches=entries)


def flag_incident(
    case: CaseMachine, *, actor: Actor, text: str, evidence: Sequence[UploadedFile]
) -> Done:
    """— -> CANDIDATE by an incident, with evidence; the department head has to confirm it.

    Law: Order 45 art. 5 (2): arrears that caused a mass or extreme incident, whatever the amount.
    """
    require(by_handlers().explain(case, actor))
    for guard in (expired_unpaid, no_other_listing):
        require(guard.explain(case))
    if not evidence:
        raise Refused(_("认定群体性事件、极端事件须有证据，请先补充。"))
    assert case.order_due_on is not None
    assert case.employer is not None
    group = ListingCase.objects.create(
        employer=case.employer, case=case, ground=ListingGround.INCIDENT, incident=text,
        expired_on=case.order_due_on, opened_at=clock.now(),
    )  # fmt: skip
    group.cases.set([case.pk])
    stored = [keep_file(case, upload, actor) for upload in evidence]
    group.incident_evidence.set([row for row in stored if row is not None])
    entries = _first_parties(group, case, actor)
    record(case, EventKind.LISTING_INCIDENT_FLAGGED, actor=actor, save=False,
           facts={"group": group.pk, "parties": len(entries), "files": [e.pk for e in stored if e],
                  "due": entries[0].next_due_on})  # fmt: skip
    return Done(branches=entries)


def add_listing_party(
    case: CaseMachine, *, actor: Actor, group: ListingCase, party_kind: str, is_person: bool,
    name: str, uscc: str = "", id_number: str = "", position: str = "",
) -> Done:  # fmt: skip
    """Add a person responsible, or giver and taker of an unlawful contract (Order 45 art. 5)."""
    require(by_handlers().explain(case, actor))
    first = group.entries.filter(state__in=UNDECIDED_STATES).order_by("pk").first()
    if first is None or group.case_id != case.pk:  # of several matters, one that is decided
        raise Refused(_("这件列入事项已经决定，不能再增加当事人。"))
    key = normalise_name(name) if is_person else normalise_firm(name)
    if group.entries.filter(name_key=key, is_person=is_person).exists():
        raise Refused(_("这名当事人已经在列。"))
    entry = _party(group, case, actor, party_kind, name, is_person=is_person, uscc=uscc,
                   id_number=id_number, position=position)  # fmt: skip
    shared = deadlines.running(first, "D-22").get()
    own = deadlines.build(entry, "D-22", on=shared.started_on, length=shared.length)
    own.extended_on = shared.extended_on  # the one extension is the matter's, not the party's
    deadlines.start_all(entry, [own])
    settle(entry)
    note(entry, EventKind.LISTING_PARTY_ADDED, actor)
    return Done(branches=[entry])


def note(entry: BlacklistEntry, kind: str, actor: Actor, reason: str = "", **facts: Any) -> None:
    """Write an act on one party into the case's journal; the party is named by its kind alone."""
    offices = facts.pop("offices", ())
    record(entry.case, kind, actor=actor, reason=reason, save=False, offices=offices,
           facts={"branch": entry.pk, "party": entry.party_kind, **facts})  # fmt: skip


def settle(branch: Branch) -> None:
    """Save a branch that is not the one acted on, with its next due day."""
    deadlines.refresh_next_due(branch)
    branch.save_step()


def parties(entry: ListingMachine, *states: str) -> list[ListingMachine]:
    """Return the parties of the same matter in these states, the one acted on itself among them."""
    rows = ListingMachine._default_manager.filter(group=entry.group_id, state__in=states)
    others = rows.exclude(pk=entry.pk).select_related("office__division", "group").order_by("pk")
    found = [entry] if entry.state in states else []
    for other in others:
        other.case = entry.case
        found.append(other)
    return found


def _first_parties(group: ListingCase, case: Case, actor: Actor) -> list[Branch]:
    employer = group.employer
    entries = [_party(group, case, actor, PartyKind.EMPLOYER, employer.name, uscc=employer.uscc)]
    if employer.legal_representative:
        entries.append(
            _party(group, case, actor, PartyKind.LEGAL_REPRESENTATIVE,
                   employer.legal_representative, is_person=True)
        )  # fmt: skip
    for entry in entries:
        deadlines.start(entry, "D-22", on=group.expired_on)
        settle(entry)
    return list(entries)


def _party(
    group: ListingCase, case: Case, actor: Actor, kind: str, name: str, *,
    is_person: bool = False, uscc: str = "", id_number: str = "", position: str = "",
) -> BlacklistEntry:  # fmt: skip
    return open_branch(
        BlacklistEntry, case, actor, office=case.office, group=group, party_kind=kind,
        is_person=is_person, name=name.strip(), uscc=uscc, id_number=id_number,
        id_tail=id_number[-TAIL:], position=position,
        name_key=normalise_name(name) if is_person else normalise_firm(name),
    )  # fmt: skip
