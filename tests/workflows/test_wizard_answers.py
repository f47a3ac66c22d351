"""The wizard's questions: place by typing or by list, months, amounts worked out, lists as read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import clock
from casework.models import Complaint, DraftFile
from casework.queries.places import places
from tests import cast
from tests.factories import WANG_WU_PHONE, file_at
from tests.workflows.test_wizard import PERSON, WAGE, begin, go, photo, send, to_check
from workflows import guards

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")


def month(back: int) -> str:
    """The month `back` months ago, as the picker writes it."""
    number = clock.today().year * 12 + clock.today().month - 1 - back
    return f"{number // 12}-{number % 12 + 1:02}"


@pytest.mark.parametrize(
    "text",
    ["郑州市金水区东风路", "金水", "jinshui", "zzsjsq", "JINSHUIQU", "410105", "郑州 金水区"],
)
def test_a_place_is_typed_in_any_way(client: Any, text: str) -> None:
    complaint = send(client, to_check(client, wage={"place": text}))
    assert complaint.site_division == cast.division(cast.JINSHUI)


def test_a_sound_names_the_county_and_is_no_address(client: Any) -> None:
    assert send(client, to_check(client, wage={"place": "jinshui"})).site_address == ""


def test_counties_are_listed_city_by_city_without_a_script(client: Any) -> None:
    token = begin(client)
    city = next(p for p in places().choices if p.is_city and p.name == "周口市")
    here = client.post(f"/file/{token}/2/", {**WAGE, "place": "", "city": city.code, "do": "city"})
    assert here.url == f"/file/{token}/2/"
    page = client.get(here.url).content.decode()
    shangshui = cast.division(cast.SHANGSHUI).code
    assert f'type="radio" name="county" value="{shangshui}"' in page
    assert f'value="{cast.division(cast.JINSHUI).code}"' not in page
    assert 'value="一万二千五"' in page  # what was typed before stays
    passed = go(client, token, 2, {**WAGE, "place": "", "city": city.code, "county": shangshui})
    assert passed.url == f"/file/{token}/3/"


def test_an_unclear_place_is_asked_back_with_what_it_may_mean(client: Any) -> None:
    token = begin(client)
    page = go(client, token, 2, {**WAGE, "place": "鼓楼附近的工地"})
    offered = [place.name for place in page.context["form"].candidates]
    assert "开封市 鼓楼区" in offered
    assert "您说的是哪一个" in page.content.decode()
    assert 'value="鼓楼附近的工地"' in page.content.decode()


def test_a_picked_county_that_the_typed_place_denies_is_said_on_the_last_page(client: Any) -> None:
    picked = cast.division(cast.SHANGSHUI).code
    token = to_check(client, wage={"place": "郑州市金水区东风路", "county": picked})
    page = client.get(f"/file/{token}/5/").content.decode()
    assert "您选的是“周口市 商水县”，写的地点像是“郑州市 金水区”" in page


def test_months_are_picked_in_several_stretches(client: Any) -> None:
    stretches = {"from1": month(8), "to1": month(6), "from2": month(3), "to2": "", "period": ""}
    token = to_check(client, wage=stretches)
    assert "共 4 个月" in client.get(f"/file/{token}/5/").content.decode()
    complaint = send(client, token)
    assert f"{complaint.period_start:%Y-%m}" == month(8)
    assert f"{complaint.period_end:%Y-%m}" == month(3)
    assert "；" in complaint.period_text
    assert complaint.claims.get().period_start == complaint.period_start


def test_months_the_wrong_way_round_are_said_and_stay(client: Any) -> None:
    token = begin(client)
    page = go(client, token, 2, {**WAGE, "period": "", "from1": month(2), "to1": month(5)})
    assert "to1" in page.context["form"].errors
    assert f'<option value="{month(2)}" selected>' in page.content.decode()


def test_a_month_out_of_the_list_is_refused(client: Any) -> None:
    page = go(client, begin(client), 2, {**WAGE, "from1": "1999-01"})
    assert "from1" in page.context["form"].errors


@pytest.mark.parametrize(
    ("typed", "owed", "words"),
    [
        ({"day_rate": "300", "days": "40"}, "12000.00", "300 元 × 40 天 ＝ 12,000 元"),
        ({"month_rate": "5000", "months": "2.5"}, "12500.00", "5,000 元 × 2.5 个月"),
        ({"piece_rate": "2.5", "pieces": "1600"}, "4000.00", "2.50 元 × 1600 件"),
        ({"day_rate": "300", "days": "40", "paid": "2000"}, "10000.00", "减去已给的 2,000 元，还欠 10,000 元"),
        ({"day_rate": "一百", "days": "10", "month_rate": "3000", "months": "1"}, "4000.00", "＋"),
    ],
)  # fmt: skip
def test_amounts_are_worked_out_and_the_working_is_kept(
    client: Any, typed: dict[str, str], owed: str, words: str
) -> None:
    token = to_check(client, wage={"amount": "", **typed})
    assert words in client.get(f"/file/{token}/5/").content.decode()
    complaint = send(client, token)
    assert complaint.claimed_yuan == Decimal(owed)
    assert words in complaint.description


def test_a_month_wage_alone_takes_the_months_picked(client: Any) -> None:
    months = {"period": "", "from1": month(4), "to1": month(2), "amount": "", "month_rate": "4000"}
    assert send(client, to_check(client, wage=months)).claimed_yuan == Decimal("12000.00")


def test_the_sum_is_shown_without_a_script_and_may_be_overruled(client: Any) -> None:
    token = begin(client)
    wage = {**WAGE, "amount": "", "day_rate": "300", "days": "40"}
    here = client.post(f"/file/{token}/2/", {**wage, "do": "sum"})
    assert "300 元 × 40 天 ＝ 12,000 元" in client.get(here.url).content.decode()
    go(client, token, 2, {**wage, "amount": "11500"})
    go(client, token, 3, {"who": "single"})
    go(client, token, 4, PERSON)
    assert "您写的总数是 11,500 元，算下来是 12,000 元" in client.get(
        f"/file/{token}/5/"
    ).content.decode()  # fmt: skip
    assert send(client, token).claimed_yuan == Decimal("11500.00")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day_rate": "300"}, "days"),
        ({"pieces": "30"}, "piece_rate"),
        ({"day_rate": "100", "days": "10", "paid": "1000"}, "paid"),
        ({"day_rate": "三百来块吧"}, "day_rate"),
        ({"days": "99999"}, "days"),
    ],
)
def test_half_a_working_says_what_is_missing(
    client: Any, typed: dict[str, str], field: str
) -> None:
    page = go(client, begin(client), 2, {**WAGE, "amount": "", **typed})
    assert field in page.context["form"].errors


def test_a_list_is_shown_line_by_line_before_anything_is_filed(client: Any) -> None:
    token = begin(client)
    go(client, token, 2, WAGE)
    lines = f"张三 {WANG_WU_PHONE} 200元×30天\n李四，19900000002，8500\n赵六 19900000003"
    here = client.post(f"/file/{token}/3/", {"who": "group", "lines": lines, "do": "preview"})
    page = client.get(here.url)
    read = {line.number: line for line in page.context["form"].preview}
    assert (read[1].amount, read[1].how) == (Decimal("6000.00"), "200 元 × 30 天")
    assert read[2].amount == Decimal("8500.00")
    assert read[3].faults
    text = page.content.decode()
    assert "读到 2 人，共 14,500 元" in text
    assert "赵六 19900000003" in text
    assert "请在上面的名单里改好这几行" in text
    assert not Complaint.objects.exists()


def test_a_list_of_an_old_spreadsheet_program_is_read(client: Any) -> None:
    """A .csv saved by a Chinese office program is in GBK."""
    token = begin(client)
    go(client, token, 2, WAGE)
    data = "姓名,电话,日工资,出勤天数\n张三,19900000001,200,30\n李四,19900000002,180,20\n".encode(
        "gbk"
    )
    file = SimpleUploadedFile("名单.csv", data, "application/vnd.ms-excel")
    here = client.post(f"/file/{token}/3/", {"who": "group", "do": "upload", "roster": file})
    form = client.get(here.url).context["form"]
    assert [row.name for row in form.result.rows] == ["张三", "李四"]
    assert form.owed == Decimal("9600.00")


def test_a_heic_photo_is_refused_with_what_to_do(client: Any) -> None:
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
    file = SimpleUploadedFile("IMG_1.HEIC", heic, "image/heic")
    page = client.post("/file/", {"trade": "construction", "do": "upload", "files": file})
    assert "截一张屏" in page.context["troubles"][0]
    assert not DraftFile.objects.exists()


def test_a_photo_sent_again_on_a_slow_network_counts_once(client: Any) -> None:
    token = begin(client, files=photo())
    client.post(f"/file/{token}/1/", {"do": "upload", "files": [photo(), photo("另一张.jpg")]})
    assert DraftFile.objects.count() == 2


def test_the_kind_of_unit_is_asked_and_kept(client: Any) -> None:
    complaint = send(client, to_check(client, who={"role": "subcontractor"}))
    assert complaint.employer_role == "subcontractor"


@pytest.mark.parametrize(
    "trade", ["construction", "manufacturing", "new_forms", "services", "catering", "?"]
)
def test_the_help_page_has_an_example_for_each_trade(client: Any, trade: str) -> None:
    page = client.get("/file/help/", {"trade": trade})
    assert page.status_code == 200
    assert str(page.context["trade"].example) in page.content.decode()


def test_ten_megabytes_of_text_are_answered_and_not_kept(client: Any) -> None:
    token = begin(client)
    page = client.post(f"/file/{token}/3/", {"who": "group", "lines": "张三 1\n" * 1_200_000})
    assert page.status_code == 400
    just_less = client.post(
        f"/file/{token}/3/", {"who": "group", "lines": "张三 8500\n" * 100_000, "do": "next"}
    )
    assert just_less.status_code in (200, 302)
    assert not Complaint.objects.exists()


def test_going_back_shows_what_was_answered(client: Any) -> None:
    token = to_check(client, wage={"from1": month(3), "to1": month(2), "period": ""})
    page = client.get(f"/file/{token}/2/").content.decode()
    assert 'value="郑州市金水区东风路"' in page
    assert f'<option value="{month(3)}" selected>' in page
    assert 'value="宏远劳务"' in client.get(f"/file/{token}/1/").content.decode()


def test_only_work_on_a_platform_asks_for_orders_and_accounts(province: None) -> None:
    """A subcontractor is an ordinary employer: nothing has to be proven before acceptance."""
    for role, passes in (
        ("subcontractor", True),
        ("dispatcher", True),
        ("platform_partner", False),
    ):
        complaint = file_at(cast.SHANGSHUI, employer_role=role)
        assert bool(guards.work_on_a_platform_proven(complaint)) is passes
