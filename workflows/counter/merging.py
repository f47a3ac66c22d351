"""Pages that merge duplicate employers and undo it, and the section on the employer's page that leads there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import OperationalError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casework.access import scope_of
from casework.law.identity import normalise_firm
from casework.models import Employer, EmployerMerge, User
from casework.models.actor import Actor
from casework.queries.search import typed
from casework.vocabulary import Role
from workflows.actions.merging import may_merge, merge_employers, undo_merge
from workflows.forms.base import long_text
from workflows.machines.step import Refused

OFFERED = 20
ROLES = (Role.ADMINISTRATOR, Role.SUPERVISOR)


class EmployerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        code = obj.uscc or _("（没有代码）")
        return f"{obj.name} {code}"


class MergeForm(forms.Form):
    """Into which file this one goes, and why."""

    kept = EmployerChoice(
        label=gettext_lazy("保留的档案"), queryset=Employer.objects.none(),
        widget=forms.RadioSelect, empty_label=None,
    )  # fmt: skip
    reason = long_text(gettext_lazy("合并理由"), rows=3, max_length=300)

    def __init__(self, *args: Any, dropped: Employer, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = Q(name_key=dropped.name_key)
        if text:
            same |= Q(name_key__contains=normalise_firm(text)) | Q(uscc__istartswith=text)
        rows = Employer.objects.filter(same, merged_into__isnull=True).exclude(pk=dropped.pk)
        ids = list(rows.order_by("name_key", "id").values_list("pk", flat=True)[:OFFERED])
        field = self.fields["kept"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Employer.objects.filter(pk__in=ids).order_by("name_key", "id")
        self.offered = len(ids)


class UndoForm(forms.Form):
    reason = long_text(gettext_lazy("撤销理由"), rows=3, max_length=300)


def panel(request: HttpRequest, employer: Employer) -> dict[str, Any]:
    """Section of the employer's page: the way to merging, for those who may."""
    allowed = isinstance(request.user, User) and may_merge(request.user).ok
    running = EmployerMerge.objects.filter(kept=employer.pk, undone_at__isnull=True)
    context = {
        "employer": employer,
        "may_merge": allowed,
        "merges": list(running.select_related("dropped")) if allowed else [],
    }
    return {"template": "workflows/employer/_merge.html", "context": context}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the file to keep and merge this one into it."""
    actor = _actor(request)
    dropped = get_object_or_404(Employer, pk=pk, merged_into__isnull=True)
    text = typed(request.GET.get("q", ""))
    form = MergeForm(request.POST or None, dropped=dropped, text=text)
    if request.method == "POST" and form.is_valid():
        kept, reason = form.cleaned_data["kept"], form.cleaned_data["reason"]
        try:
            merge_employers(kept=kept, dropped=dropped, actor=actor, reason=reason)
        except (Refused, OperationalError) as refusal:
            form.add_error(None, _sentence(refusal))
        else:
            messages.success(request, _("已合并。需要时可以在档案中撤销。"))
            return redirect("employer", kept.pk)
    context = {"form": form, "employer": dropped, "text": text}
    return render(request, "workflows/employer/merge.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge: everything goes back where it was."""
    actor = _actor(request)
    row = get_object_or_404(EmployerMerge.objects.select_related("kept", "dropped"), pk=pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_merge(row, actor=actor, reason=form.cleaned_data["reason"])
        except (Refused, OperationalError) as refusal:
            form.add_error(None, _sentence(refusal))
        else:
            messages.success(request, _("合并已撤销，两份档案恢复原状。"))
            return redirect("employer", row.dropped_id)
    context = {"form": form, "merge": row, "employer": row.kept}
    return render(request, "workflows/employer/unmerge.html", context)


def _actor(request: HttpRequest) -> Actor:
    """Return as whom the user merges: administrator first; 404 for everybody else."""
    assert isinstance(request.user, User)
    held = [m for role in ROLES for m in scope_of(request.user).memberships if m.role == role]
    if not held:
        raise Http404(_("没有这个页面。"))
    return Actor(role=held[0].role, user=request.user, office=held[0].office)


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, Refused):
        return str(refusal)
    return _("有人正在办理其中的案件，请稍后再试。")
