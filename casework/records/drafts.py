"""Drafts of the public wizard: kept on the server under a token of which only the hash is stored."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework import clock
from casework.files.images import UploadError, check_upload, safe_name
from casework.law.errors import gettext_noop
from casework.models import Complaint, DraftFile, IntakeDraft
from casework.records.evidence import kind_of
from casework.vocabulary import EvidenceKind

LIFETIME = timedelta(days=7)
CODE_LIFETIME = timedelta(minutes=30)
MAX_FILES = 10
MAX_BYTES = 20 * 1024 * 1024
TOKEN_BYTES = 24
OFFICE_FILE = b"PK"
HEIC = "image/heic"
SNIFF_BYTES = 4096


def open_draft() -> tuple[IntakeDraft, str]:
    """Begin a filing; return the draft and its token, which is stored nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    draft = IntakeDraft.objects.create(
        token_hash=token_hash(token), expires_at=clock.now() + LIFETIME
    )
    return draft, token


def find_draft(token: str) -> IntakeDraft | None:
    """Return the draft of `token` unless it has expired."""
    return IntakeDraft.objects.filter(
        token_hash=token_hash(token), expires_at__gt=clock.now()
    ).first()


def content(draft: IntakeDraft) -> dict[str, Any]:
    """Return what the draft holds: the answers by step, once sent only the query code."""
    found: Any = draft.data
    return found or {}


def keep(draft: IntakeDraft, data: Any) -> None:
    """Write what the draft holds."""
    draft.data = data
    draft.save(update_fields=["data"])


def token_hash(token: str) -> str:
    """Return the sha-256 under which a draft is found."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_file(draft: IntakeDraft, upload: UploadedFile) -> DraftFile:
    """Keep a photo, recording or document with the draft. Raises UploadError with a sentence."""
    _check_size(upload)
    upload.seek(0)
    head = upload.read(SNIFF_BYTES)
    if head.startswith(OFFICE_FILE):  # an office file is told by its table of contents at the end
        head += upload.read()
    upload.seek(0)
    info = check_upload(upload.name or "", head, upload.content_type or "")
    if info.mime == HEIC:
        raise UploadError(
            gettext_noop(
                "这是苹果手机的 HEIC 照片，打不开。请把它截一张屏，交截屏；或在“设置→相机→格式”里选“兼容性最佳”，再拍一张。"
            )
        )
    return _sent_before(draft, upload) or _keep(draft, upload, kind_of(info), info.mime)


def set_roster(draft: IntakeDraft, upload: UploadedFile) -> DraftFile:
    """Keep a list of workers that has been read without refusal; it replaces an earlier one."""
    _check_size(upload)
    drop_roster(draft)
    return _keep(draft, upload, EvidenceKind.ROSTER, upload.content_type or "text/csv")


def roster_of(draft: IntakeDraft) -> DraftFile | None:
    """Return the list of workers of the draft."""
    return draft.files.filter(kind=EvidenceKind.ROSTER).first()


def drop_roster(draft: IntakeDraft) -> None:
    """Remove the list of workers."""
    for file in draft.files.filter(kind=EvidenceKind.ROSTER):
        _drop(file)


def remove_file(draft: IntakeDraft, pk: int) -> None:
    """Remove one file of this draft; a number of another draft does nothing."""
    for file in draft.files.filter(pk=pk):
        _drop(file)


def finish(draft: IntakeDraft, complaint: Complaint, query_code: str) -> None:
    """Mark the draft as sent: forget what was typed, keep the query code for half an hour."""
    for file in draft.files.all():
        _drop(file)
    draft.complaint = complaint
    draft.save(update_fields=["complaint"])
    until = clock.now() + CODE_LIFETIME
    keep(draft, {"code": query_code, "code_until": until.timestamp()})


def code_of(draft: IntakeDraft) -> str:
    """Return the query code of a sent draft while it may be shown again; later drop it."""
    data = content(draft)
    code = str(data.get("code", ""))
    if code and data.get("code_until", 0) < clock.now().timestamp():
        keep(draft, {})
        return ""
    return code


def purge() -> int:
    """Delete expired drafts with their files and drop query codes past showing; return how many."""
    now = clock.now()
    expired = IntakeDraft.objects.filter(expires_at__lte=now)
    deleted = 0
    for draft in expired.prefetch_related("files").iterator(chunk_size=200):
        for file in draft.files.all():
            file.file.delete(save=False)
        draft.delete()
        deleted += 1
    for draft in IntakeDraft.objects.filter(complaint__isnull=False).iterator(chunk_size=200):
        code_of(draft)
    return deleted


def _sent_before(draft: IntakeDraft, upload: UploadedFile) -> DraftFile | None:
    """Return the same file sent before: on a slow network the answer is lost and a phone tries again."""
    name = safe_name(upload.name or "upload")[:160]
    for file in draft.files.filter(original_name=name, size=upload.size or 0):
        with file.file.open("rb") as kept:
            upload.seek(0)
            if kept.read() == upload.read():
                return file
    upload.seek(0)
    return None


def _check_size(upload: UploadedFile) -> None:
    if (upload.size or 0) > MAX_BYTES:
        raise UploadError(gettext_noop("这个文件超过 20 MB，请换一个小一点的。"))


def _keep(draft: IntakeDraft, upload: UploadedFile, kind: str, mime: str) -> DraftFile:
    with transaction.atomic():
        # The lock makes two uploads at once count each other.
        IntakeDraft.objects.select_for_update().get(pk=draft.pk)
        if draft.files.count() >= MAX_FILES:
            raise UploadError(gettext_noop("最多交 10 个文件。要换的话，请先去掉一个。"))
        file = DraftFile(
            draft=draft,
            original_name=safe_name(upload.name or "upload")[:160],
            content_type=mime[:80],
            kind=kind,
            size=upload.size or 0,
        )
        file.file.save(file.original_name, upload, save=False)
        file.save(force_insert=True)
    return file


def _drop(file: DraftFile) -> None:
    storage, name = file.file.storage, file.file.name or ""
    file.delete()
    transaction.on_commit(partial(storage.delete, name), robust=True)
