"""The score sheet of one reviewed case: filled in by its reviewer, read and answered afterwards."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casework import clock
from casework.access import actor_for, visible_cases
from casework.law.checklist import groups
from casework.models import ReviewFile, User
from casework.vocabulary import DrawReason, Grade, ReplyStance, ReviewState
from workflows.counter.review_rights import head_at, judge_of, supervises, visible_files
from workflows.counter.reviews import GRADES
from workflows.forms.oversight import ReviewReplyForm, SettleForm, SheetForm
from workflows.oversight.findings import findings_of
from workflows.oversight.rounds import ReviewError, reply, settle, submit


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one file as its reader may see it, with the one act that is the reader's now."""
    user = cast(User, request.user)
    related = ("round__office__division", "case", "office__division", "lead", "reviewer",
               "replied_by", "answered_by")  # fmt: skip
    row = get_object_or_404(visible_files(user).select_related(*related), pk=pk)
    step = _step(user, row)
    form, findings = _form(request, row, step)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _do(request, row, step, form):
            return redirect("review_file", pk)
    context = {
        "file": row, "form": form, "step": step,
        "groups": _groups(row, form if step == "sheet" else None, findings),
        "reasons": [str(DrawReason(code).label) for code in row.reasons],
        "grade_tone": GRADES.get(Grade(row.grade), "") if row.grade else "",
        "late": _is_late(row), "whole": supervises(user, row.round),
        "may_open_case": visible_cases(user).filter(pk=row.case_id).exists(),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "workflows/oversight/review_file.html", context, status=status)


def _step(user: User, row: ReviewFile) -> str:
    """Return which act is this reader's now: sheet, reply, settle, or none."""
    if row.state == ReviewState.WAITING:
        return "sheet" if row.reviewer_id == user.pk else ""
    if row.state == ReviewState.SUBMITTED:
        return "reply" if head_at(user, row.office) else ""
    objected = row.state == ReviewState.REPLIED and row.stance == ReplyStance.OBJECTED
    return "settle" if objected and judge_of(user, row) else ""


def _form(request: HttpRequest, row: ReviewFile, step: str) -> tuple[Any, dict[str, list[str]]]:
    data = request.POST if request.method == "POST" else None
    if step == "sheet":
        findings = findings_of(row.case)
        return SheetForm(data, findings=findings), findings
    forms: dict[str, Any] = {"reply": ReviewReplyForm, "settle": SettleForm}
    return (forms[step](data) if step else None), {}


def _do(request: HttpRequest, row: ReviewFile, step: str, form: Any) -> bool:
    """Do the reader's act; False when it is refused, with the sentence on the form."""
    user, data = cast(User, request.user), form.cleaned_data
    try:
        if step == "sheet":
            points, notes = form.scores()
            actor = actor_for(user, row.round.office)
            submit(row, actor=actor, points=points, notes=notes, opinion=data["opinion"])
            done = _("已提交，承办单位会收到结果。")
        elif step == "reply":
            head = head_at(user, row.office)
            assert head is not None
            reply(row, actor=head, stance=data["stance"], text=data["text"])
            done = _("已回复。")
        else:
            judge = judge_of(user, row)
            assert judge is not None
            settle(
                row, actor=judge, upheld=data["upheld"], text=data["text"], points=data["points"]
            )
            done = _("已答复。")
    except ReviewError as error:
        form.add_error(None, _(error.template) % error.params)
        return False
    messages.success(request, done)
    return True


def _groups(
    row: ReviewFile, form: Any, findings: dict[str, list[str]]
) -> list[tuple[str, list[Any]]]:
    """Return the checklist under its headings: to fill in, or as it was scored."""
    language = get_language() or "zh-hans"
    given = {} if form else {one.item: one for one in row.scores.all()}
    if not form and not given:
        return []
    return [
        (heading.to(language), [
            {"item": item, "text": item.text.to(language), "basis": item.basis.to(language),
             "found": findings.get(item.code, []), "score": given.get(item.code),
             "points": form[f"points_{item.code}"] if form else None,
             "note": form[f"note_{item.code}"] if form else None}
            for item in items
        ])
        for heading, items in groups()
    ]  # fmt: skip


def _is_late(row: ReviewFile) -> bool:
    if row.reply_due_on is None:
        return False
    day = clock.day_of(row.replied_at) if row.replied_at else clock.today()
    return day > row.reply_due_on
