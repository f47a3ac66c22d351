"""Offices: where they stand in the tree, and what is published of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from casework import clock
from casework.law.errors import SentenceError
from casework.pages.manage.forms import NewOfficeForm, OfficeForm
from casework.pages.manage.frame import ManageRequest, manage_page
from casework.queries import staff
from casework.records import accounts
from casework.records.offices import may_close, open_office

LOG_PAGE = 50


@manage_page
@require_safe
def offices(request: ManageRequest) -> HttpResponse:
    """List the offices within reach as the tree of divisions has them, with their people."""
    held = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=clock.today())
    active = held & Q(memberships__user__is_active=True)
    rows = request.reach.offices().order_by("division__path", "id")
    rows = rows.annotate(people=Count("memberships__user", filter=active, distinct=True))
    context = {"offices": rows, "may_open": request.reach.whole or request.reach.paths}
    return render(request, "casework/manage/offices.html", context)


@manage_page
@require_http_methods(["GET", "HEAD", "POST"])
def office_new(request: ManageRequest) -> HttpResponse:
    """Set up an office below one's own, with its division where that is new."""
    if not (request.reach.whole or request.reach.paths):
        raise PermissionDenied
    form = NewOfficeForm(request.POST or None, reach=request.reach)
    if request.method == "POST" and form.is_valid():
        try:
            row = open_office(request.reach, form.of_place(), form.cleaned_data)
        except SentenceError as error:
            form.add_error(None, _(error.template) % error.params)
        else:
            messages.success(request, _("机构已设立，请给它安排负责人和监察员。"))
            return redirect("manage_office", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/manage/office_new.html", {"form": form}, status=status)


@manage_page
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: ManageRequest, pk: int) -> HttpResponse:
    """Change name, telephone, address and hours of an office."""
    row = get_object_or_404(request.reach.offices().select_related("successor"), pk=pk)
    form = OfficeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        # The form has already put the new values on `row`; the log wants what stood there before.
        before = request.reach.offices().get(pk=pk)
        accounts.change_office(request.reach, before, form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("manage_office", pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "casework/manage/office.html",
        {"office": row, "form": form, "may_close": may_close(request.reach, row)}, status=status,
    )  # fmt: skip


@manage_page
@require_safe
def log(request: ManageRequest) -> HttpResponse:
    """Show the administration log within reach, newest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    found = list(staff.entries(request.reach, before=before)[: LOG_PAGE + 1])
    page = found[:LOG_PAGE]
    context = {
        "entries": page,
        "newer_url": "?" if before else "",
        "older_url": f"?before={page[-1].pk}" if len(found) > LOG_PAGE else "",
    }
    return render(request, "casework/manage/log.html", context)
