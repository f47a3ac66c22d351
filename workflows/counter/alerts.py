"""Pages of alerts: those of the reader's region with filters, and one with its proof and its marks."""

from __future__ import annotations

from copy import copy
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.access import scope_of
from casework.models import Alert, AlertSweep, CaseEvent, Complaint, Office, User
from casework.queries.discretion import hush
from casework.queries.history import entry
from casework.records.alerts import MarkError, mark
from casework.vocabulary import AlertFamily, AlertPattern, AlertState, ComplaintKind, Role
from workflows.counter.audit_rights import headed_offices, overseen_offices, overseer
from workflows.forms.oversight import MarkForm
from workflows.oversight.alert_words import facts_of, in_short
from workflows.oversight.patterns import PATTERNS, in_force

PAGE = 30
MOST_EVENTS = 60
TONES = {
    AlertState.OPEN: "bad", AlertState.FOLLOWED: "warn", AlertState.EXPLAINED: "ok",
    AlertState.CONFIRMED: "bad", AlertState.CLEARED: "ok",
}  # fmt: skip
STANDING, EVERY = "standing", "all"
FILTERS = ("family", "state", "pattern", "place")


@login_required
@never_cache
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """List the alerts of the reader's region, the newest first, filtered."""
    assert isinstance(request.user, User)
    asked = _asked(request)
    rows = _filtered(visible_alerts(request.user), asked)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    related = ("case", "complaint", "person", "office")
    page = list(rows.select_related(*related).order_by("-id")[: PAGE + 1])
    shown = page[:PAGE]
    context = {
        "rows": [(row, in_short(row), TONES.get(AlertState(row.state), "")) for row in shown],
        "older_url": _url(asked, before=str(shown[-1].pk)) if len(page) > PAGE else "",
        "newer_url": _url(asked) if before else "",
        "chips": _chips(request.user, asked),
        "asked": asked,
        "patterns": [(one.code, one.label) for one in PATTERNS.values()
                     if asked["family"] in ("", one.family)],
        "states": [(STANDING, _("没有办完的")), (EVERY, _("全部")), *AlertState.choices],
        "places": _places(request.user),
        "last": AlertSweep.objects.first(),
        "may_set": scope_of(request.user).has(Role.ADMINISTRATOR),
    }  # fmt: skip
    return render(request, "workflows/oversight/alerts.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Show why an alert was raised, the rows that prove it, and let a supervisor judge it."""
    user = request.user
    assert isinstance(user, User)
    related = ("case__office", "complaint__office", "person", "office__division__parent")
    row = get_object_or_404(visible_alerts(user).select_related(*related), pk=pk)
    actor = overseer(user, row.office)
    form = MarkForm(request.POST or None, initial={"seen": row.state})
    if request.method == "POST":
        if actor is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                mark(row, actor=actor, **form.cleaned_data)
            except MarkError as error:
                messages.error(request, _(error.template) % error.params)
            else:
                messages.success(request, _("已记下。"))
            return redirect("alert", pk)
    context = {
        "alert": row,
        "pattern": in_force().get(row.pattern),
        "facts": facts_of(row),
        "tone": TONES.get(AlertState(row.state), ""),
        "lines": _proof(row),
        "more": max(len(row.events) - MOST_EVENTS, 0),
        "marks": row.marks.select_related("by", "office"),
        "form": form if actor and actor.user != row.person else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workflows/oversight/alert.html", context, status=status)


def visible_alerts(user: User) -> QuerySet[Alert]:
    """Alerts of the region a supervisor or auditor watches; of data also those of the office one heads.

    Nobody is shown an alert about himself by this. Raises PermissionDenied for everybody else.
    """
    region, own = overseen_offices(user), headed_offices(user)
    rows = Alert.objects.exclude(person=user.pk)
    if region is None:
        return rows
    if not region and not own:
        raise PermissionDenied
    of_data = Q(office__in=own, family=AlertFamily.QUALITY)
    return rows.filter(Q(office__in=region) | of_data) if own else rows.filter(office__in=region)


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    allowed = {
        "family": AlertFamily.values, "state": [STANDING, EVERY, *AlertState.values],
        "pattern": AlertPattern.values,
    }  # fmt: skip
    for name, values in allowed.items():
        if asked[name] not in values:
            asked[name] = ""
    asked["state"] = asked["state"] or STANDING
    return asked


def _filtered(rows: QuerySet[Alert], asked: dict[str, str]) -> QuerySet[Alert]:
    if asked["family"]:
        rows = rows.filter(family=asked["family"])
    if asked["pattern"]:
        rows = rows.filter(pattern=asked["pattern"])
    if asked["state"] == STANDING:
        rows = rows.filter(state__in=(AlertState.OPEN, AlertState.FOLLOWED))
    elif asked["state"] != EVERY:
        rows = rows.filter(state=asked["state"])
    if asked["place"]:
        found = Office.objects.filter(division__code=asked["place"], division__valid_to=None)
        paths = list(found.values_list("division__path", flat=True))
        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(division__path__startswith=path)
        rows = rows.filter(
            office__in=list(Office.objects.filter(inside).values_list("pk", flat=True))
        )
    return rows


def _chips(user: User, asked: dict[str, str]) -> list[tuple[str, str, None, bool]]:
    """Let choose among both families; a head has one alone."""
    families = [("", _("全部")), *AlertFamily.choices]
    if overseen_offices(user) == []:
        families = [(AlertFamily.QUALITY.value, AlertFamily.QUALITY.label)]
    return [
        (_url({**asked, "family": value, "pattern": ""}), str(label), None,
         asked["family"] == value or len(families) == 1)
        for value, label in families
    ]  # fmt: skip


def _places(user: User) -> list[tuple[str, str]]:
    region = overseen_offices(user)
    ids = None if region is None else [*region, *headed_offices(user)]
    rows = Office.objects.select_related("division__parent").filter(closed_on__isnull=True)
    rows = rows if ids is None else rows.filter(pk__in=ids)
    return sorted({one.division.code: one.division.full_name for one in rows}.items())


def _url(asked: dict[str, str], **more: str) -> str:
    query = urlencode({k: v for k, v in {**asked, **more}.items() if v})
    return f"{reverse('alerts')}?{query}"


def _proof(row: Alert) -> list[tuple[Any, Any, str]]:
    """Return the journal rows that prove it as (event, sentence, address); who told us stays unsaid."""
    rows = CaseEvent.objects.filter(pk__in=row.events[:MOST_EVENTS]).order_by("id")
    events = list(rows.select_related("actor", "office", "case", "complaint"))
    concerned = {event.complaint_id for event in events if event.complaint_id}
    reports = set(
        Complaint.objects.filter(pk__in=concerned, kind=ComplaintKind.REPORT)
        .values_list("pk", flat=True)
    )  # fmt: skip
    return [(event, entry(hush(copy(event), reports)), _address(event)) for event in events]


def _address(event: CaseEvent) -> str:
    if event.stream == "case":
        return f"{reverse('audit', args=[event.subject_id])}#e{event.pk}"
    return reverse("complaint", args=[event.subject_id])
