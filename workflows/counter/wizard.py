"""Public wizard (网上投诉): five short steps kept in a draft on the server, then number and code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from casework import clock
from casework.files.roster import FileRefusedError, read_roster
from casework.law.errors import SentenceError
from casework.models import DraftFile, IntakeDraft
from casework.printing.slip import Slip, picture_of, slip_of
from casework.records import drafts
from casework.records.codes import allow
from casework.vocabulary import EvidenceKind
from workflows.counter import wizard_steps as steps
from workflows.counter.wizard_sending import submit
from workflows.forms.wizard import WhoForm, WizardForm
from workflows.forms.wizard_people import PeopleForm
from workflows.forms.wizard_wage import WageForm
from workflows.machines.step import Refused

COOKIE = "qingqian_draft"
# A whole site may file through one address: only a machine gets there.
DRAFTS_AN_HOUR = 300
POSTS_AN_HOUR = 3000
WITH_FILES = (1, 2)
MOST_DIGITS = 19


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show step 1; the draft is made when it is posted. An unfinished one is offered again."""
    if request.method == "POST":
        if not allow("draft", _address(request), limit=DRAFTS_AN_HOUR, seconds=3600):
            return _too_many(request)
        draft, token = drafts.open_draft()
        return _with_cookie(_post(request, draft, token, 1), token)
    token = request.COOKIES.get(COOKIE, "")
    draft_before = drafts.find_draft(token) if token else None
    unfinished = token if draft_before and not draft_before.complaint_id else ""
    code = request.GET.get("site", "")[:40]
    form = WhoForm(initial=steps.answers_of_site(code)) if code else steps.form_for(None, 1)
    unknown = bool(code) and not form.initial
    return _show(request, None, "", 1, form, resume=unfinished, unknown_site=unknown)


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show or take one step of the draft `token`."""
    draft = drafts.find_draft(token)
    if draft is None:
        return render(request, "workflows/file/gone.html", status=404)
    if not 1 <= number <= steps.LAST:
        raise Http404
    if draft.complaint_id:
        return redirect("file_done", token)
    if request.method == "POST":
        if not allow("file", _address(request), limit=POSTS_AN_HOUR, seconds=3600):
            return _too_many(request)
        if number == steps.LAST:
            return _submit(request, draft, token)
        return _post(request, draft, token, number)
    reached = steps.first_open(draft)
    if number > reached:
        return redirect("file_step", token, reached)
    if number == steps.LAST:
        return _check(request, draft, token)
    return _show(request, draft, token, number, steps.form_for(draft, number))


@never_cache
@require_GET
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Number and query code in big digits, who is responsible, by when there is an answer."""
    draft = drafts.find_draft(token)
    if draft is None:
        return render(request, "workflows/file/gone.html", status=404)
    if not draft.complaint_id:
        return redirect("file_step", token, steps.first_open(draft))
    slip = _slip(draft)
    response = render(request, "workflows/file/done.html", {"slip": slip, "token": token})
    response.delete_cookie(COOKIE, path=reverse("file"))
    return response


