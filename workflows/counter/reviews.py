"""Pages of review rounds: those there are, opening one, what came out of it, its workbook."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.law.limits import Said
from casework.models import ListExport, Office, ReviewFile, ReviewRound, User
from casework.models.actor import Actor
from casework.printing.tables import workbook
from casework.vocabulary import DrawReason, Grade, ReviewState
from workflows.counter.review_rights import opener, supervises, visible_files, visible_rounds
from workflows.forms.oversight import RoundForm
from workflows.oversight import results
from workflows.oversight.drawing import POINTS
from workflows.oversight.rounds import Plan, ReviewError, lot_is_fair, may_review, open_round

PAGE, MINE = 50, 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GRADES = {Grade.EXCELLENT: "ok", Grade.PASS: "", Grade.FAIL: "bad"}
STATES = {ReviewState.WAITING: "warn", ReviewState.SUBMITTED: "info"}


@login_required
@never_cache
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List what the reader is to review, and the rounds the reader may see, the newest first."""
    user = cast(User, request.user)
    rows = visible_rounds(user).select_related("office", "created_by").order_by("-id")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows[: PAGE + 1])
    mine = ReviewFile.objects.filter(reviewer=user.pk, state=ReviewState.WAITING).order_by("id")
    context = {
        "rounds": page[:PAGE],
        "older_url": f"?before={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "newer_url": reverse("reviews") if before else "",
        "mine": mine.select_related("round", "case", "office")[:MINE],
        "may_open": opener(user) is not None,
    }
    return render(request, "workflows/oversight/reviews.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: HttpRequest) -> HttpResponse:
    """Fix a round and let the machine draw."""
    actor = opener(cast(User, request.user))
    if actor is None:
        raise PermissionDenied
    form = RoundForm(
        request.POST if request.method == "POST" else None, offices=_offices(actor),
        people=_people(actor),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            row = open_round(Plan(**form.cleaned_data), actor=actor)
        except ReviewError as error:
            form.add_error(None, _(error.template) % error.params)
        else:
            messages.success(request, _("已抽取，评查人已经收到通知。"))
            return redirect("review", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "workflows/oversight/review_new.html", {"form": form}, status=status)


@login_required
@never_cache
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round: how it was drawn, its files, and what came out."""
    user = cast(User, request.user)
    rows = visible_rounds(user).select_related("office", "created_by")
    row = get_object_or_404(rows, pk=pk)
    files = visible_files(user).filter(round=row)
    page = files.select_related("case", "office", "lead", "reviewer").order_by("id")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 19:
        page = page.filter(pk__gt=int(after))
    shown = list(page[: PAGE + 1])
    whole = supervises(user, row)
    context = {
        "round": row,
        "files": [_file(one) for one in shown[:PAGE]],
        "older_url": f"?after={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
        "newer_url": reverse("review", args=[pk]) if after else "",
        "kpis": _kpis(results.total(files)),
        "offices": results.by(files, "office", "office__name"),
        "leads": results.by(files, "lead", "lead__full_name"),
        "faults": [(_to(one.item.text), one) for one in results.faults(files)],
        "whole": whole,
        "fair": lot_is_fair(row, files) if whole else None,
        "points": [(DrawReason(code).label, points) for code, points in POINTS.items()],
    }
    return render(request, "workflows/oversight/review.html", context)


@login_required
@never_cache
@require_safe
def review_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what the page of a round shows its reader as one workbook."""
    user = cast(User, request.user)
    row = get_object_or_404(visible_rounds(user), pk=pk)
    files = visible_files(user).filter(round=row).order_by("id")
    count = files.count()
    content = workbook(_sheets(row, files, whole=supervises(user, row)))
    ListExport.objects.create(user=user, what="review", query=str(pk), rows=count)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}.xlsx"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sheets(row: ReviewRound, files: Any, *, whole: bool) -> list[Any]:
    related = files.select_related("case", "office", "lead", "reviewer")
    heads = [_("案号"), _("承办单位"), _("主办监察员"), _("抽取方式"), _("理由"), _("评查人"), _("状态"),
             _("得分"), _("等次"), _("回复")]  # fmt: skip
    group = [_("案卷"), _("平均分"), *(str(grade.label) for grade in Grade)]
    sheets = [
        (_("评查结果"), heads, [
            [one.case.number, one.office.name, str(one.lead), one.get_drawn_by_display(),
             "、".join(_reasons(one)), str(one.reviewer), one.get_state_display(), one.result,
             one.get_grade_display(), one.get_stance_display()] for one in related
        ]),
        (_("承办单位"), [_("承办单位"), *group], _lines(results.by(files, "office", "office__name"))),
        (_("监察员"), [_("监察员"), *group], _lines(results.by(files, "lead", "lead__full_name"))),
        (_("常见问题"), [_("项目"), _("案卷"), _("扣分")],
         [[_to(one.item.text), one.files, one.lost] for one in results.faults(files)]),
    ]  # fmt: skip
    if whole:
        facts = [[_("种子"), row.seed], [_("可抽取件数"), row.pool_size], [_("抽取件数"), row.size],
                 [_("按风险抽取的比例（%）"), row.risk_percent]]  # fmt: skip
        sheets.append((_("抽取依据"), [_("项目"), _("内容")], [*facts, *([pk] for pk in row.pool)]))
    return sheets


def _lines(lines: list[results.Line]) -> list[list[Any]]:
    return [
        [one.label, one.files, None if one.average is None else round(one.average, 1),
         one.excellent, one.passed, one.failed] for one in lines
    ]  # fmt: skip


def _kpis(sums: dict[str, Any]) -> list[tuple[Any, ...]]:
    average = "—" if sums["average"] is None else f"{sums['average']:.1f}"
    return [
        (_("抽取"), sums["drawn"], "", "", _("件")), (_("已评查"), sums["scored"], "", "", _("件")),
        (_("平均分"), average),
        *((grade.label, sums[str(grade)], GRADES[grade], "", _("件")) for grade in Grade),
    ]  # fmt: skip


def _file(one: ReviewFile) -> dict[str, Any]:
    grade = GRADES.get(Grade(one.grade), "") if one.grade else ""
    return {"file": one, "reasons": _reasons(one), "tone": STATES.get(ReviewState(one.state), "ok"),
            "grade_tone": grade}  # fmt: skip


def _reasons(one: ReviewFile) -> list[str]:
    return [str(DrawReason(code).label) for code in one.reasons]


def _offices(actor: Actor) -> list[Office]:
    """Return the offices below the actor's own, by place."""
    assert actor.office is not None
    rows = Office.objects.select_related("division").filter(
        division__path__startswith=actor.office.division.path, closed_on__isnull=True
    )
    return list(rows.exclude(pk=actor.office.pk).order_by("division__path", "id"))


def _people(actor: Actor) -> list[tuple[int, str]]:
    assert actor.office is not None
    found: dict[int, list[str]] = {}
    for post in may_review(actor.office):
        found.setdefault(post.user_id, [str(post.user)]).append(str(post.get_role_display()))
    return [(pk, " · ".join(words)) for pk, words in found.items()]


def _to(said: Said) -> str:
    return said.to(get_language() or "zh-hans")
