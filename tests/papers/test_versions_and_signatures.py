"""Papers of the investigation: two signatures, versions kept, void instead of delete, service."""

from __future__ import annotations

import inspect

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from casework.models import Case, CaseEvent, Complaint, Deadline, Document, NumberSequence
from casework.numbering import next_number, next_numbers
from casework.vocabulary import DeadlineState, DocumentKind, DocumentState, EventKind
from tests import cast
from tests.factories import advance, do, file_at, fresh, service
from tests.papers.test_eight_documents import interview
from tests.together import together
from workflows import documents
from workflows.actions import papers
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND"
    b"\xaeB`\x82"
)


@pytest.fixture
def complaint(province) -> Complaint:
    return advance(file_at(cast.SHANGSHUI, workers=2), "investigating")


@pytest.fixture
def case(complaint: Complaint) -> Case:
    assert complaint.case is not None
    return complaint.case


def paper(case: Case, kind: str) -> Document:
    return Document.objects.filter(case=case.pk, kind=kind).latest("id")


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.png", PNG, "image/png")


def video() -> SimpleUploadedFile:
    return SimpleUploadedFile("v.mp4", b"\x00\x00\x00\x18ftypisom" + b"\x00" * 64, "video/mp4")


def test_scenario_43_one_inspector_signs_alone_and_the_record_cannot_be_issued(case: Case) -> None:
    do("draft_interview_record", case, case.lead, interview())
    record = paper(case, DocumentKind.INTERVIEW_RECORD)
    do("sign_paper", case, case.lead, {"document": record.pk})

    with pytest.raises(Refused, match="须有 2 名监察员签名，现有 1 名"):
        do("issue_paper", case, case.lead, {"document": record.pk})
    record.refresh_from_db()
    assert (record.state, record.number) == (DocumentState.DRAFT, None)
    assert not NumberSequence.objects.filter(word="询笔").exists()

    with pytest.raises(Refused, match="已经在这份文书上签过名"):
        do("sign_paper", case, case.lead, {"document": record.pk})
    do("sign_paper", case, case.second, {"document": record.pk})
    do("issue_paper", case, case.lead, {"document": record.pk})
    record.refresh_from_db()
    assert record.number == f"金水区人社询笔字〔{record.issued_at.year}〕第0001号"


def test_the_head_cannot_sign_as_an_inspector(case: Case, he) -> None:
    do("draft_interview_record", case, case.lead, interview())
    record = paper(case, DocumentKind.INTERVIEW_RECORD)
    with pytest.raises(Refused):
        do("sign_paper", case, he, {"document": record.pk})
    with pytest.raises(Refused):
        do("sign_paper", case, cast.person("zhao_min"), {"document": record.pk})


def test_a_new_text_is_a_new_version_and_is_signed_anew(case: Case) -> None:
    do("draft_interview_record", case, case.lead, interview())
    first = paper(case, DocumentKind.INTERVIEW_RECORD)
    do("sign_paper", case, case.lead, {"document": first.pk})
    changed = {**interview(), "replaces": first.pk, "place": "项目部会议室"}
    do("draft_interview_record", case, case.lead, changed)

    second = paper(case, DocumentKind.INTERVIEW_RECORD)
    first.refresh_from_db()
    assert (second.version, second.replaces_id, second.facts["place"]) == (
        2,
        first.pk,
        "项目部会议室",
    )
    assert (first.state, first.void_reason, first.facts["place"]) == (
        DocumentState.VOID, documents.REPLACED, "监察大队询问室",
    )  # fmt: skip
    assert (first.signatures.count(), second.signatures.count()) == (1, 0)
    with pytest.raises(Incomplete):  # the old version is no draft any more
        do("draft_interview_record", case, case.lead, changed)


def test_the_form_of_a_draft_shows_what_was_written(case: Case, client) -> None:
    do("draft_interview_record", case, case.lead, interview())
    client.force_login(case.lead)
    form = client.get(reverse("act", args=["draft_interview_record", "case", case.pk]))
    text = form.content.decode()
    for part in ("2026-11-24T09:00", "监察大队询问室", "因资金困难，拖欠三个月。"):
        assert part in text


