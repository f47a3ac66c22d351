"""Transfer between counties: propose, accept, refuse; exactly one owner at every instant (B1.4)."""

from __future__ import annotations

from casework.models import Office
from casework.models.actor import Actor
from casework.vocabulary import DocumentKind, EventKind
from workflows import deadlines
from workflows.actions import hops
from workflows.actions.designation import report
from workflows.actions.done import Done
from workflows.actions.intake import propose_transfer
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import take

WITHOUT_SUPERIOR = 2
"""Hops that offices settle among themselves; whatever is refused then goes to the superior."""


def transfer_complaint(
    complaint: ComplaintMachine, *, actor: Actor, office: Office, reason: str
) -> Done:
    """Propose the complaint to the competent `office`; the sender stays owner until it accepts."""
    propose_transfer(complaint, office, actor=actor, reason=reason)
    deadlines.meet(complaint, "D-04")
    hops.run(complaint, "D-05", office)
    hops.watch(complaint, office, hops.RECEIVER)
    hops.write_paper(complaint, DocumentKind.TRANSFER_LETTER, complaint.office, actor,
                     {"addressee": office.name, "reason": reason})  # fmt: skip
    return Done(outcome="away")


def accept_transfer(complaint: ComplaintMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Take over the complaint: from this moment the receiver is the one responsible authority.

    So does the office designated by the superior, which may not refuse.
    """
    transfer = hops.open_one(complaint)
    sender, receiver = complaint.office, transfer.receiver
    # The complaint's permission looks at the open transfer, so it is asked before that is saved.
    take(complaint, "arrive", actor, office=receiver)
    take(transfer, "accept", actor)
    hops.decide(transfer, actor, opinion)
    deadlines.meet(complaint, "D-05", "J-01", "J-02")
    deadlines.hand_over(complaint)
    hops.tell(complaint, EventKind.TRANSFER_ACCEPTED, actor, transfer, opinion)
    if receiver.pk != sender.pk:
        complaint.lead = complaint.second = None
        hops.stay_as_sender(complaint, sender)
    if transfer.to_office_id != receiver.pk:
        hops.leave(complaint, transfer.to_office_id)
    return Done(outcome="arrived")


def refuse_transfer(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Refuse with reasons: the sender keeps the complaint and decides where it goes (D-04 anew).

    The refusing office is concerned no longer and sees the complaint no further. What is refused
    at the second hop goes to the common superior by itself (law.md B1.4).
    """
    transfer = hops.open_one(complaint)
    if transfer.hop < WITHOUT_SUPERIOR:
        take(complaint, "come_back", actor)
    take(transfer, "refuse", actor)
    hops.decide(transfer, actor, reason)
    deadlines.meet(complaint, "D-05")
    hops.tell(complaint, EventKind.TRANSFER_REFUSED, actor, transfer, reason)
    if transfer.hop >= WITHOUT_SUPERIOR:
        report(complaint, transfer, Actor.system(), reason)
        return Done(outcome="escalated")
    deadlines.start(complaint, "D-04")
    hops.leave(complaint, transfer.to_office_id)
    return Done(outcome="refused")


def take_up_complaint(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """The city's or the province's body takes a lower body's matter (提级, Order 423 art. 13)."""
    assert actor.office is not None
    lower = complaint.office
    transfer = hops.new_transfer(complaint, actor.office, actor, reason)
    take(complaint, "take_up", actor, office=actor.office)
    take(transfer, "accept", actor)
    hops.decide(transfer, actor, reason)
    deadlines.meet(complaint, "D-04")
    deadlines.hand_over(complaint)
    complaint.lead = complaint.second = None
    hops.tell(complaint, EventKind.TRANSFER_TAKEN_UP, actor, transfer, reason)
    hops.stay_as_sender(complaint, lower)
    return Done(outcome="taken_up")
