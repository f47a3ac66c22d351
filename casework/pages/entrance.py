"""Sign in and out: the demonstration's accounts, the way on by role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.translation import gettext as _

from casework import clock, demo_accounts
from casework.access import scope_of
from casework.models import User
from casework.queries import staff
from casework.records import accounts
from casework.vocabulary import Role

ONE_TIME = "one_time"
"""Session key: signed in with a one-time password. `config.middleware` keeps such a session here."""
# The first role held decides where the day begins.
START = (
    (Role.BODY_HEAD, "desk"), (Role.INSPECTOR, "desk"), (Role.CLERK, "intake_window"),
    (Role.SUPERVISOR, "board"), (Role.AUDITOR, "cases"), (Role.ADMINISTRATOR, "manage"),
)  # fmt: skip


class SignIn(LoginView):
    """Sign-in; where it leads follows the role, unless a page was asked for."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Return the page of the role's day; the list of cases where that page is not installed."""
        user = self.request.user
        if not user.is_authenticated:
            return reverse("login")
        scope = scope_of(user)
        name = next((page for role, page in START if scope.has(role)), "desk")
        try:
            return reverse(name)
        except NoReverseMatch:
            return reverse("cases")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the accounts of the demonstration, in demo mode only."""
        if settings.QINGQIAN["demo"]:
            kwargs |= {
                "demo_accounts": demo_accounts.ACCOUNTS,
                "demo_password": demo_accounts.PASSWORD,
            }
        return super().get_context_data(**kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let in; with a one-time password only as far as the page where a new one is chosen."""
        user = form.get_user()
        assert isinstance(user, User)
        if user.one_time_until is not None and user.one_time_until <= clock.now():
            form.add_error(None, _("一次性密码已过期，请联系管理员重新设置。"))
            return self.form_invalid(form)
        response = super().form_valid(form)
        if user.one_time_until is not None:
            self.request.session[ONE_TIME] = True
            return redirect("password")
        return response


class ChangePassword(LoginRequiredMixin, PasswordChangeView):
    """One's own password; who came with a one-time password comes here first."""

    template_name = "registration/password.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Save; this session goes on, all others of the account end."""
        with transaction.atomic():
            response = super().form_valid(form)
            accounts.password_was_changed(form.user)
        self.request.session.pop(ONE_TIME, None)
        messages.success(self.request, _("密码已修改。"))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the password is one to be replaced first, and who did what to the account."""
        user = self.request.user
        assert isinstance(user, User)
        kwargs |= {"first": ONE_TIME in self.request.session, "entries": staff.told_to(user)}
        return super().get_context_data(**kwargs)


class SignOut(LogoutView):
    """Sign-out, by POST only."""

    http_method_names = ["post", "options"]
