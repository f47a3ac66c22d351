"""The calculation sheet of an employer: how it stands to the crime and listing amount, line by line."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework import clock
from casework.access import visible_cases
from casework.models import Employer, ThresholdCrossing
from casework.pages.frame import StaffRequest, staff_page
from casework.queries.thresholds import reckoning


@staff_page
@require_safe
def threshold(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the calculation to whoever may open a case of this employer; names are masked."""
    employer = get_object_or_404(Employer, pk=pk)
    visible = set(visible_cases(request.user).filter(employer=pk).values_list("pk", flat=True))
    if not visible:
        raise Http404(_("没有这个单位。"))
    crossings = ThresholdCrossing.objects.filter(employer=pk).order_by("-id")
    context = {
        "employer": employer,
        "sheet": reckoning(pk),
        "visible": visible,
        "today": clock.today(),
        "crossings": crossings.select_related("lead_case__office", "superior"),
    }
    return render(request, "casework/pages/threshold.html", context)
