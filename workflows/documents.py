"""Legal documents: draft, sign, issue with a gap-free number, void; the one way to write them.

`draft()` keeps what a document says in `Document.facts`, `issue()` checks what law.md section 8
asks of its kind (`casework.papers`) and gives the number in the transaction of the act, `void()`
keeps number and text. Which state of a case a document moves is the business of its act.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from casework import clock
from casework.access import YES, Verdict
from casework.models import Branch, Case, Complaint, Document, DocumentSignature
from casework.models.actor import Actor
from casework.numbering import next_number
from casework.papers import PRINTED, UNSURE, To, paper_type
from casework.papers import facts as fact
from casework.queries.privacy import informants_in, informants_of
from casework.queries.unsure_days import unsure_days_of
from casework.records import employer_access
from casework.vocabulary import DOCUMENT_NUMBER_WORD, DocumentKind, DocumentState
from workflows.machines.step import Refused

REPLACED = "已由新稿代替"
"""Why a draft was voided that a new one took the place of; printed, so always Chinese."""


def draft(
    record: Complaint | Case | Branch,
    kind: str,
    actor: Actor,
    facts: Mapping[str, Any] | None = None,
    *,
    replaces: Document | None = None,
    save: bool = True,
    **columns: Any,
) -> Document:
    """Draft a document of `kind` about a complaint, case or branch and return it, unnumbered.

    `facts`: what it says, by the names of `casework.papers`; days and amounts are kept as text.
    `replaces`: the draft it is a new version of, which is voided. `columns`: further columns
    (payer, term_days, office, complaint). `save=False` leaves the row to `issue()`, one INSERT.
    """
    columns = {**_about(record), "office": record.office, "drafted_by": actor.user, **columns}
    document = Document(kind=kind, facts=_plain(facts or {}), drafted_at=clock.now(), **columns)
    if replaces is not None:
        if replaces.state != DocumentState.DRAFT:
            raise Refused(_("只有草稿可以修改；已签发的文书须先作废。"))
        document.replaces, document.version = replaces, replaces.version + 1
        void(replaces, actor, REPLACED)
    if save:
        document.save(force_insert=True)
    return document


def ready(document: Document) -> Verdict:
    """May this draft be issued? Names every required fact and signature that is missing."""
    if document.state != DocumentState.DRAFT:
        return Verdict(False, _("这份文书已经签发或者作废。"))
    paper = paper_type(document.kind)
    if paper.names_inspectors and not fact.inspectors(document):
        return Verdict(False, _("须先指派两名监察员（一名主办），见《劳动保障监察条例》第十六条。"))
    missing = paper.missing(document)
    if missing:
        return Verdict(
            False,
            _("《%(paper)s》还缺少：%(missing)s（%(basis)s）。")
            % {"paper": paper.label, "missing": "、".join(missing), "basis": paper.basis},
        )
    if _names_informant(document):
        return Verdict(
            False,
            _("文书中写有举报人的姓名或者电话，须先删去，见《劳动保障监察条例》第九条。"),
        )
    signed = document.signatures.count() if paper.signers and document.pk else 0
    if signed < paper.signers:
        return Verdict(
            False,
            _("《%(paper)s》须有 %(n)s 名监察员签名，现有 %(signed)s 名，见《劳动保障监察条例》第十六条。")
            % {"paper": paper.label, "n": paper.signers, "signed": signed},
        )  # fmt: skip
    return YES


def issue(document: Document, actor: Actor, *, number: str = "") -> str:
    """Issue a draft: check it, give it the next number, save it; return the number.

    `number`: one already allocated in this transaction (a filing approval carries the case's).
    Raises Refused when a required fact or signature is missing; no number is then used up.
    """
    _complete(document)
    word = DOCUMENT_NUMBER_WORD[DocumentKind(document.kind)]
    _stamp(document, actor, number or next_number(document.office, word))
    document.save(force_insert=document.pk is None)
    to_employer = paper_type(document.kind).to is To.EMPLOYER
    if document.case is not None and to_employer and employer_access.lets_in(document):
        employer_access.grant(document.case, document)
    return str(document.number)


def issue_together(papers: Mapping[str, Document], actor: Actor) -> None:
    """Issue unsaved drafts under numbers already allocated, by one INSERT."""
    for number, document in papers.items():
        _complete(document)
        _stamp(document, actor, number)
    Document.objects.bulk_create(papers.values())


def write(
    record: Complaint | Case | Branch,
    kind: str,
    actor: Actor,
    facts: Mapping[str, Any] | None = None,
    *,
    number: str = "",
    **columns: Any,
) -> Document:
    """Draft and issue at once, by one INSERT: a document that an act itself decides."""
    document = draft(record, kind, actor, facts, save=False, **columns)
    issue(document, actor, number=number)
    return document


def void(document: Document, actor: Actor, reason: str) -> None:
    """Void a document instead of deleting it: number, text and service records stay."""
    if document.state == DocumentState.VOID:
        raise Refused(_("这份文书已经作废。"))
    document.state = DocumentState.VOID
    document.void_reason = reason[:300]
    document.voided_at, document.voided_by = clock.now(), actor.user
    document.save(update_fields=["state", "void_reason", "voided_at", "voided_by"])


def sign(document: Document, actor: Actor) -> int:
    """Put an inspector's name to a draft; return how many have signed. Each signs once.

    Law: Order 423 art. 16: at least two inspectors.
    """
    if document.state != DocumentState.DRAFT:
        raise Refused(_("这份文书已经签发或者作废。"))
    record = document.case or document.complaint
    if record is not None and actor.user_id in record.recused:
        raise Refused(_("您已回避本案，不能再办理。"))
    _row, new = DocumentSignature.objects.get_or_create(
        document=document, user=actor.staff, defaults={"signed_at": clock.now()}
    )
    if not new:
        raise Refused(_("您已经在这份文书上签过名。"))
    return document.signatures.count()


def _complete(document: Document) -> None:
    verdict = ready(document)
    if not verdict.ok:
        raise Refused(verdict.reason)


def _stamp(document: Document, actor: Actor, number: str) -> None:
    unsure = unsure_days_of(document)
    document.number, document.state = number, DocumentState.ISSUED
    document.issued_at, document.issued_by = clock.now(), actor.user
    document.facts = {**document.facts, PRINTED: paper_type(document.kind).freeze(document)}
    if unsure:
        document.facts[UNSURE] = [day.isoformat() for day in unsure]


def _about(record: Complaint | Case | Branch) -> dict[str, Any]:
    if isinstance(record, Branch):
        return {"branch": record, "case": record.case}
    return {record.STREAM: record}


def _names_informant(document: Document) -> bool:
    """Does a paper that leaves the office name who reported (举报人保密, Order 423 art. 9)?

    Of a report the contact and the phone told there, looked for in everything written by hand.
    """
    if paper_type(document.kind).to in (To.INTERNAL, To.COMPLAINANT):
        return False
    if document.case is not None:
        secrets = informants_of(document.case)
    else:
        secrets = informants_in(pk=document.complaint_id or 0)
    text = json.dumps(document.facts, ensure_ascii=False)
    return any(secret in text for secret in secrets)


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(dict(facts), cls=DjangoJSONEncoder))
    return kept
