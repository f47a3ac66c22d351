"""The door to tracking (查进度): number and query code, or a phone and the code sent to it."""

from __future__ import annotations

import logging
import time

from celery import current_app
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from kombu.exceptions import OperationalError

from casework.models import Complaint
from casework.queries.tracking import get_tracked
from casework.records import codes
from workflows.forms.tracking import OneTimeForm, PhoneForm, TrackForm

log = logging.getLogger(__name__)
OPEN_SECONDS = 2 * 3600
CODES_AN_HOUR = 60  # one-time codes asked for from one address


@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, or for a phone and the code sent to it."""
    if request.method == "GET":
        return _ask(request, TrackForm(initial={"number": request.GET.get("number", "")[:30]}))
    by = {"phone": _send_code, "one_time": _by_phone}.get(request.POST.get("do", ""), _by_code)
    try:
        return by(request)
    except codes.TryLater as later:
        return _ask(request, _typed(request), wait=waiting(later.seconds), status=429)


@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Several complaints belong to one phone: let the complainant pick."""
    ids = [int(pk) for pk in _open_ids(request)]
    rows = Complaint.objects.filter(pk__in=ids).order_by("-received_at")
    if not ids:
        return redirect("track")
    return render(request, "workflows/track/choose.html", {"complaints": rows})


def opened(request: HttpRequest, pk: int) -> tuple[Complaint, list[int] | None] | None:
    """Return the complaint this browser may read, and the claims it is limited to (None: all)."""
    if str(pk) not in _open_ids(request):
        return None
    complaint = get_tracked(pk)
    if complaint is None:
        return None
    return complaint, request.session.get("tracked_claims", {}).get(str(pk))


def opened_wholly(request: HttpRequest) -> list[int]:
    """Return the complaints this browser may read all of, not one worker's part alone."""
    narrowed = request.session.get("tracked_claims", {})
    return [int(pk) for pk in _open_ids(request) if pk not in narrowed]


def _by_code(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    data = form.cleaned_data
    complaint = codes.check_query_code(data["number"], data["code"], address_of(request))
    if complaint is None:
        form.add_error(None, _("查询号和查询码对不上，请看着回执再输一遍。"))
        return _ask(request, form)
    _open(request, {complaint.pk: None})
    return redirect("tracking", complaint.pk)


def _send_code(request: HttpRequest) -> HttpResponse:
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _ask(request, TrackForm(), phone=form)
    phone = form.cleaned_data["phone"]
    send_one_time_code(request, phone)
    return _ask_one_time(request, phone, OneTimeForm())


def send_one_time_code(request: HttpRequest, phone: str) -> None:
    """Have a one-time code sent to `phone` if it is known. Raises codes.TryLater."""
    if not codes.allow("code", address_of(request), limit=CODES_AN_HOUR, seconds=3600):
        raise codes.TryLater(3600)
    if codes.issue_one_time_code(phone):
        transaction.on_commit(_nudge)


def _by_phone(request: HttpRequest) -> HttpResponse:
    phone_form, form = PhoneForm(request.POST), OneTimeForm(request.POST)
    if not phone_form.is_valid():
        return _ask(request, TrackForm(), phone=phone_form)
    phone = phone_form.cleaned_data["phone"]
    if not form.is_valid():
        return _ask_one_time(request, phone, form)
    if not codes.allow("try", address_of(request), limit=CODES_AN_HOUR, seconds=3600):
        raise codes.TryLater(3600)
    complaints = codes.check_one_time_code(phone, form.cleaned_data["code"])
    if not complaints:
        form.add_error("code", _("验证码不对，或者已经过期。可以重新发一个。"))
        return _ask_one_time(request, phone, form)
    _open(request, {c.pk: codes.claims_of_phone(c, phone) for c in complaints})
    if len(complaints) == 1:
        return redirect("tracking", complaints[0].pk)
    return redirect("track_choose")


def _nudge() -> None:
    """Wake the relay that sends one-time codes; its timer finds them a little later anyway."""
    try:
        current_app.send_task("notifications.tasks.relay")
    except OperationalError:
        log.warning("broker not reached; one-time codes wait for the timer")


def _ask(
    request: HttpRequest, form: TrackForm, *, phone: PhoneForm | None = None, wait: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "phone_form": phone or PhoneForm(), "wait": wait}
    return render(request, "workflows/track/ask.html", context, status=status)


def _ask_one_time(request: HttpRequest, phone: str, form: OneTimeForm) -> HttpResponse:
    return render(request, "workflows/track/one_time.html", {"form": form, "phone": phone})


def _typed(request: HttpRequest) -> TrackForm:
    return TrackForm(initial={"number": request.POST.get("number", "")[:30]})


def waiting(seconds: int) -> str:
    """Say how long to wait after too many tries."""
    if seconds < 60:
        return _("试得太多了，请 %(n)s 秒后再试。") % {"n": seconds}
    return _("试得太多了，请 %(n)s 分钟后再试。") % {"n": -(-seconds // 60)}


def _open(request: HttpRequest, found: dict[int, list[int] | None]) -> None:
    """Let this browser read these complaints for two hours; the session gets a new key."""
    request.session.cycle_key()
    opened = _open_ids(request)
    narrowed = dict(request.session.get("tracked_claims", {}))
    for pk, claim_ids in found.items():
        opened[str(pk)] = int(time.time()) + OPEN_SECONDS
        narrowed.pop(str(pk), None)
        if claim_ids is not None:
            narrowed[str(pk)] = claim_ids
    request.session["tracked_complaints"] = opened
    request.session["tracked_claims"] = narrowed


def _open_ids(request: HttpRequest) -> dict[str, int]:
    now = time.time()
    opened = request.session.get("tracked_complaints", {})
    return {pk: until for pk, until in opened.items() if until > now}


def address_of(request: HttpRequest) -> str:
    """Return the address the request came from, as the proxy tells it."""
    return request.META.get("REMOTE_ADDR", "")
