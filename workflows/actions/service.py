"""Service of a document (送达): the checks of each mode, the proof, the record (送达回证)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.models import Complaint, Document, Evidence, ServiceRecord
from casework.models.actor import Actor
from casework.records.evidence import inspect, kind_of, store_upload
from casework.vocabulary import DocumentKind, DocumentState, EvidenceKind, ServiceMode
from workflows.machines.step import Refused

LONGEST_AGO = timedelta(days=60)
PUBLIC_NOTICE_DAYS = 30
POSTED_PHOTOS = 2


def serve_document(
    document: Document,
    *,
    actor: Actor,
    mode: str,
    served_on: date,
    place: str,
    receiver: str,
    relation: str = "",
    witnesses: str = "",
    proofs: Sequence[UploadedFile] = (),
) -> ServiceRecord:
    """Check and record the service of an issued document; what follows from it is the caller's.

    `proofs`: the signed receipt, photos, a video; each is kept as evidence with the document's
    number, the first is the record's own. Raises Refused with what the mode still needs.
    """
    check_service(document, mode, served_on, proofs, witnesses)
    stored = _keep(document, proofs, actor)
    return ServiceRecord.objects.create(
        document=document, mode=mode, served_on=served_on, place=place, receiver=receiver,
        relation=relation, witnesses=witnesses, proof=stored[0] if stored else None,
        recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip


def check_service(
    document: Document,
    mode: str,
    served_on: date,
    proofs: Sequence[UploadedFile],
    witnesses: str,
) -> None:
    """Raise Refused unless this mode of service holds. Law: Order 25 art. 38, Civil Procedure Law."""
    if document.state != DocumentState.ISSUED or document.issued_at is None:
        raise Refused(_("文书还没有签发，或者已经作废，不能送达。"))
    today, issued_on = clock.today(), clock.day_of(document.issued_at)
    if not issued_on <= served_on <= today:
        raise Refused(_("送达日期须在签发之日和今天之间。"))
    if today - served_on > LONGEST_AGO:
        raise Refused(_("送达日期已超过六十日，请核对。"))
    if mode == ServiceMode.POSTED:
        _check_posted(proofs, witnesses)
    if mode == ServiceMode.LEFT and not proofs:
        raise Refused(_("留置送达须上传照片或录像，否则期限不起算。"))
    if mode == ServiceMode.LEFT and not witnesses.strip():
        raise Refused(_("留置送达须填写见证人。"))
    _check_far(document, mode, served_on, issued_on, proofs)


def _check_posted(proofs: Sequence[UploadedFile], witnesses: str) -> None:
    """Posting counts only with photos, a video and witnesses (法释〔2013〕3号 art. 4)."""
    kinds = [kind_of(inspect(proof)) for proof in proofs]
    shown = kinds.count(EvidenceKind.PHOTO) >= POSTED_PHOTOS and EvidenceKind.VIDEO in kinds
    if not shown or not witnesses.strip():
        raise Refused(_("张贴送达须上传至少两张照片和一段录像并填写见证人，否则期限不起算。"))


def _check_far(
    document: Document, mode: str, served_on: date, issued_on: date, proofs: Sequence[UploadedFile]
) -> None:
    """The modes where nobody meets: post, electronic, public notice, another office."""
    if mode in (ServiceMode.POST, ServiceMode.ENTRUSTED) and not proofs:
        raise Refused(_("邮寄、委托送达须上传签收回执。"))
    if mode == ServiceMode.PUBLIC_NOTICE:
        if not proofs:
            raise Refused(_("公告送达须上传公告的照片或者截图。"))
        if served_on - issued_on < timedelta(days=PUBLIC_NOTICE_DAYS):
            raise Refused(
                _("公告送达自发出公告之日起满三十日才视为送达（《民事诉讼法》第九十五条）。")
            )
    if mode == ServiceMode.ELECTRONIC and not _agreed(document):
        raise Refused(_("电子送达须先有签名的送达地址（电子送达）确认书（《行政处罚法》第六十一条）。"))  # fmt: skip


def _agreed(document: Document) -> bool:
    """Has the party confirmed an electronic address in writing?"""
    of_case = Document.objects.filter(case=document.case_id) if document.case_id else None
    rows = of_case or Document.objects.filter(complaint=document.complaint_id)
    confirmed = rows.filter(
        kind=DocumentKind.ADDRESS_CONFIRMATION, state=DocumentState.ISSUED
    ).values_list("facts", flat=True)
    return any(facts.get("electronic") for facts in confirmed)


def _keep(document: Document, proofs: Sequence[UploadedFile], actor: Actor) -> list[Evidence]:
    if not proofs:
        return []
    complaint = document.complaint
    if document.case_id is not None:
        complaint = Complaint.objects.filter(case=document.case_id).order_by("id").first()
    assert complaint is not None
    return [
        store_upload(complaint, proof, added_by=actor.user, kind=EvidenceKind.SERVICE_PROOF,
                     caption=document.number or "")
        for proof in proofs
    ]  # fmt: skip
