"""Pages of the working calendar: what is off and worked, the yearly notice, what it moved."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from casework import clock
from casework.access import scope_of
from casework.law.calendar import HOLIDAY, MAKEUP, WorkCalendar
from casework.law.holidays import PROVISIONAL
from casework.law.notices import spans_of_days
from casework.models import CalendarNotice, User
from casework.models.actor import Actor
from casework.records.calendar import differences, store_notice, stored_calendar
from casework.vocabulary import JobKind, Role
from workflows import deadlines, jobs
from workflows.actions.recompute import preview
from workflows.counter.calendar_words import KIND_WORDS, draft_of, matter_of
from workflows.forms.workdays import NoticeForm

READERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AUDITOR)
MOST_SHOWN = 200


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workdays(request: HttpRequest) -> HttpResponse:
    """Show the calendar; an administrator pastes a notice, looks at what it changes, confirms."""
    user = _reader(request)
    if request.method != "POST":
        form = NoticeForm() if _may_change(user) else None
        return render(request, "workflows/workdays.html", _context(form))
    if not _may_change(user):
        raise PermissionDenied
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return render(request, "workflows/workdays.html", _context(form), status=422)
    if "confirmed" not in request.POST:
        return render(request, "workflows/notice_preview.html", _preview(form))
    data = form.cleaned_data
    notice = store_notice(
        form.rows(), year=data["year"], source=data["source"], text=data["text"], by=user
    )
    messages.success(request, _("放假安排已保存，正在重算未完成的期限。"))
    try:
        work = jobs.start(
            JobKind.CALENDAR, _administrator(user), {"notice": notice.pk},
            key=f"calendar-{notice.pk}",
        )  # fmt: skip
    except jobs.TooManyError:  # the timer recomputes as well, a little later
        return redirect("calendar_notice", notice.pk)
    return redirect("job", work.pk)


@login_required
@never_cache
@require_GET
def calendar_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which open clocks one notice moved, from which day to which."""
    user = _reader(request)
    notice = get_object_or_404(CalendarNotice.objects.select_related("imported_by"), pk=pk)
    moves = notice.moves.select_related("deadline__case", "deadline__complaint", "deadline__office")
    scope = scope_of(user)
    # Accounts and settings are another duty than cases (三员分立): no matter's number for them.
    sees_matters = bool(scope.office_ids)
    if sees_matters and scope.visible_office_ids is not None:
        moves = moves.filter(deadline__office__in=scope.visible_office_ids)
    rows = [
        {"matter": matter_of(move.deadline) if sees_matters else "",
         "office": move.deadline.office, "rule": deadlines.RULES[move.deadline.rule],
         "old": move.old_due_on, "new": move.new_due_on, "deadline": move.deadline}
        for move in moves.order_by("id")[:MOST_SHOWN]
    ]  # fmt: skip
    context = {"notice": notice, "rows": rows, "more": moves.count() - len(rows),
               "sees_matters": sees_matters}  # fmt: skip
    return render(request, "workflows/notice.html", context)


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    if not scope_of(request.user).has(*READERS):
        raise PermissionDenied
    return request.user


def _administrator(user: User) -> Actor:
    scope = scope_of(user)
    held = next(m for m in scope.memberships if m.role == Role.ADMINISTRATOR)
    return scope.actor_at(held.office, held.role)


def _may_change(user: User) -> bool:
    return scope_of(user).has(Role.ADMINISTRATOR)


def _context(form: NoticeForm | None) -> dict[str, Any]:
    this_year, calendar = clock.today().year, stored_calendar()
    return {
        "form": form,
        "doubts": [(d.line, d.text, _(d.template) % d.params) for d in form.doubts] if form else [],
        "years": [_year(calendar, year) for year in (this_year + 1, this_year, this_year - 1)],
        "notices": CalendarNotice.objects.select_related("imported_by")[:20],
    }


def _year(calendar: WorkCalendar, year: int) -> dict[str, Any]:
    days = calendar.year(year)
    off = {day.date: day.source for day in days if day.kind == HOLIDAY}
    return {
        "year": year,
        "off": spans_of_days(off),
        "worked": [day.date for day in days if day.kind == MAKEUP],
        "provisional": any(day.status == PROVISIONAL for day in days),
    }


def _preview(form: NoticeForm) -> dict[str, Any]:
    rows = form.rows()
    before = stored_calendar()
    changed = differences(rows, before)
    moves = preview(draft_of(changed), before.with_overrides(rows))
    shown = list(islice(moves, MOST_SHOWN))
    return {
        "form": form,
        "changed": [
            (pair.after.date, KIND_WORDS[pair.before.kind], KIND_WORDS[pair.after.kind],
             pair.after.source if pair.after.kind == HOLIDAY else "")
            for pair in changed if pair.changes_counting
        ],
        "days": len(changed),
        "moves": [(deadlines.RULES[m.deadline.rule].label, m.old, m.new) for m in shown],
        "further": sum(1 for _move in moves),
        "same": sum(1 for pair in changed if not pair.changes_counting),
    }  # fmt: skip
