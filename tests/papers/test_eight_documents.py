"""The eight commonest documents: every required field is on the PDF, and the informant on none."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.translation import override
from pypdf import PdfReader

from casework.models import Case, Complaint, Document
from casework.papers import PAPERS, paper_type
from casework.printing.docx import docx_of
from casework.printing.pdf import pdf_of
from casework.queries.papers import paper_of, printed, receipt_of
from casework.vocabulary import DocumentKind, DocumentState
from tests import cast
from tests.factories import advance, do, file_at, fresh
from tests.papers_helpers import docx_text, pdf_text, pictures, print_document
from workflows import documents

pytest_plugins = ("tests.cast",)
LOOK_AT = os.environ.get("PAPER_PICTURES")

FACTS = {
    "facts": "河南宏远建筑劳务有限公司拖欠五名劳动者工资六万二千五百元，有考勤记录和欠条为证。",
    "basis": "《劳动保障监察条例》第二十六条、《保障农民工工资支付条例》第三条",
    "content": "一、自收到本决定书之日起七日内支付五名劳动者工资 62,500.00 元；\n二、逾期加付赔偿金。",
}


def interview() -> dict[str, str]:
    """Form data of an interview with questions and answers."""
    return {
        "began_at": "2026-11-24T09:00", "ended_at": "2026-11-24T10:30", "place": "监察大队询问室",
        "person": "张经理", "identity": "项目经理", "rights": "我们是劳动保障监察员，现出示证件。",
        "questions": "问：你单位是否拖欠工资？\n答：因资金困难，拖欠三个月。\n问：何时支付？\n答：月底前。",
    }  # fmt: skip


@pytest.fixture
def told(province) -> Complaint:
    """A matter of five workers that went all the way."""
    complaint = advance(file_at(cast.SHANGSHUI, workers=5), "investigating")
    case, lead, second = complaint.case, complaint.lead, complaint.second
    do("draft_interview_record", case, lead, interview())
    paper = case.documents.get(kind=DocumentKind.INTERVIEW_RECORD)
    for inspector in (lead, second):
        do("sign_paper", case, inspector, {"document": paper.pk})
    do("issue_paper", case, lead, {"document": paper.pk})
    with transaction.atomic():
        record = Case.objects.select_related("lead", "second", "office", "employer").get(pk=case.pk)
        actor = cast.actor(cast.someone(case.office, "department_head"))
        for kind in (DocumentKind.HANDLING_DECISION, DocumentKind.PENALTY_NOTICE):
            documents.write(record, kind, actor, FACTS)
    return advance(fresh(complaint), "told")


KINDS = [
    DocumentKind.REGISTRATION, DocumentKind.ACCEPTANCE_NOTICE, DocumentKind.FILING_APPROVAL,
    DocumentKind.PAY_ORDER, DocumentKind.INTERVIEW_RECORD, DocumentKind.HANDLING_DECISION,
    DocumentKind.PENALTY_NOTICE, DocumentKind.CLOSING_APPROVAL, DocumentKind.RESULT_NOTICE,
]  # fmt: skip


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_required_field_is_on_the_pdf_and_in_the_docx(told: Complaint) -> None:
    for kind in KINDS:
        document = Document.objects.get(kind=kind)
        content = print_document(document)
        if LOOK_AT:
            pictures(content, Path(LOOK_AT), kind)
        with override("zh-hans"):
            paper = paper_of(document, names=True)
        text, editable = pdf_text(content), docx_text(docx_of(paper))
        assert document.number
        for part in (document.number, paper_type(kind).label, document.office.name):
            assert _squeezed(part) in text, (kind, part)
            assert _squeezed(part) in editable, (kind, part)
        for spec in paper_type(kind).fields:
            if spec.required:
                value = _squeezed(printed(document, paper_type(kind), spec.name))
                assert value, (kind, spec.name)
                assert value in text, (kind, spec.name, value, text)
                assert value in editable, (kind, spec.name)


def test_order_filing_and_closing_say_what_section_8_asks(told: Complaint) -> None:
    """Law.md section 8, groups 1, 3, 9 and 25."""
    said = {
        DocumentKind.REGISTRATION: ("是否已就同一事项申请仲裁或者提起诉讼",),
        DocumentKind.FILING_APPROVAL: ("反映", "5名劳动者", "第五十条", "符合受理条件。"),
        DocumentKind.PAY_ORDER: ("依据《劳动保障监察条例》第十四条立案", "截止日期", "第二十六条、第三十条",
                                 "依法移送公安机关"),
        DocumentKind.CLOSING_APPROVAL: ("附表：逐人核算", "12,500.00", "62,500.00"),
    }  # fmt: skip
    for kind, parts in said.items():
        text = pdf_text(print_document(Document.objects.get(kind=kind)))
        for part in parts:
            assert part in text, (kind, part)


def test_the_record_of_service_prints_mode_place_and_day(told: Complaint) -> None:
    order = Document.objects.get(kind=DocumentKind.PAY_ORDER)
    with override("zh-hans"):
        content = pdf_of([receipt_of(order.services.get())])
    if LOOK_AT:
        pictures(content, Path(LOOK_AT), "service_receipt")
    text = pdf_text(content)
    for part in (order.number, "直接送达", "公司办公室", "前台刘女士", "李静、吴刚"):
        assert part in text


def test_a_pdf_is_a4_and_embeds_its_own_small_fonts(told: Complaint) -> None:
    content = print_document(Document.objects.get(kind=DocumentKind.RESULT_NOTICE))
    assert len(content) < 80_000
    assert b"NotoSerif" in content
    page = PdfReader(BytesIO(content)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_an_issued_paper_does_not_follow_the_records(told: Complaint) -> None:
    closing = Document.objects.get(kind=DocumentKind.CLOSING_APPROVAL)
    before = pdf_text(print_document(closing))
    other = cast.person("wu_gang")
    Case.objects.update(lead=other, paid_yuan=0, employer_name="改名以后的公司")
    assert pdf_text(print_document(closing)) == before


def test_a_reader_outside_the_office_gets_masked_names(told: Complaint) -> None:
    order = Document.objects.get(kind=DocumentKind.PAY_ORDER)
    text = pdf_text(print_document(order, names=False))
    assert "王五" not in text
    assert "王**" in text


def test_every_kind_of_document_is_in_the_registry_and_prints(province) -> None:
    assert set(PAPERS) == set(DocumentKind)
    groups = {paper.group for paper in PAPERS.values()}
    assert groups == set(range(1, 26))
    complaint = advance(file_at(cast.SHANGSHUI), "investigating")
    with transaction.atomic(), override("zh-hans"):
        case = Case.objects.select_related("lead", "second", "office", "employer").get()
        papers = []
        for kind, paper in PAPERS.items():
            facts = {f.name: "内容" for f in paper.fields if f.by_hand}
            columns = {"complaint": fresh(complaint)}
            document = documents.draft(
                case, kind, cast.actor(complaint.lead), facts, save=False, **columns
            )
            assert document.state == DocumentState.DRAFT
            papers.append(paper_of(document, names=True))
    text = pdf_text(pdf_of(papers))
    assert text.count("草稿") >= len(papers)
    assert all(paper.label in text for paper in PAPERS.values())
