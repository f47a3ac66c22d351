"""Pages of the risk score: who stands highest in one's area, how each score was made, how they fared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework import clock, lawbook
from casework.access import scope_of, visible_cases, visible_complaints
from casework.law.limits import Said
from casework.law.risk import EMPLOYER, KINDS, TOP, Line, Rule, rules_of
from casework.models import (
    ConstructionProject,
    Division,
    Employer,
    RiskDismissal,
    RiskEvaluation,
    RiskPlace,
    RiskScore,
    User,
)
from casework.queries.risk import lists, scoring
from casework.queries.search import typed
from casework.templatetags.casework_format import thousands
from casework.vocabulary import RiskBand, RiskKind, Role
from workflows.counter.keyset import Cursor

TONES = {RiskBand.HIGH: "bad", RiskBand.MIDDLE: "warn", RiskBand.LOW: ""}
SOURCES = 20
"""Matters shown behind one line."""
EVALUATIONS = 8


@login_required
@never_cache
@require_safe
def risk(request: HttpRequest) -> HttpResponse:
    """List the scores of one area, the highest first; by kind and band, page by page."""
    asked = Asked(request, "risk")
    rows = lists.ranked(asked.area, asked.kind, asked.band)
    context = {
        **asked.context(rows), "bands": asked.band_chips(), "made_on": _made_on(asked.kind),
    }  # fmt: skip
    return render(request, "workflows/risk/list.html", context)


@login_required
@never_cache
@require_safe
def working(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show how one score is made as of a day (`?on=`), line by line, with the matters in one's scope."""
    user = reader(request)
    subject = subject_of(kind, pk)
    day = _day(request.GET.get("on", ""))
    made = scoring.working(kind, pk, day)
    has_points = {line.rule.key for line in made.lines}
    context = {
        "subject": subject, "kind": kind, "kind_label": RiskKind(kind).label, "day": day,
        "today": clock.today(), "value": made.value, "band": band_tag(made.value), "top": TOP,
        "total": sum(line.points for line in made.lines),
        "lines": [_line(line, made.sources.get(line.rule.key, []), user) for line in made.lines],
        "silent": [_rule(rule) for rule in rules_of(kind) if rule.key not in has_points],
        "file_url": reverse("employer" if kind == EMPLOYER else "project", args=[pk]),
        "dismissals": _dismissals(user, kind, pk), "may_dismiss": scope_of(user).has(
            Role.BODY_HEAD, Role.INSPECTOR, Role.DEPARTMENT_HEAD),
    }  # fmt: skip
    return render(request, "workflows/risk/working.html", context)


@login_required
@never_cache
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List every rule with what it counts, its points and its ground; an administrator may change the points."""
    user = request.user
    assert isinstance(user, User)
    administers = scope_of(user).has(Role.ADMINISTRATOR)
    if not lists.may_read_risk(user) and not administers:
        raise PermissionDenied
    tables = [(RiskKind(kind).label, [_rule(rule) for rule in rules_of(kind)]) for kind in KINDS]
    middle, high = scoring.bands()
    context = {"tables": tables, "middle": middle, "high": high, "top": TOP,
               "may_change": administers, "may_read": lists.may_read_risk(user)}  # fmt: skip
    return render(request, "workflows/risk/rules.html", context)


@login_required
@never_cache
@require_safe
def evaluation(request: HttpRequest) -> HttpResponse:
    """Show how scores of past days fared in the time after them, beside two baselines."""
    reader(request)
    tried = RiskEvaluation.objects.filter(measures__subjects__gt=0)
    rows = tried.order_by("-as_of", "kind", "-id")[:EVALUATIONS]
    context = {"rows": [_evaluation(row) for row in rows], "is_demo": settings.QINGQIAN["demo"]}
    return render(request, "workflows/risk/evaluation.html", context)


class Asked:
    """What a list was asked for: area, kind, band, from which row on. Raises PermissionDenied, Http404."""

    def __init__(self, request: HttpRequest, url_name: str) -> None:
        self.user, self.url = reader(request), reverse(url_name)
        self.areas = lists.areas(self.user)
        code = typed(request.GET.get("area", ""))
        found = [area for area in self.areas if area.code == code] if code else self.areas[:1]
        if not found:
            raise Http404
        self.area: Division = found[0]
        kind, band = request.GET.get("kind", ""), request.GET.get("band", "")
        self.kind = kind if kind in KINDS else EMPLOYER
        self.band = band if band in RiskBand.values else ""
        self.cursor = Cursor.parse(request.GET.get("after", ""), 2)

    def link(self, **changes: str) -> str:
        said = {"area": self.area.code, "kind": self.kind, "band": self.band, **changes}
        return f"{self.url}?{urlencode({name: text for name, text in said.items() if text})}"

    def context(self, rows: Any) -> dict[str, Any]:
        """Return one page of `rows` with what stands around it."""
        if self.cursor is not None:
            rows = lists.after(rows, *self.cursor.values)
        found, more = lists.page(rows)
        older = ""
        if more:
            last: RiskPlace = found[-1].place
            older = self.link(after=f"{last.value}.{last.score_id}")
        return {
            "rows": [(row, band_tag(row.value), said(row.reasons)) for row in found],
            "found": found, "older_url": older, "newer_url": self.link() if self.cursor else "",
            "areas": [(one.code, one.full_name) for one in self.areas], "area": self.area,
            "kind": self.kind, "band": self.band,
            "kinds": [(self.link(kind=kind, band=""), RiskKind(kind).label, None, kind == self.kind)
                      for kind in KINDS],
        }  # fmt: skip

    def band_chips(self) -> list[tuple[str, Any, None, bool]]:
        chips = [
            (self.link(band=band), _band_word(band), None, band == self.band) for band in RiskBand
        ]
        return [(self.link(band=""), _("全部"), None, not self.band), *chips]


def reader(request: HttpRequest) -> User:
    """Return the user; raises PermissionDenied unless one who may read scores."""
    assert isinstance(request.user, User)
    if not lists.may_read_risk(request.user):
        raise PermissionDenied
    return request.user


def subject_of(kind: str, pk: int) -> Employer | ConstructionProject:
    """Return the employer or project. Raises Http404."""
    if kind not in KINDS:
        raise Http404
    return get_object_or_404(Employer if kind == EMPLOYER else ConstructionProject, pk=pk)


def band_tag(value: int) -> tuple[str, str]:
    """Return the band of a score in words, and its tone."""
    band = RiskBand(scoring.band_of(value))
    return _band_word(band), TONES[band]


def said(lines: Iterable[Line]) -> list[str]:
    """Return each line in a few words: what, how many, points."""
    return [
        _("%(what)s %(n)s（%(points)s 分）")
        % {
            "what": to_reader(line.rule.label),
            "n": thousands(plain(line.count)),
            "points": line.points,
        }
        for line in lines
    ]


def plain(count: Decimal) -> Decimal | int:
    """Return a count without decimals where it has none."""
    return int(count) if count == count.to_integral_value() else count


def to_reader(text: Said) -> str:
    """Return a text of the rules in the reader's language."""
    return text.to(get_language() or "zh-hans")


