"""Pages of the law book: every limit and threshold with its ground; an administrator may change them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from casework import clock, lawbook
from casework.access import scope_of
from casework.law.limits import (
    HENAN_TARGET,
    LIMITS,
    NATIONAL,
    OPEN_ITEMS,
    PRODUCT_DEFAULT,
    THRESHOLDS,
    WEIGHTS,
    LawError,
    Limit,
    Said,
    Threshold,
)
from casework.models import LawChange, LimitVersion, ThresholdVersion, User
from casework.models.lawbook import LawVersion
from casework.records.lawbook import change_limit, change_threshold
from casework.vocabulary import DeadlineUnit, Role
from workflows.forms.lawbook import LimitForm, ThresholdForm

CHANGES = 30
KINDS = {
    NATIONAL: (gettext_lazy("国家规定"), "info"),
    HENAN_TARGET: (gettext_lazy("省内目标"), "warn"),
    PRODUCT_DEFAULT: (gettext_lazy("产品默认"), ""),
    "risk": (gettext_lazy("风险积分"), ""),
}
PLACES = {"city": gettext_lazy("市级督查"), "province": gettext_lazy("省级督查")}
LENGTHS = {
    DeadlineUnit.WORKING_DAYS: gettext_lazy("%(n)s 个工作日"),
    DeadlineUnit.CALENDAR_DAYS: gettext_lazy("%(n)s 日"),
    DeadlineUnit.MONTHS: gettext_lazy("%(n)s 个月"),
    DeadlineUnit.YEARS: gettext_lazy("%(n)s 年"),
    DeadlineUnit.HOURS: gettext_lazy("%(n)s 小时"),
}
UNITS = {
    "yuan": gettext_lazy("元"), "months": gettext_lazy("个月"), "people": gettext_lazy("人"),
    "days": gettext_lazy("日"), "rate": gettext_lazy("倍"), "switch": "",
    "points": gettext_lazy("分"), "": "",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the page: what is in force today, on what ground, how sure, who verified it."""

    key: str
    label: str
    value: str
    longest: str
    basis: str
    note: str
    kind: tuple[Any, str]
    unsure: bool
    open_item: str
    verified: str
    versions: list[str]
    extension: str = ""
    warned: str = ""
    escalated: str = ""


