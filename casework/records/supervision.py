"""Supervision orders (督办单、交办清单): issue one about any number of matters, and reply to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from casework import clock
from casework.journal import record
from casework.law.errors import SentenceError, gettext_noop
from casework.models import (
    Campaign,
    Case,
    Complaint,
    Office,
    SupervisionItem,
    SupervisionOrder,
)
from casework.models.actor import Actor
from casework.numbering import next_number
from casework.vocabulary import EventKind

WORD, REPLY_WORD = "督", "督复"
NUMBER, TITLE, DUE, OWED = "number", "title", "due", "owed"
"""Keys of `SupervisionItem.printed`."""


class ReplyError(SentenceError):
    """The order was answered already, or the answer says nothing."""


def issue(
    *, actor: Actor, to_office: Office, kind: str, text: str, due_on: date,
    cases: Iterable[int] = (), complaints: Iterable[int] = (), campaign: Campaign | None = None,
) -> SupervisionOrder:  # fmt: skip
    """Write an order of the actor's office to `to_office`, and in the journal of each of its matters.

    Matters that are no longer of that office are left out: another office answers for them.
    """
    assert actor.office is not None
    with transaction.atomic():
        their_cases = _of_office(_rows(Case, cases), to_office)
        their_complaints = _of_office(_rows(Complaint, complaints), to_office)
        order = SupervisionOrder.objects.create(
            number=next_number(actor.office, WORD), kind=kind, campaign=campaign,
            from_office=actor.office, to_office=to_office, text=text, issued_at=clock.now(),
            issued_by=actor.staff, due_on=due_on,
        )  # fmt: skip
        rows = [
            SupervisionItem(order=order, case_id=one.pk, printed=_printed(one))
            for one in their_cases
        ]
        rows += [
            SupervisionItem(order=order, complaint_id=one.pk, printed=_printed(one))
            for one in their_complaints
        ]
        SupervisionItem.objects.bulk_create(rows)
        for matter in (*their_cases, *their_complaints):
            record(
                matter, EventKind.SUPERVISION_ISSUED, actor=actor, reason=text,
                facts={"order": order.number, "due": due_on, "from": actor.office.name},
                offices=[actor.office.pk],
            )  # fmt: skip
    return order


def reply(order: SupervisionOrder, *, actor: Actor, text: str) -> SupervisionOrder:
    """Answer an order once, for good; each of its matters has the answer in its journal."""
    with transaction.atomic():
        rows = SupervisionOrder.objects.select_for_update(of=("self",))
        row = rows.select_related("to_office").get(pk=order.pk)
        if row.replied_at is not None:
            raise ReplyError(gettext_noop("这张督办单已经回复。"))
        if not text.strip():
            raise ReplyError(gettext_noop("请写明办理情况。"))
        row.reply, row.replied_at, row.replied_by = text.strip(), clock.now(), actor.staff
        row.reply_number = next_number(row.to_office, REPLY_WORD)
        row.save(update_fields=["reply", "replied_at", "replied_by", "reply_number"])
        items = list(row.items.all())
        for model, ids in (
            (Case, [item.case_id for item in items if item.case_id]),
            (Complaint, [item.complaint_id for item in items if item.complaint_id]),
        ):
            for matter in _rows(model, ids):
                record(
                    matter, EventKind.SUPERVISION_REPLIED, actor=actor, reason=row.reply,
                    facts={"order": row.number}, offices=[row.from_office_id],
                )  # fmt: skip
    return row


def _printed(matter: Case | Complaint) -> dict[str, str]:
    """What the paper says of a matter: frozen, because a paper does not follow the record."""
    owed = matter.claimed_yuan
    if isinstance(matter, Case) and matter.verified_yuan:
        owed = matter.unpaid_yuan
    due = matter.next_due_on
    return {
        NUMBER: str(matter), TITLE: matter.title, DUE: due.isoformat() if due else "",
        OWED: str(owed),
    }  # fmt: skip


def _rows(model: type[Case] | type[Complaint], ids: Iterable[int]) -> list[Case | Complaint]:
    rows = model._default_manager.select_for_update(of=("self",)).select_related("office")
    return list(rows.filter(pk__in=list(ids)).order_by("pk"))


def _of_office(rows: Sequence[Case | Complaint], office: Office) -> list[Case | Complaint]:
    return [one for one in rows if one.office_id == office.pk]
