"""The head's page: load per inspector, who is away, what nobody has yet, handing a leaver's cases over."""

from __future__ import annotations

import uuid
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import clock
from casework.access import scope_of
from casework.models import Absence, Case, Complaint, Office, User
from casework.records.absences import AbsenceError, end_absence, record_absence
from casework.vocabulary import ComplaintState, Role
from workflows.catalogue.action import OPEN_CASE
from workflows.counter.appointing import (
    MOST,
    AppointForm,
    Outcome,
    appoint_all,
    choices,
    rows_for,
)
from workflows.counter.approvals import Approvals
from workflows.counter.picking import ids_of
from workflows.counter.workload import OPEN_COMPLAINT, Team
from workflows.forms.absence import AbsenceForm

RELATED = ("office__division", "employer")
HIDDEN = ("contact_phone", "description", "imported_facts")


@login_required
@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the office of a head: loads, absences, what waits for two inspectors."""
    office, offices = _headed(request)
    waiting = list(_unassigned(office)[: MOST + 1])
    people = Team(office.pk, [record.employer_id for record in waiting])
    loads = people.loads
    context = {
        "office": office, "offices": offices, "loads": loads,
        "most_points": max((load.points for load in loads), default=0) or 1,
        "options": choices(loads), "rows": rows_for(people, waiting[:MOST]),
        "more_rows": len(waiting) > MOST, "form": AppointForm(optional=True), "key": uuid.uuid4().hex,
        "absences": _absences(office), "absence_form": AbsenceForm(office_id=office.pk, auto_id="absence_%s"),
        "approval_count": Approvals(_user(request)).tasks().count(),
        "today": clock.today(), "assign_url": f"{reverse('team_assign')}?office={office.pk}",
    }  # fmt: skip
    return render(request, "workflows/team.html", context)


@login_required
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Appoint two inspectors for each chosen complaint that nobody has yet."""
    office, _offices = _headed(request)
    records = list(_unassigned(office).filter(pk__in=_picked(request, "complaint")))
    done = appoint_all(_user(request), records, request.POST, request.POST.get("reason", "")[:300])
    _say(request, done)
    return redirect(_team_url(office))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over what an inspector has in hand, matter by matter, to who has the least (交接)."""
    office, _offices = _headed(request)
    person = get_object_or_404(User.objects.filter(memberships__office=office).distinct(), pk=pk)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        records = _held_by(person, office, _picked(request, "case"), _picked(request, "complaint"))
        done = appoint_all(_user(request), records, request.POST, form.cleaned_data["reason"])
        _say(request, done)
        return redirect(request.get_full_path())
    held = _held_by(person, office)
    people = Team(office.pk, [record.employer_id for record in held])
    options = [pair for pair in choices(people.loads) if pair[0] != person.pk]
    context = {
        "office": office, "person": person, "form": form, "key": uuid.uuid4().hex,
        "rows": rows_for(people, held[:MOST], without=[person.pk]), "options": options,
        "more_rows": len(held) > MOST,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "workflows/hand_over.html", context, status=status)


@login_required
@require_POST
def absence_new(request: HttpRequest) -> HttpResponse:
    """Record an absence with its substitute."""
    office, _offices = _headed(request)
    form = AbsenceForm(request.POST, office_id=office.pk)
    if form.is_valid():
        try:
            row = record_absence(office=office, by=_user(request), **form.cleaned_data)
        except AbsenceError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("%(who)s不在岗期间由%(sub)s代办。") % {"who": row.user, "sub": row.substitute},
            )
            return redirect(_team_url(office))
    context = {"office": office, "form": form}
    return render(request, "workflows/absence.html", context, status=422)


@login_required
@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an absence early: from now on nobody stands in."""
    office, _offices = _headed(request)
    row = get_object_or_404(Absence.objects.select_related("user"), pk=pk, office=office)
    end_absence(row)
    messages.success(request, _("%(who)s已回岗，代办结束。") % {"who": row.user})
    return redirect(_team_url(office))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _headed(request: HttpRequest) -> tuple[Office, list[Office]]:
    """The office asked for, of those this user heads; the first one where none is named."""
    scope = scope_of(_user(request))
    offices = [m.office for m in scope.memberships if m.role == Role.BODY_HEAD]
    if not offices:
        raise PermissionDenied(_("只有劳动保障监察机构负责人可以打开这一页。"))
    asked = request.GET.get("office", "")
    return next((one for one in offices if str(one.pk) == asked), offices[0]), offices


def _team_url(office: Office) -> str:
    return f"{reverse('team')}?office={office.pk}"


def _unassigned(office: Office) -> Any:
    rows = Complaint.objects.filter(
        office=office,
        state=ComplaintState.FILED,
        lead__isnull=True,
        desk_tasks__node="assign",
        desk_tasks__finished__isnull=True,
    )
    return rows.select_related(*RELATED).defer(*HIDDEN).order_by("next_due_on", "id")


def _held_by(
    person: User,
    office: Office,
    cases: list[int] | None = None,
    complaints: list[int] | None = None,
) -> list[Case | Complaint]:
    """What this person leads or seconds here; only the ids named where they are."""
    pair = Q(lead=person) | Q(second=person)
    led = Case.objects.filter(pair, office=office, state__in=OPEN_CASE)
    asked = Complaint.objects.filter(pair, office=office, state__in=OPEN_COMPLAINT)
    if cases is not None and complaints is not None:
        led, asked = led.filter(pk__in=cases), asked.filter(pk__in=complaints)
    by_term = ("next_due_on", "id")
    rows = led.select_related(*RELATED).order_by(*by_term)
    others = asked.select_related(*RELATED).defer(*HIDDEN).order_by(*by_term)
    return list(chain(rows[: MOST + 1], others[: MOST + 1]))


def _picked(request: HttpRequest, stream: str) -> list[int]:
    """The ids of one kind that were ticked, at most one page of them."""
    return ids_of(stream, request.POST.getlist("pick")[:MOST])


def _absences(office: Office) -> list[Absence]:
    rows = Absence.objects.filter(
        office=office, ended_at__isnull=True, until_on__gte=clock.today()
    ).select_related("user", "substitute")
    return list(rows.order_by("from_on", "id"))


def _say(request: HttpRequest, done: list[Outcome]) -> None:
    """Tell how many were done, and for each of the others why not."""
    well = sum(1 for one in done if not one.refused)
    if well:
        text = ngettext("已指派 %(n)s 件。", "已指派 %(n)s 件。", well) % {"n": well}
        messages.success(request, text)
    for one in done:
        if one.refused:
            messages.error(request, f"{one.record}：{one.refused}")
    if not done:
        messages.warning(request, _("没有选择任何一件。"))
