"""The page on which a quarter's notices are approved and published together (Order 29, D-39)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import CaseEvent, Membership, Publication
from casework.vocabulary import EventKind, Role
from tests import cast, factories
from tests.listing_helpers import (
    CHECKED,
    again,
    at,
    case_of,
    credit,
    decided,
    director,
    kinds_of,
    known_firm,
    selected,
)

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
URL = "publication_batch"
DAY, QUARTER = "2026-05-20", "2026-Q2"
SAID = {"privacy": "不涉及国家秘密、商业秘密和个人隐私。", "outlets": "地方日报"}


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def two() -> list[Publication]:
    """Two notices of 金水区 that wait for the second quarter."""
    first = decided()
    with at("2026-03-02"):
        other = case_of(factories.advance(
            factories.file_at(cast.JINSHUI, workers=["8800.00"], contact_phone="19900000088"),
            "decision_served",
        ))  # fmt: skip
    known_firm(other)
    return [selected(case, DAY) for case in (first, other)]


def send(client: Client, picked, key: str, **data):
    return client.post(f"{reverse(URL)}?batch={QUARTER}",
                       {"pick": [one.pk for one in picked], "key": key, **SAID, **data},
                       follow=True)  # fmt: skip


def form_of(client: Client) -> str:
    page = client.get(reverse(URL), {"batch": QUARTER})
    assert page.status_code == 200
    return page.context["key"]


def test_the_head_approves_and_the_credit_officer_publishes_the_quarter_in_one_go_each():
    notices = two()
    with at("2026-06-01"):
        head, officer = client_of(director(notices[0])), client_of(credit(notices[0]))
        send(head, notices, form_of(head))
        assert {again(one).state for one in notices} == {"approved"}
        page = send(officer, notices, form_of(officer))
    assert "已办理 2 件" in page.content.decode()
    for one in map(again, notices):
        assert (one.state, one.published_on) == ("published", date(2026, 6, 1))
        kinds = list(one.documents.values_list("kind", flat=True))
        assert kinds == ["publication_approval", "publication_text"]
        assert kinds_of(one).count(EventKind.PUBLICATION_PUBLISHED) == 1


def test_who_holds_both_offices_approves_and_publishes_in_one_act_and_once():
    notices = two()
    person = director(notices[0])
    Membership.objects.create(user=person, office=notices[0].office, role=Role.CREDIT,
                              valid_from=date(2020, 1, 1))  # fmt: skip
    with at("2026-06-01"):
        client = client_of(person)
        key = form_of(client)
        send(client, notices, key)
        page = send(client, notices, key)  # a second click
    assert "已办理 2 件" in page.content.decode()
    for one in map(again, notices):
        assert one.state == "published"
        assert one.documents.count() == 2
    rows = CaseEvent.objects.filter(kind=EventKind.PUBLICATION_PUBLISHED)
    assert rows.count() == 2


def test_one_refused_is_named_with_its_reason_and_stops_no_other():
    good, bad = two()
    with at("2026-06-01"):
        factories.do("return_publication", bad, director(bad), {"reason": "事实写得不清楚。"})
        client = client_of(director(good))
        text = send(client, [good, bad], form_of(client)).content.decode()
    assert (again(good).state, again(bad).state) == ("approved", "selected")
    assert "已办理 1 件" in text
    assert f"{bad.name}（{bad.case}）：" in text


def test_without_the_check_of_secrets_nothing_is_approved():
    notices = two()
    with at("2026-06-01"):
        client = client_of(director(notices[0]))
        send(client, notices, form_of(client), privacy="")
    assert {again(one).state for one in notices} == {"selected"}


def test_who_may_not_approve_changes_nothing():
    notices = two()
    with at("2026-06-01"):
        factories.do("approve_publication", notices[0], director(notices[0]), CHECKED)
        for user in (cast.person("chen"), notices[0].case.lead, cast.person("liu")):
            send(client_of(user), notices, "0" * 32)
    assert [again(one).state for one in notices] == ["approved", "selected"]


def test_the_city_sees_its_counties_and_a_stranger_nothing():
    notices = two()
    with at("2026-06-01"):
        city = client_of(cast.person("chen")).get(reverse(URL), {"batch": QUARTER})
        far = client_of(cast.person("liu")).get(reverse(URL), {"batch": QUARTER})
    assert notices[0].facts[:10] in city.content.decode()
    assert city.context["mine"] == set()
    assert notices[0].name not in far.content.decode()


def test_a_served_decision_that_nobody_put_forward_is_listed():
    case = decided()
    with at(DAY):
        text = client_of(credit_of(case)).get(reverse(URL)).content.decode()
    assert str(case) in text
    assert "还没有提出公布" in text


def credit_of(case):
    return cast.someone(case.office, Role.CREDIT)


def test_the_page_costs_the_same_for_two_as_for_one(django_assert_max_num_queries):
    notices = two()
    with at("2026-06-01"):
        client = client_of(director(notices[0]))
        with django_assert_max_num_queries(14):
            client.get(reverse(URL), {"batch": QUARTER})
