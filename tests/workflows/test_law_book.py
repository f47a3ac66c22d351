"""The law as it stands in the code: nothing missing, printed whole, drawn from the transitions."""

from __future__ import annotations

import itertools
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from casework.vocabulary import BranchKind
from tests import cast
from workflows import guards, law_book
from workflows.catalogue import ACTIONS
from workflows.deadlines import RULES
from workflows.drawing import BOX_HEIGHT, draw
from workflows.guard_words import GUARD_WORDS

pytest_plugins = ("tests.cast",)


def test_nothing_is_missing() -> None:
    """Every state is reached, every step says who may, every limit cites its law."""
    assert law_book.faults() == []


def test_every_machine_of_the_specification_is_there() -> None:
    """Law.md B1.1 to B1.7, and what stands beside them."""
    keys = {book.key for book in law_book.machines()}
    assert keys >= {
        "complaint", "case", "transfer", "listing", "referral", "publication", "accountquery",
    }  # fmt: skip


def test_a_fault_is_named_and_ends_the_command_with_one(monkeypatch: Any) -> None:
    monkeypatch.setattr(law_book, "BRANCH_FLOWS", {})
    found = law_book.faults()
    assert {f"branch {kind} has no flow" for kind in BranchKind} <= set(found)

    monkeypatch.setattr(
        "workflows.management.commands.law.faults", lambda: ["limit D-01 cites no law"]
    )
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("law", "--check", stdout=StringIO(), stderr=err)
    assert ended.value.code == 1
    assert "limit D-01 cites no law" in err.getvalue()


def test_the_command_prints_machines_acts_and_limits() -> None:
    out = StringIO()
    call_command("law", "--check", stdout=out)
    text = out.getvalue()

    for act in ACTIONS.values():
        assert f"  {act.code}: " in text
    for rule in RULES.values():
        assert f"  {rule.id} " in text
    assert "行政机关正职或者主持工作的负责人" in text
    assert "0 faults" in text


def test_the_drawing_has_every_state_and_every_step_once() -> None:
    for book in law_book.machines():
        drawing = draw(book)
        numbers = sorted(number for line in drawing.lines for number in line.numbers)
        assert numbers == list(range(1, len(book.steps) + 1)), book.key
        assert [box.label for box in drawing.boxes] == [label for _value, label in book.states]


def test_no_two_lines_of_one_side_share_a_lane_where_they_meet() -> None:
    for book in law_book.machines():
        lines = draw(book).lines
        for first in lines:
            for second in lines:
                if first is second or first.forward != second.forward or first.lane != second.lane:
                    continue
                low, high = sorted((first.source, first.target))
                other_low, other_high = sorted((second.source, second.target))
                assert high < other_low or other_high < low, (book.key, first.word, second.word)


def test_boxes_do_not_overlap() -> None:
    for book in law_book.machines():
        tops = [box.y for box in draw(book).boxes]
        assert all(b - a > BOX_HEIGHT for a, b in itertools.pairwise(tops))


@pytest.mark.django_db
def test_staff_read_every_machine_as_a_page(province: None, li_jing: Any) -> None:
    client = Client()
    assert client.get(reverse("law")).status_code == 302
    client.force_login(li_jing, "django.contrib.auth.backends.ModelBackend")

    index = client.get(reverse("law")).content.decode()
    for book in law_book.machines():
        url = reverse("law_machine", args=[book.key])
        assert url in index
        page = client.get(url).content.decode()
        assert page.count("<rect") == len(book.states)
        assert "由谁" in page
    assert client.get(reverse("law_machine", args=["nothing"])).status_code == 404


@pytest.mark.django_db
def test_each_step_says_what_must_hold_and_a_phone_gets_a_list(
    province: None, li_jing: Any
) -> None:
    client = Client()
    client.force_login(li_jing, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("law_machine", args=["case"])).content.decode()

    assert "每一名工人都已认定" in page
    assert "没有等待决定的回避申请" in page
    book = law_book.machine("case")
    assert book is not None
    for number in range(1, len(book.steps) + 1):
        assert page.count(f'id="step-{number}"') == 1
        assert f'href="#step-{number}"' in page


def test_a_guard_without_words_is_a_fault(monkeypatch: Any) -> None:
    monkeypatch.delitem(GUARD_WORDS, guards.two_inspectors)
    assert "case.begin_investigation: guard two_inspectors has no words" in law_book.faults()


def test_the_rights_of_roles_are_the_same_in_both_languages(client: Client, province: None) -> None:
    client.force_login(cast.person("administrator"), "django.contrib.auth.backends.ModelBackend")
    pages = []
    for language in ("zh-hans", "en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        pages.append(client.get(reverse("manage_roles")).content.decode().count('class="article"'))
    assert pages[0] == pages[1] > 100
