"""Visits: the week of an office, and the page an inspector works with on the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from casework import clock
from casework.access import actor_for, scope_of, visible_cases
from casework.models import Evidence, User, Visit
from casework.vocabulary import DocumentKind, Role, VisitState
from workflows import deadlines
from workflows.catalogue import ACTIONS
from workflows.counter.calendar_words import KIND_WORDS
from workflows.dispatch import Incomplete, act
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused

RELATED = ("case__employer", "lead", "second", "office__division")
ON_SITE = ("begin_visit", "add_site_photo", "site_interview_record", "site_inspection_record",
           "end_visit")  # fmt: skip
DAYS = 7
MOST_WEEKS = 53


@dataclass
class Day:
    """One day of the week as a column: is it worked, which visits are there."""

    date: date
    word: str
    is_today: bool
    visits: list[Visit] = field(default_factory=list)


@login_required
@never_cache
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Show one week: one's own visits, or (`?who=office`) those of one's office."""
    user = _user(request)
    monday = _monday(request.GET.get("week", ""))
    offices = scope_of(user).office_ids
    whole = request.GET.get("who") == "office" or not scope_of(user).has(Role.INSPECTOR)
    rows = Visit.objects.filter(
        day__range=(monday, monday + timedelta(days=DAYS - 1)), case__in=visible_cases(user)
    )
    rows = rows.filter(office__in=offices) if whole else rows.filter(Q(lead=user) | Q(second=user))
    days = _days(monday)
    for visit in rows.select_related(*RELATED).order_by("day", "starts", "id"):
        days[(visit.day - monday).days].visits.append(visit)
    tail = "&who=office" if whole else ""
    context = {
        "days": days, "whole": whole, "monday": monday, "sunday": days[-1].date,
        "earlier": f"?week={(monday - timedelta(days=DAYS)).isoformat()}{tail}",
        "later": f"?week={(monday + timedelta(days=DAYS)).isoformat()}{tail}",
        "mine_url": f"?week={monday.isoformat()}",
        "office_url": f"?week={monday.isoformat()}&who=office",
        "can_choose": scope_of(user).has(Role.INSPECTOR),
    }  # fmt: skip
    return render(request, "workflows/visits.html", context)


@login_required
@never_cache
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page for use on the site; what it sends goes to `visit_send` and may wait in the tab."""
    row = _visible(request, pk)
    case = _machine(row)
    actor = actor_for(_user(request), row.office, Role.INSPECTOR)
    handles = ACTIONS["add_site_photo"].may(case, actor).ok
    forms = {}
    for code in ON_SITE:
        form = ACTIONS[code].form(subject=case, actor=actor, auto_id=f"id_{code}_%s")
        form.fields["visit"].initial = row
        if "began_at" in form.fields:  # a record begins where and when the visit does
            form.fields["began_at"].initial = timezone.localtime(row.arrived_at or clock.now())
            form.fields["place"].initial = row.place
        forms[code] = form
    photos = Evidence.objects.filter(pk__in=_photo_ids(row)).order_by("id")
    context = {
        "visit": row, "record": row.case, "forms": forms, "handles": handles,
        "is_open": row.state in (VisitState.PLANNED, VisitState.ON_SITE),
        "photos": photos, "papers": _papers(row), "other": _other(row, actor.staff),
        "records": [
            (f"site_{kind.value}", kind.label, forms[f"site_{kind.value}"])
            for kind in (DocumentKind.INSPECTION_RECORD, DocumentKind.INTERVIEW_RECORD)
        ],
    }  # fmt: skip
    return render(request, "workflows/visit.html", context)


@login_required
@require_POST
def visit_send(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Do one act on the site, sent by the page's queue (JSON) or by the plain form.

    `key` makes a second sending of the same item harmless, also after days without a network.
    """
    if code not in ON_SITE:
        raise Http404
    row = _visible(request, pk)
    actor = actor_for(_user(request), row.office, Role.INSPECTOR)
    data = request.POST.copy()
    data["visit"] = str(row.pk)
    key = request.POST.get("key", "")[:64]
    try:
        result = act(code, row.case_id, actor, data, files=request.FILES, key=key)
    except Incomplete as refusal:
        said = [
            f"{refusal.form.fields[name].label}：{error}" if name in refusal.form.fields else error
            for name, errors in refusal.form.errors.items()
            for error in errors
        ]
        return _answer(request, row, "\n".join(str(one) for one in said), 422)
    except Refused as refusal:
        return _answer(request, row, str(refusal), 409)
    text = str(result.done.message or _("“%(act)s”已办理。") % {"act": ACTIONS[code].label})
    return _answer(request, row, text, 200)


def _answer(request: HttpRequest, row: Visit, text: str, status: int) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"text": text}, status=status)
    tell = messages.success if status == 200 else messages.error
    tell(request, text)
    return redirect("visit", row.pk)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _visible(request: HttpRequest, pk: int) -> Visit:
    rows = Visit.objects.filter(case__in=visible_cases(_user(request)))
    return get_object_or_404(rows.select_related(*RELATED, "case__lead", "case__second"), pk=pk)


def _machine(row: Visit) -> Any:
    row.case.__class__ = CaseMachine
    return row.case


def _other(row: Visit, user: User) -> User:
    return row.second if user.pk == row.lead_id else row.lead


def _photo_ids(row: Visit) -> list[int]:
    """The evidence that the journal of the case says was taken on this visit."""
    events = row.case.events.filter(facts__visit=row.pk, facts__has_key="files")
    return [
        file["id"] for facts in events.values_list("facts", flat=True) for file in facts["files"]
    ]


def _papers(row: Visit) -> Any:
    events = row.case.events.filter(facts__visit=row.pk, facts__has_key="paper")
    ids = [facts["id"] for facts in events.values_list("facts", flat=True)]
    return row.case.documents.filter(pk__in=ids).order_by("id")


def _monday(text: str) -> date:
    """The Monday of the week asked for, at most a year away; of this week where none is named."""
    today = clock.today()
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = today
    if abs((asked - today).days) > MOST_WEEKS * DAYS:
        asked = today
    return asked - timedelta(days=asked.weekday())


def _days(monday: date) -> list[Day]:
    calendar, today = deadlines.calendar(), clock.today()
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    return [
        Day(
            day,
            "" if calendar.is_workday(day) else str(KIND_WORDS[calendar.kind(day)]),
            day == today,
        )
        for day in days
    ]
