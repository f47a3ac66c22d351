"""Filters of the desk under a name: saved, renamed, deleted, opened by default, counted in the chips."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from casework.models import SavedFilter, User
from workflows.counter.desk_filters import (
    MOST_SAVED,
    WHOLE,
    DeskFilter,
    Kept,
)
from workflows.counter.desk_rows import Desk

CLEARED = dict.fromkeys(("only", "stage", "trade", "channel", "office", "group", "q", "after"), "")
LABELS = {
    "": gettext_lazy("全部"),
    "today": gettext_lazy("今天"),
    "late": gettext_lazy("已超期"),
    "unclaimed": gettext_lazy("待认领"),
    "construction": gettext_lazy("工程建设"),
    "new_forms": gettext_lazy("新就业形态"),
}


class NameForm(forms.Form):
    """A name for the view whose query is `query`."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=20, strip=True)
    query = forms.CharField(required=False, max_length=400)


def chips(desk: Desk, view: DeskFilter, saved: list[Kept]) -> dict[str, Any]:
    """Chips of the quick conditions and of the user's saved views, each with its live count."""
    here = [(row, kept) for row, kept in saved if (kept.tab == WHOLE) == desk.whole]
    away = [(row, kept) for row, kept in saved if (kept.tab == WHOLE) != desk.whole]
    counts, own = desk.counts([kept for _row, kept in here])
    found = dict(zip([row.pk for row, _kept in here], own, strict=True))
    other = Desk(desk.user, whole=not desk.whole)
    if away and other.whole != desk.whole:
        _counts, theirs = other.counts([kept for _row, kept in away])
        found |= dict(zip([row.pk for row, _kept in away], theirs, strict=True))
    has_default = any(row.is_default for row, _kept in saved)
    quick = [
        (view.url(only=name, after="", all="1" if has_default and not name else ""), label,
         counts[name or "all"], view.only == name)
        for name, label in LABELS.items()
    ]  # fmt: skip
    named = [
        (kept.url(), row.name, found[row.pk], row.query == view.query())
        for row, kept in saved
        if row.pk in found
    ]
    return {"counts": counts, "chips": quick, "saved_chips": named}


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the present view under a name; the same name again means: this view instead."""
    user = _user(request)
    form = NameForm(request.POST)
    view = DeskFilter.read(dict(parse_qsl(request.POST.get("query", ""))))
    if not form.is_valid():
        messages.error(request, _("请给这个筛选起一个不超过 20 个字的名称。"))
        return redirect(view.url())
    name = form.cleaned_data["name"]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two tabs do not pass the limit together
        known = SavedFilter.objects.filter(user=user)
        if not known.filter(name=name).exists() and known.count() >= MOST_SAVED:
            messages.error(request, _("最多保存 %(n)s 个筛选，请先删除一个。") % {"n": MOST_SAVED})
            return redirect(view.url())
        known.update_or_create(user=user, name=name, defaults={"query": view.query()})
    messages.success(request, _("已保存筛选“%(name)s”。") % {"name": name})
    return redirect(view.url(q="", after=""))


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, delete, or open by default (or no longer)."""
    row = get_object_or_404(SavedFilter, pk=pk, user=_user(request).pk)
    back = DeskFilter.read(dict(parse_qsl(request.POST.get("query", "")))).url()
    what = request.POST.get("do", "")
    name = request.POST.get("name", "").strip()
    if what == "delete":
        row.delete()
        messages.success(request, _("已删除筛选“%(name)s”。") % {"name": row.name})
    elif what == "default":
        _toggle_default(row)
    elif name and len(name) <= 20:
        others = SavedFilter.objects.filter(user=row.user_id, name=name).exclude(pk=row.pk)
        if others.exists():
            messages.error(request, _("已有名为“%(name)s”的筛选。") % {"name": name})
        else:
            SavedFilter.objects.filter(pk=row.pk).update(name=name)
            messages.success(request, _("已改名为“%(name)s”。") % {"name": name})
    else:
        messages.error(request, _("请给这个筛选起一个不超过 20 个字的名称。"))
    return redirect(back if back != reverse("desk") else f"{back}?all=1")


def _toggle_default(row: SavedFilter) -> None:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=row.user_id)
        SavedFilter.objects.filter(user=row.user_id).exclude(pk=row.pk).update(is_default=False)
        SavedFilter.objects.filter(pk=row.pk).update(is_default=not row.is_default)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
