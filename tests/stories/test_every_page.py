"""Every page that somebody is led to: opens, is whole, and speaks one language."""

from __future__ import annotations

import gzip
from functools import lru_cache
from zlib import decompress

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.stories.crawl import Page
from tests.stories.walked import PUBLIC, Walked, name_of, names

pytest_plugins = ("tests.cast", "tests.stories.walked")
pytestmark = [pytest.mark.story, pytest.mark.django_db]  # django_db: so that it is set up

FIRST_LOAD = 60 * 1024
NOT_WALKED = {
    "a form's address, it shows no page of its own": {
        "absence_end", "desk_assign", "desk_claim", "desk_print", "desk_save", "desk_saved", "find",
        "find_suggest", "inbox_read", "intake_check", "intake_list", "job_cancel", "job_retry",
        "logout", "manage_grant", "manage_resend", "manage_revive", "report_make", "risk_plan",
        "set_language",
        "single_keys", "team_assign", "visit_send",
    },
    "a file, given to whoever asks for it by a form": {
        "file_picture", "job_download", "manage_paper_preview", "volume_download",
    },
    "a door for machines, by a key of theirs": {"api_clues", "metrics", "take_receipts"},
}  # fmt: skip
"""Addresses that nobody walks to, and why; each has its own tests."""


def test_every_page_opens_and_speaks_one_language(walked: Walked) -> None:
    assert walked.faults == []


def test_nobody_falls_over_an_address_of_somebody_else(walked: Walked) -> None:
    assert walked.let_in == []


def test_every_address_of_the_project_is_visited(walked: Walked) -> None:
    every = names()
    assert [name for name in set(every) if every.count(name) > 1] == [], "one name, two addresses"
    visited = {name_of(path) for path in walked.answers} | walked.posted
    assert sorted(set(every) - visited) == sorted(set().union(*NOT_WALKED.values()))


def test_first_load_of_public_pages_is_light(walked: Walked) -> None:
    heavy, weighed = {}, set()
    for look in walked.looks:
        name = name_of(look.path)
        if name in PUBLIC:
            html = decompress(look.packed)
            size = len(gzip.compress(html, 9)) + sum(map(weight, Page(html.decode()).loads))
            weighed.add(name)
            if size >= FIRST_LOAD:
                heavy[str(look)] = size
    assert heavy == {}
    assert weighed >= {"home", "hotlines", "file", "file_help", "verify", "track", "tracking", "login"}  # fmt: skip


@lru_cache
def weight(url: str) -> int:
    """Bytes of a style sheet or script as the network carries it."""
    found = finders.find(url.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str), url
    with open(found, "rb") as file:
        return len(gzip.compress(file.read(), 9))
