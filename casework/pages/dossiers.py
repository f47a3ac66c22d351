"""The page of a case and the page of a complaint."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from casework.access import may_reveal_identity, visible_cases, visible_complaints
from casework.models import Case, Complaint
from casework.pages.frame import StaffRequest, render_regions, staff_page
from casework.pages.panels import Panels, PaperActs
from casework.queries.cases import CaseFile
from casework.queries.complaints import ComplaintFile
from casework.queries.people import People
from casework.queries.talk import Talk

REGIONS = {
    "money": "casework/pages/_money.html",
    "papers": "casework/pages/_papers.html",
    "timeline": "casework/pages/_timeline.html",
    "panels": "casework/pages/_panels.html",
}
CASE_REGIONS = {
    "head": "casework/pages/_case_head.html",
    "talk": "casework/pages/_talk_list.html",
    **REGIONS,
}
COMPLAINT_REGIONS = {"head": "casework/pages/_complaint_head.html", **REGIONS}


@staff_page
@require_safe
def case(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a case with its workers, payments, papers and history."""
    related = (
        "office__division", "lead", "second", "employer", "project__general_contractor",
        "project__developer", "predecessor",
    )  # fmt: skip
    record = get_object_or_404(visible_cases(request.user).select_related(*related), pk=pk)
    file = CaseFile(request.user, record, request.GET)
    context = _context(request, file, record)
    context["talk"] = Talk(file)
    return render_regions(request, "casework/pages/case.html", CASE_REGIONS, context)


@staff_page
@require_safe
def complaint(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a complaint: who took it in, whose it is now, what was told."""
    related = (
        "office__division", "first_office", "first_officer", "lead", "second", "case", "employer",
        "project__general_contractor", "project__developer", "site_division__parent",
        "possible_duplicate_of",
    )  # fmt: skip
    record = get_object_or_404(visible_complaints(request.user).select_related(*related), pk=pk)
    context = _context(request, ComplaintFile(request.user, record, request.GET), record)
    return render_regions(request, "casework/pages/complaint.html", COMPLAINT_REGIONS, context)


def _context(
    request: StaffRequest, file: CaseFile | ComplaintFile, record: Case | Complaint
) -> dict[str, Any]:
    """What both pages show; every part is loaded when its region first asks for it."""
    return {
        "file": file,
        "record": record,
        "people": People(file),
        "papers": SimpleLazyObject(lambda: PaperActs(request, record, file.documents)),
        "panels": Panels(request, record),
        "may_reveal": may_reveal_identity(request.user, record),
    }
