"""The door to the employer's own page: the code of a served document once, then phone and message."""

from __future__ import annotations

import time
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casework.models import EmployerAccess
from casework.models.actor import Actor
from casework.records import codes, employer_access
from workflows.counter.tracking_entry import (
    CODES_AN_HOUR,
    OPEN_SECONDS,
    address_of,
    send_one_time_code,
    waiting,
)
from workflows.dispatch import Incomplete, act
from workflows.forms.employer import CameForm, CodeForm
from workflows.forms.tracking import OneTimeForm, PhoneForm
from workflows.machines.step import Refused

OPENED, COMING = "employer_opened", "employer_coming"


@never_cache
@require_http_methods(["GET", "POST"])
def employer_entry(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or for the phone left when the code was used."""
    if request.method == "GET":
        return _ask(request, CodeForm())
    by = {"phone": _send_code, "one_time": _by_phone}.get(request.POST.get("do", ""), _by_code)
    try:
        return by(request)
    except codes.TryLater as later:
        return _ask(request, CodeForm(), wait=waiting(later.seconds), status=429)


@never_cache
@require_http_methods(["GET", "POST"])
def employer_came(request: HttpRequest) -> HttpResponse:
    """Ask who comes for the employer; only then the code is used up."""
    access = EmployerAccess.objects.filter(
        pk=request.session.get(COMING) or 0, used_at__isnull=True, revoked_at__isnull=True
    ).select_related("case__office").first()  # fmt: skip
    if access is None:
        return redirect("employer_entry")
    form = CameForm(subject=access.case, actor=Actor.employer())
    refusal = ""
    if request.method == "POST":
        try:
            act("employer_came", access.case_id, Actor.employer(), request.POST, access=access)
        except Incomplete as incomplete:
            form = incomplete.form  # type: ignore[assignment]
        except Refused as refused:
            refusal = str(refused)
        else:
            del request.session[COMING]
            _open(request, [access])
            return redirect("employer_page", access.pk)
    context = {"form": form, "refusal": refusal, "access": access, "key": uuid.uuid4()}
    return render(request, "workflows/employer/came.html", context)


def opened(request: HttpRequest, pk: int) -> EmployerAccess | None:
    """Return the access this browser may use, if it is still in force."""
    until = request.session.get(OPENED, {}).get(str(pk), 0)
    return employer_access.in_force(pk) if until > time.time() else None


def _by_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    access = employer_access.find(form.cleaned_data["code"], address_of(request))
    if access is None:
        form.add_error("code", _("查阅码不对，或者已经用过。用过的请用登记的手机号登录。"))
        return _ask(request, form)
    request.session.cycle_key()
    request.session[COMING] = access.pk
    return redirect("employer_came")


def _send_code(request: HttpRequest) -> HttpResponse:
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _ask(request, CodeForm(), phone=form)
    phone = form.cleaned_data["phone"]
    send_one_time_code(request, phone)
    return _ask_one_time(request, phone, OneTimeForm())


def _by_phone(request: HttpRequest) -> HttpResponse:
    phone_form, form = PhoneForm(request.POST), OneTimeForm(request.POST)
    if not phone_form.is_valid():
        return _ask(request, CodeForm(), phone=phone_form)
    phone = phone_form.cleaned_data["phone"]
    if not form.is_valid():
        return _ask_one_time(request, phone, form)
    if not codes.allow("try", address_of(request), limit=CODES_AN_HOUR, seconds=3600):
        raise codes.TryLater(3600)
    fits = codes.use_one_time_code(phone, form.cleaned_data["code"])
    accesses = employer_access.of_phone(phone) if fits else []
    if not accesses:
        form.add_error("code", _("验证码不对，或者已经过期。可以重新发一个。"))
        return _ask_one_time(request, phone, form)
    _open(request, accesses)
    return redirect("employer_page", accesses[0].pk)


def others(request: HttpRequest, access: EmployerAccess) -> list[EmployerAccess]:
    """Return the further cases this browser opened by the same phone."""
    now = time.time()
    ids = [int(pk) for pk, until in request.session.get(OPENED, {}).items() if until > now]
    rows = EmployerAccess.objects.filter(
        pk__in=ids, phone_index=access.phone_index, revoked_at__isnull=True
    )
    return list(rows.exclude(pk=access.pk).select_related("case").order_by("-id"))


def _open(request: HttpRequest, accesses: list[EmployerAccess]) -> None:
    """Let this browser use the accesses for two hours; the session gets a new key."""
    request.session.cycle_key()
    until = int(time.time()) + OPEN_SECONDS
    opened_now = dict(request.session.get(OPENED, {}))
    opened_now.update({str(access.pk): until for access in accesses})
    request.session[OPENED] = opened_now


def _ask(
    request: HttpRequest, form: CodeForm, *, phone: PhoneForm | None = None, wait: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "phone_form": phone or PhoneForm(), "wait": wait}
    return render(request, "workflows/employer/ask.html", context, status=status)


def _ask_one_time(request: HttpRequest, phone: str, form: OneTimeForm) -> HttpResponse:
    return render(request, "workflows/employer/one_time.html", {"form": form, "phone": phone})
