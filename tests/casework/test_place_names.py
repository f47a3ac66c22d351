"""Names of places and offices are put together once: no city is said twice."""

from __future__ import annotations

import pytest

from casework.management.commands.load_divisions import office_of
from casework.models import Division, Office
from casework.queries.places import label
from casework.queries.places import places as all_places

pytest_plugins = ("tests.cast",)

PROVINCE = Division(code="410000", name="河南省", level="province", path="410000")


def place(city: str, name: str, level: str) -> Division:
    above = Division(code="410100", name=city, level="city", parent=PROVINCE, path="410000/410100")
    return Division(
        code="410172", name=name, level=level, parent=above, path="410000/410100/410172"
    )


@pytest.mark.parametrize(
    ("city", "name", "level", "full", "chosen"),
    [
        ("郑州市", "金水区", "county", "郑州市金水区", "郑州市 金水区"),
        ("新乡市", "新乡县", "county", "新乡市新乡县", "新乡市 新乡县"),
        ("郑州市", "郑州高新技术产业开发区", "zone", "郑州高新技术产业开发区", "郑州高新技术产业开发区"),
        ("濮阳市", "河南濮阳工业园区", "zone", "河南濮阳工业园区", "河南濮阳工业园区"),
        ("平顶山市", "平顶山市城乡一体化示范区", "zone", "平顶山市城乡一体化示范区", "平顶山市 城乡一体化示范区"),
        ("商丘市", "豫东综合物流产业聚集区", "zone", "商丘市豫东综合物流产业聚集区", "商丘市 豫东综合物流产业聚集区"),
    ],
)  # fmt: skip
def test_a_place_names_its_city_once(
    city: str, name: str, level: str, full: str, chosen: str
) -> None:
    division = place(city, name, level)
    assert division.full_name == full
    assert label(division) == chosen


def test_an_office_says_its_place_once() -> None:
    zone = place("平顶山市", "平顶山市城乡一体化示范区", "zone")
    made = office_of(zone)
    assert made.name_with_place == made.name == "平顶山市城乡一体化示范区劳动保障监察大队"
    other = Office(division=zone, name="示范区劳动监察大队")
    assert other.name_with_place == "平顶山市城乡一体化示范区 · 示范区劳动监察大队"


def test_what_is_chosen_from_the_list_is_found_again(province) -> None:
    found = all_places()
    assert all(found.code_of(one.name) == one.code for one in found.choices)
