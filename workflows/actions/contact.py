"""What complainant and staff add to a matter: photos, evidence, handling notes."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework.journal import record
from casework.models import Complaint, Message, WageClaim
from casework.models.actor import Actor
from casework.records.evidence import store_upload
from casework.records.messages import write
from casework.vocabulary import EventKind, MessageKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused

MOST_FILES = 100
MOST_FILES_OF_ONE = 30


def add_evidence(
    dossier: ComplaintMachine | CaseMachine,
    *,
    actor: Actor,
    files: Sequence[UploadedFile],
    caption: str = "",
    claim: WageClaim | None = None,
) -> Done:
    """Store files of the complainant or of the inspectors with their hashes.

    What a complainant hands in stands in the thread too, so that it shows who has seen it; `claim`
    is the worker of a group who does.
    """
    complaint = (
        dossier if isinstance(dossier, ComplaintMachine) else dossier.complaints.order_by("id")[0]
    )
    message = None
    if actor.is_complainant:
        message = write(complaint, kind=MessageKind.FILES, text=caption, claim=claim)
    keep_files(dossier, complaint, actor=actor, files=files, caption=caption, message=message)
    return Done()


def keep_files(
    dossier: ComplaintMachine | CaseMachine,
    complaint: Complaint,
    *,
    actor: Actor,
    files: Sequence[UploadedFile],
    caption: str = "",
    message: Message | None = None,
) -> None:
    """Store the uploads as evidence, attach them to `message`, write their hashes into the journal."""
    if not files:
        return
    if actor.is_complainant:
        _room_for(complaint, len(files), message.claim if message else None)
    stored = [store_upload(complaint, file, added_by=actor.user, caption=caption) for file in files]
    facts: dict[str, object] = {
        "files": [{"id": e.pk, "kind": e.kind, "sha256": e.sha256} for e in stored],
        "caption": caption,
    }
    if message is not None:
        message.files.set(stored)
        facts["message"] = message.pk
    record(dossier, EventKind.EVIDENCE_ADDED, actor=actor, save=False, facts=facts)


def _room_for(complaint: Complaint, more: int, claim: WageClaim | None) -> None:
    """A complainant needs no account: without a bound one query code fills the disk.

    One worker of a group may not use up the room of all.
    """
    rows = complaint.evidence.filter(added_by__isnull=True, from_employer=False)
    bounds = [(rows, MOST_FILES)]
    if claim is not None:
        bounds.append((rows.filter(messages__claim=claim), MOST_FILES_OF_ONE))
    for told, most in bounds:
        count = told.count()
        if count + more > most:
            raise Refused(
                _("材料最多交 %(most)s 个，已有 %(n)s 个。还有材料的，请打电话联系承办人员。")
                % {"most": most, "n": count}
            )


def add_note(dossier: ComplaintMachine | CaseMachine, *, actor: Actor, text: str) -> Done:
    """Add a handling note, seen by staff in scope, never by complainant or employer."""
    record(dossier, EventKind.NOTE_ADDED, actor=actor, reason=text, save=False)
    return Done()
