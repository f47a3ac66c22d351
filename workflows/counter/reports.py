"""Pages of stored reports: one as it was made, its files; and making one for a past day by hand."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from casework.access import scope_of
from casework.models import Campaign, FigureReport, User
from casework.printing import figures as printing
from casework.queries import figures
from casework.records.figure_reports import store
from casework.vocabulary import ReportKind
from workflows.counter.campaign_figures import READERS, account_of, area_of, day_of
from workflows.counter.campaigns import TYPES, file_of, founding_office

IN_PARTS = ("clues", "filed", "closed", "closing_rate", "recovery_rate", "overdue", "owed")


def visible_reports(user: User) -> QuerySet[FigureReport]:
    """Reports about areas whose offices `user` sees: the province all, a city its own."""
    scope = scope_of(user)
    if not scope.has(*READERS):
        raise PermissionDenied
    rows = FigureReport.objects.select_related("campaign", "office__division")
    return rows if scope.sees_province else rows.filter(office__in=scope.office_ids)


def report_title(report: FigureReport) -> str:
    """Heading of a stored report."""
    return f"{report.office.division.name}{report.campaign.name}{report.get_kind_display()}"


@login_required
@never_cache
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A stored report as it was made, and whether its hash still fits."""
    row = get_object_or_404(visible_reports(cast(User, request.user)), pk=pk)
    said = row.content
    context = {
        "report": row, "title": report_title(row), "period": printing.period(said),
        "last_period": printing.last_period(said), "rules": printing.rules(said),
        "whole": figures.digest(said) == row.sha256,
        "figures": [
            one | _words(one) | {"value": figures.shown(one["code"], one["value"]),
                   "last_year": figures.shown(one["code"], one["last_year"])}
            for one in said["figures"]
        ],
        "heads": [figures.BY_CODE[code].label for code in IN_PARTS],
        "cities": _lines(said["cities"]),
        "offices": _lines([row for row in said["offices"] if row["values"]["clues"] or row["values"]["filed"]]),
        "files": [(reverse("report_file", args=[pk, kind]), kind.upper()) for kind in TYPES],
    }  # fmt: skip
    return render(request, "workflows/figure_report.html", context)


@login_required
@never_cache
@require_GET
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The stored report as CSV, workbook or PDF."""
    row = get_object_or_404(visible_reports(cast(User, request.user)), pk=pk)
    with override("zh-hans"):  # what was stored is Chinese, and so is its file
        return file_of(row.content, kind, report_title(row), row.office.name)


@login_required
@never_cache
@require_POST
def report_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the report of a past day by hand; one that is there already stays as it was made."""
    user = cast(User, request.user)
    office = founding_office(user)
    if office is None:
        raise PermissionDenied
    campaign = get_object_or_404(Campaign.objects.select_related("previous"), pk=pk)
    kind = request.POST.get("kind", "")
    on = day_of(request.POST.get("on"), least=campaign.begins)
    if kind not in ReportKind.values or on is None:
        raise Http404
    with override("zh-hans"):
        said = figures.content(account_of(campaign, area_of(office), on))
    row, new = store(campaign, office, kind, said, figures.digest(said), by=user)
    if not new:
        messages.info(request, _("这一天的报告已经有了，数字是当时的，没有改动。"))
    return redirect("report", row.pk)


def _words(one: dict[str, Any]) -> dict[str, str]:
    """What a figure was called when it was stored (in Chinese), in the reader's language."""
    names = ("label", "unit", "definition", "basis")
    return {name: _(one[name]) for name in names if one.get(name)}


def _lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": row["name"], "code": row["code"], "rank": row["rank"],
            "cells": [
                (code, figures.BY_CODE[code].label, figures.shown(code, row["values"][code]),
                 figures.shown(code, row["last_year"][code]))
                for code in IN_PARTS
            ],
        }
        for row in rows
    ]  # fmt: skip