@login_required
@never_cache
@require_GET
def limits(request: HttpRequest) -> HttpResponse:
    """Show every limit and threshold of the law book with its ground, to all staff."""
    scope = scope_of(_staff(request))
    versions = _versions(LimitVersion, "rule")
    numbers = _versions(ThresholdVersion, "key")
    context = {
        "limits": [_limit_row(one, versions[one.id]) for one in LIMITS.values()],
        "thresholds": [
            _threshold_row(one, numbers[one.key])
            for one in THRESHOLDS.values()
            if one.key not in WEIGHTS
        ],
        "open_items": [(item.id, _to(item.title), _to(item.text)) for item in OPEN_ITEMS.values()],
        "changes": LawChange.objects.select_related("changed_by")[:CHANGES],
        "may_change": scope.has(Role.ADMINISTRATOR),
        "today": clock.today(),
    }
    return render(request, "workflows/limits.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Change the length or the extension of one limit."""
    found = LIMITS.get(rule_id)
    if found is None:
        raise Http404
    user = _administrator(request)
    now = lawbook.limit(rule_id)
    form = LimitForm(request.POST if request.method == "POST" else None, limit=now)
    if request.method == "POST" and form.is_valid():
        try:
            change_limit(rule_id, by=user, ground=form.ground(), **form.numbers())
        except LawError as error:
            form.add_error(None, _(error.template) % error.params)
        else:
            return _changed(request)
    row = _limit_row(found, list(LimitVersion.objects.filter(rule=rule_id)))
    return _form_page(request, form, row)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def threshold(request: HttpRequest, key: str) -> HttpResponse:
    """Change the value of one threshold."""
    found = THRESHOLDS.get(key)
    if found is None:
        raise Http404
    user = _administrator(request)
    initial = {"value": lawbook.threshold(key).value}
    form = ThresholdForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_threshold(key, by=user, ground=form.ground(), value=form.cleaned_data["value"])
        except LawError as error:
            form.add_error(None, _(error.template) % error.params)
        else:
            return _changed(request)
    row = _threshold_row(found, list(ThresholdVersion.objects.filter(key=key)))
    return _form_page(request, form, row)


def _staff(request: HttpRequest) -> User:
    """Whoever holds an office works by these terms and may read them."""
    assert isinstance(request.user, User)
    if not scope_of(request.user).memberships:
        raise PermissionDenied
    return request.user


def _administrator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    if not scope_of(request.user).has(Role.ADMINISTRATOR):
        raise PermissionDenied
    return request.user


def _changed(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("已修改，从生效之日起适用于新开始的事项。"))
    return redirect("limits")


def _form_page(request: HttpRequest, form: Any, row: Row) -> HttpResponse:
    status = 422 if form.errors else 200
    changes = LawChange.objects.filter(subject=row.key).select_related("changed_by")[:CHANGES]
    context = {"form": form, "row": row, "changes": changes}
    return render(request, "workflows/limit.html", context, status=status)


def _versions(model: Any, name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in model.objects.order_by("valid_from", "id"):
        found[getattr(row, name)].append(row)
    return found


def _limit_row(data: Limit, versions: list[LimitVersion]) -> Row:
    now = lawbook.limit(data.id)
    return Row(
        key=data.id, label=_to(data.label), value=length_in_words(now.length, now.unit),
        longest=length_in_words(data.cap, data.unit) if data.cap is not None else "",
        extension=_extension(now), basis=_to(now.basis), note=_to(data.note),
        kind=KINDS[data.kind], unsure=data.to_be_confirmed and not _verified(versions),
        open_item=data.open_item, verified=_verified(versions),
        versions=[_version(row, length_in_words(row.length, data.unit)) for row in versions],
        warned=_people(data.warned), escalated=" → ".join(_person(one) for one in data.escalated),
    )  # fmt: skip


def _threshold_row(data: Threshold, versions: list[ThresholdVersion]) -> Row:
    unit = UNITS[data.unit]
    now = lawbook.threshold(data.key)
    return Row(
        key=data.key, label=_to(data.label), value=f"{now.value:f} {unit}".strip(),
        longest=f"{data.cap:f} {unit}".strip() if data.cap is not None else "",
        basis=_to(now.basis), note=_to(data.note), kind=KINDS[data.kind],
        unsure=data.to_be_confirmed and not _verified(versions), open_item=data.open_item,
        verified=_verified(versions),
        versions=[_version(row, "" if row.value is None else f"{row.value:f} {unit}")
                  for row in versions],
    )  # fmt: skip


def length_in_words(length: int | None, unit: str) -> str:
    """Say a length in its unit (60 个工作日, 24 小时); the same day for 0, nothing for none."""
    if length is None or not unit:
        return ""
    if length == 0:
        return _("当日")
    return str(LENGTHS[DeadlineUnit(unit)]) % {"n": length}


def _extension(limit: Limit) -> str:
    if not limit.extension:
        return ""
    who = str(Role(limit.extender).label) if limit.extender else ""
    words = {"n": length_in_words(limit.extension, limit.unit), "who": who}
    if limit.extensions == "once":
        return _("一次，%(n)s，由%(who)s批准") % words
    return _("%(n)s，由%(who)s批准，可以多次") % words


def _people(roles: Iterable[str]) -> str:
    return "、".join(_person(role) for role in roles)


def _person(role: str) -> str:
    return str(PLACES.get(role) or Role(role).label)


def _verified(versions: Iterable[LawVersion]) -> str:
    """Who compared the source last, and when; empty while nobody has."""
    today = clock.today()
    rows = [row for row in versions if row.verified_by and row.valid_from <= today]
    if not rows:
        return ""
    last = max(rows, key=lambda row: row.valid_from)
    return f"{last.verified_by} {last.verified_on or ''}".strip()


def _version(row: LawVersion, value: str) -> str:
    until = f"–{row.valid_to}" if row.valid_to else "–"
    return f"{row.valid_from}{until} {value}".strip()


def _to(said: Said) -> str:
    return said.to(get_language() or "zh-hans")
