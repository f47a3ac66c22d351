"""Sign-in: the way on by role, lock-out after five failures, the demonstration's accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from casework.demo_accounts import ACCOUNTS
from casework.demo_accounts import PASSWORD as DEMO_PASSWORD
from casework.models import User
from tests import cast
from tests.cast import PASSWORD

pytest_plugins = ("tests.cast",)
FAILURES = 5


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post(reverse("login"), {"username": username, "password": password, **extra})


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse("cases")


@pytest.mark.parametrize(
    ("who", "page"),
    [("qin", "intake_window"), ("li_jing", "desk"), ("he", "desk"), ("chen", "board"), ("auditor", "cases"),
     ("administrator", "manage")],
)  # fmt: skip
def test_the_day_begins_where_the_role_works(province: None, who: str, page: str) -> None:
    user = cast.person(who)
    response = sign_in(Client(), user.username)
    assert response.status_code == 302
    assert response["Location"] == address(page)


def test_a_page_that_was_asked_for_is_returned_to(province: None, li_jing: User) -> None:
    client = Client()
    asked = client.get(reverse("cases") + "?overdue=1")
    assert asked["Location"] == "/login/?next=/cases/%3Foverdue%3D1"
    assert sign_in(client, "lijing", next="/cases/?overdue=1")["Location"] == "/cases/?overdue=1"


def test_it_never_leads_to_another_host(province: None, li_jing: User) -> None:
    assert sign_in(Client(), "lijing", next="https://evil.example/")["Location"] == address("desk")


def test_five_failures_lock_the_account_for_this_address(
    province: None, li_jing: User, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    client = Client()
    for _ in range(FAILURES):
        response = sign_in(client, "lijing", "wrong-password")
    assert response.status_code == 429
    assert "请 15 分钟后再试" in response.content.decode()
    right = sign_in(client, "lijing")
    assert right.status_code == 429
    assert "_auth_user_id" not in client.session
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert sign_in(elsewhere, "lijing").status_code == 302


def test_a_wrong_password_says_nothing_of_the_account(province: None, li_jing: User) -> None:
    known = sign_in(Client(), "lijing", "wrong-password").content.decode()
    unknown = sign_in(Client(), "nobody", "wrong-password").content.decode()
    assert 'role="alert"' in known
    assert known.count("message--bad") == unknown.count("message--bad") == 1


def test_signing_out_needs_a_post(province: None, li_jing: User) -> None:
    client = Client()
    sign_in(client, "lijing")
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("demo", [True, False])
def test_demo_accounts_are_shown_in_demo_mode_only(db: None, settings: Any, demo: bool) -> None:
    settings.QINGQIAN = {**settings.QINGQIAN, "demo": demo}
    text = Client().get(reverse("login")).content.decode()
    assert (DEMO_PASSWORD in text) is demo
    assert (ACCOUNTS[0].username in text) is demo


@pytest.mark.parametrize(
    ("who", "there", "absent"),
    [
        ("qin", "/cases/", "/admin/"),
        ("chen", "/cases/", "/admin/"),
        ("auditor", "/cases/", "/desk/"),
    ],
)
def test_the_way_around_follows_the_role(province: None, who: str, there: str, absent: str) -> None:
    client = Client()
    client.force_login(cast.person(who))
    text = client.get(reverse("cases")).content.decode()
    frame = text[text.index('<nav class="nav"') : text.index("</nav>")]
    assert f'href="{there}" aria-current="page"' in frame
    assert f'href="{absent}"' not in frame


def test_the_administration_site_is_for_superusers_and_deletes_nothing(
    province: None, li_jing: User
) -> None:
    User.objects.filter(pk=li_jing.pk).update(is_staff=True)
    client = Client()
    client.force_login(li_jing)
    assert client.get("/admin/casework/user/").status_code == 403
    User.objects.filter(pk=li_jing.pk).update(is_superuser=True)
    for page in ("user", "membership", "office", "division", "calendarday", "caseevent", "payment"):
        assert client.get(f"/admin/casework/{page}/").status_code == 200, page
    assert client.get(f"/admin/casework/user/{li_jing.pk}/change/").status_code == 200
    assert client.get(f"/admin/casework/user/{li_jing.pk}/delete/").status_code == 403
    assert client.get("/admin/casework/caseevent/add/").status_code == 403
