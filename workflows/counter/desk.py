"""My desk: what is to be done by when; and taking, giving back and handing over a task."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework import clock
from casework.access import actor_for, may_see
from casework.models import User
from casework.models.actor import Actor
from casework.queries.search import is_personal
from casework.vocabulary import Role
from workflows import desks
from workflows.counter.desk_filters import (
    EVERYTHING,
    MOST_SAVED,
    WHOLE,
    DeskFilter,
    Kept,
    choices_of,
    saved_of,
)
from workflows.counter.desk_forms import ReassignForm, ReturnForm
from workflows.counter.desk_news import moment_of, news, region_url, shown_ids
from workflows.counter.desk_rows import Desk, grouped
from workflows.counter.desk_saved import CLEARED, chips
from workflows.machines.step import Refused
from workflows.models import DeskTask

REGIONS = {
    "rows": "workflows/_desk_rows.html",
    "chips": "workflows/_desk_chips.html",
    "news": "workflows/_desk_news.html",
}


@login_required
@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of the user, or one live region of it (`?region=rows|chips|news`).

    Asked for without any condition it opens the user's default view, if there is one.
    """
    assert isinstance(request.user, User)
    region = request.GET.get("region", "")
    view = DeskFilter.read(request.GET)
    saved = saved_of(request.user) if region not in ("rows", "news") else []
    default = next((kept for row, kept in saved if row.is_default), EVERYTHING)
    if not region and view == EVERYTHING and default != EVERYTHING:
        return redirect(default.url())
    context = _context(request, view, saved, region)
    return render(request, REGIONS.get(region, "workflows/desk.html"), context)


def _context(
    request: HttpRequest, view: DeskFilter, saved: list[Kept], region: str
) -> dict[str, Any]:
    user = request.user
    assert isinstance(user, User)
    shown = Desk(user, whole=view.tab == WHOLE)
    now = clock.now().isoformat()
    # Beside a default view the plain address means that view: say that it is not meant.
    plain = "1" if any(row.is_default for row, _kept in saved) else ""
    context: dict[str, Any] = {
        "desk": shown, "view": view, "is_head": bool(shown.headed), "today": clock.today(),
        "mine_url": view.url(tab="", after="", all=plain), "office_url": view.url(tab=WHOLE, after=""),
        "mine_all_url": view.url(**CLEARED, all="1"), "chips_url": region_url(view, "chips"),
        "rows_url": region_url(view, "rows", since=now),
    }  # fmt: skip
    if region == "news":
        return context | news(shown, view, request.GET)
    if region != "rows":
        context |= chips(shown, view, saved)
    if region != "chips":
        rows, following = shown.page(view, _since(request))
        context |= {
            "groups": grouped(rows, shown.group_sizes(view)),
            "row_count": len(rows),
            "next_url": view.url(after=following) if following else "",
            "first_url": view.url(after="") if view.after else "",
            "back_to": view.url(),
            "news_url": region_url(view, "news", since=now, shown=shown_ids(rows)),
        }
    if not region:
        context |= {
            "choices": choices_of(user), "saved": saved, "most_saved": MOST_SAVED,
            "personal": is_personal(request.GET.get("q", "")),
            "clear_url": view.url(**CLEARED, all=plain), "export_url": view.url("desk_export", after=""),
        }  # fmt: skip
    return context


def _since(request: HttpRequest) -> datetime | None:
    return moment_of(request.GET.get("since", ""))


@login_required
@require_POST
def claim_task(request: HttpRequest, task: int) -> HttpResponse:
    """Take a task that nobody has."""
    row, actor = _task_and_actor(request, task)
    try:
        desks.claim(row.pk, actor)
    except Refused as refusal:
        row.refresh_from_db(fields=["owner", "finished"])
        if row.owner_id != actor.user_id or row.finished is not None:
            return _refused(request, str(refusal))
    return _moved(request, _("已认领“%(step)s”。") % {"step": row.flow_task.task_title})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def return_task(request: HttpRequest, task: int) -> HttpResponse:
    """Put one's task back on the office's desk, with the reason."""
    row, actor = _task_and_actor(request, task, Role.BODY_HEAD)
    form = ReturnForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _move_page(request, row, form, _("退回任务"), _("退回到本单位，由同事认领。"))
    try:
        desks.give_back(row.pk, actor, form.cleaned_data["reason"])
    except Refused as refusal:
        return _refused(request, str(refusal))
    return _moved(request, _("已退回“%(step)s”。") % {"step": row.flow_task.task_title})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reassign_task(request: HttpRequest, task: int) -> HttpResponse:
    """Hand a task to a colleague of the office (heads only)."""
    row, actor = _task_and_actor(request, task, Role.BODY_HEAD)
    if actor.role != Role.BODY_HEAD or actor.office != row.office:
        return _refused(request, _("只有负责人可以改派任务。"))
    form = ReassignForm(request.POST or None, task=row)
    if request.method != "POST" or not form.is_valid():
        return _move_page(request, row, form, _("改派任务"), _("任务转给所选的同事，期限不变。"))
    try:
        desks.reassign(row.pk, actor, form.cleaned_data["colleague"], form.cleaned_data["reason"])
    except Refused as refusal:
        return _refused(request, str(refusal))
    return _moved(request, _("已改派给%(who)s。") % {"who": form.cleaned_data["colleague"]})


def _task_and_actor(request: HttpRequest, pk: int, *roles: str) -> tuple[DeskTask, Actor]:
    """The task, if its dossier may be seen, and the user in the role it needs (or `roles`)."""
    assert isinstance(request.user, User)
    rows = DeskTask.objects.select_related("owner", "office", "complaint__office", "case__office")
    row = rows.filter(pk=pk, office__isnull=False).first()
    if row is None or not may_see(request.user, row.subject).ok:
        raise Http404
    assert row.office is not None
    return row, actor_for(request.user, row.office, *roles, row.role)


def _move_page(
    request: HttpRequest, row: DeskTask, form: forms.Form, title: str, text: str
) -> HttpResponse:
    context = {"task": row, "form": form, "title": title, "text": text,
               "record": row.subject, "next": _next(request)}  # fmt: skip
    return render(
        request, "workflows/desk_move.html", context, status=422 if form.is_bound else 200
    )


def _next(request: HttpRequest) -> str:
    """Where to go on: a page of this site named by the form, else the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/") else reverse("desk")


def _moved(request: HttpRequest, text: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        messages.success(request, text)
        return answer
    messages.success(request, text)
    return redirect(_next(request))


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(
            request, "casework/components/toast.html", {"text": reason, "tone": "bad"}, status=409
        )
    messages.error(request, reason)
    return redirect(_next(request))
