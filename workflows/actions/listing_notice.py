"""Tell each party before a listing: propose, sign, serve; its objection, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.models import Document, PartyPaper
from casework.models.actor import Actor
from casework.vocabulary import (
    DocumentKind,
    DocumentState,
    EventKind,
    ListingGround,
    ListingState,
    PartyPaperKind,
    Role,
)
from workflows import deadlines, documents
from workflows.actions.branch_papers import draft, keep_file, write
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.actions.listing import note
from workflows.actions.service import serve_document
from workflows.machines.listing import ListingMachine
from workflows.machines.listing_guards import ground_stands, issued_notice
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_employer_or, by_handlers

# Printed, so always Chinese.
BASIS = "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第五条"


def propose_listing_notice(entry: ListingMachine, *, actor: Actor, facts: str) -> Done:
    """Draft the notice to this party: facts, basis, the right to object, and art. 7 (art. 6)."""
    require(by_handlers().explain(entry, actor))
    entry.reason = facts
    draft(entry, DocumentKind.LISTING_NOTICE, actor,
          {"addressee": entry.formal_name(full=False), "facts": facts, "basis": BASIS})  # fmt: skip
    note(entry, EventKind.LISTING_NOTICE_PROPOSED, actor)
    return Done(outcome="proposed")


def return_listing_notice(entry: ListingMachine, *, actor: Actor, reason: str) -> Done:
    """The department head sends the draft back with a reason."""
    require(by(Role.DEPARTMENT_HEAD).explain(entry, actor))
    note(entry, EventKind.LISTING_NOTICE_RETURNED, actor, reason)
    return Done(outcome="returned")


def issue_listing_notice(entry: ListingMachine, *, actor: Actor, opinion: str = "") -> Done:
    """The department head signs the notice; of an incident that also confirms its grave effect."""
    require(by(Role.DEPARTMENT_HEAD).explain(entry, actor))
    group = entry.group
    if group.ground == ListingGround.INCIDENT and group.incident_confirmed_on is None:
        group.incident_confirmed_on = clock.today()
        group.save(update_fields=["incident_confirmed_on"])
    require(ground_stands.explain(entry))
    number = documents.issue(_drafted(entry), actor)
    note(entry, EventKind.LISTING_NOTICE_ISSUED, actor, opinion, document=number)
    return Done(outcome="issued")


def serve_listing_notice(
    entry: ListingMachine, *, actor: Actor, mode: str, served_on: date, **how: Any
) -> Done:
    """CANDIDATE -> NOTIFIED: the five days to object run from this party's own receipt (D-23)."""
    take(entry, "notify", actor, on=served_on)
    notice = issued_notice(entry)
    assert notice is not None
    serve_document(notice, actor=actor, mode=mode, served_on=served_on, **how)
    term = deadlines.start(entry, "D-23", on=served_on)
    note(entry, EventKind.LISTING_NOTIFIED, actor, document=notice.number, mode=mode,
         served_on=served_on, due=term.due_on)  # fmt: skip
    return Done(outcome="served")


