"""Transfer of a filed case (law.md B1.4): the sender's case ends, the receiver files its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Case, Complaint, Evidence, Office, User, WageClaim
from casework.models.actor import Actor
from casework.numbering import next_number
from casework.records import search_index
from casework.records.cases import refresh_totals
from casework.vocabulary import (
    DOCUMENT_NUMBER_WORD,
    ComplaintState,
    DocumentKind,
    DocumentState,
    EventKind,
)
from workflows import deadlines, documents, guards
from workflows.actions import hops
from workflows.actions.designation import report
from workflows.actions.done import Done
from workflows.actions.transfer import WITHOUT_SUPERIOR
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require, take
from workflows.machines.transfer import TransferMachine


def transfer_case(case: CaseMachine, *, actor: Actor, office: Office, reason: str) -> Done:
    """Propose the case to the competent `office`; the sender investigates on until it accepts."""
    require(guards.hops_left.explain(case))
    require(guards.branches_settled.explain(case))
    case.hop_count += 1
    transfer = hops.new_transfer(case, office, actor, reason)
    hops.run(case, "D-05", office)
    hops.watch(case, office, hops.RECEIVER)
    number = hops.write_paper(case, DocumentKind.TRANSFER_LETTER, case.office, actor,
                              {"addressee": office.name, "reason": reason})  # fmt: skip
    hops.tell(case, EventKind.TRANSFER_PROPOSED, actor, transfer, reason, document=number)
    return Done(transfer=transfer)


def dispute_case(case: CaseMachine, *, actor: Actor, office: Office, reason: str) -> Done:
    """Where a third transfer is closed: ask the common superior to designate (law.md B1.4)."""
    require(guards.branches_settled.explain(case))
    transfer = hops.new_transfer(case, office, actor, reason)
    report(case, transfer, actor, reason)
    return Done(transfer=transfer)


def refuse_case_transfer(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """Refuse with reasons; at the second hop the common superior is asked by itself."""
    transfer = hops.open_one(case)
    take(transfer, "refuse", actor)
    hops.decide(transfer, actor, reason)
    deadlines.meet(case, "D-05")
    hops.tell(case, EventKind.TRANSFER_REFUSED, actor, transfer, reason)
    if transfer.hop >= WITHOUT_SUPERIOR:
        report(case, transfer, Actor.system(), reason)
        return Done(outcome="escalated")
    hops.leave(case, transfer.to_office_id)
    return Done(outcome="refused")


def accept_case_transfer(
    case: CaseMachine, *, actor: Actor, lead: User | None = None, second: User | None = None,
    opinion: str = "",
) -> Done:  # fmt: skip
    """Take the case over: it is filed anew on the same day, with a number and 60 days of its own.

    Where the superior designated the office that has the case already, it simply goes on.
    """
    transfer = hops.open_one(case)
    if transfer.receiver_id == case.office_id:
        take(transfer, "accept", actor)
        hops.decide(transfer, actor, opinion)
        deadlines.meet(case, "J-02")
        hops.tell(case, EventKind.TRANSFER_ACCEPTED, actor, transfer, opinion)
        hops.leave(case, transfer.to_office_id)
        return Done(outcome="arrived")
    return _hand_over(case, transfer, actor, lead, second, opinion)


def take_up_case(case: CaseMachine, *, actor: Actor, lead: User, second: User, reason: str) -> Done:
    """The city's or the province's body takes a lower body's case (提级, Order 423 art. 13)."""
    assert actor.office is not None
    require(guards.branches_settled.explain(case))
    transfer = hops.new_transfer(case, actor.office, actor, reason)
    done = _hand_over(case, transfer, actor, lead, second, reason)
    return Done(opened=done.opened, moved=done.moved)


