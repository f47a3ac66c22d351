"""Hand out evidence files: after asking who may see them, and never as anything a browser runs."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.access import visible_cases, visible_complaints
from casework.files.images import thumbnail
from casework.models import Evidence, User
from casework.pages.frame import StaffRequest, staff_page
from casework.queries.dossier import shows_names
from casework.vocabulary import ComplaintKind

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Types every browser draws by itself; all others are downloaded."""
THUMBNAIL_OF_AT_MOST = 20 * 1024 * 1024
POLICY = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


@staff_page
@require_safe
def evidence(request: StaffRequest, pk: int) -> HttpResponse:
    """Send one file, or with `?thumb=1` a small picture of it."""
    related = ("complaint__office", "complaint__case")
    item = get_object_or_404(Evidence.objects.select_related(*related), pk=pk)
    if not _may_open(request.user, item):
        raise Http404(_("没有这份证据。"))
    if "thumb" in request.GET:
        return _thumbnail(item, _stored(item))
    return hand_out(item)


def hand_out(item: Evidence) -> HttpResponse:
    """Send the file of `item`: pictures to be looked at, everything else to be saved.

    The caller has asked whether the reader may see it. Raises Http404 when it is not in the store.
    """
    data = _stored(item)
    shown = item.content_type in SHOWN
    response = HttpResponse(
        data, content_type=item.content_type if shown else "application/octet-stream"
    )
    response["Content-Disposition"] = (
        content_disposition_header(not shown, item.original_name) or ""
    )
    return _guard(response)


def _stored(item: Evidence) -> bytes:
    try:
        with item.file.open("rb") as stored:
            return stored.read()
    except FileNotFoundError as error:
        raise Http404(_("没有这份证据。")) from error


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


def _thumbnail(item: Evidence, data: bytes) -> HttpResponse:
    small = (
        thumbnail(data)
        if item.content_type in SHOWN and item.size <= THUMBNAIL_OF_AT_MOST
        else None
    )
    if small is None:
        raise Http404(_("没有缩略图。"))
    response = _guard(HttpResponse(small, content_type="image/jpeg"))
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _guard(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
