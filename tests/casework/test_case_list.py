"""The list of cases and complaints: scope, filters, keyset pages, and finding by a person's number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework import clock
from casework.models import Case, Complaint, User
from casework.queries.search import PAGE, Filters, listing
from tests import cast, factories
from tests.cast import GUSHI, JINSHUI

pytest_plugins = ("tests.cast",)
MOST_QUERIES = 12


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(user: User, query: str = "") -> str:
    return client_of(user).get(reverse("cases") + query).content.decode()


def named(number: int, **over: Any) -> Complaint:
    return factories.file_at(JINSHUI, employer_name=f"第{number}建筑有限公司", uscc="", **over)


def test_each_sees_the_matters_of_the_own_scope(
    province: None, li_jing: User, chen: User, sun: User, liu: User
) -> None:
    complaint = named(1)
    for user in (li_jing, chen, sun):
        assert complaint.tracking_no in shown(user)
    assert complaint.tracking_no not in shown(liu)


def test_a_filed_complaint_stands_under_its_case(province: None, li_jing: User) -> None:
    complaint = factories.advance(named(1), "accepted")
    everything = shown(li_jing)
    assert complaint.case.number in everything
    assert complaint.tracking_no not in everything
    assert complaint.tracking_no in shown(li_jing, "?show=complaints")
    assert complaint.case.number not in shown(li_jing, "?show=complaints")


@pytest.mark.parametrize(
    "query", ["?q=第2建", "?q=第２建筑", "?state=complaint.filed&q=第2建筑有限公司"]
)
def test_it_finds_by_employer(province: None, li_jing: User, query: str) -> None:
    one, two = named(1), named(2)
    text = shown(li_jing, query)
    assert two.tracking_no in text
    assert one.tracking_no not in text


def test_it_finds_by_number(province: None, li_jing: User) -> None:
    one, two = factories.advance(named(1), "accepted"), named(2)
    assert two.tracking_no in shown(li_jing, f"?q={two.tracking_no}")
    by_case = shown(li_jing, f"?q={one.case.number}")
    assert reverse("case", args=[one.case_id]) in by_case
    assert two.tracking_no not in by_case


def test_filters_narrow_by_state_industry_office_and_lateness(province: None, sun: User) -> None:
    old = timezone.now() - timedelta(days=40)
    with clock.at(old):
        late = named(1, industry="catering")
    fresh = named(2)
    elsewhere = factories.file_at(GUSHI, GUSHI, employer_name="固始工厂", uscc="")
    assert late.tracking_no in shown(sun, "?overdue=1")
    assert fresh.tracking_no not in shown(sun, "?overdue=1")
    assert late.tracking_no in shown(sun, "?industry=catering")
    assert fresh.tracking_no not in shown(sun, "?industry=catering")
    at_gushi = shown(sun, f"?office={cast.office(GUSHI).pk}")
    assert elsewhere.tracking_no in at_gushi
    assert fresh.tracking_no not in at_gushi
    assert fresh.tracking_no not in shown(sun, "?state=case.open")


def test_pages_hold_every_matter_once_and_in_order(province: None, li_jing: User) -> None:
    for day in range(PAGE // 2 + 3):
        with clock.at(timezone.now() - timedelta(days=day)):
            named(day)
            factories.advance(named(1000 + day), "accepted")
    seen: list[tuple[str, int]] = []
    after = ""
    while True:
        page = listing(li_jing, Filters(after=after))
        assert len(page.rows) <= PAGE
        seen += [(row.STREAM, row.pk) for row in page.rows]
        after = page.older
        if not after:
            break
    assert (
        len(seen)
        == len(set(seen))
        == Case.objects.count() + Complaint.objects.filter(case=None).count()
    )
    days = [clock.day_of(Complaint.objects.get(pk=pk).received_at) if kind == "complaint"
            else Case.objects.get(pk=pk).filed_on for kind, pk in seen]  # fmt: skip
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    "after", ["x", "case~", "case~2026-13-40~1", "complaint~zz~5", "case~2026-01-01~-1"]
)
def test_a_broken_cursor_is_the_first_page(province: None, li_jing: User, after: str) -> None:
    complaint = named(1)
    assert complaint.tracking_no in shown(li_jing, f"?after={after}")


def test_its_queries_do_not_grow(province: None, chen: User) -> None:
    for number in range(12):
        named(number)
    client = client_of(chen)
    client.get(reverse("cases"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("cases"))
    assert len(captured) <= MOST_QUERIES
    with CaptureQueriesContext(connection) as captured:
        text = client.get(reverse("cases"), {"q": "建筑"}).content.decode()
    assert text.count("data-row") == 12
    assert len(captured) <= MOST_QUERIES


@pytest.mark.parametrize("number", [factories.WANG_WU_ID, factories.WANG_WU_PHONE, "199 0000 0001"])
def test_a_person_s_number_finds_by_post_and_stays_out_of_the_page(
    province: None, li_jing: User, liu: User, number: str
) -> None:
    mine = named(1)
    other = named(2, workers=[factories.worker(5)], contact_phone="19900099999")
    response = client_of(li_jing).post(reverse("cases"), {"number": number})
    text = response.content.decode()
    assert mine.tracking_no in text
    assert other.tracking_no not in text
    assert "no-store" in response["Cache-Control"]
    assert (
        mine.tracking_no
        not in client_of(liu).post(reverse("cases"), {"number": number}).content.decode()
    )


def test_what_is_no_number_is_refused_with_a_sentence(province: None, li_jing: User) -> None:
    text = client_of(li_jing).post(reverse("cases"), {"number": "12345"}).content.decode()
    assert "不是完整的手机号或身份证号" in text


def test_a_person_s_number_in_the_address_is_not_searched(province: None, li_jing: User) -> None:
    named(1)
    text = shown(li_jing, f"?q={factories.WANG_WU_PHONE}")
    assert "不要写在这里" in text
    assert f'value="{factories.WANG_WU_PHONE}"' not in text