def object_to_listing(
    entry: ListingMachine, *, actor: Actor, text: str, received_on: date | None = None,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """NOTIFIED -> OBJECTED in time; out of time it is kept as a comment and the listing may go on.

    Filed on line it is received today, on paper on the day the office received it (art. 6).
    """
    require(by_employer_or().explain(entry, actor))
    day = _day_of_receipt(actor, received_on)
    term = entry.deadlines.filter(rule="D-23").order_by("-id").first()
    if term is None or entry.notice_received_on is None or day < entry.notice_received_on:
        raise Refused(_("收到日期早于告知书送达日期，请核对。"))
    in_time = day <= term.due_on
    kind = PartyPaperKind.OBJECTION if in_time else PartyPaperKind.COMMENT
    _hand_in(entry, kind, text, day, proof, actor)
    if not in_time:
        note(entry, EventKind.LISTING_COMMENTED, actor, received_on=day, due=term.due_on)
        return Done(message=_("已过异议期，作为意见保存，列入程序可以继续。"))
    if entry.state == ListingState.OBJECTED:  # a further objection within the five days
        note(entry, EventKind.LISTING_OBJECTED, actor, received_on=day)
        return Done()
    take(entry, "raise_objection", actor)
    deadlines.meet(entry, "D-23", on=day)
    verify = deadlines.start(entry, "D-24", on=day)
    note(entry, EventKind.LISTING_OBJECTED, actor, received_on=day, due=verify.due_on)
    return Done(onward=[(entry, "objected")])


def answer_objection(entry: ListingMachine, *, actor: Actor, upheld: bool, result: str) -> Done:
    """OBJECTED -> NOTIFIED, or DROPPED when it holds; the party is told the result (art. 6, D-24)."""
    take(entry, "uphold" if upheld else "dismiss", actor)
    open_ones = entry.papers.filter(kind=PartyPaperKind.OBJECTION, granted__isnull=True)
    words = "\n".join(open_ones.values_list("text", flat=True))
    open_ones.update(granted=upheld, answer=result, answered_on=clock.today())
    paper = write(entry, DocumentKind.OBJECTION_RESULT, actor,
                  {"addressee": entry.formal_name(full=False), "objection": words,
                   "result": result})  # fmt: skip
    deadlines.meet(entry, "D-24")
    note(entry, EventKind.LISTING_OBJECTION_ANSWERED, actor, result, document=paper.number,
         upheld=upheld)  # fmt: skip
    if upheld:
        deadlines.cancel(entry)
        note(entry, EventKind.LISTING_DROPPED, actor)
    return Done(outcome="dropped" if upheld else "answered")


def promise_correction(
    entry: ListingMachine, *, actor: Actor, text: str, received_on: date | None = None,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """Keep the party's written promise (书面信用承诺), needed by arts. 7 and 12."""
    require(by_employer_or().explain(entry, actor))
    day = _day_of_receipt(actor, received_on)
    _hand_in(entry, PartyPaperKind.PROMISE, text, day, proof, actor)
    entry.promised_on = day
    note(entry, EventKind.LISTING_PROMISED, actor, received_on=day)
    return Done()


def close_objection_time(entry: ListingMachine, *, actor: Actor) -> Done:
    """The five days ended without an objection: the decision lies with the department head."""
    term = deadlines.running(entry, "D-23").first()
    if term is None or clock.today() <= term.due_on:
        raise Refused(_("异议期尚未届满。"))
    deadlines.meet(entry, "D-23", on=term.due_on)
    note(entry, EventKind.LISTING_OBJECTION_TIME_OVER, actor, due=term.due_on)
    return Done(outcome="over")


def warn_notice_late(entry: ListingMachine, *, actor: Actor) -> Done:
    """From the last day a notice still leaves 5 + 5 working days, say so loudly, once per end."""
    term = deadlines.running(entry, "D-22").get()
    entry.late_notice_for = term.due_on
    note(entry, EventKind.LISTING_NOTICE_LATE, actor, due=term.due_on,
         last_day=last_notice_day(term.due_on))  # fmt: skip
    return Done()


def last_notice_day(decision_due: date) -> date:
    """Return the last day of receipt that leaves D-23 and D-24 before the decision is due."""
    days = deadlines.rule("D-23").length + deadlines.rule("D-24").length
    return deadlines.calendar().latest_start(decision_due, days)


def _drafted(entry: ListingMachine) -> Document:
    rows = entry.documents.filter(kind=DocumentKind.LISTING_NOTICE, state=DocumentState.DRAFT)
    found = rows.select_related("office").order_by("-id").first()
    if found is None:
        raise Refused(_("还没有拟定拟列入告知书。"))
    found.case = entry.case
    return found


def _day_of_receipt(actor: Actor, received_on: date | None) -> date:
    day = clock.today() if actor.is_employer or received_on is None else received_on
    check_day(day)
    return day


def _hand_in(
    entry: ListingMachine, kind: str, text: str, day: date, proof: UploadedFile | None, actor: Actor
) -> PartyPaper:
    return PartyPaper.objects.create(
        entry=entry, kind=kind, text=text, received_on=day, recorded_at=clock.now(),
        proof=keep_file(entry.case, proof, actor),
    )  # fmt: skip
