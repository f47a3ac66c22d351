"""The papers inspectors write themselves: draft, draft anew, sign, issue, void, serve, answer.

Papers that decide something (order, decision, listing, referral) are written by their own acts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework.journal import record
from casework.models import Document
from casework.models.actor import Actor
from casework.papers import PAPERS, To, paper_type
from casework.records.evidence import store_upload
from casework.vocabulary import DocumentKind, DocumentState, EventKind, EvidenceKind, Role
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.actions.service import serve_document
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by, by_handlers

SELF_WRITTEN = (
    DocumentKind.INQUIRY_NOTICE, DocumentKind.INTERVIEW_RECORD, DocumentKind.INSPECTION_RECORD,
    DocumentKind.PRESERVATION_LIST, DocumentKind.PRESERVATION_RULING, DocumentKind.WAGE_SHEET,
    DocumentKind.DISPOSAL_REPORT, DocumentKind.ADDRESS_CONFIRMATION,
)  # fmt: skip
"""Kinds an inspector may write on an open case at any time; no state of the case hangs on them."""


SERVED_HERE = tuple(
    kind
    for kind, paper in PAPERS.items()
    if paper.is_served and (kind in SELF_WRITTEN or paper.to is To.COMPLAINANT)
)
"""Whose service moves no state: those written here, and what the complainant is told."""


def draft_paper(
    case: CaseMachine,
    *,
    actor: Actor,
    kind: str,
    facts: Mapping[str, Any],
    replaces: Document | None = None,
) -> Done:
    """Draft one of the papers of the investigation, or write a draft anew (`replaces`).

    The earlier version is kept, with the signatures it had: a new text is signed anew.
    """
    require(by_handlers().explain(case, actor))
    if kind not in SELF_WRITTEN:
        raise Refused(_("这种文书由相应的步骤自动生成。"))
    document = documents.draft(case, kind, actor, facts, replaces=replaces)
    _note(case, EventKind.DOCUMENT_DRAFTED, actor, document, version=document.version)
    return Done(message=_("草稿已保存，签发以后才有文号。"))


def sign_paper(case: CaseMachine, *, actor: Actor, document: Document) -> Done:
    """Put one's own name to a record; two inspectors must (Order 423 art. 16)."""
    if actor.role != Role.INSPECTOR or actor.office is None or actor.office.pk != case.office_id:
        raise Refused(_("须由承办单位的劳动保障监察员本人签名。"))
    signed = documents.sign(document, actor)
    _note(case, EventKind.DOCUMENT_SIGNED, actor, document, signatures=signed)
    return Done()


def issue_paper(
    case: CaseMachine, *, actor: Actor, document: Document, opinion: str = ""
) -> Done:  # fmt: skip
    """Issue a paper of the investigation; it gets its number, and its clock starts (D-10)."""
    _may_issue(case, actor, document)
    if opinion:
        document.facts = {**document.facts, "opinion": opinion}
    number = documents.issue(document, actor)
    if document.kind == DocumentKind.PRESERVATION_LIST:
        deadlines.start(case, "D-10")
    elif document.kind == DocumentKind.PRESERVATION_RULING:
        deadlines.meet(case, "D-10")
    _note(case, EventKind.DOCUMENT_ISSUED, actor, document, reason=opinion)
    return Done(message=_("已签发，文号 %(number)s。") % {"number": number})


def _may_issue(case: CaseMachine, actor: Actor, document: Document) -> None:
    paper = paper_type(document.kind)
    if document.kind not in SELF_WRITTEN:
        raise Refused(_("这种文书由相应的步骤签发。"))
    permission = by(*paper.issuers) if paper.issuers else by_handlers()
    require(permission.explain(case, actor))


def void_paper(case: CaseMachine, *, actor: Actor, document: Document, reason: str) -> Done:
    """Void a paper instead of deleting it: a draft by its inspectors, an issued one by the head."""
    if document.kind not in SELF_WRITTEN:
        raise Refused(_("这份文书决定了案件的状态，须由相应的步骤撤销。"))
    permission = by_handlers() if document.state == DocumentState.DRAFT else by(Role.BODY_HEAD)
    require(permission.explain(case, actor))
    documents.void(document, actor, reason)
    _note(case, EventKind.DOCUMENT_VOIDED, actor, document, reason=reason)
    return Done()


def serve_paper(
    dossier: CaseMachine | ComplaintMachine,
    *,
    actor: Actor,
    document: Document,
    mode: str,
    served_on: date,
    place: str,
    receiver: str,
    relation: str = "",
    witnesses: str = "",
    proofs: Sequence[UploadedFile] = (),
) -> Done:
    """Record the service of an issued paper; an inquiry notice starts the employer's 7 days (D-11)."""
    require(by_handlers().explain(dossier, actor))
    if document.kind not in SERVED_HERE:
        raise Refused(_("这份文书的送达由相应的步骤登记，或者不需要送达。"))
    serve_document(
        document, actor=actor, mode=mode, served_on=served_on, place=place, receiver=receiver,
        relation=relation, witnesses=witnesses, proofs=proofs,
    )  # fmt: skip
    if document.kind == DocumentKind.INQUIRY_NOTICE:
        deadlines.start(dossier, "D-11", on=served_on)
    _note(dossier, EventKind.DOCUMENT_SERVED, actor, document, mode=mode, served_on=served_on)
    return Done()


def record_answer(
    case: CaseMachine, *, actor: Actor, text: str, files: Sequence[UploadedFile] = ()
) -> Done:
    """The employer answered the inquiry notice: D-11 is met."""
    require(by_handlers().explain(case, actor))
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    stored = [
        store_upload(complaint, file, added_by=actor.user, kind=EvidenceKind.DOCUMENT)
        for file in files
    ]
    deadlines.meet(case, "D-11")
    record(case, EventKind.INQUIRY_ANSWERED, actor=actor, reason=text, save=False,
           facts={"files": [{"id": e.pk, "sha256": e.sha256} for e in stored]})  # fmt: skip
    return Done()


def _note(
    dossier: CaseMachine | ComplaintMachine, kind: str, actor: Actor, document: Document, *, reason: str = "", **facts: Any
) -> None:  # fmt: skip
    record(
        dossier, kind, actor=actor, reason=reason, save=False,
        facts={"document": document.number or "", "paper": document.kind, "id": document.pk, **facts},
    )  # fmt: skip