def test_what_is_missing_is_named_before_issue(case: Case) -> None:
    do("draft_inquiry_notice", case, case.lead, {"who": "法定代表人"})
    notice = paper(case, DocumentKind.INQUIRY_NOTICE)
    with pytest.raises(Refused, match=r"还缺少：到场时间、到场地点、须携带的材料（.*第十五条）"):
        do("issue_paper", case, case.lead, {"document": notice.pk})


def test_an_issued_paper_is_voided_by_the_head_and_keeps_its_number(case: Case, he) -> None:
    notice = _notice(case)
    with pytest.raises(Refused):
        do("void_paper", case, case.lead, {"document": notice.pk, "reason": "写错"})
    do("void_paper", case, he, {"document": notice.pk, "reason": "到场时间写错。"})
    notice.refresh_from_db()
    assert (notice.state, notice.void_reason) == (DocumentState.VOID, "到场时间写错。")
    assert notice.number.endswith("第0001号")
    assert _notice(case).number.endswith("第0002号")
    with pytest.raises(Refused, match="已经作废"):
        documents.void(notice, cast.actor(he), "再作废")


def test_an_order_is_not_voided_here(complaint: Complaint, he) -> None:
    complaint = advance(complaint, "ordered")
    order = paper(complaint.case, DocumentKind.PAY_ORDER)
    with pytest.raises(Incomplete):
        do("void_paper", complaint.case, he, {"document": order.pk, "reason": "不想要了"})


def test_no_row_of_a_document_can_be_deleted_by_an_act() -> None:
    for module in (documents, papers):
        assert ".delete(" not in inspect.getsource(module)


@time_machine.travel("2026-09-14 10:00:00+08:00", tick=False)
def test_the_employers_seven_days_run_from_service_of_the_notice(case: Case) -> None:
    notice = _notice(case)
    do("serve_paper", case, case.lead, {**service(), "document": notice.pk})
    term = Deadline.objects.get(case=case.pk, rule="D-11")
    assert (term.due_on.isoformat(), term.state) == ("2026-09-21", DeadlineState.RUNNING)
    do("record_inquiry_answer", case, case.lead, {"text": "已书面答复。"})
    term.refresh_from_db()
    assert term.state == DeadlineState.MET


def test_a_preserved_proof_is_decided_within_seven_working_days(case: Case, he) -> None:
    with time_machine.travel("2026-09-14 10:00:00+08:00", tick=False):
        do("draft_preservation_list", case, case.lead, {
            "items": "工资台账 | 3 册 | 单位会计", "keeper": "本机关", "place": "监察大队",
            "reason": "证据可能灭失", "approver": "何队长"})  # fmt: skip
        listed = paper(case, DocumentKind.PRESERVATION_LIST)
        for inspector in (case.lead, case.second):
            do("sign_paper", case, inspector, {"document": listed.pk})
        with pytest.raises(Refused):  # not the inspectors themselves
            do("issue_paper", case, case.lead, {"document": listed.pk})
        do("issue_paper", case, he, {"document": listed.pk})
        term = Deadline.objects.get(case=case.pk, rule="D-10")
        assert term.due_on.isoformat() == "2026-09-22"  # the make-up Sunday 09-20 counts
        listed.refresh_from_db()
        do("draft_preservation_ruling", case, case.lead, {
            "list_number": listed.number, "items": "工资台账 | 3 册", "ruling": "予以退还。"})  # fmt: skip
        ruling = paper(case, DocumentKind.PRESERVATION_RULING)
        do("issue_paper", case, he, {"document": ruling.pk})
        term.refresh_from_db()
        assert term.state == DeadlineState.MET


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"mode": "posted"}, "两张照片和一段录像"),
        ({"mode": "left"}, "留置送达须上传照片"),
        ({"mode": "post"}, "签收回执"),
        ({"mode": "entrusted"}, "签收回执"),
        ({"mode": "electronic"}, "确认书"),
        ({"mode": "public_notice"}, "公告的照片"),
        ({"served_on": "2099-01-01"}, "签发之日和今天之间"),
    ],
)
def test_a_mode_of_service_without_its_proof_is_refused(case: Case, over, why) -> None:
    notice = _notice(case)
    with pytest.raises(Refused, match=why):
        do("serve_paper", case, case.lead, {**service(**over), "document": notice.pk})
    assert not notice.services.exists()


