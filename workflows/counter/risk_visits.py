"""Suggested visits: where the score is high and nobody goes yet; planned in one click, or put aside."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import clock
from casework.access import actor_for, scope_of, visible_cases
from casework.models import Membership, RiskDismissal, User, Visit
from casework.queries.risk import lists
from casework.vocabulary import Role
from workflows import deadlines
from workflows.actions.visit import OPEN_VISIT
from workflows.catalogue import ACTIONS
from workflows.counter.risk import Asked, band_tag, reader, said, subject_of
from workflows.dispatch import Incomplete, act
from workflows.forms.base import day_field, long_text
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused

DISMISSERS = (Role.BODY_HEAD, Role.INSPECTOR, Role.DEPARTMENT_HEAD)
LONGEST = timedelta(days=183)
SLOTS = ((time(9), time(11)), (time(14, 30), time(16, 30)))
DAYS = 15
PURPOSE = "风险积分%(value)s分，核查用工、工资支付和整改情况"


class DismissForm(forms.Form):
    """Until when no visit is suggested, and why."""

    until = day_field(gettext_lazy("暂不检查至"))
    reason = long_text(gettext_lazy("理由"), rows=3, max_length=300)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not clock.today() < until <= clock.today() + LONGEST:
            raise ValidationError(_("请选今天以后、六个月以内的一天。"))
        return until


@login_required
@never_cache
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """List employers or projects of one area that should be visited, the highest score first."""
    asked = Asked(request, "risk_visits")
    user, scope = asked.user, scope_of(asked.user)
    context = asked.context(lists.suggested(user, asked.area, asked.kind))
    rows = lists.with_cases(context["found"], scope.office_ids)
    context["rows"] = [
        (
            row,
            band_tag(row.value),
            said(row.reasons),
            row.case,
            row.case and _may_plan(user, row.case),
        )
        for row in rows
    ]
    context["may_dismiss"] = scope.has(*DISMISSERS)
    return render(request, "workflows/risk/visits.html", context)


@login_required
@require_POST
def plan(request: HttpRequest, case: int) -> HttpResponse:
    """Plan a visit in this case for its two inspectors, in the first slot both are free."""
    user = reader(request)
    row = get_object_or_404(visible_cases(user).select_related("office", "lead", "second"), pk=case)
    actor = actor_for(user, row.office, Role.INSPECTOR, Role.BODY_HEAD)
    complaint = row.complaints.order_by("id").only("site_address").first()
    place = (complaint.site_address if complaint else "") or row.employer_name
    value = request.POST.get("reason", "")
    value = value if value.isdecimal() and len(value) < 4 else "—"
    try:
        day, starts, ends = free_slot((row.lead, row.second))
        result = act("plan_visit", row.pk, actor, {
            "day": day.isoformat(), "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}",
            "place": place[:160], "purpose": PURPOSE % {"value": value},
        })  # fmt: skip
    except (Refused, Incomplete) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(result.done.message))
    return redirect(_back(request))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put a suggestion aside for one's own office until a day, with the reason."""
    member = _dismisser(reader(request))
    subject = subject_of(kind, pk)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        RiskDismissal.objects.create(
            **{f"{kind}_id": pk}, office=member.office, dismissed_at=clock.now(),
            dismissed_by=member.user, **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _("已记下，到期以前不再建议检查。"))
        return redirect("risk_visits")
    context = {"form": form, "kind": kind, "subject": subject}
    status = 422 if form.errors else 200
    return render(request, "workflows/risk/dismiss.html", context, status=status)


def free_slot(people: tuple[User, User]) -> tuple[date, time, time]:
    """Return the first half day, from the next working day on, in which neither has a visit.

    Raises Refused when there is none within three weeks.
    """
    calendar, first = deadlines.calendar(), clock.today() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    mine = Q(lead__in=people) | Q(second__in=people)
    taken = list(
        Visit.objects.filter(mine, day__range=(days[0], days[-1]), state__in=OPEN_VISIT)
        .values_list("day", "starts", "ends")
    )  # fmt: skip
    for day in days:
        if not calendar.is_workday(day):
            continue
        for starts, ends in SLOTS:
            if not any(on == day and begun < ends and ended > starts for on, begun, ended in taken):
                return day, starts, ends
    raise Refused(_("两名监察员近期没有共同的空闲时间，请在案件页安排。"))


def _may_plan(user: User, case: Any) -> bool:
    case.__class__ = CaseMachine
    actor = actor_for(user, case.office, Role.INSPECTOR, Role.BODY_HEAD)
    return bool(ACTIONS["plan_visit"].may(case, actor).ok)


def _dismisser(user: User) -> Membership:
    for member in scope_of(user).memberships:
        if member.role in DISMISSERS:
            return member
    raise PermissionDenied


def _back(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if safe and url.startswith("/risk/") else "/risk/visits/"
