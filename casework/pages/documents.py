"""A legal document on A4: the page, its PDF and its editable file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from casework.access import scope_of, visible_cases, visible_complaints
from casework.models import Document, User
from casework.pages.frame import StaffRequest, staff_page
from casework.papers import paper_type
from casework.printing.docx import docx_of
from casework.printing.pdf import pdf_of
from casework.queries.dossier import shows_names
from casework.queries.papers import Paper, paper_of, receipt_of
from casework.vocabulary import ComplaintKind, DocumentState

RELATED = (
    "office__division", "case__office", "case__lead", "case__second", "case__employer",
    "complaint__office", "complaint__lead", "complaint__second", "complaint__case",
    "complaint__employer", "drafted_by", "issued_by", "voided_by",
)  # fmt: skip
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@staff_page
@require_safe
def document(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one document with its service records and its earlier versions."""
    item = readable(request.user, pk)
    context = {
        "document": item,
        "paper": paper_for(request.user, item),
        "record": item.case or item.complaint,
        "services": item.services.select_related("recorded_by", "proof"),
        "versions": _versions(item),
    }
    return render(request, "casework/pages/document.html", context)


@staff_page
@require_safe
def document_file(request: StaffRequest, pk: int, form: str) -> HttpResponse:
    """Give the document as PDF to print, or as DOCX to edit."""
    item = readable(request.user, pk)
    paper = paper_for(request.user, item)
    name = f"{item.get_kind_display()} {item.number or ''}".strip()
    if form == "docx":
        return _file(docx_of(paper), DOCX, f"{name}.docx")
    return _file(pdf_of([paper]), "application/pdf", f"{name}.pdf")


@staff_page
@require_safe
def service_file(request: StaffRequest, pk: int, service: int) -> HttpResponse:
    """Give the record of service (送达回证) of a document as PDF."""
    item = readable(request.user, pk)
    row = get_object_or_404(item.services.select_related("recorded_by"), pk=service)
    row.document = item
    with override("zh-hans"):
        paper = receipt_of(row)
    return _file(pdf_of([paper]), "application/pdf", f"{paper.title} {item.number}.pdf")


def readable(user: User, pk: int) -> Document:
    """Return the document if this user may read it; raises Http404 otherwise."""
    item = get_object_or_404(Document.objects.select_related(*RELATED), pk=pk)
    if not _may_read(user, item):
        raise Http404(_("没有这份文书。"))
    return item


def paper_for(user: User, item: Document) -> Paper:
    """Return the document as printed, workers' names only for who handles the matter."""
    record = item.case or item.complaint
    names = record is not None and shows_names(user, record)
    with override("zh-hans"):  # a document is Chinese, whoever reads it
        return paper_of(item, names=names)


def _file(content: bytes, mime: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _versions(item: Document) -> list[Document]:
    """The earlier versions of this text, latest first."""
    found: list[Document] = []
    step = item
    while step.replaces_id is not None:
        step = Document.objects.select_related("drafted_by").get(pk=step.replaces_id)
        found.append(step)
    return found


def _may_read(user: User, item: Document) -> bool:
    """Whoever sees the matter; what has no number only its own office; of a report its handlers.

    A record of an interview tells what one person said: the owner office alone reads it.
    """
    own = item.office_id in scope_of(user).office_ids
    if not own and (item.state == DocumentState.DRAFT or item.number is None):
        return False
    if paper_type(item.kind).handlers_only:
        record = item.case or item.complaint
        if record is None or not shows_names(user, record):
            return False
    if item.case_id:
        return visible_cases(user).filter(pk=item.case_id).exists()
    complaint = item.complaint
    if complaint is None or not visible_complaints(user).filter(pk=complaint.pk).exists():
        return False
    return complaint.kind != ComplaintKind.REPORT or shows_names(user, complaint)
