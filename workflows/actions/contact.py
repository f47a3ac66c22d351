"""What the complainant adds and staff answer or note: messages, corrections, photos, evidence."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Complaint, Message
from casework.models.actor import Actor
from casework.records.evidence import store_upload
from casework.vocabulary import EventKind, MessageKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused

MOST_FILES = 100


def add_message(
    complaint: ComplaintMachine, *, actor: Actor, text: str, kind: str = MessageKind.MESSAGE
) -> Done:
    """Keep a message or correction of the complainant; only its length goes into the journal."""
    Message.objects.create(complaint=complaint, kind=kind, text=text, sent_at=clock.now())
    record(complaint, EventKind.MESSAGE_RECEIVED, actor=actor, save=False,
           facts={"kind": kind, "length": len(text)})  # fmt: skip
    return Done()


def reply(complaint: ComplaintMachine, *, actor: Actor, text: str) -> Done:
    """Answer the complainant; shown on the tracking page, told by message."""
    Message.objects.create(
        complaint=complaint, kind=MessageKind.STAFF_REPLY, author=actor.user, text=text,
        sent_at=clock.now(),
    )  # fmt: skip
    complaint.messages.filter(read_at__isnull=True, author__isnull=True).update(read_at=clock.now())
    record(complaint, EventKind.MESSAGE_SENT, actor=actor, save=False, facts={"length": len(text)})
    return Done()


def add_evidence(
    dossier: ComplaintMachine | CaseMachine,
    *,
    actor: Actor,
    files: Sequence[UploadedFile],
    caption: str = "",
) -> Done:
    """Store files of the complainant or of the inspectors with their hashes."""
    complaint = (
        dossier if isinstance(dossier, ComplaintMachine) else dossier.complaints.order_by("id")[0]
    )
    if actor.is_complainant:
        _room_for(complaint, len(files))
    stored = [store_upload(complaint, file, added_by=actor.user, caption=caption) for file in files]
    record(
        dossier, EventKind.EVIDENCE_ADDED, actor=actor, save=False,
        facts={"files": [{"id": e.pk, "kind": e.kind, "sha256": e.sha256} for e in stored],
               "caption": caption},
    )  # fmt: skip
    return Done()


def _room_for(complaint: Complaint, more: int) -> None:
    """A complainant needs no account: without a bound one query code fills the disk."""
    told = complaint.evidence.filter(added_by__isnull=True, from_employer=False).count()
    if told + more > MOST_FILES:
        raise Refused(
            _("材料最多交 %(most)s 个，已有 %(n)s 个。还有材料的，请打电话联系承办人员。")
            % {"most": MOST_FILES, "n": told}
        )


def add_note(dossier: ComplaintMachine | CaseMachine, *, actor: Actor, text: str) -> Done:
    """Add a handling note, seen by staff in scope, never by complainant or employer."""
    record(dossier, EventKind.NOTE_ADDED, actor=actor, reason=text, save=False)
    return Done()