def _band_word(band: RiskBand) -> str:
    return str(band.label)


def _line(line: Line, sources: list[scoring.Source], user: User) -> dict[str, Any]:
    """One line with those of its matters the user may open; the others are only counted."""
    cases = [one.pk for one in sources if one.stream == "case"]
    complaints = [one.pk for one in sources if one.stream == "complaint"]
    known: dict[tuple[str, int], Any] = {}
    if cases:
        known |= {("case", row.pk): row for row in visible_cases(user).filter(pk__in=cases)}
    if complaints:
        rows = visible_complaints(user).filter(pk__in=complaints)
        known |= {("complaint", row.pk): row for row in rows.defer("imported_facts")}
    shown = [(one, known[one.stream, one.pk]) for one in sources if (one.stream, one.pk) in known]
    return {
        **_rule(line.rule), "count": plain(line.count), "points": line.points,
        "matters": [(reverse(one.stream, args=[one.pk]), str(row), one.at)
                    for one, row in shown[:SOURCES]],
        "more": max(len(shown) - SOURCES, 0), "elsewhere": len(sources) - len(shown),
    }  # fmt: skip


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "key": rule.key, "label": to_reader(rule.label), "months": rule.months, "step": rule.step,
        "free": rule.free, "most": rule.most, "basis": to_reader(rule.basis),
        "note": to_reader(rule.note), "weight": lawbook.threshold_value(rule.key),
    }  # fmt: skip


def _dismissals(user: User, kind: str, pk: int) -> list[RiskDismissal]:
    rows = RiskDismissal.objects.filter(**{kind: pk}, until__gte=clock.today())
    ids = scope_of(user).visible_office_ids
    rows = rows if ids is None else rows.filter(office__in=ids)
    return list(rows.select_related("office", "dismissed_by"))


def _made_on(kind: str) -> date | None:
    return RiskScore.objects.filter(kind=kind).values_list("on", flat=True).first()


def _day(text: str) -> date:
    """The day asked for; today when it is none, or not yet here."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return min(day, clock.today())


def _evaluation(row: RiskEvaluation) -> dict[str, Any]:
    measures = row.measures
    names = {
        "score": _("风险积分"),
        "complaints": _("只按过去投诉件数"),
        "chance": _("随机（基准率）"),
    }
    return {
        "row": row, "label": row.get_kind_display(), "measures": measures,
        "days": (row.until - row.as_of).days,
        "lengths": [one["k"] for one in measures["score"]["top"]],
        "methods": [(names[name], measures[name]) for name in names],
        "bands": [(_band_word(RiskBand(one["name"])), TONES[RiskBand(one["name"])], one)
                  for one in measures["bands"]],
    }  # fmt: skip
