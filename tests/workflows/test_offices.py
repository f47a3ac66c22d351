"""Offices are set up with their place, and closed only with nothing open and somebody who takes over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.models import AdminEntry, Division, Membership, Office
from casework.vocabulary import AdminKind, Role
from tests import cast
from tests.cast import signed_in
from tests.factories import advance, file_at
from workflows.counter.office_closing import still_open
from workflows.routing import competent_office

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

PUBLISHED = {
    "name": "郑州某新区劳动保障监察大队", "short_name": "新区人社", "hotline": "0371-55501234",
    "window": "新区政务服务中心", "address": "新区一路 1 号", "hours": "周一至周五",
}  # fmt: skip


@pytest.fixture
def admin() -> Client:
    return signed_in(cast.person("administrator"))


@pytest.fixture
def city() -> Client:
    return signed_in(cast.hire(cast.office(cast.ZHENGZHOU), Role.ADMINISTRATOR,
                               username="z", name="郑管理"))  # fmt: skip


def set_up(client: Client, **over: Any) -> Any:
    form = {
        **PUBLISHED, "code": "410174", "place": "郑州某新区", "level": "zone",
        "superior": cast.division(cast.ZHENGZHOU).pk, **over,
    }  # fmt: skip
    return client.post(reverse("manage_office_new"), form)


def close(client: Client, office: Office, successor: Office) -> Any:
    address = reverse("manage_office_close", args=[office.pk])
    return client.post(address, {"successor": successor.pk})


def test_an_office_is_set_up_with_its_new_place_and_gets_its_complaints(admin: Client) -> None:
    answer = set_up(admin)
    office = Office.objects.get(name=PUBLISHED["name"])
    assert answer["Location"] == reverse("manage_office", args=[office.pk])
    place = Division.objects.get(code="410174")
    assert (place.path, place.level) == ("410000/410100/410174", "zone")
    assert (place.pinyin[:9], place.initials) == ("zhengzhou", "zzmxq")
    assert competent_office(place) == office
    note = AdminEntry.objects.get(kind=AdminKind.OFFICE_OPENED)
    assert (note.office, note.actor.username) == (office, "administrator")
    assert office.hotline in Client().get("/hotlines/?q=郑州某新区").content.decode()


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"code": "410105", "place": cast.JINSHUI, "level": "county"}, "已有监察机构"),
        ({"code": "410105"}, "这个代码是“金水区”的"),
        ({"code": "411699"}, "以上级区划的代码开头"),
        ({"code": "4101"}, "六位数字"),
        ({"level": "city"}, "市的上级只能是省"),
        ({"name": ""}, "这个字段是必填项"),
    ],
)
def test_a_place_that_has_an_office_or_fits_nowhere_is_refused(
    admin: Client, over: dict[str, str], told: str
) -> None:
    answer = set_up(admin, **over)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Office.objects.filter(name=PUBLISHED["name"]).exists()


def test_a_city_sets_up_and_closes_below_itself_only(city: Client) -> None:
    kaifeng = cast.division("开封市")
    assert set_up(city, superior=kaifeng.pk, code="410274").status_code == 422
    assert set_up(city).status_code == 302
    new, jinshui = Office.objects.get(name=PUBLISHED["name"]), cast.office(cast.JINSHUI)
    assert close(city, cast.office(cast.ZHENGZHOU), jinshui).status_code == 403
    assert close(city, cast.office(cast.GUSHI), jinshui).status_code == 404
    assert close(city, new, jinshui).status_code == 302
    assert Office.objects.get(pk=new.pk).successor == jinshui


@pytest.mark.parametrize("key", ["he", "li_jing", "chen", "auditor"])
def test_others_set_up_and_close_none(key: str) -> None:
    client, jinshui = signed_in(cast.person(key)), cast.office(cast.JINSHUI)
    assert set_up(client).status_code == 403
    assert close(client, jinshui, cast.office(cast.GUSHI)).status_code == 403
    assert Office.objects.get(pk=jinshui.pk).closed_on is None


def test_an_office_with_something_open_is_not_closed(admin: Client) -> None:
    complaint = advance(file_at(), "investigating")
    office, gushi = complaint.office, cast.office(cast.GUSHI)
    page = admin.get(reverse("manage_office_close", args=[office.pk])).content.decode()
    for words in ("还不能撤销", "在任的人员", "待办事项", "未结案件", "未完成的期限"):
        assert words in page
    assert "接手的机构" not in page
    answer = close(admin, office, gushi)
    assert answer.status_code == 422
    assert "还有没办完的事项" in answer.content.decode()
    assert Office.objects.get(pk=office.pk).closed_on is None


def test_a_closed_office_hands_its_places_and_its_old_matters_over(admin: Client) -> None:
    complaint = advance(file_at(), "told")
    office, gushi = complaint.office, cast.office(cast.GUSHI)
    Membership.objects.filter(office=office).update(valid_to=clock.today().replace(day=1))
    reader = signed_in(cast.person("liu"))
    address = reverse("case", args=[complaint.case_id])
    assert reader.get(address).status_code == 404
    assert list(still_open(office)) == []
    close(admin, office, gushi)
    office.refresh_from_db()
    assert (office.closed_on, office.successor) == (clock.today(), gushi)
    note = AdminEntry.objects.get(kind=AdminKind.OFFICE_CLOSED)
    assert note.facts["successor"] == gushi.pk
    assert "由" + gushi.name + "接手" in admin.get(reverse("manage_log")).content.decode()
    # Today's complaints of its places go there, and its old matters are read there.
    assert competent_office(office.division) == gushi
    assert file_at().office == gushi
    assert reader.get(address).status_code == 200
    assert office.hotline not in Client().get("/hotlines/").content.decode()
    assert close(admin, office, gushi).status_code == 403  # once only


def test_the_province_is_not_closed_and_no_closed_office_takes_over(admin: Client) -> None:
    henan, gushi = cast.office(cast.HENAN), cast.office(cast.GUSHI)
    assert close(admin, henan, gushi).status_code == 403
    Office.objects.filter(pk=gushi.pk).update(closed_on=clock.today())
    set_up(admin)
    new = Office.objects.get(name=PUBLISHED["name"])
    assert close(admin, new, gushi).status_code == 422
    assert close(admin, new, new).status_code == 422
