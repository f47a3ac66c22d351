"""The pages on which a listing and a publication are worked: every act's form, the case's panel, desks."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.cast import signed_in
from tests.listing_helpers import (
    again,
    apply,
    at,
    candidate,
    credit,
    decided,
    director,
    lead,
    listed,
    on_list,
    pay,
    receipt,
    selected,
    shown,
    signed,
    sweep,
    told,
)
from workflows.catalogue import for_record
from workflows.counter.acts import NOT_AT_THE_COUNTER

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def every_act_page(branch: Any, on: str) -> dict[str, int]:
    """Open every act of the branch as each of its people; return how many forms were shown."""
    forms = {}
    for user in (lead(branch), director(branch), credit(branch)):
        client = signed_in(user)
        with at(on):
            for action in for_record(branch):
                if action.code in NOT_AT_THE_COUNTER:
                    continue
                page = client.get(reverse("act", args=[action.code, "branch", branch.pk]))
                assert page.status_code == 200, action.code
                if page.context["form"] is not None:
                    forms[action.code] = forms.get(action.code, 0) + 1
    return forms


def removable() -> Any:
    entry = on_list()
    pay(factories.fresh(entry.case), "2026-04-01")
    return apply(again(entry), "2026-10-09")


@pytest.mark.parametrize(
    ("make", "on", "open_forms"),
    [
        (candidate, "2026-03-04", {"propose_listing_notice", "extend_listing"}),
        (lambda: signed(candidate(), "2026-03-04"), "2026-03-04", {"serve_listing_notice"}),
        (lambda: told(candidate(), "2026-03-04"), "2026-03-05", {"object_to_listing"}),
        (lambda: listed(candidate(), "2026-03-04", "2026-03-12"), "2026-03-12",
         {"publish_listing", "serve_listing_paper", "revoke_listing"}),
        (removable, "2026-10-12", {"grant_removal", "refuse_removal", "record_removal_bar"}),
        (lambda: selected(decided(), "2026-05-20"), "2026-05-20",
         {"approve_publication", "return_publication", "give_up_publication"}),
        (lambda: shown(decided(), "2026-05-20"), "2026-05-21",
         {"object_to_publication", "note_changed_decision"}),
    ],
)  # fmt: skip
def test_every_act_has_its_page(make: Any, on: str, open_forms: set[str]) -> None:
    assert open_forms <= set(every_act_page(make(), on))


def test_the_notice_is_served_from_its_page() -> None:
    entry = signed(candidate(), "2026-03-04")
    client = signed_in(lead(entry))
    url = reverse("act", args=["serve_listing_notice", "branch", entry.pk])
    with at("2026-03-04"):
        page = client.get(url)
        form = {"key": page.context["key"], "seen": page.context["seen"], **receipt("2026-03-04")}
        assert client.post(url, form).status_code == 302
    assert again(entry).state == "notified"


def test_the_refusal_of_a_removal_begins_with_what_bars_it() -> None:
    entry = removable()
    with at("2026-10-10"):
        complaint = factories.file_at(cast.GUSHI, cast.GUSHI, workers=[factories.worker(60)])
        other = factories.advance(complaint, "found").case
    page = signed_in(director(entry)).get(
        reverse("act", args=["refuse_removal", "branch", entry.pk])
    )
    assert other is not None
    assert other.number in page.content.decode()


def test_the_case_page_shows_the_parties_and_what_is_late_in_red() -> None:
    entry = candidate()
    sweep("2026-03-17")
    with at("2026-03-17"):
        text = signed_in(lead(entry)).get(reverse("case", args=[entry.case_id])).content.decode()
    assert entry.name in text
    assert "告知已来不及" in text
    assert reverse("act", args=["propose_listing_notice", "branch", entry.pk]) in text
    assert reverse("threshold", args=[entry.case.employer_id]) in text


def test_the_credit_officer_finds_the_listing_on_the_desk() -> None:
    entry = listed(candidate(), "2026-03-04", "2026-03-12")
    with at("2026-03-12"):
        text = signed_in(credit(entry)).get(reverse("desk")).content.decode()
    assert "公布并共享列入信息" in text


def test_the_history_of_the_case_tells_each_step_in_a_sentence() -> None:
    entry = removable()
    with at("2026-10-12"):
        factories.do("refuse_removal", entry, director(entry), {"reason": "材料不全。"})
        page = signed_in(lead(entry)).get(
            reverse("case", args=[entry.case_id]), {"region": "history"}
        )
    text = page.content.decode()
    for part in (
        "启动列入程序",
        "拟列入告知书于2026年3月4日送达用人单位",
        "决定列入失信名单",
        "不予提前移出",
    ):
        assert part in text
