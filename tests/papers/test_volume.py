"""The file of a case (卷宗): one PDF with catalogue, page numbers and manifest; packs for outside."""

from __future__ import annotations

import hashlib
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from casework.models import Case, CaseEvent, CaseVolume, Complaint, Document, Evidence
from casework.vocabulary import ComplaintKind, DocumentKind, EventKind, VolumePack, VolumeState
from tests import cast
from tests.factories import advance, do, file_at, fresh
from tests.papers.test_eight_documents import interview
from tests.papers_helpers import pdf_text, pictures
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.tasks import make_document_volume, make_document_volumes

pytest_plugins = ("tests.cast",)
LOOK_AT = os.environ.get("PAPER_PICTURES")
INFORMANT, INFORMANT_PHONE = "举阿报", "13912345678"


def _photo() -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(stream, "JPEG")
    return SimpleUploadedFile("工地考勤表.jpg", stream.getvalue(), "image/jpeg")


def _scan() -> SimpleUploadedFile:
    writer = PdfWriter()
    for _page in range(2):
        writer.add_blank_page(width=842, height=1191)
    stream = BytesIO()
    writer.write(stream)
    return SimpleUploadedFile("合同扫描件.pdf", stream.getvalue(), "application/pdf")


def _recording() -> SimpleUploadedFile:
    return SimpleUploadedFile(
        "谈话.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x21" + b"\0" * 400, "audio/mpeg"
    )


@pytest.fixture
def complaint(province) -> Complaint:
    complaint = advance(file_at(cast.SHANGSHUI, workers=3), "investigating")
    case, lead = complaint.case, complaint.lead
    do("add_evidence", case, lead, {"caption": "工人提供"},
       files={"files": [_photo(), _scan(), _recording()]})  # fmt: skip
    do("draft_interview_record", case, lead, interview())
    paper = Document.objects.get(kind=DocumentKind.INTERVIEW_RECORD)
    for inspector in (lead, complaint.second):
        do("sign_paper", case, inspector, {"document": paper.pk})
    do("issue_paper", case, lead, {"document": paper.pk})
    return advance(fresh(complaint), "paid")


def made(case: Case, pack: str, who) -> CaseVolume:
    do("export_file", case, who, {"pack": pack})
    volume = CaseVolume.objects.latest("id")
    make_document_volume(volume.pk)
    volume.refresh_from_db()
    assert volume.state == VolumeState.READY
    return volume


def read(volume: CaseVolume) -> bytes:
    with volume.file.open("rb") as file:
        return file.read()


def test_a_whole_file_is_one_pdf_with_catalogue_numbers_and_manifest(complaint: Complaint) -> None:
    case, lead = complaint.case, complaint.lead
    volume = made(case, VolumePack.WHOLE, lead)
    content = read(volume)
    if LOOK_AT:
        pictures(content, Path(LOOK_AT), "volume")
    assert hashlib.sha256(content).hexdigest() == volume.sha256
    assert (volume.size, volume.progress) == (len(content), 100)

    text = pdf_text(content)
    reader = PdfReader(BytesIO(content))
    front = len(reader.pages) - volume.pages
    for number in range(1, volume.pages + 1):
        page = re.sub(r"\s+", "", reader.pages[front + number - 1].extract_text())
        assert f"第{number}页共{volume.pages}页" in page
    for document in Document.objects.filter(case=case.pk, number__isnull=False):
        assert re.sub(r"\s+", "", document.number) in text
    for evidence in Evidence.objects.filter(case=case.pk):
        assert text.count(evidence.sha256) == 2  # on its page and in the manifest
    for part in (
        "卷内目录",
        "送达回证",
        "支付台账",
        "办理过程记录",
        "SHA-256校验清单",
        "电子形式保存",
    ):
        assert part in text
    assert fresh(case).last_hash in text  # the file rests on the journal as it was when asked for
    assert len(reader.outline) > 8


def test_the_catalogue_names_the_page_each_part_begins_on(complaint: Complaint) -> None:
    volume = made(complaint.case, VolumePack.WHOLE, complaint.lead)
    reader = PdfReader(BytesIO(read(volume)))
    front = len(reader.pages) - volume.pages
    starts = [reader.get_destination_page_number(item) - front + 1 for item in reader.outline]
    catalogue = "".join(page.extract_text() for page in reader.pages[1:front])
    listed = [int(n) for n in re.findall(r"(\d+)(?:–\d+)?\s*\n\d+\n|(\d+)(?:–\d+)?$", catalogue) if n[0] for n in n[:1]]  # fmt: skip
    assert starts[0] == 1
    assert starts == sorted(set(starts))
    assert set(listed) <= set(starts)


@pytest.mark.parametrize("pack", [VolumePack.POLICE, VolumePack.COURT])
def test_a_pack_holds_the_order_with_its_service_and_the_interviews(complaint, pack) -> None:
    text = pdf_text(read(made(complaint.case, pack, complaint.lead)))
    order = Document.objects.get(kind=DocumentKind.PAY_ORDER)
    for part in (order.number, "送达回证", "公司办公室", "调查询问笔录", "支付台账"):
        assert part in text
    assert "办理过程记录" not in text
    assert "结果告知书" not in text
    assert "查阅码" not in text


