"""The timeline of a matter: reminders of one clock are folded, and none is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.journal import record
from casework.models.actor import Actor
from casework.queries.history import entries_of, history_of
from casework.vocabulary import EventKind
from tests.factories import advance, file_at

pytest_plugins = ("tests.cast",)


@pytest.fixture
def case(province) -> Any:
    found = advance(file_at(), "accepted").case
    for rule, left in (("D-14", 3), ("D-14", 2), ("D-18", 9), ("D-14", 1)):
        record(
            found, EventKind.DEADLINE_WARNED, actor=Actor.system(),
            facts={"rule": rule, "label": f"期限{rule}", "due": "2026-12-01", "left": left},
        )  # fmt: skip
    return found


def test_reminders_of_one_clock_are_one_line(case: Any) -> None:
    lines = [line for line in history_of(case, []).events if "期限预警" in line.text]

    assert [len(line.earlier) for line in lines] == [2, 0]
    assert "要求听证" in lines[0].text
    assert all("要求听证" in line.text for line in lines[0].earlier)


def test_nothing_is_lost_on_the_page_or_in_the_volume(case: Any) -> None:
    client = Client()
    client.force_login(case.lead, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("case", args=[case.pk])).content.decode()

    assert page.count("期限预警：“要求听证”应在") == 3
    assert "此前还有 2 次提醒" in page
    assert sum("要求听证" in line.text for line in entries_of(case, [])) == 3
