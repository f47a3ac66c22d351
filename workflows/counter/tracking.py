"""Tracking (查进度): the page of one complaint and what the complainant may do there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from casework.law.identity import mask_name
from casework.models import Case, Complaint, Payment
from casework.models.actor import Actor
from casework.queries.tracking import WITH_CASE, Progress, progress_of
from casework.records import codes
from casework.records.evidence import files_of_a_whole_act
from casework.vocabulary import ComplaintState, ReceiptAnswer
from workflows.actions.withdrawal import WITHDRAWABLE
from workflows.catalogue import ACTIONS
from workflows.catalogue.action import OPEN_CASE
from workflows.counter.tracking_entry import opened
from workflows.counter.tracking_pages import ALONE, PAGES, Page
from workflows.dispatch import Incomplete, act
from workflows.machines.step import Refused

POSTS_AN_HOUR = 120
BIG_SECONDS = 365 * 24 * 3600
UPLOADS = "image/*,audio/*,video/*,.pdf,.docx,.xlsx"


@never_cache
@require_GET
def tracking(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one complaint; `?region=progress` answers with the part that follows the case."""
    found = opened(request, pk)
    region = request.GET.get("region") == "progress"
    if found is None:
        return HttpResponseForbidden() if region else redirect("track")
    complaint, claim_ids = found
    progress = progress_of(complaint, claim_ids)
    context = {"progress": progress, "complaint": complaint}
    if region:
        return render(request, "workflows/track/_progress.html", context)
    if progress.whole:
        context |= {name: _form(name, complaint) for name in ("message", "photo")}
        context |= {"message_key": uuid.uuid4(), "photo_key": uuid.uuid4()}
    context["can_withdraw"] = _can_withdraw(progress)
    context["can_ask_recusal"] = progress.whole and _can_ask_recusal(complaint)
    return render(request, "workflows/track/view.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def tracking_act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Message, photo, supplement or withdrawal: its page, and taking what was sent."""
    found = opened(request, pk)
    if found is None:
        return redirect("track")
    complaint, claim_ids = found
    if what not in PAGES or (claim_ids is not None and what not in ("photo", "withdraw")):
        raise Http404
    page = PAGES[what]
    if what == "withdraw" and claim_ids is not None:
        own = {"claims": list(claim_ids)}
        do = partial(_plain, request, pk, ALONE.code, extra=own)
        return _page(request, complaint, ALONE, _form_of(ALONE, complaint), do)
    if what == "supplement" and complaint.state != ComplaintState.SUPPLEMENT:
        return redirect("tracking", pk)
    subject: Complaint | Case = complaint
    if what == "recusal":
        if not _can_ask_recusal(complaint):
            return redirect("tracking", pk)
        assert complaint.case is not None
        subject = complaint.case
    by = _supplement if what == "supplement" else _plain
    do = partial(by, request, subject.pk, page.code)
    return _page(request, complaint, page, _form(what, subject), do)


@never_cache
@require_http_methods(["GET", "POST"])
def tracking_payment(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """Confirm or dispute one payment of this complaint."""
    found = opened(request, pk)
    if found is None:
        return redirect("track")
    complaint, claim_ids = found
    rows = Payment.objects.filter(claim__complaint=complaint, reversal_of__isnull=True)
    if claim_ids is not None:
        rows = rows.filter(claim__in=claim_ids)
    paid = rows.select_related("claim__worker").filter(pk=payment).first()
    if paid is None:
        raise Http404
    page = Page("answer_payment", _("这笔钱收到了吗？"), _("告诉监察员"), _("已告诉监察员。"),
                labels=(("answer", _("您的回答")), ("note", _("说明"))))  # fmt: skip
    form = _form_of(page, complaint)
    form.initial = {"answer": request.GET.get("answer", ReceiptAnswer.CONFIRMED)}
    do = partial(_plain, request, pk, page.code, extra={"payment": str(paid.pk)})
    whose = mask_name(paid.claim.worker.name) if complaint.is_group else ""
    return _page(request, complaint, page, form, do, paid=paid, whose=whose)


@require_GET
def big_text(request: HttpRequest) -> HttpResponse:
    """Turn the large type (大字版) on or off and go back where one was."""
    after = request.GET.get("next", "/")
    if not after.startswith("/") or not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = "/"
    response = HttpResponseRedirect(after)
    value = "1" if request.GET.get("big") == "1" else "0"
    response.set_cookie("big", value, max_age=BIG_SECONDS, samesite="Lax")
    return response


def _form(what: str, subject: Complaint | Case) -> Form:
    return _form_of(PAGES[what], subject)


def _form_of(page: Page, subject: Complaint | Case) -> Form:
    form_class: Any = ACTIONS[page.code].form
    return _dress(form_class(subject=subject, actor=Actor.complainant()), page)


def _dress(form: Form, page: Page) -> Form:
    for name, label in page.labels:
        form.fields[name].label = str(label)
    if "files" in form.fields:
        form.fields["files"].widget.attrs["accept"] = UPLOADS
    return form


def _page(
    request: HttpRequest, complaint: Complaint, page: Page, form: Form,
    do: Callable[[], None], **extra: Any,
) -> HttpResponse:  # fmt: skip
    context = {"complaint": complaint, "page": page, "form": form, "refusal": ""} | extra
    if request.method == "POST":
        try:
            _may_post(complaint)
            do()
        except Incomplete as incomplete:
            context["form"] = _dress(incomplete.form, page)
        except Refused as refused:
            context |= {"refusal": str(refused), "form": _again(form, request)}
        else:
            messages.success(request, str(page.done))
            return redirect("tracking", complaint.pk)
    context["key"] = uuid.uuid4()
    return render(request, "workflows/track/act.html", context)


def _again(form: Form, request: HttpRequest) -> Form:
    form.initial = {name: request.POST.get(name, "") for name in form.fields}
    return form


def _may_post(complaint: Complaint) -> None:
    if not codes.allow("track", str(complaint.pk), limit=POSTS_AN_HOUR, seconds=3600):
        raise Refused(_("一小时内提交得太多了，请过一会儿再试。"))


def _plain(request: HttpRequest, pk: int, code: str, extra: dict[str, Any] | None = None) -> None:
    data: dict[str, Any] = request.POST.dict() | (extra or {})
    files: dict[str, Any] = {name: request.FILES.getlist(name) for name in request.FILES}
    act(code, pk, Actor.complainant(), data, files=files, key=_key(request))


def _supplement(request: HttpRequest, pk: int, code: str) -> None:
    """Files first, then the word that opens the new term; both or none."""
    key = _key(request)
    with files_of_a_whole_act(), transaction.atomic():
        if request.FILES.getlist("files"):
            files = {"files": request.FILES.getlist("files")}
            try:
                act("add_photo", pk, Actor.complainant(), {}, files=files, key=f"{key}-f")
            except Incomplete as incomplete:
                raise Refused(str(incomplete.form.errors["files"][0])) from incomplete
        act(code, pk, Actor.complainant(), request.POST.dict(), key=key)


def _key(request: HttpRequest) -> str:
    try:
        return str(uuid.UUID(request.POST.get("key", "")))
    except ValueError:
        return str(uuid.uuid4())


def _can_withdraw(progress: Progress) -> bool:
    """The whole complaint by whoever holds its code; one worker of a group the own part."""
    mine = progress.whole or bool(progress.claims)
    return mine and progress.complaint.state in WITHDRAWABLE and not progress.withdrawal_open


def _can_ask_recusal(complaint: Complaint) -> bool:
    case = complaint.case if complaint.state in WITH_CASE else None
    return case is not None and case.state in OPEN_CASE