def test_scenario_41_no_trace_of_an_informant_is_in_what_leaves_the_office(province) -> None:
    report = file_at(
        cast.SHANGSHUI, kind=ComplaintKind.REPORT, workers=2, contact_name=INFORMANT,
        contact_phone=INFORMANT_PHONE, description=f"我是{INFORMANT}，他们欠薪。",
    )  # fmt: skip
    report = advance(report, "investigating")
    case, lead, second = report.case, report.lead, report.second
    do("add_photo", report, lead, {"caption": f"{INFORMANT}提供"}, files={"files": [_photo()]})
    for facts in (interview(), {**interview(), "person": INFORMANT, "informant": "on"}):
        do("draft_interview_record", case, lead, facts)
        paper = Document.objects.filter(kind=DocumentKind.INTERVIEW_RECORD).latest("id")
        for inspector in (lead, second):
            do("sign_paper", case, inspector, {"document": paper.pk})
        do("issue_paper", case, lead, {"document": paper.pk})
    do("draft_inquiry_notice", case, lead, {
        "who": INFORMANT, "when": "2026-12-01T09:00", "where": "大队", "materials": "台账"})  # fmt: skip
    notice = Document.objects.filter(kind=DocumentKind.INQUIRY_NOTICE).latest("id")
    with pytest.raises(Refused, match="举报人"):
        do("issue_paper", case, lead, {"document": notice.pk})
    report = advance(fresh(report), "served")

    names = [claim.worker.name for claim in report.claims.select_related("worker")]
    for pack in (VolumePack.POLICE, VolumePack.COURT):
        text = pdf_text(read(made(case, pack, lead)))
        assert "调查询问笔录" in text
        for secret in (INFORMANT, INFORMANT_PHONE, report.tracking_no, *names):
            assert secret not in text, (pack, secret)
    whole = made(case, VolumePack.WHOLE, second)  # not the lead: may not know who reported
    text = pdf_text(read(whole))
    assert INFORMANT_PHONE not in text
    assert f"{INFORMANT}提供" not in text
    assert whole.is_confidential


def test_only_the_office_that_handles_the_case_may_take_its_file(complaint: Complaint) -> None:
    case = complaint.case
    for outsider in ("liu", "zhao_min", "chen", "auditor"):
        with pytest.raises(Refused):
            do("export_file", case, cast.person(outsider), {"pack": VolumePack.WHOLE})
    do("export_file", case, complaint.lead, {"pack": VolumePack.WHOLE})
    with pytest.raises(Refused, match="正在制作"):
        do("export_file", case, complaint.lead, {"pack": VolumePack.WHOLE})


def test_the_page_follows_it_and_each_download_is_told(complaint: Complaint, client) -> None:
    case, lead = complaint.case, complaint.lead
    client.force_login(lead)
    page = reverse("volumes", args=[case.pk])
    assert "还没有制作过卷宗" in client.get(page).content.decode()
    assert page in client.get(reverse("case", args=[case.pk])).content.decode()
    address = reverse("act", args=["export_file", "case", case.pk])
    answer = client.post(address, {"pack": "whole", "seen": fresh(case).last_seq})
    assert answer["Location"] == page
    assert 'hx-trigger="every 3s"' in client.get(page).content.decode()
    volume = CaseVolume.objects.get()
    make_document_volume(volume.pk)
    make_document_volume(volume.pk)  # told twice: made once
    volume.refresh_from_db()
    shown = client.get(page).content.decode()
    assert volume.sha256 in shown
    assert "hx-trigger" not in client.get(f"{page}?region=list").content.decode()

    got = client.post(reverse("volume_download", args=[case.pk, volume.pk]))
    assert b"".join(got.streaming_content).startswith(b"%PDF")
    events = CaseEvent.objects.filter(case=case.pk)
    assert events.get(kind=EventKind.FILE_EXPORTED).facts["pack"] == "whole"
    assert events.get(kind=EventKind.FILE_DOWNLOADED).facts["sha256"] == volume.sha256

    for outsider in ("liu", "chen"):
        client.force_login(cast.person(outsider))
        assert client.get(page).status_code == 404
        client.post(reverse("volume_download", args=[case.pk, volume.pk]))
    assert events.filter(kind=EventKind.FILE_DOWNLOADED).count() == 1


def test_what_a_report_told_is_handed_to_who_asked_and_to_the_head(province, he) -> None:
    report = advance(file_at(cast.SHANGSHUI, kind=ComplaintKind.REPORT), "investigating")
    volume = made(report.case, VolumePack.WHOLE, report.lead)
    do("download_file", report.case, he, {"volume": volume.pk})
    with pytest.raises(Incomplete):
        do("download_file", report.case, report.second, {"volume": volume.pk})


def test_a_volume_nobody_was_told_of_is_made_by_the_sweep(complaint: Complaint) -> None:
    do("export_file", complaint.case, complaint.lead, {"pack": VolumePack.COURT})
    assert make_document_volumes() == 0  # too young: a worker was told of it
    CaseVolume.objects.update(requested_at=complaint.received_at.replace(year=2020))
    assert make_document_volumes() == 1
    assert CaseVolume.objects.get().state == VolumeState.READY


def test_a_changed_exhibit_is_named_in_the_file(complaint: Complaint) -> None:
    photo = Evidence.objects.get(original_name__contains="考勤表")
    with photo.file.storage.open(photo.file.name, "wb") as file:
        file.write(b"something else")
    text = pdf_text(read(made(complaint.case, VolumePack.WHOLE, complaint.lead)))
    assert "与入库时的校验值不一致" in text
