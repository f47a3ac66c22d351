"""A date counted over days without a published notice is marked on paper, as it is on the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from casework.models import Case, Document
from casework.printing.docx import docx_of
from casework.printing.volume import make_volume
from casework.queries.papers import paper_of
from casework.vocabulary import DocumentKind
from tests import cast
from tests.factories import advance, do, file_at
from tests.listing_helpers import at
from tests.papers_helpers import docx_text, pdf_text, print_document
from workflows import deadlines

pytest_plugins = ("tests.cast",)
NOTE = "该日期按暂定工作日历计算"


def extended(filed: str, on: str, department_head: object) -> tuple[Case, Document]:
    with at(filed):
        case = advance(file_at(), "investigating").case
    with at(on):
        do("extend_investigation", case, department_head, {"reason": "案情复杂。"})
    return case, case.documents.get(kind=DocumentKind.EXTENSION_APPROVAL)


@pytest.fixture
def paper(province, department_head) -> Document:
    """Extended on 2026-12-28: the old last day, 2026-12-30, is sure; the new one is not."""
    _case, found = extended("2026-10-07 09:00", "2026-12-28 09:00", department_head)
    return found


def test_an_extension_into_a_year_without_notice_is_marked(paper: Document) -> None:
    new = date.fromisoformat(paper.facts["new"])
    assert new.year == 2027
    named = f"注：{new.year}年{new.month}月{new.day}日，{NOTE}"

    assert named in pdf_text(print_document(paper))
    with override("zh-hans"):
        assert named in docx_text(docx_of(paper_of(paper, names=True)))


def test_the_page_of_the_document_has_the_note(client, department_head, paper: Document) -> None:
    client.force_login(department_head)
    assert NOTE in client.get(f"/documents/{paper.pk}/").content.decode()


def test_an_issued_paper_keeps_its_note_after_the_notice(paper: Document) -> None:
    paper.case.deadlines.update(is_provisional=False)
    deadlines.forget_calendar()
    assert NOTE in pdf_text(print_document(paper))


def test_both_days_are_named_when_both_are_unsure(province, department_head) -> None:
    _case, found = extended("2026-11-23 09:00", "2026-11-30 09:00", department_head)
    with override("zh-hans"):
        note = paper_of(found, names=True).note
    assert "2027年2月22日、" in note


def test_a_date_in_a_published_year_bears_no_note(province, department_head) -> None:
    _case, found = extended("2026-06-01 09:00", "2026-06-10 09:00", department_head)
    assert NOTE not in pdf_text(print_document(found))


def test_the_record_of_acts_in_a_volume_says_it(province) -> None:
    with at("2026-11-23 09:00"):
        case = Case.objects.get(pk=advance(file_at(), "ordered").case.pk)
        made = make_volume(case, "whole", case.lead, lambda percent: None)
    assert NOTE in pdf_text(made.content)


def test_the_receipt_of_a_filing_says_it(client, province) -> None:
    with at("2026-12-29 09:00"):
        complaint = file_at()
        client.force_login(cast.someone(complaint.office, "clerk"))
        page = client.get(reverse("intake_receipt", args=[complaint.pk])).content.decode()
    assert "受理决定期限按暂定工作日历计算" in page
