"""The process view: how many cases went which way, where they waited, what was done twice, what was not legal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.models import CasePath, Membership, Office, PathEdge, User
from casework.templatetags.casework_format import thousands
from casework.vocabulary import Channel, EventKind, Industry, Role
from workflows.audit import process
from workflows.audit.conformance import LABELS
from workflows.audit.process import Filters, Totals
from workflows.counter.audit_rights import audited_offices

REWORK: dict[str, str | Promise] = {
    "returned": gettext_lazy("退回重办"),
    "transferred": gettext_lazy("移送两次以上"),
    "reopened": gettext_lazy("重新提出、撤销重办"),
    "supplemented": gettext_lazy("要求补正"),
}
BY: dict[str, str | Promise] = {
    "office": gettext_lazy("县区"),
    "lead": gettext_lazy("监察员"),
    "industry": gettext_lazy("行业"),
    "channel": gettext_lazy("渠道"),
}
NAMES: dict[str, Any] = {"industry": Industry, "channel": Channel}
ASKED = ("variant", "edge", "rework", "deviation", "outlier", "ended")
FILTER_OF = {"lead": "lead", "industry": "industry", "channel": "channel"}


@login_required
@never_cache
@require_safe
def audit_process(request: HttpRequest) -> HttpResponse:
    """Show the figures of the reader's region; every number opens its cases."""
    assert isinstance(request.user, User)
    filters = Filters.read(request.GET.dict(), audited_offices(request.user))
    by = request.GET.get("by", "office")
    by = by if by in BY else "office"
    sums = process.totals(filters)
    variants, ways = process.variants(filters)
    offices = _offices(filters)
    context = {
        "filters": filters,
        "kpis": _kpis(filters, sums),
        "sums": sums,
        "steps": [_step(filters, step) for step in process.steps(filters)],
        "variants": [_variant(filters, one, sums.cases) for one in variants],
        "ways": ways,
        "rework": [(REWORK[key], n, _url(filters, rework=key)) for key, n in sums.rework.items()],
        "codes": [
            (LABELS.get(code, code), n, _url(filters, deviation=code))
            for code, n in sums.codes.items()
        ],
        "groups": [_group(filters, by, one, offices) for one in process.breakdown(filters, by)],
        "by": by,
        "by_label": BY[by],
        "chips": [
            ("?" + urlencode({**filters.query, "by": key}) + "#groups", label, None, key == by)
            for key, label in BY.items()
        ],
        "places": _places(offices),
        "leads": _leads(filters),
        "industries": Industry.choices,
        "channels": Channel.choices,
    }
    return render(request, "workflows/audit/process.html", context)


@login_required
@never_cache
@require_safe
def audit_cases(request: HttpRequest) -> HttpResponse:
    """List the cases behind one number of the process view, by keyset."""
    assert isinstance(request.user, User)
    filters = Filters.read(request.GET.dict(), audited_offices(request.user))
    what = {name: request.GET[name][:40] for name in ASKED if request.GET.get(name)}
    before = request.GET.get("before", "")
    cursor = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else 0
    ids = process.case_ids(filters, what, cursor)
    shown = ids[: process.PAGE]
    rows = CasePath.objects.filter(pk__in=shown).select_related("case", "office", "lead")
    context = {
        "title": _title(what),
        "rows": [_row(row) for row in rows.order_by("-case_id")],
        "older_url": _url(filters, **what, before=str(shown[-1])) if len(ids) > len(shown) else "",
        "newer_url": _url(filters, **what) if cursor else "",
        "back_url": f"{reverse('audit_process')}?{urlencode(filters.query)}",
    }
    return render(request, "workflows/audit/cases.html", context)


