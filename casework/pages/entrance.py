"""Sign in and out: the demonstration's accounts, the way on by role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import NoReverseMatch, reverse

from casework import demo_accounts
from casework.access import scope_of
from casework.vocabulary import Role

# The first role held decides where the day begins.
START = (
    (Role.BODY_HEAD, "desk"), (Role.INSPECTOR, "desk"), (Role.CLERK, "intake_window"),
    (Role.SUPERVISOR, "board"), (Role.AUDITOR, "cases"), (Role.ADMINISTRATOR, "admin:index"),
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


class SignOut(LogoutView):
    """Sign-out, by POST only."""

    http_method_names = ["post", "options"]
