"""Papers of a listing or a publication: written and numbered by the act that decides them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from casework import clock
from casework.models import Branch, Case, Document, Evidence, ServiceRecord
from casework.models.actor import Actor
from casework.numbering import next_number
from casework.records.evidence import store_upload
from casework.vocabulary import (
    DOCUMENT_NUMBER_WORD,
    DocumentKind,
    DocumentState,
    EvidenceKind,
    ServiceMode,
)
from workflows.machines.step import Refused


def draft(branch: Branch, kind: str, actor: Actor, facts: Mapping[str, Any]) -> Document:
    """Keep what a paper will say, without a number; an earlier draft of its kind is voided."""
    earlier = branch.documents.filter(kind=kind, state=DocumentState.DRAFT)
    earlier.update(state=DocumentState.VOID)
    return Document.objects.create(
        case=branch.case, branch=branch, office=branch.office, kind=kind, facts=_plain(facts),
        drafted_at=clock.now(), drafted_by=actor.user,
    )  # fmt: skip


def issue(document: Document, actor: Actor) -> str:
    """Sign a draft: it gets the next number of its authority, kind and year; return the number."""
    document.number = next_number(
        document.office, DOCUMENT_NUMBER_WORD[DocumentKind(document.kind)]
    )
    document.state = DocumentState.ISSUED
    document.issued_at, document.issued_by = clock.now(), actor.user
    document.save()
    return document.number


def write(branch: Branch, kind: str, actor: Actor, facts: Mapping[str, Any]) -> Document:
    """Draft and issue at once: a paper that an act itself decides."""
    document = draft(branch, kind, actor, facts)
    issue(document, actor)
    return document


def serve(
    document: Document, actor: Actor, *, mode: str, served_on: date, place: str, receiver: str,
    proof: Evidence | None,
) -> None:  # fmt: skip
    """Record the service (送达回证). Raises Refused for a day outside issue and today, or no proof."""
    assert document.issued_at is not None
    if not clock.day_of(document.issued_at) <= served_on <= clock.today():
        raise Refused(_("送达日期须在签发之日和今天之间。"))
    if mode in (ServiceMode.POSTED, ServiceMode.LEFT) and proof is None:
        raise Refused(_("张贴、留置送达须上传照片或录像，否则期限不起算。"))
    ServiceRecord.objects.create(
        document=document, mode=mode, served_on=served_on, place=place, receiver=receiver,
        proof=proof, recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip


def keep_file(
    case: Case, upload: UploadedFile | None, actor: Actor, kind: str = EvidenceKind.DOCUMENT
) -> Evidence | None:
    """Store a file handed in with an act; None for none."""
    if upload is None:
        return None
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    return store_upload(complaint, upload, added_by=actor.user, kind=kind)


def not_in_future(day: date) -> None:
    """Raise Refused for a day that has not come yet."""
    if day > clock.today():
        raise Refused(_("日期不能晚于今天。"))


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(dict(facts), cls=DjangoJSONEncoder))
    return kept
