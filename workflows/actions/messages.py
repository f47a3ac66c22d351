"""The thread between complainant and office: say, answer, read, settle; every step in the journal.

The journal keeps ids and lengths only. A worker of a group (`claim`) has a thread of his own, which
the representative does not read; nothing of it ever reaches the employer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Message, WageClaim
from casework.models.actor import Actor
from casework.models.contact import WAITING
from casework.queries.messages import thread_of
from casework.records.messages import mark_answered, mark_read, write
from casework.vocabulary import EventKind, MessageKind
from workflows.actions.contact import keep_files
from workflows.actions.done import Done
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused


def add_message(
    complaint: ComplaintMachine, *, actor: Actor, text: str, kind: str = MessageKind.MESSAGE,
    files: Sequence[UploadedFile] = (), claim: WageClaim | None = None,
) -> Done:  # fmt: skip
    """Keep a message or correction of the complainant, with what was attached as evidence."""
    message = write(complaint, kind=kind, text=text, claim=claim)
    keep_files(complaint, complaint, actor=actor, files=files, message=message)
    record(complaint, EventKind.MESSAGE_RECEIVED, actor=actor, save=False,
           facts=_facts(message) | {"kind": kind})  # fmt: skip
    return Done()


def reply(
    complaint: ComplaintMachine, *, actor: Actor, text: str, claim: WageClaim | None = None,
    files: Sequence[UploadedFile] = (),
) -> Done:  # fmt: skip
    """Answer the complainant, or one worker of the group; shown on the tracking page, told by message."""
    thread = thread_of(complaint, None if claim is None else [claim.pk])
    message = write(complaint, kind=MessageKind.STAFF_REPLY, text=text, author=actor.user,
                    claim=claim)  # fmt: skip
    keep_files(complaint, complaint, actor=actor, files=files, message=message)
    asked = thread.filter(author__isnull=True)
    mark_read(asked)
    mark_answered(asked)
    record(complaint, EventKind.MESSAGE_SENT, actor=actor, save=False, facts=_facts(message))
    return Done()


def read_messages(
    complaint: ComplaintMachine, *, actor: Actor, claims: Collection[int] | None = None
) -> Done:
    """Note that the other side's messages were read: by the complainant his own thread, by staff all."""
    if actor.is_complainant:
        rows = thread_of(complaint, claims).filter(author__isnull=False)
    else:
        rows = complaint.messages.filter(author__isnull=True)
    ids = mark_read(rows)
    if not ids:
        raise Refused(_("没有未读的留言。"))
    record(complaint, EventKind.MESSAGE_READ, actor=actor, save=False, facts={"messages": ids})
    return Done()


def settle_messages(
    complaint: ComplaintMachine, *, actor: Actor, claim: WageClaim | None = None
) -> Done:
    """Note that what the complainant wrote asks for no answer (a thank-you, a correction made)."""
    thread = thread_of(complaint, None if claim is None else [claim.pk])
    asked = thread.filter(author__isnull=True)
    ids = mark_answered(asked)
    if not ids:
        raise Refused(_("没有等待回复的留言。"))
    mark_read(asked)
    record(complaint, EventKind.MESSAGE_SETTLED, actor=actor, save=False, facts={"messages": ids})
    return Done()


def mark_unanswered(complaint: ComplaintMachine, *, actor: Actor, ids: Collection[int]) -> Done:
    """Tell the head once of messages nobody has answered in time (see `workflows.sweeps.messages`)."""
    rows = Message.objects.filter(WAITING, complaint=complaint.pk, pk__in=ids, late_at__isnull=True)
    late = list(rows.order_by("id"))
    if not late:
        raise Refused(_("没有等待回复的留言。"))
    rows.update(late_at=clock.now())
    record(complaint, EventKind.MESSAGE_UNANSWERED, actor=actor, save=False,
           facts={"messages": [m.pk for m in late], "since": clock.day_of(late[0].sent_at)})  # fmt: skip
    return Done()


def _facts(message: Message) -> dict[str, object]:
    facts: dict[str, object] = {"message": message.pk, "length": len(message.text)}
    return facts | ({"claim": message.claim_id} if message.claim_id else {})