def _hand_over(
    case: CaseMachine,
    transfer: TransferMachine,
    actor: Actor,
    lead: User | None,
    second: User | None,
    opinion: str,
) -> Done:
    if lead is None or second is None or lead.pk == second.pk:
        raise Refused(_("接收时须指派两名监察员（一名主办），见《劳动保障监察条例》第十六条。"))
    sender, receiver = case.office, transfer.receiver
    take(case, "hand_over", actor, on=clock.today())
    take(transfer, "accept", actor)
    hops.decide(transfer, actor, opinion)
    deadlines.meet(case, "D-05", "J-01", "J-02")
    deadlines.freeze(case, reason="案件已移送", by=actor.user)  # stored, so in one language
    complaints = _complaints_of(case)
    hops.stay_as_sender(case, sender)
    if transfer.to_office_id != receiver.pk:
        hops.leave(case, transfer.to_office_id)
    successor = _file_anew(case, receiver, lead, second)
    papers = case.documents.filter(state=DocumentState.ISSUED).order_by("id")
    listed = [f"{paper.get_kind_display()} {paper.number}" for paper in papers]
    listed.append(f"证据材料 {successor.evidence.count()} 件")
    number = hops.write_paper(case, DocumentKind.HANDOVER_LIST, sender, actor,
                              {"addressee": receiver.name, "materials": listed})  # fmt: skip
    hops.tell(case, EventKind.CASE_TRANSFERRED, actor, transfer, opinion, document=number,
              case=successor.number, workers=successor.worker_count,
              claimed=successor.claimed_yuan, paid=successor.paid_yuan)  # fmt: skip
    _open_successor(successor, case, actor, transfer, opinion)
    moved = [row for row in complaints if row.state == ComplaintState.ACCEPTED]
    for complaint in complaints:
        _follow(complaint, successor, actor, transfer, opinion)
    search_index.keep([successor])
    return Done(outcome="arrived", opened=successor, moved=moved)


def _complaints_of(case: Case) -> list[Complaint]:
    rows = case.complaints.select_for_update(of=("self",)).select_related("office")
    return list(rows.order_by("id"))


def _file_anew(case: CaseMachine, office: Office, lead: User, second: User) -> Case:
    """Write the receiver's own case; workers, payments and evidence go over to it."""
    successor = Case(
        number=next_number(office, DOCUMENT_NUMBER_WORD[DocumentKind.FILING_APPROVAL]),
        office=office,
        employer=case.employer,
        employer_name=case.employer_name,
        project=case.project,
        industry=case.industry,
        filed_on=clock.today(),
        lead=lead,
        second=second,
        hop_count=case.hop_count,
        predecessor_id=case.pk,
        first_filed_on=case.first_filed_on or case.filed_on,
    )
    successor.save(force_insert=True)
    WageClaim.objects.filter(case=case.pk).update(case=successor)
    Evidence.objects.filter(case=case.pk).update(case=successor)
    refresh_totals(successor)
    refresh_totals(case)  # nothing is left in it: what is owed counts once, for the owner
    return successor


def _open_successor(
    successor: Case, earlier: CaseMachine, actor: Actor, transfer: TransferMachine, opinion: str
) -> None:
    """Start the receiver's clocks: 60 days of its own, and 90 from the first filing to show."""
    assert successor.first_filed_on is not None
    term = deadlines.start(successor, "D-07")
    whole = deadlines.start(successor, "J-03", on=successor.first_filed_on)
    successor.next_due_on = min(term.due_on, whole.due_on)
    documents.write(
        successor, DocumentKind.FILING_APPROVAL, actor, {"opinion": opinion},
        number=successor.number, drafted_by=successor.lead,
    )  # fmt: skip
    record(
        successor, EventKind.CASE_RECEIVED, actor=actor, reason=opinion, save=False,
        facts={"from": transfer.from_office.name, "earlier": earlier.number,
               "lead": str(successor.lead), "second": str(successor.second), "due": term.due_on,
               "total_due": whole.due_on},
        offices=[earlier.office_id],
    )  # fmt: skip
    successor.save()


def _follow(
    complaint: Complaint, successor: Case, actor: Actor, transfer: TransferMachine, opinion: str
) -> None:
    """Let a complaint of the case go with it; what was merged from elsewhere stays where it is."""
    complaint.case = successor
    if complaint.state == ComplaintState.ACCEPTED:
        complaint.office = successor.office
        complaint.lead, complaint.second = successor.lead, successor.second
        deadlines.hand_over(complaint)
    record(
        complaint, EventKind.CASE_TRANSFERRED, actor=actor, reason=opinion, save=False,
        facts={"from": transfer.from_office.name, "to": successor.office.name,
               "case": successor.number, "hop": transfer.hop},
        offices=[transfer.from_office_id],
    )  # fmt: skip
    complaint.save_step()
