"""A legal document on A4, to be printed from the browser."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from casework.access import scope_of, visible_cases, visible_complaints
from casework.models import Document, User
from casework.pages.frame import StaffRequest, staff_page
from casework.queries.dossier import shows_names
from casework.queries.papers import paper_of
from casework.vocabulary import ComplaintKind, DocumentState


@staff_page
@require_safe
def document(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one document with its service records."""
    related = (
        "office__division", "case__office", "case__lead", "case__second", "complaint__office",
        "complaint__lead", "complaint__second", "complaint__case", "drafted_by", "issued_by",
    )  # fmt: skip
    item = get_object_or_404(Document.objects.select_related(*related), pk=pk)
    if not _may_read(request.user, item):
        raise Http404(_("没有这份文书。"))
    record = item.case or item.complaint
    names = record is not None and shows_names(request.user, record)
    with override("zh-hans"):  # a document is Chinese, whoever reads it
        paper = paper_of(item, names=names)
    context = {
        "paper": paper,
        "record": record,
        "services": item.services.select_related("recorded_by", "proof"),
    }
    return render(request, "casework/pages/document.html", context)


def _may_read(user: User, item: Document) -> bool:
    """Whoever sees the matter; a draft only the office that drafts it; of a report its handlers."""
    if item.state == DocumentState.DRAFT and item.office_id not in scope_of(user).office_ids:
        return False
    if item.case_id:
        return visible_cases(user).filter(pk=item.case_id).exists()
    complaint = item.complaint
    if complaint is None or not visible_complaints(user).filter(pk=complaint.pk).exists():
        return False
    return complaint.kind != ComplaintKind.REPORT or shows_names(user, complaint)
