"""The poster of a site's notice board, for the office to print and hand to the contractor."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.access import scope_of
from casework.models import ConstructionProject, User
from casework.printing.site_board import PAPERS, SiteBoard
from workflows.routing import competent_office, province_office


@login_required
@never_cache
@require_safe
def site_board(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """Give the poster of project `pk` as PDF; whoever may read the project's file may print it."""
    assert isinstance(request.user, User)
    if paper not in PAPERS or not scope_of(request.user).offices:
        raise Http404(_("没有这个页面。"))
    related = ("developer", "general_contractor", "division__parent__parent")
    project = get_object_or_404(ConstructionProject.objects.select_related(*related), pk=pk)
    office = competent_office(project.division) if project.division else None
    board = SiteBoard(project, office or province_office())
    response = HttpResponse(board.pdf(paper), content_type="application/pdf")
    name = quote(f"维权信息告示牌 {project.name}.pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response
