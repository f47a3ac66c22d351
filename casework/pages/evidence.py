"""Show evidence and hand it out: after asking who may see it, and never as anything a browser runs."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.access import visible_cases, visible_complaints
from casework.models import Case, Complaint, Evidence, User
from casework.pages.frame import StaffRequest, staff_page
from casework.queries.cases import CaseFile
from casework.queries.complaints import ComplaintFile
from casework.queries.dossier import shows_names
from casework.records.pictures import is_untouched, picture_of
from casework.vocabulary import ComplaintKind

POLICY = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
RELATED = ("complaint__office", "complaint__case__office", "added_by")


@staff_page
@require_safe
def evidence(request: StaffRequest, pk: int) -> HttpResponse:
    """Send one file, with `?thumb=1` a small picture of it, with `?download=1` to be kept."""
    item = _readable(request.user, pk)
    if "thumb" in request.GET:
        return _thumbnail(item)
    return hand_out(item, keep="download" in request.GET)


def hand_out(item: Evidence, *, keep: bool = False) -> HttpResponse:
    """Send the file of `item`: pictures to be looked at (unless `keep`), all else to be saved.

    The caller has asked whether the reader may see it. Raises Http404 when it is not in the store.
    """
    shown = item.is_picture and not keep
    try:
        with item.file.open("rb") as stored:
            data = stored.read()
    except FileNotFoundError as error:
        raise Http404(_("没有这份证据。")) from error
    response = HttpResponse(
        data, content_type=item.content_type if shown else "application/octet-stream"
    )
    response["Content-Disposition"] = (
        content_disposition_header(not shown, item.original_name) or ""
    )
    return _guard(response)


@staff_page
@require_safe
def look(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one exhibit on a page: the picture or its name, who added it, whether it is untouched."""
    item = _readable(request.user, pk)
    record = _record(request.user, item)
    try:
        untouched: bool | None = is_untouched(item)
        picture = picture_of(item)
    except FileNotFoundError:
        untouched, picture = None, None
    before, after, place, count = _neighbours(request.user, record, item)
    context = {
        "item": item,
        "record": record,
        "picture": picture,
        "untouched": untouched,
        "before": before,
        "after": after,
        "place": place,
        "count": count,
    }
    return render(request, "casework/pages/evidence.html", context)


def _readable(user: User, pk: int) -> Evidence:
    item = get_object_or_404(Evidence.objects.select_related(*RELATED), pk=pk)
    if not _may_open(user, item):
        raise Http404(_("没有这份证据。"))
    return item


def _may_open(user: User, item: Evidence) -> bool:
    """Whoever sees the complaint or its case; files of a report may show who told (保密).

    What the employer sent tells nothing of that.
    """
    complaint = item.complaint
    seen = visible_complaints(user).filter(pk=complaint.pk).exists()
    if not seen and complaint.case_id:
        seen = visible_cases(user).filter(pk=complaint.case_id).exists()
    secret = complaint.kind == ComplaintKind.REPORT and not item.from_employer
    return seen and (not secret or shows_names(user, complaint))


def _record(user: User, item: Evidence) -> Case | Complaint:
    """Return the matter the exhibit is looked at in: its case if the reader sees that."""
    case = item.complaint.case
    if case is not None and visible_cases(user).filter(pk=case.pk).exists():
        return case
    return item.complaint


def _neighbours(
    user: User, record: Case | Complaint, item: Evidence
) -> tuple[int | None, int | None, int, int]:
    """Return the ids before and after it as the page of the matter lists them, its place, how many."""
    file = (
        CaseFile(user, record, {}) if isinstance(record, Case) else ComplaintFile(user, record, {})
    )
    order = [row.pk for row in file.evidence]
    if item.pk not in order:
        return None, None, 0, 0
    place = order.index(item.pk)
    after = order[place + 1] if place + 1 < len(order) else None
    return (order[place - 1] if place else None), after, place + 1, len(order)


def _thumbnail(item: Evidence) -> HttpResponse:
    try:
        picture = picture_of(item)
        if picture is None or not picture.thumb:
            raise Http404(_("没有缩略图。"))
        with picture.thumb.open("rb") as stored:
            response = _guard(HttpResponse(stored.read(), content_type="image/jpeg"))
    except FileNotFoundError as error:
        raise Http404(_("没有缩略图。")) from error
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _guard(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
