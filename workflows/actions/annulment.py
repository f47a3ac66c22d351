"""What rests on an order or a decision hears that it was annulled: amount, listing, publication.

Called by the annulment's own act under the row of its case. Nothing is revoked here: the ten and
three working days to do so begin, and whoever has to is told (Order 45 arts. 16, 17; Order 29;
行政处罚法 art. 48).
"""

from __future__ import annotations

from datetime import date

from casework.journal import record
from casework.models import Branch
from casework.models.actor import Actor
from casework.models.listing import LISTED_STATES, UNDECIDED_STATES
from casework.models.publication import SHOWN_STATES
from casework.vocabulary import BranchKind, DocumentKind, EventKind
from workflows import deadlines
from workflows.actions.listing import note, settle
from workflows.actions.publication import ground_changed
from workflows.actions.thresholds import reckon_anew
from workflows.machines.case import CaseMachine
from workflows.machines.listing import ListingMachine
from workflows.machines.publication import PublicationMachine


def order_annulled(
    case: CaseMachine, *, actor: Actor, on: date, ground: str
) -> list[tuple[Branch, str]]:
    """Tell listing, referral and publication that the order to pay fell; return the desks that go on.

    A listing that other orders still carry goes on; else it must be revoked in ten working days
    from `on`, whichever county's order it was.
    """
    if reckon_anew(case) is None:
        _tell_listings(case, actor, on, ground)
    for referral in case.branches.filter(kind=BranchKind.REFERRAL, ended_at__isnull=True):
        record(case, EventKind.REFERRAL_GROUND_ANNULLED, actor=actor, reason=ground, save=False,
               facts={"branch": referral.pk, "annulled_on": on})  # fmt: skip
    return _tell_publications(case, actor, on, ground, is_penalty=None)


def decision_annulled(
    case: CaseMachine, *, actor: Actor, on: date, ground: str, kind: str
) -> list[tuple[Branch, str]]:
    """Tell the publications of this case: ten working days to correct, three for a penalty."""
    is_penalty = kind == DocumentKind.PENALTY_DECISION
    return _tell_publications(case, actor, on, ground, is_penalty=is_penalty)


def _tell_listings(case: CaseMachine, actor: Actor, on: date, ground: str) -> None:
    rows = ListingMachine._default_manager.filter(
        group__cases=case.pk, state__in=(*UNDECIDED_STATES, *LISTED_STATES)
    )
    cases: dict[int, CaseMachine] = {case.pk: case}
    for entry in rows.select_related("office__division", "group").order_by("pk"):
        entry.case = _locked(cases, entry.case_id)
        entry.group.annulled_on = on
        entry.group.save(update_fields=["annulled_on"])
        due = None
        if entry.state in LISTED_STATES:
            due = deadlines.start(entry, "D-29", on=on).due_on
            settle(entry)
        note(entry, EventKind.LISTING_GROUND_ANNULLED, actor, ground, annulled_on=on, due=due)
    for other in cases.values():
        if other is not case:
            other.save_step()


def _locked(cases: dict[int, CaseMachine], pk: int) -> CaseMachine:
    if pk not in cases:
        rows = CaseMachine._default_manager.select_for_update(of=("self",))
        cases[pk] = rows.select_related("office__division", "employer", "lead", "second").get(pk=pk)
    return cases[pk]


def _tell_publications(
    case: CaseMachine, actor: Actor, on: date, ground: str, *, is_penalty: bool | None
) -> list[tuple[Branch, str]]:
    rows = PublicationMachine._default_manager.filter(case=case.pk, state__in=SHOWN_STATES)
    if is_penalty is not None:
        rows = rows.filter(is_penalty=is_penalty)
    onward: list[tuple[Branch, str]] = []
    for publication in rows.select_related("office__division").order_by("pk"):
        publication.case = case
        ground_changed(publication, actor, on, ground)
        settle(publication)
        onward.append((publication, "changed"))
    return onward
