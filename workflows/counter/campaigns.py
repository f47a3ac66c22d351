"""Pages of campaigns: which there are, one with its countdown, figures and order of counties, its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Case as SqlCase
from django.db.models import Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from casework import clock
from casework.access import scope_of
from casework.models import Campaign, FigureReport, Office, User
from casework.printing import figures as printing
from casework.queries import figures
from casework.queries.figures import Account, Line
from casework.queries.search import typed
from casework.vocabulary import DivisionLevel, ReportKind, Role, ScopeTag
from workflows.counter.campaign_figures import (
    account_of,
    day_of,
    region_of,
    title_of,
    zeros,
)
from workflows.forms.campaign import CampaignForm

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
REPORTS = 12
IN_RANKING = ("filed", "closed", "closing_rate", "recovery_rate", "overdue", "owed")
IN_TABLE = ("clues", "accepted", "filed", "closed", "closing_rate", "workers", "owed")


@login_required
@never_cache
@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns, the newest first."""
    user = cast(User, request.user)
    region_of(user)
    context = {
        "campaigns": [
            (one, _("进行中") if one.runs_on(clock.today()) else "")
            for one in Campaign.objects.select_related("office", "created_by")
        ],
        "may_found": bool(founding_office(user)),
    }
    return render(request, "workflows/campaigns.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Found a campaign, or set its days and goals anew: supervisors of a province or city."""
    user = cast(User, request.user)
    office = founding_office(user)
    if office is None:
        raise PermissionDenied
    found = get_object_or_404(Campaign, pk=pk, office=office) if pk else None
    form = CampaignForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        campaign: Campaign = form.save(commit=False)
        if found is None:
            campaign.office, campaign.created_by = office, user
            campaign.created_at = clock.now()
        campaign.save()
        messages.success(request, _("已保存。"))
        return redirect("campaign", campaign.pk)
    return render(request, "workflows/campaign_edit.html", {"form": form, "campaign": found})


@login_required
@never_cache
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: the two zeros, its figures beside last year's, counties in their order."""
    user = cast(User, request.user)
    found = get_object_or_404(Campaign.objects.select_related("previous", "office"), pk=pk)
    region = region_of(user, typed(request.GET.get("city", "")))
    on = day_of(request.GET.get("on"), least=found.begins)
    if found.begins > clock.today():
        return render(request, "workflows/campaign.html", {"campaign": found, "region": region})
    said = account_of(found, region, on)
    query = {key: request.GET[key] for key in ("city", "on") if request.GET.get(key)}
    context = {
        "campaign": found, "region": region, "title": title_of(found, region), "query": query,
        "on": said.scope.on, "account": said, "period": printing.period(figures.content(said)),
        "last_period": printing.last_period(figures.content(said)),
        "zeros": zeros(found, said), "tags": [ScopeTag(tag).label for tag in found.tags],
        "figures": figure_rows(said), "ranking": line_rows([one for one in said.offices if _has_any(one)], IN_RANKING),
        "quiet": [one for one in said.offices if not _has_any(one)],
        "ranking_heads": heads(IN_RANKING), "table_heads": heads(IN_TABLE),
        "cities": line_rows(said.cities, IN_TABLE) if region.shows_map else [],
        "trades": line_rows(said.trades, IN_TABLE),
        "rules": printing.rules(figures.content(said)),
        "files": [(f"{reverse('campaign_file', args=[pk, kind])}?{urlencode(query)}", kind.upper())
                  for kind in TYPES],
        "may_edit": founding_office(user) == found.office,
        "may_make": founding_office(user) is not None,
        "report_kinds": ReportKind.choices,
        "reports": _reports(user, found),
        "orders": found.orders.filter(replied_at__isnull=True).count(),
    }  # fmt: skip
    return render(request, "workflows/campaign.html", context)


@login_required
@never_cache
@require_GET
def campaign_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The figures of the page as CSV, workbook or PDF."""
    found = get_object_or_404(Campaign.objects.select_related("previous"), pk=pk)
    region = region_of(cast(User, request.user), typed(request.GET.get("city", "")))
    on = day_of(request.GET.get("on"), least=found.begins)
    said = figures.content(account_of(found, region, on))
    return file_of(said, kind, title_of(found, region), region.name)


def _has_any(line: Line) -> bool:
    return any(line.now[code] or line.before[code] for code in ("clues", "filed"))


def _reports(user: User, campaign: Campaign) -> list[FigureReport]:
    """The last stored reports of the areas this user oversees; of one day, of the own office first."""
    scope = scope_of(user)
    rows = campaign.reports.select_related("office")
    if not scope.sees_province:
        rows = rows.filter(office__in=scope.office_ids)
    own = When(office__in=scope.office_ids, then=Value(0))
    newest = rows.order_by("-on", SqlCase(own, default=Value(1)), "-id")
    return list(newest.defer("content")[:REPORTS])


def file_of(said: dict[str, Any], kind: str, title: str, author: str) -> HttpResponse:
    """Return a content as a file to keep; every kind holds the same numbers."""
    if kind not in TYPES:
        raise Http404
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: printing.csv_of(said, title),
        "xlsx": lambda: printing.workbook_of(said, title),
        "pdf": lambda: printing.pdf_of(said, title, author, figures.digest(said)),
    }
    response = HttpResponse(makers[kind](), content_type=TYPES[kind])
    name = quote(f"{title} {said['on']}.{kind}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def founding_office(user: User) -> Office | None:
    """Return the office for which `user` may found campaigns: a supervisor's, of city or province."""
    levels = (DivisionLevel.PROVINCE, DivisionLevel.CITY)
    return next(
        (m.office for m in scope_of(user).memberships
         if m.role == Role.SUPERVISOR and m.office.division.level in levels),
        None,
    )  # fmt: skip


def figure_rows(said: Account) -> list[dict[str, Any]]:
    """Every figure as the page shows it, with last year's and what it means."""
    return [
        {
            "code": one.code, "label": one.label, "unit": one.unit, "definition": one.definition,
            "basis": one.basis, "value": one.shown(said.now[one.code]),
            "last_year": one.shown(said.before[one.code]),
        }
        for one in figures.BOOK
    ]  # fmt: skip


def line_rows(lines: list[Line], codes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Places or trades with the figures of `codes`; each cell with last year's value."""
    return [
        {
            "code": line.code, "name": line.name, "rank": line.rank, "office": line.office_id,
            "cells": [
                (code, figures.BY_CODE[code].label, figures.BY_CODE[code].shown(line.now[code]),
                 figures.BY_CODE[code].shown(line.before[code]))
                for code in codes
            ],
        }
        for line in lines
    ]  # fmt: skip


def heads(codes: tuple[str, ...]) -> list[Any]:
    return [figures.BY_CODE[code].label for code in codes]
