"""Accounts: the list, one person, a new one; each act is kept in the administration log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import clock
from casework.law.errors import SentenceError
from casework.models import GrantRequest, Membership, User
from casework.pages.manage.forms import NewUserForm, PersonForm, RoleForm
from casework.pages.manage.frame import ManageRequest, manage_page
from casework.queries import staff
from casework.records import accounts

LOGGED = 10


@manage_page
@require_safe
def users(request: ManageRequest) -> HttpResponse:
    """List the people within reach, by login name; found by name, login name or badge number."""
    text = request.GET.get("q", "").strip()[:40]
    office = request.GET.get("office", "")
    closed = request.GET.get("closed") == "1"
    after = request.GET.get("after", "")[:150]
    found = staff.people(
        request.reach, text=text, closed=closed, after=after,
        office=int(office) if office.isdecimal() and len(office) < 19 else None,
    )  # fmt: skip
    page = found[: staff.PAGE]
    asked = {"q": text, "office": office, "closed": "1" if closed else ""}
    asked = {key: value for key, value in asked.items() if value}
    context = {
        "people": page, "text": text, "office": office, "closed": closed,
        "offices": request.reach.offices(),
        "newer_url": f"?{urlencode(asked)}" if after else "",
        "older_url": f"?{urlencode({**asked, 'after': page[-1].username})}"
        if len(found) > staff.PAGE else "",
    }  # fmt: skip
    return render(request, "casework/manage/users.html", context)


@manage_page
@require_http_methods(["GET", "HEAD", "POST"])
def user_new(request: ManageRequest) -> HttpResponse:
    """Create an account with its first role; the one-time password is shown once, on this answer."""
    form = NewUserForm(request.POST or None, reach=request.reach)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user, password = accounts.create_user(
                request.reach, username=data["username"], person=form.person(),
                office=data["office"], role=data["role"], valid_from=data["valid_from"],
                valid_to=data["valid_to"], is_principal=data["is_principal"],
            )  # fmt: skip
        except SentenceError as error:
            form.add_error(None, _(error.template) % error.params)
        else:
            return _password(request, user, password)
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/manage/user_new.html", {"form": form}, status=status)


@manage_page
@require_safe
def user(request: ManageRequest, pk: int) -> HttpResponse:
    """Show one account: person, roles, sign-ins, what was changed by whom."""
    return _page(request, _person(request, pk))


@manage_page
@require_POST
def user_act(request: ManageRequest, pk: int, what: str) -> HttpResponse:
    """Do one act on an account; a refusal is told on its page."""
    acts: dict[str, Callable[[ManageRequest, User], HttpResponse | None]] = {
        "person": _change_person, "grant": _grant, "end": _end, "close": _close, "open": _open,
        "reset": _reset, "unlock": _unlock,
    }  # fmt: skip
    if what not in acts:
        raise Http404
    person = _person(request, pk)
    try:
        answer = acts[what](request, person)
    except SentenceError as error:
        messages.error(request, _(error.template) % error.params)
        return redirect("manage_user", pk)
    return answer or redirect("manage_user", pk)


@manage_page
@require_POST
def grant(request: ManageRequest, pk: int) -> HttpResponse:
    """Confirm or refuse a new administrator whom a colleague asked for."""
    asked = get_object_or_404(
        GrantRequest, pk=pk, office__in=request.reach.offices(), decided_at__isnull=True
    )
    try:
        accounts.decide(request.reach, asked, granted=request.POST.get("answer") == "yes")
    except SentenceError as error:
        messages.error(request, _(error.template) % error.params)
    else:
        messages.success(request, _("已办理。"))
    return redirect("manage")


def _person(request: ManageRequest, pk: int) -> User:
    return get_object_or_404(request.reach.users(), pk=pk)


def _change_person(request: ManageRequest, person: User) -> HttpResponse | None:
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, person, person_form=form)
    accounts.change_person(request.reach, person, form.cleaned_data)
    messages.success(request, _("已保存。"))
    return None


def _grant(request: ManageRequest, person: User) -> HttpResponse | None:
    form = RoleForm(request.POST, reach=request.reach, prefix="role")
    if not form.is_valid():
        return _page(request, person, role_form=form)
    given = accounts.grant(request.reach, person, **form.cleaned_data)
    waits = isinstance(given, GrantRequest)
    messages.success(
        request, _("已提请，等待另一名系统管理员同意。") if waits else _("已任职，立即生效。")
    )
    return None


def _end(request: ManageRequest, person: User) -> None:
    number = request.POST.get("membership", "")
    pk = int(number) if number.isdecimal() and len(number) < 19 else 0
    membership = get_object_or_404(Membership.objects.select_related("user", "office"),
                                   pk=pk, user=person)  # fmt: skip
    accounts.end_membership(request.reach, membership, last_day=clock.today() - timedelta(days=1))
    messages.success(request, _("任职已终止。"))


def _close(request: ManageRequest, person: User) -> HttpResponse | None:
    if "confirmed" not in request.POST:
        context = {"person": person, "matters": staff.open_matters_of(person)}
        return render(request, "casework/manage/user_close.html", context)
    accounts.set_active(request.reach, person, active=False)
    messages.success(request, _("账号已停用，已登录的页面同时失效。"))
    return None


def _open(request: ManageRequest, person: User) -> None:
    accounts.set_active(request.reach, person, active=True)
    messages.success(request, _("账号已恢复。"))


def _reset(request: ManageRequest, person: User) -> HttpResponse:
    return _password(request, person, accounts.reset_password(request.reach, person))


def _unlock(request: ManageRequest, person: User) -> None:
    accounts.lift_lock(request.reach, person)
    messages.success(request, _("登录锁定已解除。"))


def _password(request: ManageRequest, person: User, password: str) -> HttpResponse:
    """Show a one-time password, once: it is stored nowhere in readable form."""
    context = {"person": person, "password": password, "until": person.one_time_until}
    return render(request, "casework/manage/password.html", context)


def _page(request: ManageRequest, person: User, **forms: Any) -> HttpResponse:
    verdict = request.reach.may_change(person)
    today = clock.today()
    held = list(person.memberships.select_related("office").order_by("-id"))
    values = {name: getattr(person, name) for name in PersonForm.base_fields}
    context = {
        "person": person, "verdict": verdict, "today": today,
        "held": [m for m in held if m.valid_to is None or m.valid_to >= today],
        "former": [m for m in held if m.valid_to is not None and m.valid_to < today],
        "person_form": PersonForm(initial=values),
        "role_form": RoleForm(reach=request.reach, prefix="role"),
        "sign_ins": staff.sign_ins_of(person),
        "entries": staff.entries(request.reach, user=person)[:LOGGED],
        "policy": password_validators_help_texts(),
        "asked": person.grant_requests.filter(decided_at__isnull=True).select_related("office"),
        **forms,
    }  # fmt: skip
    return render(request, "casework/manage/user.html", context, status=422 if forms else 200)
