"""Administration: who may change whose account, each change in a log, passwords shown once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.administering import reach_of
from casework.models import AdminEntry, GrantRequest, Membership, Office, User, Wording
from casework.queries.wordings import paper_words
from casework.vocabulary import AdminKind, Role
from tests import cast
from tests.cast import PASSWORD, signed_in

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

NEW_PASSWORD = "brand-new-wages-2026"


def administrator() -> User:
    return cast.person("administrator")


def second_administrator() -> User:
    return cast.hire(
        cast.office(cast.HENAN), Role.ADMINISTRATOR, username="second", name="第二管理员"
    )


def new_user(client: Client, **over: Any) -> Any:
    form = {
        "username": "zhangsan", "full_name": "张三", "badge_no": "豫监001", "work_phone": "",
        "office": cast.office(cast.JINSHUI).pk, "role": Role.INSPECTOR,
        "valid_from": clock.today().isoformat(), "valid_to": "", **over,
    }  # fmt: skip
    return client.post(reverse("manage_user_new"), form)


def act(client: Client, user: User, what: str, **data: Any) -> Any:
    return client.post(reverse("manage_user_act", args=[user.pk, what]), data)


def shown_password(answer: Any) -> str:
    found = re.search(r'class="secret"[^>]*>([^<]+)<', answer.content.decode())
    assert found
    return found[1]


def kinds_of(user: User) -> list[str]:
    return list(AdminEntry.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def test_a_new_inspector_signs_in_changes_the_password_and_sees_the_desk() -> None:
    answer = new_user(signed_in(administrator()))
    password = shown_password(answer)
    user = User.objects.get(username="zhangsan")
    assert kinds_of(user) == [AdminKind.USER_CREATED, AdminKind.ROLE_GRANTED]
    assert password not in str(list(AdminEntry.objects.values()))
    client = Client()
    first = client.post(reverse("login"), {"username": "zhangsan", "password": password})
    assert first["Location"] == reverse("password")
    # Nothing else opens before the password is one's own.
    assert client.get(reverse("desk"))["Location"] == reverse("password")
    form = {"old_password": password, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    client.post(reverse("password"), form)
    assert client.get(reverse("desk")).status_code == 200
    assert kinds_of(user)[-1] == AdminKind.PASSWORD_CHANGED
    again = Client().post(reverse("login"), {"username": "zhangsan", "password": NEW_PASSWORD})
    assert again["Location"] == reverse("desk")


def test_a_one_time_password_is_good_for_three_days() -> None:
    password = shown_password(new_user(signed_in(administrator())))
    with clock.at(clock.now() + timedelta(days=3, minutes=1)):
        answer = Client().post(reverse("login"), {"username": "zhangsan", "password": password})
    assert "已过期" in answer.content.decode()


def test_a_weak_password_is_refused_and_the_account_stays_where_it_was() -> None:
    password = shown_password(new_user(signed_in(administrator())))
    client = Client()
    client.post(reverse("login"), {"username": "zhangsan", "password": password})
    form = {"old_password": password, "new_password1": "zhangsan1", "new_password2": "zhangsan1"}
    assert client.post(reverse("password"), form).status_code == 200
    assert client.get(reverse("desk"))["Location"] == reverse("password")


@pytest.mark.parametrize("key", ["li_jing", "qin", "department_head", "chen", "sun", "auditor"])
def test_pages_of_administration_are_closed_to_all_others(key: str) -> None:
    client = signed_in(cast.person(key))
    user = cast.person("wu_gang")
    for name, args in (("manage", []), ("manage_users", []), ("manage_user_new", []),
                       ("manage_user", [user.pk]), ("manage_offices", []), ("manage_log", []),
                       ("manage_roles", []), ("manage_papers", []), ("manage_texts", []),
                       ("manage_health", []), ("manage_queues", [])):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 403, name
    assert act(client, user, "reset").status_code == 403
    assert Client().get(reverse("manage")).status_code == 302


def test_a_head_reaches_the_own_office_and_grants_case_roles_only() -> None:
    client = signed_in(cast.person("he"))
    assert new_user(client).status_code == 200
    assert new_user(client, username="b", role=Role.BODY_HEAD).status_code == 422
    assert new_user(client, username="b", role=Role.ADMINISTRATOR).status_code == 422
    assert new_user(client, username="b", office=cast.office(cast.GUSHI).pk).status_code == 422
    stranger = cast.person("liu")
    assert client.get(reverse("manage_user", args=[stranger.pk])).status_code == 404
    director = cast.person("department_head")
    answer = client.get(reverse("manage_user", args=[director.pk])).content.decode()
    assert "此人的角色由系统管理员办理" in answer
    act(client, director, "reset")
    director.refresh_from_db()
    assert director.check_password(PASSWORD)
    for name in ("manage_texts", "manage_health", "manage_queues"):
        assert client.get(reverse(name)).status_code == 403
    # The roles of others cannot be reached through the office either.
    other = cast.office(cast.GUSHI)
    assert client.get(reverse("manage_office", args=[other.pk])).status_code == 404


def test_a_city_administrator_reaches_the_counties_below() -> None:
    user = cast.hire(cast.office(cast.ZHENGZHOU), Role.ADMINISTRATOR, username="z", name="郑管理")
    reach = reach_of(user)
    assert reach is not None
    assert not reach.whole
    names = set(reach.offices().values_list("division__name", flat=True))
    assert {cast.ZHENGZHOU, cast.JINSHUI} <= names
    assert cast.GUSHI not in names
    head = cast.hire(cast.office(cast.HENAN), Role.SUPERVISOR, username="p", name="省督查")
    Membership.objects.create(user=head, office=cast.office(cast.JINSHUI), role=Role.SUPERVISOR,
                              valid_from=cast.SINCE)  # fmt: skip
    # Works in the county and in the province: the county's side alone is not enough.
    assert not reach.may_change(head).ok


def test_nobody_changes_the_own_roles_or_password_here() -> None:
    user = administrator()
    client = signed_in(user)
    role = {"role-office": cast.office(cast.HENAN).pk, "role-role": Role.SUPERVISOR,
            "role-valid_from": "2026-01-01"}  # fmt: skip
    act(client, user, "grant", **role)
    act(client, user, "reset")
    assert Membership.objects.filter(user=user).count() == 1
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_administrators_and_auditors_hold_no_other_role() -> None:
    client = signed_in(administrator())
    li_jing = cast.person("li_jing")
    office = cast.office(cast.JINSHUI)
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        act(client, li_jing, "grant", **{"role-office": office.pk, "role-role": role,
                                         "role-valid_from": "2026-01-01"})  # fmt: skip
    assert {m.role for m in li_jing.memberships.all()} == {Role.INSPECTOR}


def test_a_new_administrator_takes_two() -> None:
    one, two = administrator(), second_administrator()
    new_user(signed_in(one), role=Role.ADMINISTRATOR, office=cast.office(cast.HENAN).pk)
    user = User.objects.get(username="zhangsan")
    asked = GrantRequest.objects.get(user=user)
    assert not user.memberships.exists()
    signed_in(one).post(reverse("manage_grant", args=[asked.pk]), {"answer": "yes"})
    assert not user.memberships.exists()
    assert "等待同意的任命" in signed_in(two).get(reverse("manage")).content.decode()
    signed_in(two).post(reverse("manage_grant", args=[asked.pk]), {"answer": "yes"})
    assert user.memberships.get().role == Role.ADMINISTRATOR
    assert kinds_of(user)[-2:] == [AdminKind.GRANT_ASKED, AdminKind.GRANT_CONFIRMED]


def test_a_closed_account_is_out_at_once_and_may_come_back() -> None:
    user = cast.person("li_jing")
    hers = signed_in(user)
    assert hers.get(reverse("desk")).status_code == 200
    client = signed_in(administrator())
    asked = act(client, user, "close").content.decode()
    assert "停用这个账号" in asked
    assert User.objects.get(pk=user.pk).is_active
    act(client, user, "close", confirmed="1")
    assert hers.get(reverse("desk")).status_code == 302
    act(client, user, "open")
    assert User.objects.get(pk=user.pk).is_active
    assert kinds_of(user) == [AdminKind.USER_DEACTIVATED, AdminKind.USER_ACTIVATED]


def test_a_reset_password_ends_open_sessions_and_is_told() -> None:
    user = cast.person("li_jing")
    hers = Client()
    hers.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    password = shown_password(act(signed_in(administrator()), user, "reset"))
    assert hers.get(reverse("desk")).status_code == 302
    client = Client()
    answer = client.post(reverse("login"), {"username": user.username, "password": password})
    assert answer["Location"] == reverse("password")
    # Whose account it is learns who did it, before anything else.
    page = client.get(answer["Location"]).content.decode()
    assert str(AdminKind.PASSWORD_RESET.label) in page
    assert administrator().full_name in page


def test_a_role_ends_and_is_kept() -> None:
    user = cast.person("li_jing")
    membership = user.memberships.get()
    act(signed_in(administrator()), user, "end", membership=membership.pk)
    membership.refresh_from_db()
    assert membership.valid_to == clock.today() - timedelta(days=1)
    assert (
        "以前的任职"
        in signed_in(administrator()).get(reverse("manage_user", args=[user.pk])).content.decode()
    )
    other = cast.person("wu_gang").memberships.get()
    assert act(signed_in(administrator()), user, "end", membership=other.pk).status_code == 404


def test_a_lock_is_seen_and_lifted(settings: Any) -> None:
    settings.AXES_ENABLED = True
    user = cast.person("li_jing")
    for _try in range(5):
        Client().post(reverse("login"), {"username": user.username, "password": "wrong-one-2026"})
    client = signed_in(administrator())
    page = client.get(reverse("manage_user", args=[user.pk])).content.decode()
    assert "登录已锁定" in page
    act(client, user, "unlock")
    page = client.get(reverse("manage_user", args=[user.pk])).content.decode()
    assert "登录已锁定" not in page
    answer = Client().post(reverse("login"), {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    page = client.get(reverse("manage_user", args=[user.pk])).content.decode()
    assert "127.0.0.1" in page


def test_an_office_is_changed_and_the_log_keeps_what_stood_there() -> None:
    office = cast.office(cast.JINSHUI)
    form = {
        name: getattr(office, name) for name in ("name", "short_name", "window", "address", "hours")
    }
    before = office.hotline
    client = signed_in(cast.person("he"))
    client.post(reverse("manage_office", args=[office.pk]), {**form, "hotline": "0371-66668888"})
    assert Office.objects.get(pk=office.pk).hotline == "0371-66668888"
    entry = AdminEntry.objects.get(kind=AdminKind.OFFICE_CHANGED)
    assert entry.facts == {"before": {"hotline": before}}
    assert before in client.get(reverse("manage_log")).content.decode()
    assert "0371-66668888" in Client().get(reverse("hotlines")).content.decode()


def test_the_log_cannot_be_changed() -> None:
    new_user(signed_in(administrator()))
    for statement in (
        "UPDATE casework_adminentry SET kind = 'x'",
        "DELETE FROM casework_adminentry",
    ):
        with (
            pytest.raises((IntegrityError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_words_of_documents_are_the_office_s_and_issued_ones_keep_theirs() -> None:
    office = cast.office(cast.JINSHUI)
    client = signed_in(cast.person("he"))
    assert client.get(reverse("manage_papers"))["Location"] == reverse(
        "manage_paper", args=[office.pk]
    )
    before = clock.now()
    form = {"heading": "金水区人力资源和社会保障局", "contact": "电话：0371-1", "note": ""}
    preview = client.post(reverse("manage_paper_preview", args=[office.pk]), form)
    assert preview.content.startswith(b"%PDF")
    assert not Wording.objects.exists()
    client.post(reverse("manage_paper", args=[office.pk]), form)
    assert paper_words(office.pk, None) == {"heading": form["heading"], "contact": form["contact"]}
    assert paper_words(office.pk, before) == {}
    assert paper_words(cast.office(cast.GUSHI).pk, None) == {}
    client.post(reverse("manage_paper", args=[office.pk]), {**form, "heading": ""})
    assert paper_words(office.pk, None) == {"contact": form["contact"]}


def test_lists_ask_few_queries_however_many_people(django_assert_max_num_queries: Any) -> None:
    office = cast.office(cast.JINSHUI)
    for number in range(40):
        cast.hire(office, Role.INSPECTOR, username=f"u{number:02}", name=f"监察员{number}")
    client = signed_in(administrator())
    with django_assert_max_num_queries(12):
        page = client.get(reverse("manage_users"))
    older = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
    assert older
    second = client.get(reverse("manage_users") + older[1].replace("&amp;", "&"))
    names = re.findall(r'translate="no">(u\d\d)<', (page.content + second.content).decode())
    assert sorted(names) == [f"u{n:02}" for n in range(40)]
    found = client.get(reverse("manage_users"), {"q": "监察员39"}).content.decode()
    assert re.findall(r'translate="no">(u\d\d)<', found) == ["u39"]
    with django_assert_max_num_queries(11):
        client.get(reverse("manage_offices"))
