"""The first page and the published telephone numbers."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Office
from tests import cast

pytest_plugins = ("tests.cast",)
MOST_BYTES = 60 * 1024


def hotlines(query: str = "") -> str:
    return Client().get(reverse("hotlines"), {"q": query} if query else {}).content.decode()


def test_every_office_is_published_within_the_weight(province: None) -> None:
    text = hotlines()
    for office in Office.objects.all():
        assert f'href="tel:{office.hotline}"' in text
        assert office.name in text
    assert len(gzip.compress(text.encode(), 9)) < MOST_BYTES


@pytest.mark.parametrize(
    "query", ["金水", "金水区", "郑州市金水区", "jinshui", "JinShui", "jsq", "ｊｉｎｓｈｕｉ"]
)
def test_it_finds_a_place_as_people_write_it(province: None, query: str) -> None:
    text = hotlines(query)
    assert cast.office(cast.JINSHUI).hotline in text
    assert cast.office(cast.GUSHI).hotline not in text


def test_it_finds_by_telephone(province: None) -> None:
    office = cast.office(cast.SHANGSHUI)
    text = hotlines(office.hotline.replace("-", ""))
    assert office.name in text
    assert text.count("phones__call") == 1


def test_a_city_brings_its_counties(province: None) -> None:
    text = hotlines("郑州")
    assert cast.office(cast.ZHENGZHOU).name in text
    assert cast.office(cast.JINSHUI).name in text


def test_nothing_found_says_what_to_do(province: None) -> None:
    text = hotlines("<b>北京")
    assert "12333" in text
    assert "没有找到" in text
    assert "<b>北京" not in text


def test_home_leads_to_filing_and_tracking(db: None) -> None:
    text = Client().get(reverse("home")).content.decode()
    assert "我要投诉" in text
    assert "查进度" in text
    assert reverse("hotlines") in text
    assert reverse("login") in text