@never_cache
@require_GET
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt as a picture to keep on the phone; with the query code while it is shown."""
    draft = drafts.find_draft(token)
    if draft is None or not draft.complaint_id:
        raise Http404
    return HttpResponse(picture_of(_slip(draft)), content_type="image/png")


def _slip(draft: IntakeDraft) -> Slip:
    return slip_of(draft.complaint_id or 0, drafts.code_of(draft))


def _post(request: HttpRequest, draft: IntakeDraft, token: str, number: int) -> HttpResponse:
    """Take a posted step: files first, then the answers; only 下一步 moves on."""
    form = steps.form_for(draft, number, request.POST)
    steps.keep(draft, number, form)
    here = redirect("file_step", token, number)
    gone = request.POST.get("remove", "")
    if gone.isdecimal() and len(gone) < MOST_DIGITS:
        drafts.remove_file(draft, int(gone))
        return here
    troubles = _take_files(draft, number, request)
    if troubles:
        # What was typed is shown again beside the refusal of the file, not judged yet.
        shown = steps.form_for(draft, number)
        return _show(request, draft, token, number, shown, troubles=troubles)
    wish = request.POST.get("do")
    if wish == "all":
        return redirect(f"{here.url}?all=1#lines-title")
    if wish not in ("next", "sum"):
        return here
    if request.FILES:
        form = steps.form_for(draft, number, request.POST)
    if wish == "sum" and form["amount"].value() == "" and steps.worked_out(form):
        return here
    if not form.is_valid():
        return _show(request, draft, token, number, form)
    return here if wish == "sum" else redirect("file_step", token, number + 1)


def _take_files(draft: IntakeDraft, number: int, request: HttpRequest) -> list[str]:
    if number in WITH_FILES:
        return _take(request.FILES.getlist("files"), lambda file: drafts.add_file(draft, file))
    if number == 3:
        return _take(request.FILES.getlist("roster")[:1], lambda file: _take_roster(draft, file))
    return []


def _take(files: list[UploadedFile], keep: Any) -> list[str]:
    troubles = []
    for file in files:
        try:
            keep(file)
        except SentenceError as error:
            troubles.append(f"{file.name}：{_(error.template) % error.params}")
    return troubles


def _take_roster(draft: IntakeDraft, file: UploadedFile) -> None:
    if (file.size or 0) > drafts.MAX_BYTES:
        raise FileRefusedError("文件超过10MB，请分成几个文件。")
    file.seek(0)
    read_roster(file.read(), file.name or "", today=clock.today(), require_id=False)
    file.seek(0)
    drafts.set_roster(draft, file)


def _check(request: HttpRequest, draft: IntakeDraft, token: str, refusal: str = "") -> HttpResponse:
    answers = steps.complete(draft)
    if isinstance(answers, int):
        return _open_again(request, draft, token, answers)
    return render(
        request,
        "workflows/file/check.html",
        _frame(draft, token, steps.LAST)
        | {
            "answers": answers,
            "rows": steps.summary(answers, draft, token),
            "doubts": steps.doubts(answers),
            "refusal": refusal,
        },
    )


def _submit(request: HttpRequest, draft: IntakeDraft, token: str) -> HttpResponse:
    answers = steps.complete(draft)
    if isinstance(answers, int):
        return _open_again(request, draft, token, answers)
    try:
        submit(draft, answers)
    except Refused as refused:
        return _check(request, draft, token, str(refused))
    return redirect("file_done", token)


def _open_again(request: HttpRequest, draft: IntakeDraft, token: str, number: int) -> HttpResponse:
    form = steps.form_for(draft, number, steps.typed(draft, number))
    return _show(request, draft, token, number, form)


def _show(
    request: HttpRequest,
    draft: IntakeDraft | None,
    token: str,
    number: int,
    form: WizardForm,
    **extra: Any,
) -> HttpResponse:
    context = _frame(draft, token, number) | {"form": form} | extra
    if isinstance(form, PeopleForm):
        context["roster"] = drafts.roster_of(draft) if draft else None
        form.shows_all = "all" in request.GET
    elif isinstance(form, WageForm):
        context["working"] = steps.worked_out(form)
    elif isinstance(form, WhoForm):
        context["site"] = steps.site_of(str(form["site"].value() or ""))
    return render(request, f"workflows/file/step{number}.html", context)


def _frame(draft: IntakeDraft | None, token: str, number: int) -> dict[str, Any]:
    files: list[DraftFile] = []
    if draft:
        files = list(draft.files.exclude(kind=EvidenceKind.ROSTER).order_by("id"))
    return {
        "number": number,
        "last": steps.LAST,
        "title": steps.TITLES[number],
        "token": token,
        "here": reverse("file_step", args=[token, number]) if token else reverse("file"),
        "back": reverse("file_step", args=[token, number - 1]) if token and number > 1 else "",
        "files": files,
    }


def _with_cookie(response: HttpResponse, token: str) -> HttpResponse:
    response.set_cookie(
        COOKIE, token, max_age=drafts.LIFETIME, path=reverse("file"), httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "workflows/file/too_many.html", status=429)


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")
