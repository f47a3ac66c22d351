"""The people and the province all tests play with: as functions, and as pytest fixtures.

A test module names the plugin once, `pytest_plugins = ("tests.cast",)`, and asks for `province`
and for people by name (`li_jing`, `he`, ...). `person(...)` and `someone(...)` do the same from code.
PYTEST_DONT_REWRITE: factories import this module before pytest does, and it asserts nothing.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client

from casework.models import Division, Membership, Office, User
from casework.models.actor import Actor
from casework.vocabulary import Role

PASSWORD = "wages-are-due-2026"
SINCE = date(2020, 1, 1)
ZHENGZHOU, HENAN = "郑州市", "河南省"
JINSHUI, SHANGSHUI, GUSHI, JIYUAN = "金水区", "商水县", "固始县", "济源示范区(济源市)"


@dataclass(frozen=True)
class Part:
    """One member of staff of the cast: login, name, place of the office, roles held there."""

    username: str
    full_name: str
    place: str
    roles: tuple[str, ...]


CAST = {
    "qin": Part("qin", "秦窗口", SHANGSHUI, (Role.CLERK,)),
    "shangshui_head": Part("shangshui-head", "尚队长", SHANGSHUI, (Role.BODY_HEAD,)),
    "li_jing": Part("lijing", "李静", JINSHUI, (Role.INSPECTOR,)),
    "wu_gang": Part("wugang", "吴刚", JINSHUI, (Role.INSPECTOR,)),
    "jinshui_clerk": Part("jinshui-clerk", "金窗口", JINSHUI, (Role.CLERK,)),
    "he": Part("he", "何队长", JINSHUI, (Role.BODY_HEAD,)),
    "department_head": Part("jinshui-director", "杜局长", JINSHUI, (Role.DEPARTMENT_HEAD,)),
    "zhao_min": Part("zhaomin", "赵敏", JIYUAN, (Role.INSPECTOR,)),
    "jiyuan_head": Part("jiyuan-head", "济队长", JIYUAN, (Role.BODY_HEAD,)),
    "chen": Part("chen", "陈督查", ZHENGZHOU, (Role.SUPERVISOR,)),
    "sun": Part("sun", "孙督查", HENAN, (Role.SUPERVISOR,)),
    "liu": Part("liu", "刘生", GUSHI, (Role.INSPECTOR,)),
    "auditor": Part("auditor", "审计员", HENAN, (Role.AUDITOR,)),
    "administrator": Part("administrator", "系统管理员", HENAN, (Role.ADMINISTRATOR,)),
}

_rows: dict[type, list[dict[str, Any]]] = {}


def load_province() -> None:
    """Put divisions and offices in; read from the files once per run, from memory afterwards."""
    if Division.objects.exists():
        return
    if not _rows:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            call_command("load_divisions", verbosity=0, stdout=StringIO())
        for model in (Division, Office):
            _rows[model] = list(model.objects.order_by("id").values())
        return
    for model, rows in _rows.items():
        model.objects.bulk_create([model(**row) for row in rows])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_rows)):
            cursor.execute(statement)


def division(name: str) -> Division:
    """Return the division in force of this name (金水区)."""
    return Division.objects.select_related("parent").get(name=name, valid_to__isnull=True)


def office(name: str) -> Office:
    """Return the supervision body of the division of this name."""
    return Office.objects.select_related("division").get(
        division__name=name, division__valid_to__isnull=True, closed_on__isnull=True
    )


def person(key: str) -> User:
    """Return one of the cast (`person("li_jing")`), created when asked for first."""
    part = CAST[key]
    found = User.objects.filter(username=part.username).first()
    return found or hire(
        office(part.place), *part.roles, username=part.username, name=part.full_name
    )


def hire(at: Office, *roles: str, username: str, name: str) -> User:
    """Create a member of staff of `at` with these roles since 2020."""
    user = User(username=username, full_name=name, badge_no=f"豫监{username[:20]}")
    user.set_password(PASSWORD)
    user.save()
    Membership.objects.bulk_create(
        [Membership(user=user, office=at, role=role, valid_from=SINCE) for role in roles]
    )
    return user


def someone(at: Office, role: str, index: int = 0) -> User:
    """Return the `index`-th person of this role at `at`: of the cast if there is one, else invented."""
    named = [k for k, p in CAST.items() if p.place == at.division.name and role in p.roles]
    if index < len(named):
        return person(named[index])
    username = f"{at.division.code}-{role}-{index}"
    found = User.objects.filter(username=username).first()
    return found or hire(at, role, username=username, name=f"{Role(role).label}{index + 1}")


def actor(user: User, role: str = "") -> Actor:
    """Return `user` acting in `role`, or in the first role they hold."""
    rows = Membership.objects.filter(user=user).select_related("office__division").order_by("id")
    held = next(m for m in rows if not role or m.role == role)
    return Actor(
        role=held.role, user=user, office=held.office, is_principal=held.is_principal
    )  # fmt: skip


def signed_in(user: User) -> Client:
    """Return a client of the test in which `user` has signed in."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def province(db: None) -> None:
    """Divisions and offices of Henan; beside `transactional_db` they are put in anew each time."""
    load_province()


def _fixture(key: str) -> Any:
    def one(province: None) -> User:
        return person(key)

    one.__doc__ = f"{CAST[key].full_name} of {CAST[key].place}: {', '.join(CAST[key].roles)}."
    return pytest.fixture(name=key)(one)


qin = _fixture("qin")
shangshui_head = _fixture("shangshui_head")
li_jing = _fixture("li_jing")
wu_gang = _fixture("wu_gang")
jinshui_clerk = _fixture("jinshui_clerk")
he = _fixture("he")
department_head = _fixture("department_head")
zhao_min = _fixture("zhao_min")
jiyuan_head = _fixture("jiyuan_head")
chen = _fixture("chen")
sun = _fixture("sun")
liu = _fixture("liu")
auditor = _fixture("auditor")
administrator = _fixture("administrator")
