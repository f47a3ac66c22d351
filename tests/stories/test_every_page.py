"""Every page that somebody is led to: opens, is whole, and speaks one language."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from casework import clock
from casework.models import Document, Evidence
from casework.models.actor import Actor
from tests import cast, factories
from tests.stories.crawl import Crawl, Page, read_whole, words_of_records
from workflows.oversight.rounds import Plan, open_round
from workflows.sweeps import conduct

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.story, pytest.mark.usefixtures("province", "media")]

LANGUAGES = ("zh-hans", "en")
PUBLIC = ("home", "hotlines", "blacklist", "notices", "login", "file", "file_step", "file_done", "file_help", "file_picture", "verify", "track", "track_choose",
          "tracking", "tracking_act", "tracking_payment", "tracking_file", "how", "statistics", "big_text", "set_language", "employer_entry", "employer_came")  # fmt: skip
FIRST_LOAD = 60 * 1024
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("工资条.png", PIXEL, "image/png")


@pytest.fixture
def tracked(province: None, media: Any) -> list[tuple[str, str]]:
    """A small province with matters in many states; numbers and codes of those from the web."""
    codes = []
    for stage in (
        "filed",
        "supplement",
        "rejected",
        "redirected",
        "served",
        "complied",
        "withdrawn",
    ):
        complaint, code = factories.file_with_code()
        codes.append((complaint.tracking_no, code))
        factories.advance(complaint, stage)
        if stage == "served":
            paid_in_part(factories.fresh(complaint))
    for stage in (
        "assigned",
        "proposed",
        "accepted",
        "found",
        "drafted",
        "ordered",
        "closed",
        "told",
    ):
        factories.advance(factories.file_at(cast.SHANGSHUI, workers=2), stage)
    factories.file_at(cast.SHANGSHUI, cast.JINSHUI)
    report, code = factories.file_with_code(
        kind="report", workers=[], worker_count=9, is_anonymous=True, contact_name="",
        contact_phone="",
    )  # fmt: skip
    factories.advance(report, "assigned")
    factories.do("add_photo", report, Actor.complainant(), {}, files={"files": [photo()]})
    watched()
    return [*codes, (report.tracking_no, code)]


def watched() -> None:
    """What the inspection of the inspectors shows: alerts, and a round with a sheet to fill in."""
    conduct.find_now()
    sun, today = cast.person("sun"), clock.today()
    places = [cast.office(cast.SHANGSHUI).pk]
    plan = Plan("试评查", places, today, today, 2, 50, Decimal(20000), 10, [sun.pk])
    open_round(plan, actor=cast.actor(sun))


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


def visitors(codes: list[tuple[str, str]]) -> Iterator[tuple[str, Client]]:
    """Everybody of the cast, a visitor, and a complainant who has opened every page of theirs."""
    yield "visitor", Client()
    complainant = Client()
    for number, code in codes:
        complainant.post("/track/", {"do": "code", "number": number, "code": code})
    yield "complainant", complainant
    for key in cast.CAST:
        client = Client()
        client.force_login(cast.person(key), "django.contrib.auth.backends.ModelBackend")
        yield key, client


def test_every_page_opens_and_speaks_one_language(tracked: list[tuple[str, str]]) -> None:
    for key in cast.CAST:
        cast.person(key)
    data = words_of_records()
    own = [f"/track/view/{pk}/" for pk in opened_by(tracked)]
    faults: list[str] = []
    every: set[str] = set()
    for name, client in visitors(tracked):
        for language in LANGUAGES:
            start = own if name == "complainant" else []
            crawl = Crawl(client, language, data if language == "en" else None).run(*start)
            faults += [f"{name} {fault}" for fault in crawl.faults]
            every |= set(crawl.seen)
    assert faults == []
    assert Evidence.objects.exists()
    assert Document.objects.exists()
    kinds = {resolve(urlsplit(path).path).view_name for path in every}
    assert kinds >= {"case", "complaint", "act", "desk_return", "reveal", "document", "evidence",
                     "tracking_act", "tracking_payment", "intake_window", "board"}  # fmt: skip
    closed_to_strangers(every)


def opened_by(codes: list[tuple[str, str]]) -> list[int]:
    client = Client()
    found = []
    for number, code in codes:
        response = client.post("/track/", {"do": "code", "number": number, "code": code})
        found.append(int(response["Location"].rstrip("/").rsplit("/", 1)[1]))
    return found


def closed_to_strangers(paths: set[str]) -> None:
    """Nobody falls over an address of somebody else, and no visitor is let in by it."""
    visitor, stranger = Client(), Client()
    stranger.force_login(cast.person("liu"), "django.contrib.auth.backends.ModelBackend")
    for path in sorted(paths):
        assert read_whole(stranger.get(path)).status_code in (200, 204, 302, 400, 403, 404), path
        status = read_whole(visitor.get(path)).status_code
        if resolve(urlsplit(path).path).url_name in PUBLIC:
            assert status in (200, 302, 403, 404), path
        else:
            assert status in (204, 302, 401, 403, 404), path


@lru_cache
def weight(url: str) -> int:
    """Bytes of a style sheet or script as the network carries it."""
    found = finders.find(url.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str), url
    with open(found, "rb") as file:
        return len(gzip.compress(file.read(), 9))


def test_first_load_of_public_pages_is_light(tracked: list[tuple[str, str]]) -> None:
    client = Client()
    number, code = tracked[4]
    progress = client.post("/track/", {"do": "code", "number": number, "code": code})["Location"]
    first = {"trade": "construction", "employer_name": "某劳务公司", "do": "next"}
    second = client.post("/file/", first)["Location"]
    heavy = {}
    for path in (
        "/",
        "/hotlines/",
        "/file/",
        second,
        "/file/help/",
        "/verify/",
        "/track/",
        progress,
        "/login/",
    ):
        html = client.get(path).content
        size = len(gzip.compress(html, 9)) + sum(map(weight, Page(html.decode()).loads))
        if size >= FIRST_LOAD:
            heavy[path] = size
    assert heavy == {}
