"""Employers (单位档案): the list, one employer's integrity file, one construction project's file."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.access import scope_of
from casework.models import ConstructionProject, Employer
from casework.pages.frame import StaffRequest, staff_page
from casework.pages.panels import render_panel
from casework.queries.cases import CASE_TONE
from casework.queries.employers import EmployerFile, found_employers, may_read_employers
from casework.queries.projects import ProjectFile


@staff_page
@require_safe
def employers(request: StaffRequest) -> HttpResponse:
    """Show the employers found by name or credit code, those with most cases first."""
    if not may_read_employers(request.user):
        raise Http404(_("没有这个页面。"))
    text, rows = found_employers(request.GET)
    return render(request, "casework/pages/employers.html", {"text": text, "rows": rows})


@staff_page
@require_safe
def employer(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one integrity file; a file that was merged leads to the one that was kept."""
    if not may_read_employers(request.user):
        raise Http404(_("没有这个页面。"))
    row = get_object_or_404(Employer, pk=pk)
    if row.merged_into_id:
        return redirect("employer", row.merged_into_id)
    context = {
        "file": EmployerFile(request.user, row),
        "employer": row,
        "tones": {str(k): v for k, v in CASE_TONE.items()},
        "panels": [render_panel(path, request, row) for path in settings.EMPLOYER_PAGE_PANELS],
    }
    return render(request, "casework/pages/employer.html", context)


@staff_page
@require_safe
def project(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one project's file: parties to everybody, cases and workers within the reader's scope."""
    if not scope_of(request.user).offices:
        raise Http404(_("没有这个页面。"))
    related = ("developer", "general_contractor", "division__parent")
    row = get_object_or_404(ConstructionProject.objects.select_related(*related), pk=pk)
    context = {
        "file": ProjectFile(request.user, row),
        "project": row,
        "panels": [render_panel(path, request, row) for path in settings.PROJECT_PAGE_PANELS],
        "tones": {str(k): v for k, v in CASE_TONE.items()},
    }
    return render(request, "casework/pages/project.html", context)
