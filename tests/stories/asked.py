"""Pages that only an answer shows: refused forms, second questions, what is shown once, errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from casework.law.codes import grouped
from casework.models import EmployerAccess, OneTimeCode, User
from tests import cast, factories

PERSON = {"kind": "named", "name": "王五", "phone": factories.WANG_WU_PHONE,
          "id_number": factories.WANG_WU_ID}  # fmt: skip
EMPLOYER = "河南宏远建筑劳务有限公司（虚构）"
WIZARD = (
    {"trade": "construction", "employer_name": EMPLOYER, "project_name": "宏远花园三期"},
    {"place": "郑州市金水区", "amount": "一万二千五", "period": "2026年3月到5月"},
    {"who": "single"},
    PERSON,
)
DAY_OFF = {"year": "2026", "source": "省政府", "text": "放假,2026-12-30,2026-12-30,停工",
           "partial": "on"}  # fmt: skip
EMPTY = {
    "visitor": ("/file/",),
    "qin": ("/intake/window/", "/password/"),
    "he": ("/team/absence/",),
    "sun": ("/campaigns/new/",),
    "administrator": ("/manage/users/new/", "/manage/offices/new/", "/calendar/"),
}
"""Forms sent empty."""
ANSWERS = (200, 302, 403, 404, 409, 422, 429)


def asked(who: str, client: Client, seen: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the address and the answer of each form that `who` sends wrongly or half."""
    for path, data in _forms(who):
        yield path, client.post(path, data)
    for path in seen:
        if path.startswith("/act/"):
            yield path, client.post(path, {})
    if who == "employer":
        access = EmployerAccess.objects.filter(used_at=None, revoked_at=None).order_by("-id")[0]
        client.post("/employer-page/", {"do": "code", "code": grouped(access.code)})
        yield "/employer-page/who/", client.get("/employer-page/who/")
    if who == "complainant":
        client.post("/track/", {"do": "phone", "phone": factories.WANG_WU_PHONE})
        code = OneTimeCode.objects.latest("id").code
        client.post("/track/", {"do": "one_time", "phone": factories.WANG_WU_PHONE, "code": code})
        yield "/track/choose/", client.get("/track/choose/")
    if who == "visitor":
        yield from _wizard(client)
        yield "/nothing/", client.get("/nothing/")
    if who == "lijing":
        yield "/nothing/", client.get("/nothing/")
        yield "/manage/", client.get("/manage/")


def _forms(who: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((path, {}) for path in EMPTY.get(who, ()))
    if who == "visitor":
        yield "/login/", {"username": "x", "password": "y"}
        for door in ("/track/", "/employer-page/"):
            yield door, {"do": "code", "number": "1", "code": "2"}
            yield door, {"do": "phone", "phone": "1"}
            yield door, {"do": "phone", "phone": "13900000009"}
            yield door, {"do": "one_time", "phone": "13900000009", "code": "000000"}
    if who == "chen":
        yield reverse("supervision_new", args=[cast.office(cast.JINSHUI).pk]), {}
    if who == "administrator":
        yield "/calendar/", DAY_OFF
        pk = User.objects.get(username="wugang").pk
        for what in ("person", "grant", "reset", "close"):
            yield reverse("manage_user_act", args=[pk, what]), {}


def _wizard(client: Client) -> Iterator[tuple[str, Any]]:
    """File a complaint step by step; each step is left empty first."""
    path = "/file/"
    for number, data in enumerate(WIZARD, 1):
        if number > 1:
            yield path, client.post(path, {"do": "next"})
            yield path, client.get(path)
        path = client.post(path, {"do": "next", **data})["Location"]
    yield path, client.get(path)
    done = client.post(path, {"do": "next"})["Location"]
    yield done, client.get(done)
