"""Papers of a listing or a publication: written and numbered by the act that decides them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework.law.privacy import private_in
from casework.models import Branch, Case, Document, Evidence
from casework.models.actor import Actor
from casework.queries.privacy import names_in
from casework.records.evidence import store_upload
from casework.vocabulary import DocumentState, EvidenceKind
from workflows import documents
from workflows.machines.step import Refused


def draft(branch: Branch, kind: str, actor: Actor, facts: Mapping[str, Any]) -> Document:
    """Keep what a paper will say, without a number; it takes the place of an earlier draft."""
    earlier = branch.documents.filter(kind=kind, state=DocumentState.DRAFT).order_by("-id").first()
    return documents.draft(branch.case, kind, actor, facts, replaces=earlier, branch=branch,
                           office=branch.office)  # fmt: skip


def write(branch: Branch, kind: str, actor: Actor, facts: Mapping[str, Any]) -> Document:
    """Draft and issue at once: a paper that an act itself decides."""
    return documents.write(branch.case, kind, actor, facts, branch=branch, office=branch.office)


def keep_file(
    case: Case, upload: UploadedFile | None, actor: Actor, kind: str = EvidenceKind.DOCUMENT
) -> Evidence | None:
    """Store a file handed in with an act; None for none."""
    if upload is None:
        return None
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    return store_upload(complaint, upload, added_by=actor.user, kind=kind)


def without_personal_data(case: Case, *texts: str) -> None:
    """Raise Refused when a text for the public holds numbers of persons or a worker's name."""
    found = private_in("\n".join(texts), names_in(case).workers)
    if found:
        what = "、".join(_(word) for word in found)
        raise Refused(_("公布内容含有%(what)s，须先删去。") % {"what": what})
