"""Pages of supervision orders: those given and received, writing one, a hand-out list, the reply."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from casework import clock
from casework.access import scope_of
from casework.models import Case, Complaint, Membership, Office, SupervisionOrder, User
from casework.models.actor import Actor
from casework.printing.supervision import order_pdf, reply_pdf
from casework.records import supervision as records
from casework.vocabulary import CaseState, ComplaintState, JobKind, Role
from workflows import deadlines, jobs
from workflows.counter.audit_files import attachment
from workflows.counter.picking import ids_in
from workflows.forms.campaign import ReplyForm, SupervisionForm

PAGE = 50
MOST = 200
REPLY = "reply"
PAPERS = ("order", REPLY)
"""Matters on one hand-out list."""
OVER = (CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED)
BEFORE_CASE = (ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.TRANSFERRED_OUT)
READERS = (Role.SUPERVISOR, Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.AUDITOR)


@login_required
@never_cache
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders of one's offices, given and received, the unanswered first."""
    user = cast(User, request.user)
    rows = visible_orders(user).select_related(
        "from_office", "to_office__division__parent", "campaign"
    )
    open_ones = rows.filter(replied_at__isnull=True).order_by("due_on", "id")
    answered = rows.filter(replied_at__isnull=False).order_by("-id")
    context = {
        "open": [_row(order) for order in open_ones[:PAGE]],
        "answered": [_row(order) for order in answered[:PAGE]],
        "may_issue": scope_of(user).has(Role.SUPERVISOR),
    }
    return render(request, "workflows/supervision.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order with its matters and its reply; the head of the office it went to answers here."""
    user = cast(User, request.user)
    related = ("from_office", "to_office__division__parent", "issued_by", "replied_by", "campaign")
    row = get_object_or_404(visible_orders(user).select_related(*related), pk=pk)
    actor = _replier(user, row)
    form = ReplyForm(request.POST or None)
    if request.method == "POST":
        if actor is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                records.reply(row, actor=actor, text=form.cleaned_data["text"])
            except records.ReplyError as error:
                messages.error(request, _(error.template) % error.params)
            else:
                messages.success(request, _("已回复。"))
            return redirect("supervision_order", pk)
    items = row.items.select_related("case", "complaint")
    context = {
        "order": row, "items": items, "form": form if actor and not row.replied_at else None,
        "late": _is_late(row),
    }  # fmt: skip
    return render(request, "workflows/supervision_order.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order_new(request: HttpRequest, office: int) -> HttpResponse:
    """Write an order to an office below: to the office as such, or about matters picked from its list."""
    user = cast(User, request.user)
    to_office = get_object_or_404(Office.objects.select_related("division__parent"), pk=office)
    actor = _issuer(user, to_office)
    form = SupervisionForm(request.POST or None)
    cases, complaints = _late_matters(to_office)
    if request.method == "POST" and form.is_valid():
        row = _issue(form.cleaned_data, actor, to_office, request)
        messages.success(request, _("已发出 %(number)s。") % {"number": row.number})
        return redirect("supervision_order", row.pk)
    context = {
        "office": to_office, "form": form, "cases": cases, "complaints": complaints,
        "picked_cases": _ids(request, "case"), "picked_complaints": _ids(request, "complaint"),
    }  # fmt: skip
    return render(request, "workflows/supervision_new.html", context)


@login_required
@never_cache
@require_GET
def order_paper(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """The order, or its reply, as the official paper (PDF); Chinese whoever reads it."""
    related = ("from_office", "to_office", "issued_by", "replied_by", "campaign")
    rows = visible_orders(cast(User, request.user)).select_related(*related)
    row = get_object_or_404(rows, pk=pk)
    if paper not in PAPERS or (paper == REPLY and row.replied_at is None):
        raise Http404
    with override("zh-hans"):
        made = reply_pdf(row) if paper == REPLY else order_pdf(row, list(row.items.all()))
    number = (row.reply_number if paper == REPLY else "") or row.number
    return attachment(made, "application/pdf", f"{number}.pdf")


def visible_orders(user: User) -> QuerySet[SupervisionOrder]:
    """Orders to or from the offices `user` sees; the province sees all."""
    scope = scope_of(user)
    if not scope.has(*READERS):
        raise PermissionDenied
    ids = scope.visible_office_ids
    rows = SupervisionOrder.objects.all()
    return rows if ids is None else rows.filter(Q(to_office__in=ids) | Q(from_office__in=ids))


def _issue(
    data: dict[str, Any], actor: Actor, to_office: Office, request: HttpRequest
) -> SupervisionOrder:
    due = deadlines.calendar().add_working_days(clock.today(), data["working_days"]).date
    row = records.issue(
        actor=actor, to_office=to_office, kind=data["kind"], text=data["text"], due_on=due,
        campaign=data["campaign"], cases=_ids(request, "case"),
        complaints=_ids(request, "complaint"),
    )  # fmt: skip
    if not row.items.exists():
        _tell_heads(row)
    return row


def _tell_heads(row: SupervisionOrder) -> None:
    """An order about no matter stands in no journal: its heads are told by their own inbox."""
    today = clock.today()
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    heads = Membership.objects.filter(
        held, office=row.to_office_id, role=Role.BODY_HEAD, valid_from__lte=today,
        user__is_active=True,
    )  # fmt: skip
    for member in heads.select_related("user", "office"):
        actor = Actor(role=member.role, user=member.user, office=member.office)
        jobs.start(
            JobKind.SUPERVISION, actor, {"order": row.pk}, key=f"supervision-{row.pk}-{member.pk}"
        )


def _late_matters(office: Office) -> tuple[list[Case], list[Complaint]]:
    """What may be handed out: the office's open matters by their next day, the late first."""
    cases = Case.objects.filter(office=office).exclude(state__in=OVER)
    complaints = Complaint.objects.filter(office=office, state__in=BEFORE_CASE)
    order = ("next_due_on", "id")
    return list(cases.order_by(*order)[:MOST]), list(complaints.order_by(*order)[:MOST])


def _ids(request: HttpRequest, name: str) -> list[int]:
    return ids_in(request.POST.getlist(name))[:MOST]


def _issuer(user: User, to_office: Office) -> Actor:
    """Return the supervisor who may ask something of that office. Raises PermissionDenied."""
    scope = scope_of(user)
    for member in scope.memberships:
        if member.role != Role.SUPERVISOR or member.office_id == to_office.pk:
            continue
        if to_office.division.path.startswith(member.office.division.path):
            return scope.actor_at(member.office, Role.SUPERVISOR)
    raise PermissionDenied


def _replier(user: User, row: SupervisionOrder) -> Actor | None:
    if Role.BODY_HEAD in scope_of(user).roles_at(row.to_office_id):
        return scope_of(user).actor_at(row.to_office, Role.BODY_HEAD)
    return None


def _is_late(row: SupervisionOrder) -> bool:
    day = clock.day_of(row.replied_at) if row.replied_at else clock.today()
    return day > row.due_on


def _row(row: SupervisionOrder) -> tuple[SupervisionOrder, bool]:
    return row, _is_late(row)
