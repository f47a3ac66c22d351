"""What every step of a transfer shares: its row, its papers, its clocks, and who looks on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Case, Complaint, Office, Participation, Transfer
from casework.models.actor import Actor
from casework.vocabulary import OPEN_TRANSFER, TransferState
from workflows import deadlines, documents
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused
from workflows.machines.transfer import TransferMachine

Matter = ComplaintMachine | CaseMachine
FIRST, SENDER, RECEIVER = "first", "sender", "receiver"


def new_transfer(matter: Matter, to_office: Office, actor: Actor, reason: str) -> TransferMachine:
    """Write the row of a transfer that is proposed now; the sender stays owner."""
    transfer = TransferMachine(
        complaint_id=matter.pk if isinstance(matter, Complaint) else None,
        case_id=matter.pk if isinstance(matter, Case) else None,
        from_office=matter.office,
        to_office=to_office,
        hop=matter.hop_count,
        reason=reason[:200],
        proposed_at=clock.now(),
        proposed_by=actor.user,
    )
    transfer.save(force_insert=True)
    return transfer


def open_one(matter: Matter) -> TransferMachine:
    """Return the transfer that is not decided, locked. Raises Refused when there is none."""
    found: TransferMachine | None = _rows(matter).filter(state__in=OPEN_TRANSFER).first()
    if found is None:
        raise Refused(_("没有待确定的管辖。"))
    return found


def latest(matter: Matter) -> TransferMachine | None:
    """Return the last transfer the present owner proposed, locked, when it is open or refused."""
    unsettled = [*OPEN_TRANSFER, TransferState.REFUSED]
    last: TransferMachine | None = _rows(matter).order_by("-id").first()
    if last is None or last.from_office_id != matter.office_id or last.state not in unsettled:
        return None
    return last


def _rows(matter: Matter):  # type: ignore[no-untyped-def]
    rows = TransferMachine._default_manager.select_for_update(of=("self",))
    related = ("from_office", "to_office", "designated", "superior")
    return rows.select_related(*(f"{name}__division" for name in related)).filter(
        **{matter.STREAM: matter.pk}
    )


def decide(transfer: TransferMachine, actor: Actor, answer: str) -> None:
    """Keep who answered, when and why; save the row."""
    transfer.answer = answer[:200]
    transfer.decided_at, transfer.decided_by = clock.now(), actor.user
    transfer.save()


def tell(
    matter: Matter,
    kind: str,
    actor: Actor,
    transfer: Transfer,
    reason: str,
    *,
    offices: tuple[int, ...] = (),
    **facts: Any,
) -> None:
    """Write a step of the transfer into the journal; sender and receiver are both concerned."""
    named = {"from": transfer.from_office.name, "to": transfer.receiver.name, "hop": transfer.hop}
    concerned = [transfer.from_office_id, transfer.receiver_id, *offices]
    record(matter, kind, actor=actor, facts={**named, **facts}, reason=reason, offices=concerned,
           save=False)  # fmt: skip


def run(matter: Matter, rule: str, office: Office) -> None:
    """Start a clock that another office than the owner has to keep."""
    deadlines.start(matter, rule, office=office)


def write_paper(
    matter: Matter, kind: str, office: Office, actor: Actor, facts: Mapping[str, Any]
) -> str:
    """Issue a paper between offices (law.md section 8, group 24) and return its number."""
    facts = {key: value for key, value in facts.items() if value}
    return documents.write(matter, kind, actor, facts, office=office).number or ""


def watch(matter: Matter, office: Office, why: str) -> None:
    """Let `office` see the matter: every complaint of it."""
    Participation.objects.bulk_create(
        [Participation(complaint_id=pk, office=office, reason=why, since=clock.now())
         for pk in _complaints(matter)],
        ignore_conflicts=True,
    )  # fmt: skip


def leave(matter: Matter, office_id: int) -> None:
    """End what an office took part in as a mere receiver; a former owner and the window stay.

    An office that refused, or was not designated, is concerned no further.
    """
    if office_id != matter.office_id:
        Participation.objects.filter(
            complaint__in=_complaints(matter), office=office_id, reason=RECEIVER
        ).delete()


def stay_as_sender(matter: Matter, office: Office) -> None:
    """A former owner goes on seeing the matter, also when it had come to it as a receiver."""
    mine = Participation.objects.filter(complaint__in=_complaints(matter), office=office)
    if not mine.filter(reason=RECEIVER).update(reason=SENDER):
        watch(matter, office, SENDER)


def parties(matter: Matter, transfer: Transfer) -> list[Office]:
    """Return every office the matter has passed through or was proposed to, each once."""
    ways = Q(pk=transfer.pk) | Q(complaint__in=_complaints(matter))
    if isinstance(matter, Case):
        ways |= Q(case__in=matter.lineage())
    related = ("from_office__division__parent", "to_office__division__parent")
    found: dict[int, Office] = {}
    for row in Transfer.objects.filter(ways).select_related(*related).order_by("id"):
        for office in (row.from_office, row.to_office):
            found.setdefault(office.pk, office)
    return list(found.values())


def _complaints(matter: Matter) -> list[int]:
    if isinstance(matter, Case):
        return list(matter.complaints.order_by("id").values_list("pk", flat=True))
    return [matter.pk]
