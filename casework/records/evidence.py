"""Store an evidence file: sniff its true kind, hash it while it is written, never replace it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename

from casework import clock
from casework.files.images import UploadInfo, check_upload
from casework.models import Complaint, DraftFile, Evidence, User
from casework.vocabulary import EvidenceKind

SNIFF_BYTES = 4096
ZIP_MAGIC = b"PK"
_written: ContextVar[list[Evidence] | None] = ContextVar("written", default=None)


@contextmanager
def files_of_a_whole_act() -> Iterator[None]:
    """Take the files stored inside away again when it fails: a rollback takes only the rows."""
    outer = _written.get()
    own: list[Evidence] = []
    token = _written.set(own)
    try:
        yield
    except BaseException:
        for evidence in own:
            evidence.file.delete(save=False)
        raise
    else:
        if outer is not None:
            outer.extend(own)
    finally:
        _written.reset(token)


def inspect(upload: UploadedFile) -> UploadInfo:
    """Return the true kind of an upload; raises UploadError with a Chinese sentence.

    The head tells most kinds; what an office file is stands at the end of its archive.
    """
    upload.seek(0)
    head = upload.read(SNIFF_BYTES)
    if head.startswith(ZIP_MAGIC):
        head += upload.read()
    upload.seek(0)
    return check_upload(upload.name or "", head, upload.content_type or "")


def store(
    complaint: Complaint,
    upload: File,
    *,
    kind: str,
    original_name: str,
    content_type: str,
    added_by: User | None = None,
    caption: str = "",
    from_employer: bool = False,
) -> Evidence:
    """Write `upload` into the private store and return its row with size and sha-256."""
    digest, size = hashlib.sha256(), 0
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
        size += len(chunk)
    upload.seek(0)
    evidence = Evidence(
        complaint=complaint,
        case_id=complaint.case_id,
        kind=kind,
        original_name=get_valid_filename(original_name)[:160],
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        caption=caption,
        added_at=clock.now(),
        added_by=added_by,
        from_employer=from_employer,
    )
    evidence.file.save(evidence.original_name, upload, save=False)
    written = _written.get()
    if written is not None:
        written.append(evidence)
    evidence.save(force_insert=True)
    return evidence


def store_upload(
    complaint: Complaint, upload: UploadedFile, *, added_by: User | None = None,
    caption: str = "", kind: str = "", from_employer: bool = False,
) -> Evidence:  # fmt: skip
    """Check and store what somebody uploaded in a form."""
    info = inspect(upload)
    return store(
        complaint,
        upload,
        kind=kind or kind_of(info),
        original_name=upload.name or "upload",
        content_type=info.mime,
        added_by=added_by,
        caption=caption,
        from_employer=from_employer,
    )


def adopt_draft_file(complaint: Complaint, draft_file: DraftFile) -> Evidence:
    """Turn a draft's file into evidence of the complaint that was sent from it."""
    with draft_file.file.open("rb") as handle:
        return store(
            complaint,
            File(handle),
            kind=draft_file.kind,
            original_name=draft_file.original_name,
            content_type=draft_file.content_type,
        )


def kind_of(info: UploadInfo) -> str:
    """Map the sniffed kind (image, audio, video, document) to the kind of evidence."""
    return {
        "image": EvidenceKind.PHOTO,
        "audio": EvidenceKind.AUDIO,
        "video": EvidenceKind.VIDEO,
    }.get(info.kind, EvidenceKind.DOCUMENT)
