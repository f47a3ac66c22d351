"""My desk: what is to be done by when; and taking, giving back and handing over a task."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework import clock
from casework.access import actor_for, may_see
from casework.models import User
from casework.models.actor import Actor
from casework.queries.search import typed
from casework.vocabulary import Role
from workflows import desks
from workflows.counter.desk_forms import ReassignForm, ReturnForm
from workflows.counter.desk_rows import Desk, chips_of, grouped
from workflows.machines.step import Refused
from workflows.models import DeskTask

SHORTEST_SEARCH = 2
REGIONS = {"rows": "workflows/_desk_rows.html", "chips": "workflows/_desk_chips.html"}


@login_required
@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of the user, or one live region of it (`?region=rows|chips`)."""
    region = request.GET.get("region", "")
    context = _context(request, region)
    return render(request, REGIONS.get(region, "workflows/desk.html"), context)


def _context(request: HttpRequest, region: str) -> dict[str, Any]:
    assert isinstance(request.user, User)
    asked = {name: typed(request.GET.get(name, "")) for name in ("tab", "only", "q", "after")}
    shown = Desk(request.user, whole=asked["tab"] == "office")
    search = asked["q"] if len(asked["q"]) >= SHORTEST_SEARCH else ""
    context: dict[str, Any] = {
        "desk": shown, "asked": asked, "is_head": bool(shown.headed),
        "search_too_short": bool(asked["q"]) and not search,
        "mine_url": _url(asked, tab="", after=""),
        "office_url": _url(asked, tab="office", after=""),
        "rows_url": _url(asked, region="rows", since=clock.now().isoformat()),
        "chips_url": _url(asked, region="chips"),
        "today": clock.today(),
    }  # fmt: skip
    if region != "rows":
        counts = shown.counts()
        context["counts"] = counts
        context["chips"] = [
            (_url(asked, only=name, after=""), label, count, asked["only"] == name)
            for name, label, count in chips_of(counts)
        ]
    if region != "chips":
        rows, following = shown.page(
            only=asked["only"], search=search, after=asked["after"], since=_since(request)
        )
        context |= {
            "groups": grouped(rows, shown.group_sizes(only=asked["only"], search=search)),
            "row_count": len(rows),
            "next_url": _url(asked, after=following) if following else "",
            "first_url": _url(asked, after="") if asked["after"] else "",
            "back_to": _url(asked),
        }
    return context


def _url(asked: dict[str, str], **over: str) -> str:
    query = {name: value for name, value in {**asked, **over}.items() if value}
    return f"{reverse('desk')}?{urlencode(query)}" if query else reverse("desk")


def _since(request: HttpRequest) -> datetime | None:
    try:
        moment = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


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
