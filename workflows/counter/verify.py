"""The page where anybody sees whether a receipt is genuine (验真伪); it names no person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.records.codes import TryLater, guarded
from casework.records.seals import complaint_of_slip
from workflows.counter.tracking_entry import waiting

MOST_TYPED = 40


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a slip; say who issued it and when, or that it is none of ours."""
    code = request.GET.get("code", "").strip()[:MOST_TYPED]
    context: dict[str, object] = {"code": code}
    if not code:
        return render(request, "workflows/file/verify.html", context)
    try:
        with guarded("verify", request.META.get("REMOTE_ADDR", "")) as tries:
            complaint = complaint_of_slip(code)
            if complaint is None:
                tries.wrong()
    except TryLater as later:
        context["wait"] = waiting(later.seconds)
        return render(request, "workflows/file/verify.html", context, status=429)
    if complaint is not None:
        number = complaint.tracking_no
        context["office"] = complaint.first_office
        context["received_at"] = complaint.received_at
        context["number"] = " ".join(number[start : start + 4] for start in range(0, 12, 4))
    return render(request, "workflows/file/verify.html", context)
