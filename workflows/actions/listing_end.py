"""The end of a listing: revoked or expired, then cleared site by site; alarms when still shown."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.models import SiteNotice
from casework.models.actor import Actor
from casework.models.listing import LISTED_STATES, REMOVED_STATES, UNDECIDED_STATES
from casework.vocabulary import DocumentKind, EventKind, ListingState, Role, SiteKind
from workflows import deadlines
from workflows.actions.branch_papers import keep_file, write
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.actions.listing import note, parties, settle
from workflows.machines.listing import ListingMachine
from workflows.machines.listing_guards import every_site_clear
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_handlers

OWN_PAGE_CLOSED = "本平台公示页自动停止公布"  # kept in the record, so always Chinese
GROUNDS = {
    ListingState.EXPIRED: "列入期限届满",
    ListingState.REVOKED: "列入决定被撤销",
    ListingState.REMOVED_EARLY: "准予提前移出",
}
"""Why a party left the list, as its notice says it; printed, so always Chinese."""


def revoke_listing(entry: ListingMachine, *, actor: Actor, annulled_on: date, reason: str) -> Done:
    """-> REVOKED for every listed party, DROPPED for the undecided: the ground was annulled.

    `annulled_on`: when the order to pay, or the listing, was annulled; the ten working days to
    clear every site run from then. Law: Order 45 arts. 16, 17.
    """
    check_day(annulled_on, after=entry.case.filed_on)
    onward = []
    if entry.state not in (*UNDECIDED_STATES, *LISTED_STATES):
        raise Refused(_("现在的状态不能进行这一步。"))
    for party in parties(entry, *UNDECIDED_STATES, *LISTED_STATES):
        if party.state in UNDECIDED_STATES:
            take(party, "fall_away", actor)
            deadlines.cancel(party)
            note(party, EventKind.LISTING_DROPPED, actor, reason, annulled_on=annulled_on)
            onward.append((party, "ended"))
        else:
            _revoke(party, actor, annulled_on, reason)
            onward.append((party, "removed"))
        if party is not entry:
            settle(party)
    entry.group.annulled_on = annulled_on
    entry.group.save(update_fields=["annulled_on"])
    return Done(onward=onward)


def _revoke(party: ListingMachine, actor: Actor, annulled_on: date, reason: str) -> None:
    take(party, "revoke", actor, on=clock.today())
    paper = write(party, DocumentKind.LISTING_REVOCATION, actor,
                  {"addressee": party.formal_name(full=False), "reason": reason,
                   "decision": party.decision_number})  # fmt: skip
    deadlines.meet(party, "D-28")
    end_term(party, annulled_on)
    note(party, EventKind.LISTING_REVOKED, actor, reason, document=paper.number,
         annulled_on=annulled_on)  # fmt: skip


def expire_listing(entry: ListingMachine, *, actor: Actor) -> Done:
    """-> EXPIRED the day after three years; cleared everywhere in ten working days (arts. 11, 17)."""
    last = entry.expires_on or clock.today()  # without a term the guard of the step refuses
    take(entry, "expire", actor, on=last)
    deadlines.meet(entry, "D-26", on=last)
    deadlines.cancel(entry, "D-28")
    end_term(entry, last)
    note(entry, EventKind.LISTING_EXPIRED, actor, until=last)
    return Done(onward=[(entry, "removed")])


def clear_site(
    entry: ListingMachine, *, actor: Actor, site: SiteNotice, cleared_on: date, clearance: str,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """Record that one site shows the party no longer; with the last one -> CLEARED (art. 17, D-29)."""
    require(by(Role.CREDIT).explain(entry, actor))
    check_day(cleared_on, after=site.published_on)
    if site.entry_id != entry.pk or site.cleared_on is not None:
        raise Refused(_("这个网站已经停止公布。"))
    site.cleared_on, site.clearance, site.still_shown_on = cleared_on, clearance, None
    site.proof = keep_file(entry.case, proof, actor)
    site.save()
    note(entry, EventKind.LISTING_SITE_CLEARED, actor, site=site.site, receipt=clearance,
         cleared_on=cleared_on)  # fmt: skip
    if not every_site_clear.explain(entry).ok:
        return Done()
    return _cleared(entry, actor)


def close_without_site(entry: ListingMachine, *, actor: Actor) -> Done:
    """-> CLEARED for a party that was removed before any site showed it."""
    return _cleared(entry, actor)


def _cleared(entry: ListingMachine, actor: Actor) -> Done:
    ground = GROUNDS[ListingState(entry.state)]
    take(entry, "clear", actor, on=clock.today())
    paper = write(entry, DocumentKind.REMOVAL_NOTICE, actor,
                  {"addressee": entry.formal_name(full=False), "reason": ground,
                   "decision": entry.decision_number, "removed_on": entry.removed_on})  # fmt: skip
    deadlines.meet(entry, "D-29")
    note(entry, EventKind.LISTING_CLEARED, actor, document=paper.number)
    return Done(outcome="cleared")


def report_still_shown(
    entry: ListingMachine, *, actor: Actor, site: SiteNotice, seen_on: date
) -> Done:
    """Somebody saw a removed party on a site: the alarm goes up at once (art. 17)."""
    require(by_handlers(Role.CREDIT, Role.DEPARTMENT_HEAD).explain(entry, actor))
    check_day(seen_on, after=site.published_on)
    if site.entry_id != entry.pk:
        raise Refused(_("这个网站没有公布过该当事人。"))
    site.still_shown_on = seen_on
    site.save(update_fields=["still_shown_on"])
    entry.alarmed_on = clock.today()
    note(entry, EventKind.LISTING_STILL_SHOWN, actor, sites=[site.site], seen_on=seen_on)
    return Done()


def alarm_still_shown(entry: ListingMachine, *, actor: Actor) -> Done:
    """The ten working days passed and a site has given no proof of removal: alarm, once (art. 17)."""
    if entry.state not in REMOVED_STATES:
        raise Refused(_("现在的状态不能进行这一步。"))
    left = list(entry.sites.filter(cleared_on__isnull=True).values_list("site", flat=True))
    entry.alarmed_on = clock.today()
    note(entry, EventKind.LISTING_STILL_SHOWN, actor, sites=left)
    return Done()


def end_term(entry: ListingMachine, on: date) -> None:
    """End the running term, take the own page off at once, and let D-29 run for the other sites."""
    entry.terms.filter(ended_on__isnull=True).update(ended_on=on)
    deadlines.cancel(entry, "D-25", "D-26")
    if not deadlines.running(entry, "D-29").exists():  # it runs since the annulment was noted
        deadlines.start(entry, "D-29", on=on)
    own = entry.sites.filter(kind=SiteKind.OWN, cleared_on__isnull=True)
    own.update(cleared_on=clock.today(), clearance=OWN_PAGE_CLOSED)


def reopen_sites(entry: ListingMachine) -> None:
    """Show a restored party again wherever it was already cleared; the old proofs stay."""
    gone = entry.sites.filter(cleared_on__isnull=False)
    SiteNotice.objects.bulk_create(
        SiteNotice(entry=entry, kind=row.kind, site=row.site, published_on=clock.today())
        for row in gone
    )
