"""Disputes about jurisdiction (管辖争议): negotiate, report to the common superior, designate.

One set of acts for a complaint and for a filed case; Order 423 art. 13, 行政处罚法 art. 25.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework import clock
from casework.models import Complaint, Office
from casework.models.actor import Actor
from casework.vocabulary import ComplaintState, DocumentKind, EventKind, TransferState
from workflows import deadlines
from workflows.actions import hops
from workflows.actions.done import Done
from workflows.actions.hops import Matter
from workflows.machines.step import Refused, take
from workflows.machines.transfer import TransferMachine
from workflows.routing import common_superior


def negotiate_transfer(matter: Matter, *, actor: Actor, reason: str) -> Done:
    """After a refusal talk with the office that refused; it sees the matter again meanwhile."""
    transfer = hops.latest(matter)
    if transfer is None or transfer.is_open:
        raise Refused(_("没有被退回的移送，不需要协商。"))
    if isinstance(matter, Complaint):
        take(matter, "dispute", actor)
    take(transfer, "negotiate", actor)
    transfer.save()
    deadlines.meet(matter, "D-04")
    deadlines.start(matter, "J-01")
    hops.watch(matter, transfer.to_office, hops.RECEIVER)
    hops.tell(matter, EventKind.TRANSFER_NEGOTIATING, actor, transfer, reason)
    return Done(outcome="negotiating")


def keep_matter(matter: Matter, *, actor: Actor, reason: str) -> Done:
    """The sender keeps what it had proposed: agreed with the other office, or found its own."""
    transfer = hops.latest(matter)
    if transfer is None:
        raise Refused(_("没有待确定的管辖。"))
    if isinstance(matter, Complaint):
        take(matter, "stay", actor)
    if transfer.is_open:
        take(transfer, "keep", actor)
        hops.decide(transfer, actor, reason)
    deadlines.meet(matter, "J-01", "D-04")
    hops.tell(matter, EventKind.TRANSFER_KEPT, actor, transfer, reason)
    hops.leave(matter, transfer.to_office_id)
    return Done(outcome="kept")


def request_designation(
    matter: Matter, *, actor: Actor, reason: str, office: Office | None = None
) -> Done:
    """Report the dispute to the common superior; also where a third transfer is closed.

    `office`: which office should have it, where none has been asked before.
    """
    transfer = hops.latest(matter)
    if transfer is None:
        if office is None:
            raise Refused(_("请选择您认为有管辖权的机构。"))
        transfer = hops.new_transfer(matter, office, actor, reason)
    if isinstance(matter, Complaint) and matter.state != ComplaintState.TRANSFERRED_OUT:
        take(matter, "dispute", actor)
    report(matter, transfer, actor, reason)
    return Done(outcome="requested", transfer=transfer)


def report(matter: Matter, transfer: TransferMachine, actor: Actor, reason: str) -> None:
    """Put the dispute before the common superior of all offices the matter came through."""
    disputing = hops.parties(matter, transfer)
    superior = common_superior(disputing)
    take(transfer, "request_designation", actor, superior=superior)
    transfer.save()
    deadlines.meet(matter, "J-01", "D-04")
    hops.run(matter, "D-06", superior)
    hops.watch(matter, transfer.to_office, hops.RECEIVER)
    names = "、".join(office.name for office in disputing)
    number = hops.write_paper(
        matter, DocumentKind.JURISDICTION_REPORT, actor.office or matter.office, actor,
        {"addressee": superior.name, "parties": names, "reason": reason},
    )  # fmt: skip
    hops.tell(matter, EventKind.TRANSFER_DESIGNATION_REQUESTED, actor, transfer, reason,
              offices=(superior.pk,), superior=superior.name, document=number)  # fmt: skip


def designate(matter: Matter, *, actor: Actor, office: Office, reason: str) -> Done:
    """The common superior names the authority, which may not refuse; D-06 is met."""
    assert actor.office is not None
    transfer = hops.open_one(matter)
    asked = transfer.to_office_id
    take(transfer, "designate", actor, office=office, superior=actor.office)
    transfer.designation_reason = reason[:200]
    transfer.designated_at, transfer.designated_by = clock.now(), actor.user
    transfer.save()
    deadlines.meet(matter, "D-05", "D-06", "J-01")
    hops.run(matter, "J-02", office)
    hops.watch(matter, office, hops.RECEIVER)
    number = hops.write_paper(
        matter, DocumentKind.DESIGNATION_NOTICE, actor.office, actor,
        {"addressee": office.name, "designated": office.name, "reason": reason},
    )  # fmt: skip
    hops.tell(matter, EventKind.TRANSFER_DESIGNATED, actor, transfer, reason, offices=(asked,),
              superior=actor.office.name, document=number)  # fmt: skip
    return Done(outcome="designated")


def extend_designation(matter: Matter, *, actor: Actor, reason: str) -> Done:
    """The superior needs longer: once, before the term ends (D-06)."""
    term = deadlines.running(matter, "D-06").first()
    if term is None:
        raise Refused(_("没有正在计算的指定管辖期限。"))
    if term.extended_on is not None:
        raise Refused(_("指定管辖期限只能延长一次。"))
    if clock.today() > term.due_on:
        raise Refused(_("指定管辖期限已届满（%(day)s），不能再延长。") % {"day": term.due_on})
    old = term.due_on
    deadlines.extend(matter, term, approved_by=actor.user, reason=reason)
    transfer = hops.open_one(matter)
    hops.tell(matter, EventKind.TRANSFER_DESIGNATION_EXTENDED, actor, transfer, reason,
              old=old, new=term.due_on)  # fmt: skip
    return Done()


def escalate_transfer(matter: Matter, *, actor: Actor) -> Done:
    """Nobody answered in time: the common superior is told and may designate (D-05).

    The matter is never lost by silence: the sender stays owner, the receiver may still answer.
    """
    transfer = hops.open_one(matter)
    if transfer.state != TransferState.PROPOSED or transfer.superior_id is not None:
        raise Refused(_("移送已经答复，或者已经报告上级。"))
    superior = common_superior([transfer.from_office, transfer.to_office])
    transfer.superior = superior
    transfer.save(update_fields=["superior"])
    hops.tell(matter, EventKind.TRANSFER_ESCALATED, actor, transfer, "",
              offices=(superior.pk,), superior=superior.name)  # fmt: skip
    return Done()
