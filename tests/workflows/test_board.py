"""The board: figures add up, each region sees its own, nobody's name, few questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.models import Case, Complaint
from tests import cast, factories
from tests.cast import signed_in

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

MOST_QUERIES = 10


def figures(page: Any) -> dict[str, str]:
    return {item[0]: item[1] for item in page.context["kpis"]}


@pytest.fixture
def matters(province: None) -> list[Complaint]:
    """Filed, overdue, in transit, investigated, paid: two cities."""
    waiting = factories.file_at(workers=2)
    late = factories.file_at()
    Complaint.objects.filter(pk=late.pk).update(next_due_on=clock.today() - timedelta(days=2))
    transit = factories.file_at(cast.SHANGSHUI, cast.JINSHUI)
    working = factories.advance(factories.file_at(workers=["12500.00", "8000.00"]), "investigating")
    paid = factories.advance(
        factories.file_at(None, cast.JIYUAN, workers=[factories.worker(7)]), "paid"
    )
    return [waiting, late, transit, working, paid]


def test_the_province_adds_up(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"))

    found = figures(page)
    assert found["在办投诉"] == "3"
    assert found["在办案件"] == "2"
    assert found["已超期"] == "1"
    assert found["待受理"] == "2"
    assert found["移送途中"] == "1"
    assert found["涉及工人"] == "7"
    # 2 + 1 + 1 workers filed, two in the case under investigation; the paid case owes nothing.
    assert found["尚欠"] == "70,500"
    assert found["今年立案已追回"] == "12,500"


def test_every_city_has_its_tile(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"))

    tiles = {tile["name"]: tile for tile in page.context["tiles"]}
    assert len(tiles) == 18
    assert all(tile["col"] is not None for tile in tiles.values())
    assert len({(tile["col"], tile["row"]) for tile in tiles.values()}) == 18
    assert tiles["郑州"]["value"] == 1
    assert tiles["郑州"]["level"] == 1
    assert tiles["济源"]["figures"].owed == Decimal("0.00")
    assert page.context["ranked"][0]["name"] == "郑州市金水区"
    office = cast.office(cast.JINSHUI)
    assert f"{reverse('cases')}?office={office.pk}" in page.content.decode()


def test_the_city_sees_its_counties_only(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("chen")).get(reverse("board"))

    names = {line["name"] for line in page.context["offices"]}
    assert page.context["tiles"] == []
    assert "郑州市金水区" in names
    assert not any("济源" in name for name in names)
    assert figures(page)["今年立案已追回"] == "0"
    assert "济源" not in page.content.decode()


def test_the_province_opens_one_city(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"), {"city": "419001"})

    assert figures(page)["在办案件"] == "1"
    assert page.context["tiles"] == []


def test_a_city_cannot_open_another(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("chen")).get(reverse("board"), {"city": "419001"})

    assert "济源" not in page.content.decode()


def test_the_head_sees_the_own_office(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("jiyuan_head")).get(reverse("board"))

    assert [line["name"] for line in page.context["offices"]] == [cast.JIYUAN]
    assert figures(page)["在办案件"] == "1"


def test_the_feed_names_no_person(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"))

    text = page.content.decode()
    assert len(page.context["events"]) == 20
    assert "登记支付" in text
    for name in ("王五", "李静", "符合受理条件"):
        assert name not in text


@pytest.mark.parametrize("key", ["li_jing", "qin", "administrator"])
def test_others_cannot_open_it(province: None, key: str) -> None:
    assert signed_in(cast.person(key)).get(reverse("board")).status_code == 403


def test_a_visitor_is_asked_to_sign_in(province: None) -> None:
    assert Client().get(reverse("board"))["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("key", ["sun", "chen", "jiyuan_head", "auditor"])
def test_it_asks_few_questions(
    matters: list[Complaint], django_assert_max_num_queries: Callable[..., Any], key: str
) -> None:
    client = signed_in(cast.person(key))
    client.get(reverse("board"))

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("board"))


def test_the_live_part_is_only_that(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"), {"region": "board"})

    assert "<html" not in page.content.decode()
    assert "各市超期件数" in page.content.decode()


def test_the_period_has_last_year_s_column(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"))

    shown = {row["code"]: row for row in page.context["figures"]}
    assert (shown["clues"]["value"], shown["clues"]["last_year"]) == ("5", "0")
    assert shown["filed"]["value"] == str(Case.objects.count()) == "2"
    assert shown["paid"]["value"] == figures(page)["今年立案已追回"]
    assert next(row[1] for row in page.context["trade_bars"]) == 5
    assert sum(row[1] for row in page.context["channel_bars"]) == 5
    assert {row["name"] for row in page.context["places"]} >= {cast.ZHENGZHOU, cast.JIYUAN}


def test_filters_narrow_the_period(matters: list[Complaint]) -> None:
    client = signed_in(cast.person("sun"))

    def clues(**query: str) -> str:
        page = client.get(reverse("board"), query)
        return next(row["value"] for row in page.context["figures"] if row["code"] == "clues")

    assert clues(channel="window") == "1"
    assert clues(trade="catering") == "0"
    assert clues(city="419001") == "1"
    assert clues(period="week") == "5"
    yesterday = clock.today() - timedelta(days=1)
    assert clues(on=yesterday.isoformat()) == "0"
    for query in ({"period": "x"}, {"trade": "x"}, {"campaign": "9"}, {"on": "2999-01-01"}):
        assert client.get(reverse("board"), query).status_code == 404


def test_a_tile_keeps_the_filters(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"), {"trade": "construction"})

    assert "trade=construction" in page.context["tiles"][0]["url"]
    assert "trade=construction" in page.context["live_url"]


def test_who_offends_repeatedly_is_named(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"))

    repeated = page.context["repeated"]
    assert [(one.cases, one.workers) for one in repeated] == [(2, 3)]
    assert repeated[0].name == matters[0].employer_name
    assert signed_in(cast.person("jiyuan_head")).get(reverse("board")).context["repeated"] == []


def test_the_wall_has_no_controls_and_refreshes(matters: list[Complaint]) -> None:
    page = signed_in(cast.person("sun")).get(reverse("board"), {"wall": "1"}).content.decode()

    assert 'class="wall"' in page
    assert "<form" not in page
    assert "<nav" not in page
    assert 'hx-trigger="live:changed, every 60s"' in page
