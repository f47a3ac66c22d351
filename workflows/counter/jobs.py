"""Pages of long works: mine, how far one is, its file; only the owner sees any of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from casework import clock
from casework.access import scope_of
from casework.models import Job, User
from casework.pages.frame import staff_page
from casework.vocabulary import JobKind, JobState, Role
from workflows import jobs as works
from workflows.counter.clue_file import IMPORTERS

PAGE = 30
STARTS = (
    (JobKind.CLUES, "clue_file", IMPORTERS),
    (JobKind.CALENDAR, "calendar", (Role.ADMINISTRATOR,)),
)
"""Where a long work is started from: its kind, its page, the roles that may."""
TONES = {JobState.DONE: "ok", JobState.FAILED: "bad", JobState.CANCELLED: ""}
NEXT = {
    JobState.QUEUED: gettext_lazy("排队等待处理。可以离开本页去办别的事，办完会在消息里告诉您。"),
    JobState.RUNNING: gettext_lazy("可以离开本页去办别的事，办完会在消息里告诉您。"),
    JobState.DONE: gettext_lazy("已经办完。"),
    JobState.FAILED: gettext_lazy("没有办完。"),
    JobState.CANCELLED: gettext_lazy("已经取消。"),
}


@staff_page
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List one's own long works, newest first."""
    rows = _own(request)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows.order_by("-id")[: PAGE + 1])
    held = scope_of(_user(request))
    context = {
        "jobs": page[:PAGE],
        "tones": TONES,
        "older_url": f"?before={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "newer_url": reverse("jobs") if before else "",
        "starts": [(kind.label, reverse(url)) for kind, url, roles in STARTS if held.has(*roles)],
    }
    return render(request, "workflows/jobs.html", context)


@staff_page
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a work is; with `?region=progress` only that. Seen once it has ended."""
    row = get_object_or_404(_own(request), pk=pk)
    if row.has_ended and row.seen_at is None:
        Job.objects.filter(pk=pk, seen_at__isnull=True).update(seen_at=clock.now())
    part = "region" in request.GET
    return render(request, f"workflows/{'_job' if part else 'job'}.html", _context(row))


@staff_page
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a work that waits or runs; what it has done stays."""
    works.cancel(get_object_or_404(_own(request), pk=pk))
    return redirect("job", pk)


@staff_page
@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed work again."""
    if not works.retry(get_object_or_404(_own(request), pk=pk)):
        messages.error(request, _("这项任务不能再试，请重新提交。"))
    return redirect("job", pk)


@staff_page
@require_POST
def job_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand the file of a finished work to its owner."""
    row = get_object_or_404(_own(request), pk=pk, state=JobState.DONE)
    if not row.result or row.expires_at is None or row.expires_at <= clock.now():
        raise Http404
    Job.objects.filter(pk=pk).update(downloaded_at=clock.now())
    response = FileResponse(row.result.open("rb"), content_type=row.result_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.result_name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own(request: HttpRequest) -> Any:
    return Job.objects.filter(owner=_user(request))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _context(row: Job) -> dict[str, Any]:
    kept = bool(row.result and row.expires_at and row.expires_at > clock.now())
    return {
        "job": row,
        "tone": TONES.get(JobState(row.state), "info"),
        "next": NEXT[JobState(row.state)],
        "has_file": kept and row.state == JobState.DONE,
        "file_gone": bool(row.result_name and not kept),
        "may_retry": row.state == JobState.FAILED and row.expires_at is not None,
        "url": reverse("job", args=[row.pk]),
        "read_url": _read_url(row),
    }


def _read_url(row: Job) -> str:
    """Return the page where the outcome stands, for a work that makes no file."""
    if row.kind != JobKind.CALENDAR or row.state != JobState.DONE:
        return ""
    return reverse("calendar_notice", args=[row.params["notice"]])
