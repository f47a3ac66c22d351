"""Close an office (撤销机构): only when nothing is open there, and with another that takes over.

It stands above the other pages of administration because it asks the desks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework import clock
from casework.law.errors import SentenceError, gettext_noop
from casework.models import (
    Branch,
    Case,
    Deadline,
    GrantRequest,
    Membership,
    Office,
    SupervisionOrder,
    Transfer,
)
from casework.pages.manage.frame import ManageRequest, manage_page
from casework.queries.staff import ENDED
from casework.records.offices import close_office, may_close
from casework.vocabulary import OPEN_TRANSFER, DeadlineState
from workflows.models import DeskTask

WORDS = gettext_noop("还有没办完的事项，先办完或者移交，再撤销机构。")


class CloseForm(forms.Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("接手的机构"), queryset=Office.objects.none(),
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("这些地方今后的投诉由它办理，以前的案件由它查阅。"),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


@manage_page
@require_http_methods(["GET", "HEAD", "POST"])
def office_close(request: ManageRequest, pk: int) -> HttpResponse:
    """Say what is still open at an office; with nothing open, close it."""
    office = get_object_or_404(request.reach.offices(), pk=pk)
    if not may_close(request.reach, office):
        raise PermissionDenied
    others = request.reach.offices().filter(closed_on__isnull=True).exclude(pk=pk)
    form = CloseForm(request.POST or None, rows=others)
    if request.method == "POST" and form.is_valid():
        try:
            close(request, office, form.cleaned_data["successor"])
        except SentenceError as error:
            form.add_error(None, _(error.template) % error.params)
        else:
            messages.success(request, _("机构已撤销。"))
            return redirect("manage_office", pk)
    context = {"office": office, "form": form, "open": list(still_open(office))}
    status = 422 if request.method == "POST" else 200
    return render(request, "workflows/office_close.html", context, status=status)


@transaction.atomic
def close(request: ManageRequest, office: Office, successor: Office) -> None:
    """Close it under the lock of its row, which everything that is opened there needs as well."""
    locked = Office.objects.select_for_update(of=("self",)).select_related("division")
    office = locked.get(pk=office.pk)
    if any(still_open(office)):
        raise StillOpenError(WORDS)
    close_office(request.reach, office, successor)


class StillOpenError(SentenceError):
    """Something is open at the office."""


def still_open(office: Office) -> Iterator[tuple[str, int]]:
    """Yield what is open at an office, in words, with how many there are of it."""
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    between = Q(from_office=office) | Q(to_office=office)
    path = f"{office.division.path}/"
    rows: tuple[tuple[str, Any], ...] = (
        (_("在任的人员"), Membership.objects.filter(held, office=office)),
        (_("等待同意的任命"), GrantRequest.objects.filter(office=office, decided_at=None)),
        (_("待办事项"), DeskTask.objects.filter(office=office, finished=None)),
        (_("未结案件"), Case.objects.filter(office=office).exclude(state__in=ENDED)),
        (_("未终结的分支程序"), Branch.objects.filter(office=office, ended_at=None)),
        (_("未完成的期限"), Deadline.objects.filter(
            office=office, state__in=(DeadlineState.RUNNING, DeadlineState.SUSPENDED))),
        (_("未办完的移送"), Transfer.objects.filter(between, state__in=OPEN_TRANSFER)),
        (_("未回复的督办单"), SupervisionOrder.objects.filter(between, replied_at=None)),
        (_("在用的下级机构"), Office.objects.filter(division__path__startswith=path, closed_on=None)),
    )  # fmt: skip
    for words, found in rows:
        if count := found.count():
            yield words, count
