"""What goes into the file of a case, by pack: documents, exhibits, payments, what was done.

What leaves the office (police, court) holds nothing of a report (举报) and no interview of whoever
reported: neither the paper nor a gap in the catalogue where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from casework.models import Case, Complaint, Document, Evidence, Payment, User
from casework.queries.dossier import shows_names
from casework.queries.history import Entry, entries_of
from casework.vocabulary import (
    ComplaintKind,
    DocumentKind,
    DocumentState,
    EvidenceKind,
    VolumePack,
)

K = DocumentKind
_ORDERS = (K.PAY_ORDER, K.HANDLING_DECISION, K.PENALTY_DECISION)
_INQUIRY = (K.INQUIRY_NOTICE, K.INTERVIEW_RECORD, K.INSPECTION_RECORD, K.PRESERVATION_LIST,
            K.PRESERVATION_RULING, K.WAGE_SHEET)  # fmt: skip
PACKS: dict[str, tuple[DocumentKind, ...]] = {
    VolumePack.POLICE: (
        K.REFERRAL_LETTER, K.REFERRAL_LIST, K.REFERRAL_APPROVAL, K.REFERRAL_REPORT,
        *_ORDERS, *_INQUIRY, K.ACCOUNT_QUERY_NOTICE,
    ),
    VolumePack.COURT: (
        K.ENFORCEMENT_REQUEST, *_ORDERS, K.URGING_LETTER, K.HANDLING_NOTICE, K.PENALTY_NOTICE,
        K.HEARING_NOTICE, K.HEARING_RECORD, K.HEARING_REPORT, K.LEGAL_REVIEW, K.PANEL_RECORD,
        *_INQUIRY,
    ),
}  # fmt: skip
"""Which documents leave the office: 人社部发〔2014〕100号, Administrative Enforcement Law art. 55."""


@dataclass(frozen=True)
class Contents:
    """The rows of one volume, in order."""

    documents: list[Document]
    evidence: list[Evidence]
    payments: list[Payment]
    timeline: list[Entry]


def leaves_the_office(pack: str) -> bool:
    return pack != VolumePack.WHOLE


def holds_report(case: Case) -> bool:
    """Does the case hold a report (举报), of which the whole file would tell?"""
    return case.complaints.filter(kind=ComplaintKind.REPORT).exists()


def contents_of(case: Case, pack: str, reader: User) -> Contents:
    """Return what the volume of `pack` holds when `reader` asks for it."""
    complaints = list(case.complaints.select_related("office", "case").order_by("id"))
    open_ids = [c.pk for c in complaints if _is_open(c, pack, reader)]
    return Contents(
        documents=_documents(case, pack, open_ids),
        evidence=_evidence(case, [complaint.pk for complaint in complaints], open_ids),
        payments=_payments(case),
        timeline=[] if leaves_the_office(pack) else _timeline(case, complaints, open_ids),
    )


def _is_open(complaint: Complaint, pack: str, reader: User) -> bool:
    if complaint.kind != ComplaintKind.REPORT:
        return True
    return not leaves_the_office(pack) and shows_names(reader, complaint)


def _documents(case: Case, pack: str, open_ids: list[int]) -> list[Document]:
    related = ("office", "case__lead", "case__second", "case__employer", "complaint__lead",
               "complaint__second", "complaint__employer", "drafted_by", "issued_by")  # fmt: skip
    rows = Document.objects.filter(number__isnull=False).select_related(*related)
    if leaves_the_office(pack):
        kinds = PACKS[pack]
        found = rows.filter(case=case.pk, state=DocumentState.ISSUED, kind__in=kinds)
        kept = [document for document in found if not document.facts.get("informant")]
        return sorted(kept, key=lambda d: (kinds.index(DocumentKind(d.kind)), d.issued_at, d.pk))
    own = Q(case=case.pk) & (Q(complaint__isnull=True) | Q(kind=DocumentKind.FILING_APPROVAL))
    found = rows.filter(own | Q(complaint__in=open_ids)).order_by("issued_at", "id").distinct()
    return list(found)


def _evidence(case: Case, complaint_ids: list[int], open_ids: list[int]) -> list[Evidence]:
    """Exhibits; of a report only what inspectors or the employer added to it."""
    rows = Evidence.objects.filter(Q(case=case.pk) | Q(complaint__in=complaint_ids))
    own = Q(complaint__in=open_ids) | Q(kind=EvidenceKind.SERVICE_PROOF) | Q(from_employer=True)
    rows = rows.filter(own).select_related("added_by", "complaint")
    return list(rows.order_by("added_at", "id"))


def _payments(case: Case) -> list[Payment]:
    rows = Payment.objects.filter(claim__case=case.pk)
    related = ("claim__worker", "claim__complaint", "recorded_by")
    return list(rows.select_related(*related).order_by("paid_on", "id"))


def _timeline(case: Case, complaints: list[Complaint], open_ids: list[int]) -> list[Entry]:
    ids = [complaint.pk for complaint in complaints]
    return entries_of(case, ids, closed=set(ids) - set(open_ids))


def chain_heads(case: Case, pack: str) -> Iterator[tuple[str, int, str]]:
    """Yield (whose, last number, last hash) of the journals the file rests on.

    What leaves the office names no complaint: the number of a report leads to who reported.
    """
    yield case.number, case.last_seq, case.last_hash
    if leaves_the_office(pack):
        return
    for row in case.complaints.order_by("id"):
        yield row.tracking_no, row.last_seq, row.last_hash
