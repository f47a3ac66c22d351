"""Rules of the house: by which ways an event reaches each of those who are told of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from casework.models import CaseEvent
from casework.pages.manage.frame import ManageRequest, whole_page
from casework.records.accounts import note
from casework.vocabulary import AdminKind, DivisionLevel, EventKind, Role
from notifications import told
from notifications.models import OF_OFFICES, NoticeRule, Way
from notifications.rules import (
    BY_CLOCK,
    DEMANDED,
    NAMED,
    OFFICE,
    OWN_WAYS,
    SUBJECTS,
    by_default,
    subject_of,
)  # fmt: skip

PROVINCE = "province_alone"

WHO: dict[str, str | Promise] = {
    told.LEAD: gettext_lazy("主办人"), told.SECOND: gettext_lazy("协办人"),
    told.FIRST: gettext_lazy("首问责任人"), told.HEADS: gettext_lazy("监察机构负责人"),
    told.DIRECTORS: gettext_lazy("行政机关负责人"), told.LEGALS: gettext_lazy("法制审核人员"),
    told.CREDIT: gettext_lazy("信用管理人员"), told.RECEIVERS: gettext_lazy("对方机构负责人和窗口"),
    told.SUPERIORS: gettext_lazy("有关机构的负责人和督查人员"),
    told.ABOVE: gettext_lazy("有关机构的督查人员和行政机关负责人"),
    told.CITY: gettext_lazy("市级督查人员"), told.CITY_DIRECTORS: gettext_lazy("市级行政机关负责人"),
    told.PROVINCE: gettext_lazy("市级、省级督查人员"),
    told.SUPERVISORS: gettext_lazy("本级和上级督查人员"),
    told.AUDITORS: gettext_lazy("本级和上级审计人员"),
    PROVINCE: gettext_lazy("省级督查人员"),
    told.MENTIONED: gettext_lazy("被提到的人"),
    NAMED: gettext_lazy("指定的办理人"), OFFICE: gettext_lazy("整个机构"),
}  # fmt: skip
CLOCK_ROLES = (
    Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.LEGAL, Role.CREDIT,
    Role.SUPERVISOR, Role.AUDITOR, DivisionLevel.CITY, DivisionLevel.PROVINCE,
)  # fmt: skip
"""Whom the rule of a clock may name in its columns of the warned and the escalated."""


def who_of(kind: str) -> list[tuple[str, str]]:
    """Return (name, label) of each who may be told of this kind of event."""
    if kind in BY_CLOCK:
        found = [(str(role), _role_label(role)) for role in CLOCK_ROLES]
    else:
        found = [(who, str(WHO[who])) for who in told.TOLD[kind]]
        found.append((NAMED, str(WHO[NAMED])))
    return [*found, (OFFICE, str(WHO[OFFICE]))]


def _role_label(role: Role | DivisionLevel) -> str:
    above = {DivisionLevel.CITY: told.CITY, DivisionLevel.PROVINCE: PROVINCE}
    return str(WHO[above[role]] if isinstance(role, DivisionLevel) else role.label)


def ways_for(who: str) -> Iterable[Way]:
    """Return the ways that reach one of these at all."""
    return OF_OFFICES if who == OFFICE else OWN_WAYS


@whole_page
@require_safe
def rule_list(request: ManageRequest) -> HttpResponse:
    """List the events by subject, with what was changed."""
    changed = set(NoticeRule.objects.values_list("kind", flat=True))
    groups = [
        (label, [(kind, EventKind(kind).label, kind in changed)
                 for kind in told.TOLD if subject_of(kind) == name])
        for name, (label, _prefixes) in SUBJECTS.items()
    ]  # fmt: skip
    return render(request, "notifications/rules.html", {"groups": groups})


@whole_page
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: ManageRequest, kind: str) -> HttpResponse:
    """Change the ways of one event; it holds for what happens from now on."""
    if kind not in told.TOLD:
        raise Http404
    if request.method == "POST":
        count = _save(kind, request.POST)
        if count:
            note(AdminKind.NOTICE_RULE_CHANGED, request.user, key=kind, count=count)
        messages.success(request, _("已保存，对以后的事项生效。"))
        return redirect("manage_rule", kind)
    context = {"label": EventKind(kind).label, "rows": _rows(kind), "kept": DEMANDED.get(kind, "")}
    return render(request, "notifications/rule.html", context)


def _rows(kind: str) -> list[tuple[str, list[tuple[str, str, bool, bool]]]]:
    """Return per role its cells: (field, label, on, locked)."""
    house = _house(kind)
    event = CaseEvent(kind=kind)
    return [
        (label, [
            (f"{who}:{way}", str(way.label), house.get((who, way), by_default(event, way)),
             _locked(kind, way)) for way in ways_for(who)
        ])
        for who, label in who_of(kind)
    ]  # fmt: skip


def _locked(kind: str, way: str) -> bool:
    """What is demanded is always in the inbox."""
    return way == Way.INBOX and kind in DEMANDED


def _house(kind: str) -> dict[tuple[str, str], bool]:
    rows = NoticeRule.objects.filter(kind=kind).values_list("who", "way", "is_on")
    return {(who, way): is_on for who, way, is_on in rows}


@transaction.atomic
def _save(kind: str, sent: QueryDict) -> int:
    """Keep what differs from the default; return how many cells changed."""
    before, changed, event = _house(kind), 0, CaseEvent(kind=kind)
    for who, _label in who_of(kind):
        for way in ways_for(who):
            if _locked(kind, way):
                continue
            plain, now = by_default(event, way), f"{who}:{way}" in sent
            if now == before.get((who, way), plain):
                continue
            changed += 1
            rows = NoticeRule.objects.filter(kind=kind, who=who, way=way)
            rows.delete()
            if now != plain:
                NoticeRule.objects.create(kind=kind, who=who, way=way, is_on=now)
    return changed
