"""Clues of the national platform: command and JSON door, once per number, each on its own."""

import hashlib
import json
import threading
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from casework.files.clues import ClueRow, from_mapping
from casework.models import CaseEvent, Complaint, WageClaim
from casework.records.clues import facts_to_show
from casework.vocabulary import Channel, ComplaintKind, ComplaintState, EventKind, Industry
from tests import cast
from workflows.counter.clues import take_clue

pytest_plugins = ("tests.cast",)

EXPORT = Path(__file__).parents[1] / "data" / "clues_export.csv"
TOKEN = "a-token-of-the-platform"
ID_NUMBER = "410000199402132274"


def one(**over: Any) -> dict[str, Any]:
    return {
        "clue_no": "GZ202611230001", "source": "国务院客户端小程序",
        "reported_at": "2026-11-20 09:30:00", "reporter_name": "孙春来", "phone": "19900004239",
        "id_number": ID_NUMBER, "employer_name": "河南泰建建筑劳务有限公司",
        "category": "工程", "place": "信阳市固始县", "period": "2026年3月至8月",
        "persons": 1, "amount": "约5万", "description": "一直拖。", "limit_working_days": 5, **over,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    tokens = (f"platform:{hashlib.sha256(TOKEN.encode()).hexdigest()}",)
    settings.QINGQIAN = {**settings.QINGQIAN, "api_tokens": tokens}


def post(client: Client, body: Any, **headers: str) -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", **headers}
    kind = headers.pop("content_type", "application/json")
    return client.post(reverse("api_clues"), sent, content_type=kind, headers=headers)


def run(*args: str) -> str:
    out = StringIO()
    call_command("import_clues", *args, stdout=out)
    return out.getvalue()


def test_the_export_gives_one_complaint_per_number_however_often_it_is_read(
    province: None,
) -> None:
    said = run(str(EXPORT))
    assert "共 120 行：新登记 119 件，已存在 1 件，错误 0 行" in said
    assert "第 74 行 GZ202601000072 统一社会信用代码" in said
    assert Complaint.objects.count() == 119
    assert Complaint.objects.values("external_clue_no").distinct().count() == 119
    kinds = dict(Complaint.objects.values_list("kind").annotate(n=Count("pk")))
    assert kinds == {ComplaintKind.COMPLAINT: 107, ComplaintKind.REPORT: 12}
    channels = dict(Complaint.objects.values_list("channel").annotate(n=Count("pk")))
    assert channels == {
        Channel.NATIONAL_PLATFORM: 41, Channel.HOTLINE_12333: 25, Channel.HOTLINE_12345: 21,
        Channel.PETITION: 32,
    }  # fmt: skip
    assert not WageClaim.objects.filter(complaint__kind=ComplaintKind.REPORT).exists()
    assert WageClaim.objects.count() == 107
    the_places_are_right()
    events = CaseEvent.objects.count()
    assert "新登记 0 件，已存在 120 件，错误 0 行" in run(str(EXPORT))
    assert (Complaint.objects.count(), CaseEvent.objects.count()) == (119, events)


def the_places_are_right() -> None:
    """Every place but the unknown one has its office; an ended code goes to its successor."""
    lost = Complaint.objects.get(site_division__isnull=True)
    assert lost.office.division.name == cast.HENAN
    assert lost.imported_facts["place"] == "未知区"
    known = Complaint.objects.exclude(pk=lost.pk).select_related("office__division")
    assert all(c.office.division_id == c.site_division_id for c in known)
    gone = [c for c in known if c.imported_facts["place"] == "洛阳市吉利区"]
    assert {c.office.division.name for c in gone} == {"孟津区"}
    assert len(gone) == 8


def test_a_bad_row_is_named_and_the_good_ones_stay(province: None, tmp_path: Path) -> None:
    file = tmp_path / "clues.csv"
    head = "线索编号,被反映单位,欠薪地区,问题描述\n"
    file.write_bytes((head + "GZ0001,甲公司,金水区,欠薪\n,乙公司,金水区,欠薪\n").encode("gb18030"))
    out = StringIO()
    with pytest.raises(CommandError, match="有 1 行没有导入"):
        call_command("import_clues", str(file), stdout=out)
    assert "第 3 行 - 线索编号：没有线索编号" in out.getvalue()
    assert Complaint.objects.get().external_clue_no == "GZ0001"


def test_the_command_can_name_the_first_office(province: None, tmp_path: Path) -> None:
    file = tmp_path / "clues.csv"
    file.write_text("线索编号,被反映单位,欠薪地区\nGZ0001,甲公司,金水区\n", encoding="utf-8")
    run(str(file), "--office", "商水县")
    complaint = Complaint.objects.get()
    assert complaint.first_office == cast.office(cast.SHANGSHUI)
    assert complaint.state == ComplaintState.TRANSFERRED_OUT
    with pytest.raises(CommandError, match="没有找到机构"):
        run(str(file), "--office", "某某")
    with pytest.raises(CommandError, match="打不开文件"):
        run(str(tmp_path / "none.csv"))


def test_it_keeps_what_the_platform_said(province: None) -> None:
    row = from_mapping(one(persons="0", uscc="91410000MA000000XX"), today=date(2026, 11, 23))
    assert take_clue(row).status == "created"
    complaint = Complaint.objects.get()
    assert complaint.channel == Channel.NATIONAL_PLATFORM
    assert complaint.industry == Industry.CONSTRUCTION
    assert str(complaint.received_at) == "2026-11-20 01:30:00+00:00"
    assert (complaint.period_text, complaint.period_start) == ("2026年3月至8月", date(2026, 3, 1))
    facts = complaint.imported_facts
    assert facts["amount_approximate"] is True
    assert facts["limit_working_days"] == 5
    shown = dict(facts_to_show(facts))
    assert shown["金额是约数"] == "约5万"
    assert shown["统一社会信用代码"].startswith("91410000MA000000XX（")
    assert complaint.claimed_yuan == Decimal("50000.00")
    # how many people share it is not known: nobody's own claim carries the sum
    assert complaint.claims.get().claimed_yuan == 0


def test_an_amount_of_one_known_person_is_their_claim(province: None) -> None:
    take_clue(from_mapping(one()))
    claim = WageClaim.objects.select_related("worker").get()
    assert (claim.claimed_yuan, claim.worker.id_number) == (Decimal("50000.00"), ID_NUMBER)


def test_values_no_column_can_hold_are_no_fault(province: None) -> None:
    row = from_mapping(
        one(employer_name="长" * 300, reporter_name="名" * 80, place="地" * 90, amount="99999999999",
            source="源" * 90, reported_at="0001-01-01", period="很久" * 90, address="路" * 300,
            project_name="项" * 300, category="未知", persons=99999)
    )  # fmt: skip
    taken = take_clue(row)
    assert taken.status == "created", taken.errors
    complaint = Complaint.objects.get()
    assert complaint.claimed_yuan == 0
    assert complaint.worker_count == 99999
    assert {"被反映单位", "欠薪金额(元)"} <= {
        d["column"] for d in complaint.imported_facts["doubts"]
    }


def test_the_door_answers_for_each_clue(client: Client, province: None) -> None:
    chinese = {
        "线索编号": "GZ0002",
        "被反映单位": "乙公司",
        "欠薪地区": "郑州金水",
        "来源": "12345",
    }
    sent = [one(), one(), chinese, {"clue_no": "?"}, "text"]
    response = post(client, sent)
    assert response.status_code == 207
    body = response.json()
    assert [r["status"] for r in body["results"]] == [
        "created",
        "exists",
        "created",
        "error",
        "error",
    ]
    assert (body["created"], body["exists"], body["error"]) == (2, 1, 2)
    first, again, third, bad, text = body["results"]
    assert first["tracking_no"] == again["tracking_no"]
    assert first["office"] == cast.office(cast.GUSHI).name
    assert third["clue_no"] == "GZ0002"
    assert bad["errors"][0]["column"] == "线索编号"
    assert set(text["errors"][0]) == {"column", "zh", "en"}
    assert post(client, one()).status_code == 200
    assert post(client, {"clue_no": ""}).status_code == 422
    assert Complaint.objects.count() == 2


def test_the_door_warns_of_doubtful_values(client: Client, province: None) -> None:
    (result,) = post(client, one(uscc="91410000MA000000XX")).json()["results"]
    assert result["status"] == "created"
    assert result["warnings"][0]["column"] == "统一社会信用代码"


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (one(), {"Authorization": "Bearer wrong"}, 401, "unauthorized"),
        (one(), {"Authorization": ""}, 401, "unauthorized"),
        (one(), {"Authorization": f"Basic {TOKEN}"}, 401, "unauthorized"),
        (one(), {"content_type": "text/csv"}, 415, "unsupported_media_type"),
        (one(), {"content_type": "application/json; charset=gbk"}, 415, "unsupported_media_type"),
        (b"{", {}, 400, "malformed"),
        (b"\xff\xfe", {}, 400, "malformed"),
        (b"[" * 100_000, {}, 400, "malformed"),
        ([], {}, 400, "empty"),
        ("text", {}, 400, "empty"),
        ([one()] * 501, {}, 413, "too_large"),
        (b" " * (5 * 1024 * 1024 + 1), {}, 413, "too_large"),
    ],
)
def test_the_door_refuses_with_a_reason_in_both_languages(
    client: Client, db: None, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    response = post(client, body, **headers)
    assert response.status_code == status
    error = response.json()["error"]
    assert error["code"] == code
    assert error["zh"]
    assert error["en"].isascii()
    assert response.has_header("WWW-Authenticate") is (status == 401)
    assert not Complaint.objects.exists()


def test_the_door_takes_only_post_and_needs_no_csrf_token(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(reverse("api_clues")).status_code == 405
    assert post(client, []).status_code == 400


def test_without_configured_tokens_nobody_enters(client: Client, db: None, settings: Any) -> None:
    settings.QINGQIAN = {k: v for k, v in settings.QINGQIAN.items() if k != "api_tokens"}
    assert post(client, one()).status_code == 401


def test_two_at_once_create_one_complaint(transactional_db: None) -> None:
    cast.load_province()
    row = from_mapping(one())
    assert isinstance(row, ClueRow)
    barrier, answers = threading.Barrier(4), []

    def take() -> None:
        try:
            barrier.wait()
            answers.append(take_clue(row))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(a.status for a in answers) == ["created", "exists", "exists", "exists"]
    assert len({a.tracking_no for a in answers}) == 1
    assert Complaint.objects.count() == 1
    assert CaseEvent.objects.filter(kind=EventKind.COMPLAINT_FILED).count() == 1
