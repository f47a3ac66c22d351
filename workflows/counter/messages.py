"""The thread with the complainant as staff see it: panel of the case page, the thread, what waits."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from casework.access import visible_complaints
from casework.models import Case, Complaint, User
from casework.queries.dossier import shows_names
from casework.queries.messages import counted, summaries_of, threads_of, waiting_page
from casework.queries.search import typed
from casework.templatetags.casework_format import local_minute
from casework.vocabulary import ComplaintKind
from workflows.catalogue import ACTIONS
from workflows.counter.actors import act_url, as_machine, best_actor
from workflows.dispatch import Incomplete, act
from workflows.machines.step import Refused

RELATED = ("office__division", "case__office__division", "lead", "second", "employer")
DOES = {"reply": "reply", "settle": "settle_messages"}


def panel(request: HttpRequest, record: Complaint | Case) -> dict[str, Any]:
    """Panel: per complaint what waits in its threads, a complaint about delay, the rating."""
    user: Any = request.user
    whose = {"pk" if isinstance(record, Complaint) else "case": record.pk}
    rows = counted(visible_complaints(user).filter(**whose)).select_related("case").order_by("pk")
    shown = [row for row in rows.defer("description", "imported_facts") if _may_read(user, row)]
    context = {"summaries": summaries_of(shown), "record": record}
    return {"template": "workflows/_messages_panel.html", "context": context}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the threads of one complaint (read by whoever may answer), and answer or settle."""
    user: Any = request.user
    rows = counted(visible_complaints(user)).select_related(*RELATED)
    complaint = get_object_or_404(rows, pk=pk)
    if not _may_read(user, complaint):
        raise Http404
    as_machine(complaint)
    actor, verdict = best_actor(ACTIONS["reply"], complaint, user, [])
    form: Form | None = None
    refusal = ""
    if request.method == "POST" and verdict.ok:
        code = DOES.get(request.POST.get("do", ""), "reply")
        try:
            act(code, pk, actor, request.POST, files=request.FILES, key=_key(request))
        except Incomplete as incomplete:
            form = incomplete.form
        except Refused as refused:
            refusal = str(refused)
        else:
            done = _("已回复，投诉人会收到短信。") if code == "reply" else _("已标为不需回复。")
            messages.success(request, done)
            return redirect("thread", pk)
    found = threads_of(complaint)
    if verdict.ok and any(one.unread for one in found):
        _note_read(pk, actor)
    if form is None and verdict.ok:
        form = ACTIONS["reply"].form(subject=complaint, actor=actor)
    context = {
        "complaint": complaint, "threads": found, "form": form, "refusal": refusal,
        "verdict": verdict, "key": uuid.uuid4(), "summary": summaries_of([complaint])[0],
        "delay_url": act_url("answer_delay", complaint),
        "may_answer_delay": best_actor(ACTIONS["answer_delay"], complaint, user)[1].ok,
    }  # fmt: skip
    return render(
        request, "workflows/thread.html", context, status=422 if form and form.errors else 200
    )


@login_required
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for an answer: one's own matters, for a head those of the whole office."""
    assert isinstance(request.user, User)
    rows, following = waiting_page(request.user, typed(request.GET.get("after", "")))
    url = reverse("messages")
    context = {
        "groups": [(_("等待回复"), "", [_line(row) for row in rows])] if rows else [],
        "columns": [(_("投诉"), "text"), (_("谁写的"), "text"), (_("收到时间"), "text"),
                    (_("状态"), "tag")],
        "older_url": f"{url}?after={following}" if following else "",
        "newer_url": url if request.GET.get("after") else "",
    }  # fmt: skip
    return render(request, "workflows/messages.html", context)


def _line(row: Any) -> dict[str, Any]:
    late = (_("逾时未回复"), "bad") if row.late_at else (_("未回复"), "warn")
    who = _("工人本人") if row.claim_id else _("投诉人")
    return {
        "url": reverse("thread", args=[row.complaint_id]),
        "title": row.complaint.title,
        "sub": row.complaint.tracking_no,
        "cells": [who, local_minute(row.sent_at), late],
    }


def _may_read(user: Any, complaint: Complaint) -> bool:
    """What an informant wrote may tell who wrote it (Order 423 art. 9)."""
    return complaint.kind != ComplaintKind.REPORT or shows_names(user, complaint)


def _note_read(pk: int, actor: Any) -> None:
    try:
        act("read_messages", pk, actor)
    except Refused:
        return  # a colleague was first


def _key(request: HttpRequest) -> str:
    try:
        return uuid.UUID(request.POST.get("key", "")).hex
    except ValueError:
        return ""
