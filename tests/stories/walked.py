"""One walk of everybody through every page, for all tests that look at what was found.

PYTEST_DONT_REWRITE: the tests import this module before pytest does, and it asserts nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit
from zlib import compress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse

from casework import clock
from casework.law.codes import grouped
from casework.models import Case, Complaint, EmployerAccess
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import cast, factories
from tests.stories import besides
from tests.stories.asked import ANSWERS, asked
from tests.stories.crawl import Crawl, Page, read_whole, words_of_records
from tests.stories.looks import Look

LANGUAGES = ("zh-hans", "en")
READERS = ("qin", "li_jing", "liu", "he", "department_head", "chen", "sun", "auditor",
           "administrator")  # fmt: skip
"""Of the cast; 刘生 has nothing on the desk yet."""
TWICE = ("complainant", "lijing", "he")
"""Who opens two pages of a kind in English: those whose pages differ most by state."""
ALL = "QINGQIAN_EVERY_LOOK"
"""Environment: keep every page of every role for axe, not only those made of something new."""
PUBLIC = ("healthz", "home", "hotlines", "blacklist", "notices", "login", "file", "file_step", "file_done", "file_help", "file_picture", "verify", "track", "track_choose",
          "tracking", "tracking_act", "tracking_payment", "tracking_file", "how", "statistics", "big_text", "set_language", "employer_entry", "employer_came",
          "employer_page", "employer_document", "employer_listing", "employer_act", "employer_send")  # fmt: skip
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@dataclass
class Walked:
    """What everybody found: faults in words, addresses with what they answered, pages to look at."""

    faults: list[str] = field(default_factory=list)
    answers: dict[str, set[int]] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    let_in: list[str] = field(default_factory=list)
    posted: set[str] = field(default_factory=set)
    _shapes: dict[str, set[str]] = field(default_factory=dict)
    _names: set[tuple[str, str]] = field(default_factory=set)

    def acts_of(self, crawl: Crawl) -> list[str]:
        """Return the acts this reader was shown and nobody before; sent in one language only."""
        found: list[str] = []
        if crawl.language != "en":
            return found
        for path, status in crawl.seen.items():
            name = (crawl.language, "/".join(path.split("/")[:3]))
            if name_of(path) == "act" and status == 200 and name not in self._names:
                self._names.add(name)
                found.append(path)
        return found

    def keeper(self, who: str, language: str) -> Callable[[str, str, Page], None]:
        """Return what keeps the pages of one reader that show something new."""

        def keep(path: str, text: str, page: Page) -> None:
            known = self._shapes.setdefault(language, set())
            name = (language, name_of(path))
            if name in self._names and page.shapes <= known and ALL not in os.environ:
                return
            first = name not in self._names or ALL in os.environ
            self._names.add(name)
            known |= page.shapes
            self.looks.append(Look(who, language, path, compress(text.encode()), first))

        return keep


@pytest.fixture(scope="session")
def walked(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Walked:
    """Let everybody walk through a small province once; nothing of it stays."""
    media = tmp_path_factory.mktemp("walked-media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        # The test client copies the context of every template of every page, for nobody.
        patch("django.test.client.store_rendered_templates", lambda *_args, **_kwargs: None),
        transaction.atomic(),
    ):
        try:
            return _walk()
        finally:
            clock._fixed.set(None)
            transaction.set_rollback(True)


def _walk() -> Walked:
    cast.load_province()
    for key in cast.CAST:
        cast.person(key)
    besides.earlier()
    codes = matters()
    case = Case.objects.filter(state="investigating", office=cast.office(cast.JINSHUI)).latest("id")
    besides.now(factories.fresh(case))
    readers = list(visitors(codes))
    data, walk = words_of_records(), Walked()
    for who, client, start in readers:
        files: set[str] = set()  # the same in every language
        for language in LANGUAGES:
            known, each = (data, 1 + (who in TWICE)) if language == "en" else (None, 1)
            keep = walk.keeper(who, language)
            lists = (who, language) == ("administrator", "en")
            more = start + typed(who)
            crawl = Crawl(client, language, known, keep, files, each, lists).run(*more)
            for path, answer in asked(who, client, walk.acts_of(crawl)):
                crawl.take(path, answer, ANSWERS)
                walk.posted.add(name_of(path))
            walk.faults += [f"{who} {fault}" for fault in crawl.faults]
            for path, status in crawl.seen.items():
                walk.answers.setdefault(path, set()).add(status)
    walk.let_in = closed_to_strangers(walk.answers)
    return walk


def matters() -> list[tuple[str, str]]:
    """File a small province of matters in many states; return numbers and codes of those from the web."""
    codes = []
    for stage in (
        "filed", "supplement", "rejected", "redirected", "served", "complied", "withdrawn",
    ):  # fmt: skip
        complaint, code = factories.file_with_code()
        codes.append((complaint.tracking_no, code))
        factories.advance(complaint, stage)
        if stage == "served":
            paid_in_part(factories.fresh(complaint))
    for stage in (
        "assigned", "proposed", "accepted", "found", "drafted", "ordered", "closed", "told",
    ):  # fmt: skip
        factories.advance(factories.file_at(cast.SHANGSHUI, workers=2), stage)
    factories.file_at(cast.SHANGSHUI, cast.JINSHUI)
    report, code = factories.file_with_code(
        kind="report", workers=[], worker_count=9, is_anonymous=True, contact_name="",
        contact_phone="",
    )  # fmt: skip
    factories.advance(report, "assigned")
    factories.do("add_photo", report, Actor.complainant(), {}, files={"files": [photo()]})
    return [*codes, (report.tracking_no, code)]


def paid_in_part(complaint: Any) -> None:
    """Evidence, a message and its answer, a part paid: what the fullest page shows."""
    claim = complaint.claims.get()
    factories.do("record_payments", complaint.case, complaint.lead,
                 factories.payments_for(complaint.case, {claim.pk: "2500.00"}))  # fmt: skip
    factories.do("add_evidence", complaint.case, complaint.lead,
                 {"kind": "photo", "caption": "工地门口", "taken_on": clock.today().isoformat()},
                 files={"files": [photo()]})  # fmt: skip
    factories.do("add_message", complaint, Actor.complainant(), {"text": "什么时候能拿到钱？"})
    factories.do("reply", complaint, complaint.lead, {"text": "单位已付一部分，余款在催。"})


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("工资条.png", PIXEL, "image/png")


def visitors(codes: list[tuple[str, str]]) -> Iterator[tuple[str, Client, list[str]]]:
    """A visitor, a complainant, an employer and one of each role (of supervisors one of the city and
    one of the province), each with the addresses that were opened for them alone."""
    yield "visitor", Client(), []
    complainant, own = Client(), []
    for number, code in codes:
        opened = complainant.post("/track/", {"do": "code", "number": number, "code": code})
        own.append(opened["Location"])
    yield "complainant", complainant, own
    yield "employer", *came()
    jinshui = cast.office(cast.JINSHUI)
    lacking = [cast.someone(jinshui, role) for role in (Role.LEGAL, Role.CREDIT)]
    for user in [*map(cast.person, READERS), *lacking]:
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        yield user.username, client, []


def came() -> tuple[Client, list[str]]:
    """An employer who came in by the codes of all orders and notices but one."""
    client, own = Client(), []
    who = {"name": "钱经理", "position": "项目经理", "phone": "13900000009"}
    for access in EmployerAccess.objects.filter(used_at=None, revoked_at=None).order_by("-id")[1:]:
        client.post("/employer-page/", {"do": "code", "code": grouped(access.code)})
        own.append(client.post("/employer-page/who/", who)["Location"])
    return client, own


def typed(who: str) -> list[str]:
    """Addresses that only scripts, machines or a page just left lead to."""
    jinshui = cast.office(cast.JINSHUI)
    case, complaint = (
        Case.objects.filter(office=jinshui).latest("id"),
        Complaint.objects.earliest("id"),
    )
    found = {
        "visitor": ["/healthz"],
        "lijing": [reverse("case_readers", args=[case.pk]), "/live/since/"],
        "he": [reverse("intake_receipt", args=[complaint.pk])],
        "sun": ["/api/v1/figures/"],
        "administrator": [reverse("manage_office_close", args=[jinshui.pk])],
    }
    return found.get(who, [])


def closed_to_strangers(paths: Iterable[str]) -> list[str]:
    """Return who fell over an address of somebody else, or was let in by it."""
    visitor, stranger = (Client(raise_request_exception=False) for _ in range(2))
    stranger.force_login(cast.person("liu"), "django.contrib.auth.backends.ModelBackend")
    faults = []
    for path in sorted(paths):
        status = read_whole(stranger.get(path)).status_code
        if status not in (200, 204, 302, 400, 403, 404):
            faults.append(f"stranger {path}: {status}")
        public = name_of(path) in PUBLIC
        status = read_whole(visitor.get(path)).status_code
        if status not in ((200, 302, 403, 404) if public else (204, 302, 401, 403, 404)):
            faults.append(f"visitor {path}: {status}")
    return faults


def name_of(path: str) -> str:
    """Return the name of an address; empty where there is nothing."""
    try:
        return str(resolve(urlsplit(path).path).view_name)
    except Resolver404:
        return ""


def names() -> list[str]:
    """Return the names of all addresses of the project; the administration site has its own tests."""
    return list(_names(get_resolver().url_patterns))


def _names(patterns: Iterable[Any]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one.name or ""
        elif not one.namespace:
            yield from _names(one.url_patterns)
