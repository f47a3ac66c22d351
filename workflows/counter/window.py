"""The window: one-screen registration, its live checks, firm suggestions and the receipt."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework import clock
from casework.access import actor_for, scope_of, visible_complaints
from casework.law.errors import SentenceError
from casework.law.identity import normalise_firm
from casework.law.money import total
from casework.models import Complaint, Employer, Office, User
from casework.models.actor import Actor
from casework.printing.slip import picture_of, slip_of
from casework.queries.duplicates import find_matches
from casework.queries.places import places
from casework.queries.search import typed
from casework.records.evidence import files_of_a_whole_act
from casework.vocabulary import Role
from workflows.actions import contact
from workflows.dispatch import file_complaint
from workflows.forms import window_roster as roster
from workflows.forms.checks import look_at, sought_of
from workflows.forms.intake import WindowForm
from workflows.forms.wizard_people import SHOWN, preview_of
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused

COUNTER_ROLES = (Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD)
SUGGESTIONS = 8
MOST_DIGITS = 12
XLSX = b"PK"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def counter_offices(user: User) -> list[Office]:
    """Return the offices where `user` may take in complaints, first one first."""
    found = {m.office_id: m.office for m in scope_of(user).memberships if m.role in COUNTER_ROLES}
    return list(found.values())


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def window(request: HttpRequest) -> HttpResponse:
    """Show the form; save a filing and go to its receipt."""
    offices = counter_offices(_user(request))
    if not offices:
        reason = _("窗口登记由窗口人员、劳动保障监察员和监察机构负责人办理。您没有这些任职。")
        return render(request, "workflows/intake/refused.html", {"reason": reason}, status=403)
    if request.method != "POST":
        started = int(clock.now().timestamp())
        return _page(request, WindowForm(offices=offices, initial={"started": started}))
    form = WindowForm(request.POST, request.FILES, offices=offices)
    if form.is_valid():
        try:
            complaint, code = _save(form, _user(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if code:
                request.session[_session_key(complaint)] = code
            else:
                messages.info(request, _("这件投诉刚才已经登记，没有重复登记。"))
            wish = "?print=1" if code and request.POST.get("print") else ""
            return redirect(reverse("intake_receipt", args=[complaint.pk]) + wish)
    form.keep_roster_text()
    return _page(request, form, status=422)


@login_required
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Answer what has been typed so far: are the numbers right, and is there an earlier filing?

    By POST, so that numbers stand in no address and in no log of a proxy.
    """
    offices = counter_offices(_user(request))
    if not offices:
        return HttpResponse(status=403)
    marks = look_at(request.POST, offices[0])
    matches = find_matches(_user(request), sought_of(request.POST))
    context = {"marks": marks, "matches": matches, "asked": True}
    return render(request, "workflows/intake/_checks.html", context)


@login_required
@require_POST
def read_list(request: HttpRequest) -> HttpResponse:
    """Show the pasted list as it is understood, line by line; nothing is kept."""
    if not counter_offices(_user(request)):
        return HttpResponse(status=403)
    pasted = request.POST.get("roster_text", "")
    context: dict[str, Any] = {}
    try:
        found = roster.read(None, pasted)
    except ValidationError as error:
        context["refusal"] = error.messages[0]
    else:
        if found is not None:
            lines = preview_of(found, pasted.splitlines())
            context |= {"lines": lines if "all" in request.POST else lines[:SHOWN],
                        "all_count": len(lines), "count": len(found.rows), "faulty": len(found.errors),
                        "owed": total(row.amount for row in found.rows)}  # fmt: skip
    return render(request, "workflows/intake/_lines.html", context)


@login_required
@require_GET
def employers(request: HttpRequest) -> HttpResponse:
    """Suggest known firms for the letters typed, those that begin so first."""
    letters = normalise_firm(typed(request.GET.get("employer_name", "")))
    found: list[Employer] = []
    if len(letters) > 1 and counter_offices(_user(request)):
        firms = Employer.objects.filter(merged_into__isnull=True).only("id", "name", "uscc")
        found = list(firms.filter(name_key__startswith=letters).order_by("name_key")[:SUGGESTIONS])
        room = SUGGESTIONS - len(found)
        if room:
            inside = Q(name_key__contains=letters) & ~Q(pk__in=[firm.pk for firm in found])
            found += firms.filter(inside)[:room]
    return render(request, "workflows/intake/_employers.html", {"employers": found})


@login_required
@never_cache
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the slip to print; the query code only the first time, just after filing."""
    user = _user(request)
    may_open = Q(first_officer=user) | Q(pk__in=visible_complaints(user).filter(pk=pk).values("pk"))
    complaint = Complaint.objects.filter(may_open, pk=pk).first()
    if complaint is None:
        raise Http404
    slip = slip_of(pk, request.session.pop(_session_key(complaint), ""))
    context: dict[str, Any] = {"slip": slip, "complaint": slip.complaint}
    if slip.code:  # the code is shown once: its picture cannot be asked for later
        context["picture"] = b64encode(picture_of(slip)).decode()
    return render(request, "workflows/intake/receipt.html", context)


def _page(request: HttpRequest, form: WindowForm, status: int = 200) -> HttpResponse:
    started = str(form["started"].value())
    told = started.isdecimal() and len(started) < MOST_DIGITS
    passed = int(clock.now().timestamp()) - int(started) if told else 0
    context = {
        "form": form,
        "places": places().choices,
        "elapsed": max(passed, 0),
        "office": form.offices[0] if len(form.offices) == 1 else None,
        "marks": look_at(form.data, form.offices[0]) if form.is_bound else {},
    }
    return render(request, "workflows/intake/window.html", context, status=status)


@files_of_a_whole_act()
@transaction.atomic
def _save(form: WindowForm, user: User) -> tuple[Complaint, str]:
    """File; with the rows left out as a note and an uploaded workbook as evidence, or nothing."""
    office = form.chosen_office()
    actor = actor_for(user, office, *COUNTER_ROLES)
    complaint, code = file_complaint(
        form.filing(), actor, office=office, key=str(form.cleaned_data["key"])
    )
    if code and isinstance(complaint, ComplaintMachine):
        _add_roster(complaint, form, actor)
    return complaint, code


def _add_roster(complaint: ComplaintMachine, form: WindowForm, actor: Actor) -> None:
    found, upload = form.roster, form.cleaned_data["roster_file"]
    if found is None:
        return
    if found.errors:
        contact.add_note(complaint, actor=actor, text=roster.note_of(found.errors))
    if _is_workbook(upload):
        # Office programs declare many types; that it is a workbook was seen when it was read.
        upload.content_type = XLSX_TYPE
        try:
            contact.add_evidence(
                complaint, actor=actor, files=[upload], caption=_("工资表名单原件")
            )
        except SentenceError as error:
            raise Refused(_(error.template) % error.params) from error
    if found.errors or upload:
        complaint.save_step()


def _is_workbook(upload: UploadedFile | None) -> bool:
    return upload is not None and roster.content(upload).startswith(XLSX)


def _session_key(complaint: Complaint) -> str:
    return f"query_code_{complaint.pk}"


def _user(request: HttpRequest) -> User:
    user: Any = request.user
    return user
