"""Decide a listing: list, do not list, extend the time for it; publish and share it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.models import ListingTerm, SiteNotice
from casework.models.actor import Actor
from casework.models.listing import UNDECIDED_STATES
from casework.vocabulary import (
    DocumentKind,
    DocumentState,
    EventKind,
    Role,
    SiteKind,
)
from workflows import deadlines
from workflows.actions.branch_papers import without_personal_data, write
from workflows.actions.done import Done
from workflows.actions.listing import note, parties, settle
from workflows.actions.listing_notice import BASIS
from workflows.actions.service import serve_document
from workflows.machines.listing import ListingMachine
from workflows.machines.listing_guards import listing_clock_open, terms_of
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_handlers

DECISIONS = (
    DocumentKind.LISTING_DECISION, DocumentKind.NOT_LISTED, DocumentKind.OBJECTION_RESULT,
    DocumentKind.REMOVAL_DECISION, DocumentKind.REMOVAL_REFUSAL, DocumentKind.LISTING_RESTORATION,
    DocumentKind.LISTING_REVOCATION, DocumentKind.REMOVAL_NOTICE,
)  # fmt: skip


def decide_listing(entry: ListingMachine, *, actor: Actor, facts: str, service_plan: str) -> Done:
    """NOTIFIED -> LISTED for three years from today; overdue it is reported, never skipped.

    Law: Order 45 arts. 8, 11. Raises Refused while an objection is open or its time still runs.
    """
    ends = deadlines.build(entry, "D-26").due_on
    without_personal_data(entry.case, facts)
    entry.reason = facts
    take(entry, "put_on_list", actor, on=clock.today(), expires_on=ends, number="")
    paper = write(entry, DocumentKind.LISTING_DECISION, actor,
                  {"addressee": entry.formal_name(full=False), "facts": facts, "basis": BASIS,
                   "service_plan": service_plan})  # fmt: skip
    entry.decision_number = paper.number or ""
    begin_term(entry, ends)
    late = terms_of(entry)["D-22"].due_on < clock.today()
    deadlines.meet(entry, "D-22")
    note(entry, EventKind.LISTING_LISTED, actor, document=paper.number, until=ends, late=late)
    return Done(outcome="listed")


def decide_not_listing(entry: ListingMachine, *, actor: Actor, reason: str) -> Done:
    """-> NOT_LISTED: paid in full and promised before the decision; discretionary (art. 7)."""
    take(entry, "spare", actor)
    paper = write(entry, DocumentKind.NOT_LISTED, actor,
                  {"addressee": entry.formal_name(full=False), "reason": reason})  # fmt: skip
    deadlines.meet(entry, "D-22")
    deadlines.cancel(entry)
    note(entry, EventKind.LISTING_NOT_LISTED, actor, reason, document=paper.number)
    return Done(onward=[(entry, "ended")])


def extend_listing(entry: ListingMachine, *, actor: Actor, reason: str) -> Done:
    """Give the decision 20 more working days, once, for all parties of the matter (art. 8)."""
    require(by(Role.DEPARTMENT_HEAD).explain(entry, actor))
    require(listing_clock_open.explain(entry))
    old = new = None
    for party in parties(entry, *UNDECIDED_STATES):
        term = deadlines.running(party, "D-22").get()
        old, new = (
            term.due_on,
            deadlines.extend(party, term, approved_by=actor.user, reason=reason).due_on,
        )
        if party is not entry:
            settle(party)
    note(entry, EventKind.LISTING_EXTENDED, actor, reason, old=old, new=new)
    return Done()


def serve_listing_paper(
    entry: ListingMachine, *, actor: Actor, document: int, mode: str, served_on: date, **how: Any
) -> Done:
    """Record the service of a decision to this party; from it the remedies run."""
    require(by_handlers().explain(entry, actor))
    rows = entry.documents.filter(kind__in=DECISIONS, state=DocumentState.ISSUED)
    paper = rows.filter(pk=document, services__isnull=True).first()
    if paper is None:
        raise Refused(_("没有等待送达的文书。"))
    serve_document(paper, actor=actor, mode=mode, served_on=served_on, **how)
    note(entry, EventKind.LISTING_DECISION_SERVED, actor, document=paper.number,
         served_on=served_on, mode=mode)  # fmt: skip
    return Done()


def publish_listing(
    entry: ListingMachine, *, actor: Actor, platform_receipt: str, privacy_checked: bool,
    other_sites: Sequence[str] = (),
) -> Done:  # fmt: skip
    """LISTED -> PUBLISHED on the own portal and the platform of the same level (arts. 9, 10; D-25)."""
    if not privacy_checked:
        raise Refused(_("公布前须检查不含工人信息、住址、电话和完整证件号码。"))
    today = clock.today()
    take(entry, "publish", actor, on=today)
    shown = [(SiteKind.OWN, str(SiteKind.OWN.label), ""),
             (SiteKind.PLATFORM, str(SiteKind.PLATFORM.label), platform_receipt),
             *((SiteKind.OTHER, site, "") for site in other_sites)]  # fmt: skip
    SiteNotice.objects.bulk_create(
        SiteNotice(entry=entry, kind=kind, site=site, receipt=receipt, published_on=today)
        for kind, site, receipt in shown
    )
    deadlines.meet(entry, "D-25")
    note(entry, EventKind.LISTING_PUBLISHED, actor, sites=len(shown), receipt=platform_receipt)
    return Done(outcome="published")


def begin_term(entry: ListingMachine, ends: date, *, to_publish: bool = True) -> None:
    """Begin a term of three years today (D-26), and the days to publish it (D-25).

    An earlier term keeps its dates.
    """
    ListingTerm.objects.create(
        entry=entry, began_on=clock.today(), expires_on=ends, document=entry.decision_number
    )
    rules = ("D-26", "D-25") if to_publish else ("D-26",)
    deadlines.start_all(entry, [deadlines.build(entry, rule) for rule in rules])
