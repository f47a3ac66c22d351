"""The window over HTTP: one filing, live checks, the receipt, rights."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.law.identity import make_uscc
from casework.models import Complaint, Employer, User, Worker
from casework.vocabulary import Channel, ComplaintKind, ComplaintState, Role
from tests import cast
from tests.factories import WANG_WU_ID, WANG_WU_PHONE, file_at

KEY = "8d8ac610-566d-4ef0-9c22-186b2a5ed793"
USCC = make_uscc("410105", 77)

pytest_plugins = ("tests.cast",)


def typed(**over: Any) -> dict[str, Any]:
    return {
        "key": KEY, "channel": "window", "kind": "complaint", "industry": "construction",
        "phone": WANG_WU_PHONE, "name": "王五", "id_number": WANG_WU_ID,
        "employer_name": "河南宏远建筑劳务有限公司（虚构）", "uscc": USCC,
        "project_name": "宏远花园三期", "site": "郑州市 金水区", "site_address": "东风路工地",
        "post": "木工", "period_start": "2026-03", "period_end": "2026-05",
        "days": "50", "day_rate": "250", "amount": "", "persons": "",
        "requests": "支付拖欠的工资", "description": "干了三个月没结清。", **over,
    }  # fmt: skip


@pytest.fixture
def window(client: Client, qin: User) -> Client:
    client.force_login(qin, "django.contrib.auth.backends.ModelBackend")
    return client


def save(client: Client, **over: Any) -> Any:
    return client.post(reverse("intake_window"), typed(**over))


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_it_shows_the_form_with_the_clerk_as_first_contact(window: Client) -> None:
    page = window.get(reverse("intake_window")).content.decode()
    assert "首问责任人：本人" in page
    assert "秦窗口" in page
    assert '<option value="郑州市 金水区" label="jinshuiqu zzsjsq">' in page
    assert (
        page.index('id="id_phone"') < page.index('id="id_name"') < page.index('id="id_id_number"')
    )


def test_a_matter_of_another_county_is_taken_here_and_routed_at_once(
    window: Client, qin: User
) -> None:
    response = save(window)
    complaint = Complaint.objects.get()
    assert response.url == reverse("intake_receipt", args=[complaint.pk])
    assert (complaint.first_officer, complaint.first_office.division.name) == (qin, "商水县")
    assert complaint.state == ComplaintState.TRANSFERRED_OUT
    assert complaint.transfers.get().to_office.division.name == "金水区"
    assert complaint.site_division is not None
    assert complaint.site_division.code == "410105"
    assert complaint.channel == Channel.WINDOW
    assert complaint.contact_phone == WANG_WU_PHONE
    assert (complaint.period_start, complaint.period_end) == (date(2026, 3, 1), date(2026, 5, 31))
    claim = complaint.claims.get()
    assert claim.worker.id_number == WANG_WU_ID
    assert claim.claimed_yuan == complaint.claimed_yuan == Decimal("12500.00")
    assert (claim.days, claim.day_rate_yuan, claim.post) == (Decimal("50.0"), Decimal(250), "木工")
    assert Employer.objects.get().uscc == USCC


def test_the_receipt_shows_the_code_once(window: Client) -> None:
    page = window.get(save(window).url).content.decode()
    complaint = Complaint.objects.get()
    number = complaint.tracking_no
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in page
    code = re.search(r'receipt__code">(\d{6})<', page)
    assert code
    assert "秦窗口" in page
    assert complaint.first_office.hotline in page
    assert "郑州市金水区劳动保障监察大队" in page
    assert "<svg" in page
    again = window.get(reverse("intake_receipt", args=[complaint.pk])).content.decode()
    assert code[1] not in again
    assert "只在登记时显示一次" in again


def test_a_second_click_registers_nothing_new(window: Client) -> None:
    first, second = save(window), save(window)
    assert first.url == second.url
    assert Complaint.objects.count() == 1
    assert "query_code_" in "".join(window.session.keys())


def test_saving_takes_few_queries(window: Client) -> None:
    save(window, key="11111111-1111-4111-8111-111111111111", phone="19900000077")
    with CaptureQueriesContext(connection) as queries:
        assert save(window).status_code == 302
    assert len(queries) <= 28, "\n".join(q["sql"][:160] for q in queries)


def test_wrong_numbers_are_refused_and_everything_typed_is_kept(window: Client) -> None:
    bad = WANG_WU_ID[:-1] + ("1" if WANG_WU_ID[-1] != "1" else "2")
    response = save(window, id_number=bad, uscc=USCC[:-1] + "I", phone="1990000x")
    assert response.status_code == 422
    assert set(errors(response)) == {"id_number", "uscc", "phone"}
    page = response.content.decode()
    for kept in (bad, "王五", "干了三个月没结清。", "2026-03", KEY, "1990000x"):
        assert kept in page
    assert "data-focus" in page
    assert not Complaint.objects.exists()
    assert not Worker.objects.exists()


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "", "id_number": ""}, "phone"),
        ({"days": "", "amount": ""}, "amount"),
        ({"amount": "三万二千多块吧几百"}, "amount"),
        (
            {"employer_name": "", "uscc": "", "project_name": "", "site_address": ""},
            "employer_name",
        ),
        ({"employer_name": "", "uscc": make_uscc("410105", 78)}, "employer_name"),
        ({"site": "郑州市未知区"}, "site"),
        ({"period_start": "2026-06"}, "period_end"),
        ({"period_start": "猪年"}, "period_start"),
        ({"channel": "web"}, "channel"),
        ({"amount": "99999999999"}, "amount"),
        ({"key": "no"}, "key"),
    ],
)
def test_it_asks_for_what_is_missing(window: Client, over: dict[str, Any], field: str) -> None:
    response = save(window, **over)
    assert response.status_code == 422
    assert field in errors(response)
    assert not Complaint.objects.exists()


def test_a_known_code_names_the_firm(window: Client) -> None:
    save(window)
    save(window, key="11111111-1111-4111-8111-111111111111", employer_name="")
    assert {c.employer_name for c in Complaint.objects.all()} == {typed()["employer_name"]}
    assert Employer.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["郑州市 金水区", "金水", "jinshui", "zzsjsq", "410105", "郑州市金水区花园路"]
)
def test_the_place_may_be_named_in_many_ways(window: Client, text: str) -> None:
    save(window, site=text)
    place = Complaint.objects.get().site_division
    assert place is not None
    assert place.code == "410105"


def test_an_anonymous_report_by_phone_leaves_no_identity(window: Client) -> None:
    save(window, kind="report", channel="phone", name="", phone="", id_number="")
    complaint = Complaint.objects.get()
    assert complaint.kind == ComplaintKind.REPORT
    assert complaint.is_anonymous
    assert complaint.channel == Channel.PHONE
    assert not complaint.claims.exists()
    assert complaint.claimed_yuan == Decimal("12500.00")


def test_several_people_without_a_list_keep_the_total_on_the_complaint(window: Client) -> None:
    save(window, persons="12", amount="约十五万")
    complaint = Complaint.objects.get()
    assert (complaint.worker_count, complaint.claimed_yuan) == (12, Decimal("150000.00"))
    claim = complaint.claims.get()
    assert claim.is_representative
    assert claim.claimed_yuan == 0


def check(client: Client, **sent: str) -> str:
    return client.post(reverse("intake_check"), sent).content.decode()


def test_live_checks_say_what_a_number_tells(window: Client) -> None:
    page = check(window, id_number=WANG_WU_ID, uscc=USCC, site="金水", phone="123")
    assert "男，41 岁，校验通过" in page
    assert "校验通过，首次登记" in page
    assert "保存后即转 郑州市金水区劳动保障监察大队" in page
    assert "联系电话应为手机号码" in page
    assert "由本单位承办" in check(window, site="商水县")


def test_live_match_shows_own_matters_named_and_others_without_a_name(window: Client) -> None:
    own = file_at(cast.SHANGSHUI, cast.SHANGSHUI)
    other = file_at(cast.GUSHI, cast.GUSHI)
    page = check(window, phone=WANG_WU_PHONE)
    assert own.tracking_no in page
    assert other.tracking_no in page
    assert page.count("王**") == 1
    assert f"/complaints/{own.pk}/" in page
    assert f"/complaints/{other.pk}/" not in page


def test_suggestions_begin_with_the_letters_typed(window: Client) -> None:
    for number, name in enumerate(["宏远建筑有限公司", "河南宏远劳务有限公司", "别的公司"]):
        Employer.objects.create(name=name, name_key=name, uscc=make_uscc("410105", number))
    page = window.get(reverse("intake_employers"), {"employer_name": "宏远"}).content.decode()
    assert page.index("宏远建筑有限公司") < page.index("河南宏远劳务有限公司")
    assert "别的公司" not in page
    assert make_uscc("410105", 0) in page


@pytest.mark.parametrize("who", ["chen", "auditor", "administrator", "department_head"])
def test_others_are_told_why_they_cannot_register(client: Client, province: None, who: str) -> None:
    client.force_login(cast.person(who), "django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("intake_window"))
    assert shown.status_code == 403
    assert "窗口登记由窗口人员" in shown.content.decode()
    assert save(client).status_code == 403
    assert client.post(reverse("intake_check"), {"phone": WANG_WU_PHONE}).status_code == 403
    assert not Complaint.objects.exists()


def test_a_visitor_is_sent_to_the_login(client: Client, db: None) -> None:
    for name in ("intake_window", "intake_check", "intake_employers"):
        assert client.post(reverse(name)).url.startswith(reverse("login"))


def test_a_stranger_cannot_open_the_receipt(client: Client, liu: User) -> None:
    complaint = file_at(cast.SHANGSHUI)
    client.force_login(liu, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("intake_receipt", args=[complaint.pk])).status_code == 404


def test_a_clerk_of_two_offices_chooses(client: Client, province: None) -> None:
    user = cast.hire(cast.office(cast.SHANGSHUI), Role.CLERK, username="two", name="双窗口")
    user.memberships.create(office=cast.office(cast.GUSHI), role=Role.CLERK, valid_from=cast.SINCE)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert "office" in errors(save(client))
    save(client, office=str(cast.office(cast.GUSHI).pk))
    assert Complaint.objects.get().first_office == cast.office(cast.GUSHI)
    refused = save(client, office=str(cast.office(cast.JINSHUI).pk))
    assert "office" in errors(refused)