def test_electronic_service_holds_once_the_party_has_confirmed_its_address(case: Case) -> None:
    notice = _notice(case)
    do("draft_address_confirmation", case, case.lead, {
        "address": "郑州市金水区东风路", "electronic": "hr@example.com", "confirmed_on": "2026-09-01"})  # fmt: skip
    do("issue_paper", case, case.lead, {"document": paper(case, "address_confirmation").pk})
    do("serve_paper", case, case.lead, {**service(mode="electronic"), "document": notice.pk})
    assert notice.services.get().mode == "electronic"


def test_photos_of_a_posting_are_kept_as_proof(case: Case) -> None:
    notice = _notice(case)
    posted = {**service(mode="posted", witnesses="社区赵主任"), "document": notice.pk}
    do("serve_paper", case, case.lead, posted, files={"proofs": [photo(), photo(), video()]})
    kept = case.evidence.filter(kind="service_proof")
    assert [e.caption for e in kept] == [notice.number] * 3
    assert notice.services.get().proof_id == kept.first().pk
    event = CaseEvent.objects.filter(kind=EventKind.DOCUMENT_SERVED).get()
    assert event.facts["mode"] == "posted"


def test_a_letter_to_the_complainant_has_its_record_of_service(complaint: Complaint) -> None:
    letter = complaint.documents.get(kind=DocumentKind.ACCEPTANCE_NOTICE)
    do(
        "serve_letter",
        complaint,
        complaint.lead,
        {**service(receiver="王五"), "document": letter.pk},
    )
    assert letter.services.get().receiver == "王五"
    with pytest.raises(Refused):
        do("serve_letter", complaint, cast.person("liu"), {**service(), "document": letter.pk})


def test_numbers_are_gap_free_when_an_issue_is_rolled_back(case: Case) -> None:
    first = _notice(case)
    do("draft_inquiry_notice", case, case.lead, {"who": "法定代表人"})
    broken = paper(case, DocumentKind.INQUIRY_NOTICE)
    with pytest.raises(Refused):
        do("issue_paper", case, case.lead, {"document": broken.pk})

    with transaction.atomic():
        assert next_number(case.office, "询").endswith("第0002号")
        transaction.set_rollback(True)
    assert first.number.endswith("第0001号")
    assert _notice(case).number.endswith("第0002号")


@pytest.mark.usefixtures("transactional_db", "province")
def test_numbers_are_gap_free_when_many_issue_at_once() -> None:
    office = cast.office(cast.JINSHUI)

    def issue() -> list[str]:
        given: list[str] = []
        for _round in range(5):
            with transaction.atomic():
                given.extend(next_numbers(office, "令", "询").values())
        return given

    numbers = [number for given in together(*[issue] * 6) for number in given]
    for word in "令询":
        serials = sorted(int(n[-5:-1]) for n in numbers if f"社{word}字" in n)
        assert serials == list(range(1, 31))


def test_the_page_offers_pdf_and_word_and_hides_drafts_from_others(case: Case, client) -> None:
    notice = _notice(case)
    client.force_login(case.lead)
    page = client.get(reverse("document", args=[notice.pk])).content.decode()
    assert reverse("document_file", args=[notice.pk, "docx"]) in page
    pdf = client.get(reverse("document_file", args=[notice.pk, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    assert client.get(reverse("document_file", args=[notice.pk, "docx"])).content[:2] == b"PK"

    do("draft_interview_record", case, case.lead, interview())
    record = paper(case, DocumentKind.INTERVIEW_RECORD)
    client.force_login(cast.person("chen"))
    for form in ("pdf", "docx"):
        assert client.get(reverse("document_file", args=[record.pk, form])).status_code == 404
    assert client.get(reverse("document_file", args=[notice.pk, "pdf"])).status_code == 200
    client.force_login(cast.person("liu"))
    assert client.get(reverse("document_file", args=[notice.pk, "pdf"])).status_code == 404


def _notice(case: Case) -> Document:
    """Draft and issue an inquiry notice."""
    do("draft_inquiry_notice", case, case.lead, {
        "who": "法定代表人", "when": "2026-12-01T09:00", "where": "监察大队", "materials": "台账",
    })  # fmt: skip
    notice = paper(case, DocumentKind.INQUIRY_NOTICE)
    do("issue_paper", case, fresh(case).lead, {"document": notice.pk})
    notice.refresh_from_db()
    return notice
