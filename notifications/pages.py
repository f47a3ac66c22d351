"""Pages of a member of staff's inbox, and who else looks at a record."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casework import clock
from casework.access import visible_cases, visible_complaints
from casework.models import CaseEvent, Job, Membership, User
from casework.models.actor import COMPLAINANT
from casework.pages.frame import staff_page
from casework.queries.sentences.words import label_of
from casework.templatetags.casework_format import local_minute
from casework.vocabulary import EventKind
from notifications import presence
from notifications.models import InboxNotice, unread_of

PAGE = 30


@staff_page
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List one's notices, newest first; `?region=list` answers with the list alone."""
    rows = InboxNotice.objects.filter(user=request.user.pk)
    before, after = _number(request.GET.get("before")), _number(request.GET.get("after"))
    related = ("event__actor", "event__case", "event__complaint")
    if after:
        page = list(rows.filter(pk__gt=after).select_related(*related).order_by("pk")[: PAGE + 1])
        more_newer, page = len(page) > PAGE, page[:PAGE][::-1]
        more_older = True
    else:
        rows = rows.filter(pk__lt=before) if before else rows
        page = list(rows.select_related(*related).order_by("-pk")[: PAGE + 1])
        more_older, page = len(page) > PAGE, page[:PAGE]
        more_newer = bool(before)
    url = reverse("inbox")
    lines = _lines(request.user, page)
    context = {
        "groups": [(_("消息"), "", lines)] if lines else [],
        "columns": [
            (_("事项"), "text"),
            (_("进展"), "text"),
            (_("办理人"), "text"),
            (_("时间"), "text"),
            (_("状态"), "tag"),
        ],
        # Long works stand before the first page: they have no place among the rows of the journal.
        "jobs": [] if before or after else list(_unseen_jobs(request.user)),
        "newest": page[0].pk if page else 0,
        "unread": unread_of(request.user.pk or 0),
        "newer_url": f"{url}?after={page[0].pk}" if page and more_newer else "",
        "older_url": f"{url}?before={page[-1].pk}" if page and more_older else "",
        "region_url": f"{url}?region=list"
        + (f"&before={before}" if before else "")
        + (f"&after={after}" if after else ""),
    }
    whole = request.GET.get("region") != "list"
    name = "notifications/inbox.html" if whole else "notifications/_inbox_list.html"
    return render(request, name, context)


@staff_page
@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go to its record."""
    notice = get_object_or_404(
        InboxNotice.objects.select_related("event"), pk=pk, user=request.user
    )
    InboxNotice.objects.filter(pk=pk, read_at__isnull=True).update(read_at=clock.now())
    return redirect(_target(request.user, notice))


@staff_page
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark all notices read that were on the page or older (`upto`, an id)."""
    unread = InboxNotice.objects.filter(user=request.user.pk, read_at__isnull=True)
    listed = [_number(pk) for pk in request.POST.getlist("job")]
    _unseen_jobs(request.user).filter(pk__in=listed).update(seen_at=clock.now())
    unread.filter(pk__lte=_number(request.POST.get("upto"))).update(read_at=clock.now())
    return redirect("inbox")


@staff_page
@require_GET
def present(request: HttpRequest, stream: str, pk: int) -> HttpResponse:
    """Answer who else looks at a record now, by name, to whoever may see the record."""
    visible = {"case": visible_cases, "complaint": visible_complaints}.get(stream)
    user: Any = request.user
    if visible is None or not visible(user).filter(pk=pk).exists():
        raise Http404
    others = presence.looking_at(f"{stream}:{pk}") - {user.pk}
    people = User.objects.filter(pk__in=others, is_active=True).order_by("full_name", "pk")
    rows = Membership.objects.filter(user__in=others, valid_to__isnull=True).order_by("-id")
    offices = dict(rows.values_list("user", "office__name"))
    context = {"people": [(str(one), offices.get(one.pk, "")) for one in people]}
    return render(request, "notifications/_present.html", context)


def _unseen_jobs(user: Any) -> QuerySet[Job]:
    return Job.objects.filter(owner=user, seen_at__isnull=True, finished_at__isnull=False)


def _lines(user: Any, notices: list[InboxNotice]) -> list[dict[str, Any]]:
    """Return what the list shows; of a record no longer visible, only that it is so."""
    cases = {n.event.case_id for n in notices if n.event.case_id}
    complaints = {n.event.complaint_id for n in notices if n.event.complaint_id}
    seen_cases = set(visible_cases(user).filter(pk__in=cases).values_list("pk", flat=True))
    rows = visible_complaints(user).filter(pk__in=complaints)
    seen_complaints = set(rows.values_list("pk", flat=True))
    lines = []
    for notice in notices:
        event = notice.event
        record = event.case if event.stream == "case" else event.complaint
        seen = seen_cases if event.stream == "case" else seen_complaints
        visible = record is not None and record.pk in seen
        number = str(record) if record and visible else ""
        said = (label_of(event.facts), str(event.facts.get("due", ""))) if visible else ()
        term = " · ".join(filter(None, said))
        state = (_("未读"), "info") if notice.read_at is None else (_("已读"), "")
        lines.append(
            {
                "url": reverse("inbox_open", args=[notice.pk]),
                "title": record.title if record and visible else _("这件事已不归您单位办理"),
                "sub": number,
                "cells": [
                    f"{_happened(event, user)} {term}".strip(),
                    _doer(event) if visible else "",
                    local_minute(event.at),
                    state,
                ],
            }
        )
    return lines


def _happened(event: CaseEvent, user: Any) -> str:
    if event.kind == EventKind.COMMENT_ADDED and user.pk in event.facts.get("mentions", ()):
        return _("在讨论中提到您")
    return str(event.get_kind_display())


def _doer(event: CaseEvent) -> str:
    if event.actor is not None:
        return str(event.actor)
    return _("投诉人") if event.actor_role == COMPLAINANT else _("系统")


def _target(user: Any, notice: InboxNotice) -> str:
    """Return the record's page, or the inbox when the record is no longer the user's to see."""
    pk, stream = notice.event.subject_id, notice.event.stream
    visible = visible_cases(user) if stream == "case" else visible_complaints(user)
    if not visible.filter(pk=pk).exists():
        return reverse("inbox")
    place = "#talk" if notice.event.kind == EventKind.COMMENT_ADDED else ""
    return reverse(stream, args=[pk]) + place


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
