"""Transfer between counties: propose, accept, refuse; exactly one owner at every instant (B1.4)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from casework import clock
from casework.journal import record
from casework.models import Office, Participation, Transfer
from casework.models.actor import Actor
from casework.vocabulary import EventKind, TransferState
from workflows import deadlines
from workflows.actions.done import Done
from workflows.actions.intake import propose_transfer
from workflows.machines.complaint import ComplaintMachine, TransferMachine
from workflows.machines.step import take


def transfer_complaint(
    complaint: ComplaintMachine, *, actor: Actor, office: Office, reason: str
) -> Done:
    """Propose the complaint to the competent `office`; the sender stays owner until it accepts."""
    propose_transfer(complaint, office, actor=actor, reason=reason)
    deadlines.meet(complaint, "D-04")
    clock_ = deadlines.build(complaint, "D-05", office=office)
    deadlines.start_all(complaint, [clock_])
    _watch(complaint, office, "receiver")
    return Done(outcome="away")


def accept_transfer(complaint: ComplaintMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Take over the complaint: from this moment the receiver is the one responsible authority."""
    transfer = _pending(complaint)
    sender = complaint.office
    # The complaint's permission looks at the pending transfer, so it is asked before that is saved.
    take(complaint, "arrive", actor, office=transfer.to_office)
    take(transfer, "accept", actor)
    _decide(transfer, actor, opinion)
    deadlines.meet(complaint, "D-05")
    deadlines.hand_over(complaint)
    record(
        complaint,
        EventKind.TRANSFER_ACCEPTED,
        actor=actor,
        facts={"from": sender.name, "to": transfer.to_office.name, "hop": transfer.hop},
        reason=opinion,
        offices=[sender.pk],
        save=False,
    )
    _watch(complaint, sender, "sender")
    return Done(outcome="arrived")


def refuse_transfer(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Refuse with reasons: the sender keeps the complaint and decides where it goes (D-04 anew).

    The refusing office is concerned no longer and from now on does not see the complaint.
    """
    transfer = _pending(complaint)
    sender = complaint.office
    take(complaint, "arrive", actor, office=sender)
    take(transfer, "refuse", actor)
    _decide(transfer, actor, reason)
    deadlines.meet(complaint, "D-05")
    deadlines.start(complaint, "D-04")
    record(
        complaint,
        EventKind.TRANSFER_REFUSED,
        actor=actor,
        facts={"from": sender.name, "to": transfer.to_office.name, "hop": transfer.hop},
        reason=reason,
        offices=[transfer.to_office_id],
        save=False,
    )
    _leave(complaint, transfer.to_office)
    return Done(outcome="refused")


def _pending(complaint: ComplaintMachine) -> TransferMachine:
    return (
        TransferMachine.objects.select_for_update(of=("self",))
        .select_related("to_office__division", "from_office")
        .get(complaint=complaint.pk, state=TransferState.PROPOSED)
    )


def _decide(transfer: TransferMachine, actor: Actor, reason: str) -> None:
    transfer.answer = reason[:200]
    transfer.decided_at = clock.now()
    transfer.decided_by = actor.user
    transfer.save()


def _watch(complaint: ComplaintMachine, office: Office, why: str) -> None:
    Participation.objects.bulk_create(
        [Participation(complaint_id=complaint.pk, office=office, reason=why, since=clock.now())],
        ignore_conflicts=True,
    )


def _leave(complaint: ComplaintMachine, office: Office) -> None:
    """End what `office` took part in as a mere receiver; a former owner and the window stay."""
    owned = Transfer.objects.filter(
        complaint=complaint.pk, to_office=OuterRef("office"), state=TransferState.ACCEPTED
    )
    asked = Participation.objects.filter(complaint=complaint.pk, office=office, reason="receiver")
    asked.filter(~Exists(owned)).delete()
