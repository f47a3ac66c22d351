"""Early removal (提前移出): apply, refuse, grant for all parties; restore after fraud; bars."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.models import PartyPaper, RemovalBar
from casework.models.actor import Actor
from casework.vocabulary import (
    DocumentKind,
    EventKind,
    ListingState,
    PartyPaperKind,
    Role,
)
from workflows import deadlines
from workflows.actions.branch_papers import keep_file, write
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.actions.listing import note, parties, settle
from workflows.actions.listing_decision import begin_term
from workflows.actions.listing_end import end_term, reopen_sites
from workflows.machines.listing import ListingMachine
from workflows.machines.listing_guards import (
    no_new_violation,
    no_standing_bar,
    still_corrected,
)
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_handlers

TOGETHER = (ListingState.LISTED, ListingState.PUBLISHED)
TAKEN_BACK = (ListingState.REMOVED_EARLY, ListingState.CLEARED)


def apply_for_removal(
    entry: ListingMachine, *, actor: Actor, text: str, promise: str, proof: UploadedFile,
    received_on: date | None = None,
) -> Done:  # fmt: skip
    """PUBLISHED -> REMOVAL_REQUESTED with proof of correction and a promise (arts. 12-14; D-28).

    Raises Refused before the six months are over, naming the first day, or under a standing bar.
    """
    day = clock.today() if actor.is_employer or received_on is None else received_on
    take(entry, "request_removal", actor)
    check_day(day, after=entry.listed_on)
    for kind, words in ((PartyPaperKind.PROMISE, promise), (PartyPaperKind.REMOVAL, text)):
        given = keep_file(entry.case, proof, actor) if kind == PartyPaperKind.REMOVAL else None
        PartyPaper.objects.create(entry=entry, kind=kind, text=words, received_on=day,
                                  recorded_at=clock.now(), proof=given)  # fmt: skip
    entry.promised_on = day
    due = deadlines.start(entry, "D-28", on=day).due_on
    note(entry, EventKind.LISTING_REMOVAL_REQUESTED, actor, received_on=day, due=due)
    return Done(onward=[(entry, "requested")])


def refuse_removal(entry: ListingMachine, *, actor: Actor, reason: str) -> Done:
    """REMOVAL_REQUESTED -> REMOVAL_REFUSED -> PUBLISHED with reasons; it may apply again (art. 14).

    What bars the removal by law is added to the reasons: other cases by number, without names.
    """
    found = [guard.explain(entry).reason
             for guard in (still_corrected, no_standing_bar, no_new_violation)]  # fmt: skip
    words = "\n".join(text for text in (reason, *found) if text)
    take(entry, "refuse_removal", actor)
    paper = write(entry, DocumentKind.REMOVAL_REFUSAL, actor,
                  {"addressee": entry.formal_name(full=False), "reason": words,
                   "decision": entry.decision_number})  # fmt: skip
    _answer(entry, granted=False, words=words)
    deadlines.meet(entry, "D-28")
    note(entry, EventKind.LISTING_REMOVAL_REFUSED, actor, words, document=paper.number)
    take(entry, "stay", actor)
    return Done(outcome="refused")


def grant_removal(entry: ListingMachine, *, actor: Actor, reason: str) -> Done:
    """REMOVAL_REQUESTED -> REMOVED_EARLY; the employer's other parties go by the same decision.

    Law: Order 45 arts. 12, 14; each site is cleared within ten working days (art. 17, D-29).
    """
    today = clock.today()
    take(entry, "remove_early", actor, on=today)
    paper = write(entry, DocumentKind.REMOVAL_DECISION, actor,
                  {"addressee": entry.formal_name(full=False), "reason": reason,
                   "decision": entry.decision_number})  # fmt: skip
    _answer(entry, granted=True, words=reason)
    deadlines.meet(entry, "D-28")
    onward = [(entry, "removed")]
    others = parties(entry, *TOGETHER, ListingState.REMOVAL_REQUESTED)
    for party in (other for other in others if other is not entry):
        take(party, "go_along" if party.state in TOGETHER else "remove_early", actor, on=today)
        onward.append((party, "removed"))
    for party, _way in onward:
        end_term(party, today)
        note(party, EventKind.LISTING_REMOVED_EARLY, actor, reason, document=paper.number)
        if party is not entry:
            settle(party)
    return Done(onward=onward)


def restore_listing(entry: ListingMachine, *, actor: Actor, reason: str) -> Done:
    """Take an early removal back for fraud: published again, the three years begin anew (art. 15).

    All parties removed by the same decision return; the old dates stay in their history.
    """
    ends = deadlines.build(entry, "D-26").due_on
    same_day = entry.removed_on
    paper = write(entry, DocumentKind.LISTING_RESTORATION, actor,
                  {"addressee": entry.formal_name(full=False), "reason": reason,
                   "decision": entry.decision_number})  # fmt: skip
    number = paper.number or ""
    rows = [p for p in parties(entry, *TAKEN_BACK) if p.removed_on == same_day and p.removed_early]
    if entry not in rows:
        raise Refused(_("不是提前移出的，不能恢复列入。"))
    onward = []
    for party in rows:
        cleared = party.state == ListingState.CLEARED
        take(party, "restore_cleared" if cleared else "restore", actor, expires_on=ends,
             number=number)  # fmt: skip
        deadlines.cancel(party, "D-29")
        begin_term(party, ends, to_publish=cleared)
        if not cleared:
            reopen_sites(party)
        onward.append((party, "relisted" if cleared else "restored"))
        note(party, EventKind.LISTING_RESTORED, actor, reason, document=number, until=ends)
        if party is not entry:
            settle(party)
    return Done(onward=onward)


def record_removal_bar(
    entry: ListingMachine, *, actor: Actor, kind: str, text: str, since: date
) -> Done:
    """Record criminal proceedings or another bar to early removal (art. 13 (2), (3))."""
    require(by_handlers().explain(entry, actor))
    check_day(since)
    RemovalBar.objects.create(
        group=entry.group, kind=kind, text=text, since=since, recorded_by=actor.staff
    )
    note(entry, EventKind.LISTING_BARRED, actor, text, bar=kind, since=since)
    return Done()


def lift_removal_bar(entry: ListingMachine, *, actor: Actor, bar: RemovalBar, reason: str) -> Done:
    """Say that a bar has fallen away: acquitted, not prosecuted, recorded by mistake."""
    require(by(Role.DEPARTMENT_HEAD).explain(entry, actor))
    if bar.group_id != entry.group_id or bar.lifted_on is not None:
        raise Refused(_("没有这一项不得提前移出的情形。"))
    bar.lifted_on = clock.today()
    bar.save(update_fields=["lifted_on"])
    note(entry, EventKind.LISTING_BAR_LIFTED, actor, reason, bar=bar.kind)
    return Done()


def _answer(entry: ListingMachine, *, granted: bool, words: str) -> None:
    open_ones = entry.papers.filter(kind=PartyPaperKind.REMOVAL, granted__isnull=True)
    open_ones.update(granted=granted, answer=words, answered_on=clock.today())
