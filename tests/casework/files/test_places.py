"""Names of places: full, short, bygone, unknown and ambiguous."""

import pytest

from casework.files.places import (
    PlaceIndex,
    match_place,
    read_changes,
    read_divisions,
    successor,
)

INDEX = PlaceIndex(read_divisions(), read_changes())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("郑州市金水区", "410105"),
        ("河南省郑州市金水区花园路5号", "410105"),
        ("郑州金水", "410105"),
        ("金水", "410105"),
        ("郑州", "410100"),
        ("郑州市花园路5号", "410100"),
        ("河南省", "410000"),
        ("济源示范区", "419001"),
        ("济源市", "419001"),
        ("济源产城融合示范区", "419001"),
        ("郑州航空港经济综合实验区", "410173"),
        ("航空港区", "410173"),
        ("郑州高新区", "410172"),
        ("洛阳市吉利区", "410308"),
        ("吉利", "410308"),
        ("洛阳孟津", "410308"),
        ("开封市开封县", "410212"),
        ("许昌县", "411003"),
        ("南阳市邓州市", "411381"),
        ("安阳", "410500"),
        ("安阳市安阳县", "410522"),
        ("平顶山市新华区", "410402"),
        ("商水　县", "411623"),
    ],
)
def test_it_finds_the_division(text: str, code: str) -> None:
    assert INDEX.match(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "未知区",
        "郑州市未知区",
        "北京市朝阳区",
        "高新区",
        "金水路1号",
        "豫",
        "河北省石家庄市新华区",
    ],
)
def test_it_leaves_unknown_and_ambiguous_places_open(text: str) -> None:
    assert INDEX.match(text) is None


def test_it_leaves_an_equal_bare_name_of_two_cities_open() -> None:
    divisions = [
        ("1", "甲市", None, "city"),
        ("2", "乙市", None, "city"),
        ("3", "新华区", "1", "county"),
        ("4", "新华区", "2", "county"),
    ]
    assert match_place("新华区", divisions, []) is None
    assert match_place("甲市新华区", divisions, []) == "3"


def test_it_knows_every_successor() -> None:
    codes = {code for code, *_ in read_divisions()}
    for change in read_changes():
        assert change.new_code in codes
        assert change.old_code not in codes
        assert len(change.changed_on) == 7
    assert successor("410306", read_changes()) == "410308"
    assert successor("410105", read_changes()) == "410105"


def test_it_finds_every_division_by_its_full_name() -> None:
    names = {code: name for code, name, *_ in read_divisions()}
    for code, name, parent, level in read_divisions():
        if level in ("county", "zone"):
            assert INDEX.match(names[parent or ""] + name) == code
