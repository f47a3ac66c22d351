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
from casework.models import Case, Complaint, Payment, WageClaim
from casework.models.actor import Actor
from casework.pages.evidence import hand_out
from casework.queries.tracking import WITH_CASE, Progress, progress_of
from casework.queries.tracking_thread import file_of
from casework.records import codes
from casework.records.evidence import files_of_a_whole_act
from casework.vocabulary import ComplaintState, ReceiptAnswer
from workflows.actions.feedback import COMPLAINABLE, RATED, again_on, barring
from workflows.actions.withdrawal import WITHDRAWABLE
from workflows.catalogue import ACTIONS
from workflows.catalogue.action import OPEN_CASE
from workflows.counter.tracking_entry import address_of, opened
from workflows.counter.tracking_pages import ALONE, PAGES, Page, page_of
from workflows.dispatch import Incomplete, act
from workflows.machines.step import Refused

POSTS_AN_HOUR = 120
UPLOADS_AN_HOUR = 30
UPLOADS_FROM_ONE = 300
"""From one address: behind it there may be a whole site."""
FOR_ONE = ("message", "photo", "withdraw", "delay", "rate")
"""What one worker of a group does for himself; the rest is the representative's."""
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
    if progress.voice.has_news:
        _note_read(pk, claim_ids)
    context = {"progress": progress, "complaint": complaint}
    context |= _what_one_can_do(progress, claim_ids)
    if region:
        return render(request, "workflows/track/_progress.html", context)
    context |= {"message": _form("message", complaint), "message_key": uuid.uuid4()}
    return render(request, "workflows/track/view.html", context)


def _note_read(pk: int, claim_ids: list[int] | None) -> None:
    """What the page shows has been read: the officer sees when (a read receipt, no second visit)."""
    try:
        act("read_messages", pk, Actor.complainant(), claims=claim_ids)
    except Refused:
        return  # another tab was first


def _what_one_can_do(progress: Progress, claim_ids: list[int] | None) -> dict[str, Any]:
    complaint, whole = progress.complaint, progress.whole
    slow = complaint.state in COMPLAINABLE
    bar = barring(complaint, _own_id(claim_ids)) if slow and progress.voice.delays else None
    return {
        "can_withdraw": _can_withdraw(progress),
        "can_ask_recusal": whole and _can_ask_recusal(complaint),
        "can_delay": slow and bar is None,
        "delay_again": again_on(bar) if bar is not None and bar.answered_at else None,
        "can_rate": complaint.state in RATED and progress.voice.rating is None,
    }


@never_cache
@require_http_methods(["GET", "POST"])
def tracking_act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Message, delay, rating, supplement or withdrawal: its page, and taking what was sent."""
    found = opened(request, pk)
    if found is None:
        return redirect("track")
    complaint, claim_ids = found
    alone = claim_ids is not None
    if what not in PAGES or (alone and what not in FOR_ONE):
        raise Http404
    if what == "withdraw" and claim_ids is not None:
        own = {"claims": list(claim_ids)}
        do = partial(_plain, request, pk, ALONE.code, own)
        return _page(request, complaint, ALONE, _form_of(ALONE, complaint), do)
    if _is_closed(what, complaint):
        return redirect("tracking", pk)
    page = page_of(what)
    subject: Complaint | Case = complaint
    if what == "recusal":
        assert complaint.case is not None
        subject = complaint.case
    do = partial(_plain, request, subject.pk, page.code)
    if what == "supplement":
        do = partial(_supplement, request, subject.pk, page.code)
    elif what in FOR_ONE and what != "withdraw":
        claim = WageClaim.objects.get(pk=claim_ids[0]) if claim_ids else None
        do = partial(_plain, request, subject.pk, page.code, claim=claim)
    return _page(request, complaint, page, _form_of(page, subject), do)


def _is_closed(what: str, complaint: Complaint) -> bool:
    """Is this page not to be had in the present state?"""
    return (
        (what == "supplement" and complaint.state != ComplaintState.SUPPLEMENT)
        or (what == "recusal" and not _can_ask_recusal(complaint))
        or (what == "delay" and complaint.state not in COMPLAINABLE)
        or (what == "rate" and complaint.state not in RATED)
    )


def _own_id(claim_ids: list[int] | None) -> int | None:
    """Whose voice it is: the first of a worker's own claims, nobody's for the whole complaint."""
    return claim_ids[0] if claim_ids else None


@never_cache
@require_GET
def tracking_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Hand out one file of the reader's own thread or filing."""
    found = opened(request, pk)
    if found is None:
        return redirect("track")
    item = file_of(*found, file)
    if item is None:
        raise Http404
    return hand_out(item)


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
    do = partial(_plain, request, pk, page.code, {"payment": str(paid.pk)})
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
            _may_post(request, complaint)
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


def _may_post(request: HttpRequest, complaint: Complaint) -> None:
    """Bound what one query code, and one address, can send in an hour."""
    matter = str(complaint.pk)
    bounds = [("track", matter, POSTS_AN_HOUR)]
    if request.FILES:
        bounds += [("upload", matter, UPLOADS_AN_HOUR),
                   ("upload-from", address_of(request), UPLOADS_FROM_ONE)]  # fmt: skip
    for purpose, who, limit in bounds:
        if not codes.allow(purpose, who, limit=limit, seconds=3600):
            raise Refused(_("一小时内提交得太多了，请过一会儿再试。"))


def _plain(
    request: HttpRequest, pk: int, code: str, more: dict[str, Any] | None = None, **extra: Any
) -> None:
    data: dict[str, Any] = request.POST.dict() | (more or {})
    files: dict[str, Any] = {name: request.FILES.getlist(name) for name in request.FILES}
    act(code, pk, Actor.complainant(), data, files=files, key=_key(request), **extra)


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
