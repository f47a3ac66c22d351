"""The published list and the published notices: searched without sign-in, light, without persons."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from casework.law.identity import make_id_card
from casework.models import BlacklistEntry, Employer, ListingCase, Publication
from casework.queries import public_lists
from tests import factories
from tests.listing_helpers import (
    again,
    apply,
    at,
    candidate,
    credit,
    decided,
    director,
    entry_of,
    expired,
    known_firm,
    listed,
    on_list,
    pay,
    published,
    served,
    shown,
    sweep,
)

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
MOST_BYTES = 60 * 1024


def page(name: str = "blacklist", **asked: Any) -> str:
    answer = Client().get(reverse(name), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_entry_shows_why_until_when_by_whom_and_where_to_object():
    entry = on_list()
    text = page()
    for part in (entry.name, entry.uscc, entry.reason, "2029-03-16", entry.decision_number,
                 entry.office.name, entry.office.hotline):  # fmt: skip
        assert part in text
    for claim in entry.case.claims.select_related("worker"):
        assert claim.worker.name not in text
    assert len(text.encode()) < MOST_BYTES


@pytest.mark.parametrize(
    ("asked", "found"), [("宏远建筑", True), ("91", False), ("无此公司", False)]
)
def test_it_is_found_by_name_or_by_the_whole_code(asked, found):
    entry = on_list()
    assert (entry.reason in page(q=asked)) is found
    assert entry.reason in page(q=entry.uscc.lower())


def test_a_candidate_and_a_listing_not_yet_published_are_not_shown():
    entry = listed(candidate(), "2026-03-04", "2026-03-12")
    assert entry.reason not in page()


def test_whoever_was_removed_is_shown_no_more():
    entry = on_list()
    pay(factories.fresh(entry.case), "2026-04-01")
    entry = apply(again(entry), "2026-10-09")
    assert entry.reason in page()  # while the application is examined it stays
    with at("2026-10-12"):
        factories.do("grant_removal", entry, director(entry), {"reason": "已改正。"})
    text = page(q=entry.uscc)
    assert entry.reason not in text
    assert "没有在列的记录" in text


def test_scenario_31_a_person_is_shown_by_name_and_the_last_four_characters():
    number = make_id_card("410105", date(1975, 8, 9), 21)
    case = expired("2026-02-23", "2026-03-03", workers=["9000.00"])
    with at("2026-03-04"):
        factories.do("add_listing_party", case, case.lead,
                     {"group": entry_of(case).group.pk, "party_kind": "taker", "is_person": "on",
                      "name": "包大头", "code": number})  # fmt: skip
    taker = published(listed(entry_of(case, "taker"), "2026-03-04", "2026-03-12"), "2026-03-16")
    text = page()
    assert taker.name in text
    assert f"**************{number[-4:]}" in text
    assert number not in text
    assert taker.reason not in page(q=number)


def test_a_restored_entry_is_shown_with_its_new_term():
    entry = on_list()
    pay(factories.fresh(entry.case), "2026-04-01")
    entry = apply(again(entry), "2026-10-09")
    with at("2026-10-12"):
        factories.do("grant_removal", entry, director(entry), {"reason": "已改正。"})
        factories.do("restore_listing", entry, director(entry), {"reason": "凭证是假的。"})
    assert "2029-10-12" in page()


def test_the_firm_stands_first_and_its_persons_below_it_as_one_group():
    case = served("2026-02-23", workers=["9000.00"])
    known_firm(case)
    sweep("2026-03-03")
    employer, person = entry_of(case), entry_of(case, "legal_representative")
    person = published(listed(person, "2026-03-04", "2026-03-12"), "2026-03-12")
    assert f">{person.name}</h2>" in page()  # alone it is a matter of its own
    published(listed(again(employer), "2026-03-04", "2026-03-13"), "2026-03-16")
    text = page()
    assert text.index(f">{employer.name}</h2>") < text.index(f">{person.name}</h3>")
    assert text.count('<section class="card"') == 1
    for asked in (person.name, employer.uscc):
        found = page(q=asked)
        assert employer.name in found
        assert person.name in found


def copies(entry: BlacklistEntry, count: int) -> None:
    """More published matters than one page holds; the machines are not the point here."""
    for number in range(count):
        matter = ListingCase.objects.get(pk=entry.group_id)
        matter.pk, matter._state.adding = None, True
        matter.save()
        values = {f.name: getattr(entry, f.name) for f in BlacklistEntry._meta.concrete_fields
                  if f.name not in ("id", "branch_ptr", "group")}  # fmt: skip
        BlacklistEntry.objects.create(**{**values, "group_id": matter.pk, "name": f"第{number:02}号公司",
                                         "name_key": f"第{number:02}号公司"})  # fmt: skip


def test_pages_follow_one_another_without_a_row_lost_or_doubled(django_assert_max_num_queries):
    copies(on_list(), 44)
    seen: list[int] = []
    after = ""
    while True:
        with django_assert_max_num_queries(2):
            found = public_lists.listed_parties("", after)
            assert [row.office.hotline for row in found.rows]
        seen += [row.pk for row in found.rows]
        after = found.older
        if not after:
            break
    assert len(seen) == len(set(seen)) == 45
    text = page()
    assert len(text.encode()) < MOST_BYTES
    assert 'rel="next"' in text


@pytest.mark.parametrize("after", ["x", "20261301.5", "20260101.x", "9" * 30, "20260101.²"])
def test_a_made_up_cursor_is_the_first_page(after):
    on_list()
    assert "列入事由" in page(after=after)


def notice_of(on: str = "2026-05-18") -> Publication:
    return shown(decided(), on)


def test_a_notice_shows_the_items_of_order_29():
    publication = notice_of()
    text = page("notices")
    employer = Employer.objects.get(pk=publication.case.employer_id)
    for part in (publication.name, publication.uscc, employer.address, "钱老板", publication.facts,
                 publication.result, publication.office.hotline):  # fmt: skip
        assert part in text
    assert len(text.encode()) < MOST_BYTES
    assert publication.facts in page("notices", q=publication.uscc)
    assert publication.facts not in page("notices", q="无此公司")


def test_a_withdrawn_notice_says_only_that_and_why():
    publication = notice_of()
    with at("2026-05-20"):
        factories.do("note_changed_decision", publication, publication.case.lead,
                     {"changed_on": "2026-05-20", "reason": "复议撤销。"})  # fmt: skip
        factories.do("withdraw_publication", publication, credit(publication),
                     {"reason": "处理决定已被复议撤销。"})  # fmt: skip
    text = page("notices")
    assert publication.facts not in text
    assert publication.name not in text
    assert "处理决定已被复议撤销。" in text


@pytest.mark.parametrize("name", ["blacklist", "notices"])
def test_both_pages_work_in_english_and_without_script(name):
    client = Client(headers={"accept-language": "en"})
    with override("en"):  # and back again: a request leaves its language to the thread
        text = client.get(reverse(name)).content.decode()
    assert 'method="get"' in text
    assert not re.search(r"<script(?![^>]*src=)", text)
    assert client.post(reverse(name)).status_code == 405