def _kpis(filters: Filters, sums: Totals) -> list[tuple[Any, ...]]:
    every = _url(filters)
    return [
        (_("案件数"), thousands(sums.cases), "", every, _("件")),
        (_("已办结"), thousands(sums.ended), "", _url(filters, ended="1"), _("件")),
        (_("中位用时"), _number(sums.median), "", "", _("个工作日")),
        (_("九成案件用时不超过"), _number(sums.p90), "", "", _("个工作日")),
        (_("特别慢（超过 95% 的案件）"), _number(sums.p95), "warn", _url(filters, outlier="1"),
         _("个工作日以上")),
        (_("偏离法定程序"), thousands(sums.deviating), "bad" if sums.deviating else "ok",
         _url(filters, deviation="any"), _("件")),
    ]  # fmt: skip


def _number(value: int | None) -> str:
    return "—" if value is None else thousands(value)


def _step(filters: Filters, step: process.Step) -> dict[str, Any]:
    return {"step": step, "name": _("%(one)s → %(other)s") % {
        "one": _kind(step.kind), "other": _kind(step.next_kind)},
        "url": _url(filters, edge=str(step.edge))}  # fmt: skip


def _variant(filters: Filters, one: process.Variant, cases: int) -> dict[str, Any]:
    share = round(100 * one.cases / cases, 1) if cases else 0
    return {"kinds": [_kind(kind) for kind in one.kinds], "cases": one.cases, "share": share,
            "median": one.median, "url": _url(filters, variant=one.key)}  # fmt: skip


def _group(
    filters: Filters, by: str, one: process.Group, offices: Iterable[Office]
) -> dict[str, Any]:
    changes = {FILTER_OF[by]: one.key} if by in FILTER_OF else {}
    if by == "office":
        code = next((o.division.code for o in offices if str(o.pk) == one.key), "")
        changes = {"place": code} if code else {}
    label = dict(NAMES[by].choices).get(one.key, one.label) if by in NAMES else one.label
    return {"group": one, "label": label or "—", "url": _url(filters, **changes) if changes else ""}


def _offices(filters: Filters) -> list[Office]:
    rows = Office.objects.select_related("division__parent").order_by("division__code", "id")
    return list(rows if filters.offices is None else rows.filter(pk__in=filters.offices))


def _places(offices: Iterable[Office]) -> list[tuple[str, str]]:
    """Cities and counties of the region, each once, as options."""
    found = {o.division.code: o.division.full_name for o in offices}
    return sorted(found.items())


def _leads(filters: Filters) -> list[tuple[int, str]]:
    """The inspectors of the one place chosen; a whole province of names helps nobody."""
    chosen = Membership.objects.filter(role=Role.INSPECTOR)
    if filters.place:
        chosen = chosen.filter(office__division__code=filters.place)
    elif filters.offices is None or len(filters.offices) > 1:
        return []
    if filters.offices is not None:
        chosen = chosen.filter(office__in=filters.offices)
    return list(chosen.values_list("user_id", "user__full_name").distinct().order_by("user_id"))


def _row(row: CasePath) -> dict[str, Any]:
    return {
        "path": row,
        "deviations": [LABELS.get(code, code) for code in row.deviations],
    }


def _title(what: dict[str, str]) -> str:
    """Say which number the list stands behind."""
    if key := what.get("rework"):
        return str(REWORK.get(key, key))
    if code := what.get("deviation"):
        return _("偏离法定程序") if code == "any" else str(LABELS.get(code, code))
    if what.get("outlier"):
        return _("特别慢（超过 95% 的案件）")
    if (edge := what.get("edge", "")).isdecimal():
        found = PathEdge.objects.filter(pk=edge).first()
        if found is None:
            raise Http404
        return _("%(one)s → %(other)s") % {
            "one": found.get_kind_display(), "other": found.get_next_kind_display()}  # fmt: skip
    if what.get("ended"):
        return _("已办结")
    return _("同一路径的案件") if what.get("variant") else _("案件")


def _kind(kind: str) -> str:
    return str(EventKind(kind).label) if kind in EventKind else kind


def _url(filters: Filters, **what: str) -> str:
    query = urlencode({**filters.query, **what})
    return f"{reverse('audit_cases')}{'?' if query else ''}{query}"
