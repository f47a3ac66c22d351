"""Computation stored on the finding, minimum-wage warning, instalment plans, bank files."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from casework import clock
from casework.models import Computation, Evidence, ExtraPayment, Instalment, Payment, WageClass
from tests import cast
from tests.factories import advance, do, file_at, fresh, payments_for, worker
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("media")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CARD = "6222021702001234566"


def compute(claim, **over) -> dict[str, str]:
    return {"claim": claim.pk, "basis": "days", "quantity": "60", "rate": "200.00",
            "holiday": "8", "paid": "2000", **over}  # fmt: skip


def test_a_computation_is_kept_and_taken_over_as_the_finding(province, li_jing):
    case = advance(file_at(workers=2), "investigating").case
    first, second = case.claims.order_by("position")
    done = do("store_computation", case, li_jing, compute(first, take_over="on"))
    assert "300% = 600.00元" in done.done.message
    first.refresh_from_db()
    assert (first.finding, first.verified_yuan) == ("owed", Decimal("10600.00"))
    assert first.finding_note.endswith("应付10600.00元")
    assert fresh(case).verified_yuan == Decimal("10600.00")
    do("store_computation", case, li_jing, compute(second))
    second.refresh_from_db()
    assert second.finding == "pending"
    assert Computation.objects.count() == 2
    with pytest.raises(Incomplete):
        do("store_computation", case, li_jing, compute(first, paid="99999"))
    with pytest.raises(Refused):
        do("store_computation", case, cast.person("liu"), compute(first))
    served = advance(case.complaints.get(), "found").case
    advance(served.complaints.get(), "investigated")
    with pytest.raises(Refused, match="状态"):
        do("store_computation", case, li_jing, compute(first))


def test_pay_below_the_minimum_wage_is_said_on_the_findings_form(province, li_jing):
    low, enough = (
        worker(0, day_rate_yuan=Decimal("96.54")),
        worker(1, day_rate_yuan=Decimal("96.55")),
    )
    case = advance(file_at(workers=[low, enough]), "investigating").case
    client = Client()
    client.force_login(li_jing, "django.contrib.auth.backends.ModelBackend")
    text = client.get(f"/act/record_findings/case/{case.pk}/").content.decode()
    assert "日工资 96.54 元低于最低工资 96.55 元（1 类，豫政〔2023〕43号）（类别待确认）" in text
    assert "96.55 元低于" not in text.replace("最低工资 96.55", "")
    place = cast.division(cast.JINSHUI)
    WageClass.objects.create(division=place, wage_class=3, valid_from=date(2024, 1, 1),
                             basis="豫政〔2023〕43号附件", is_verified=True)  # fmt: skip
    assert (
        "低于最低工资" not in client.get(f"/act/record_findings/case/{case.pk}/").content.decode()
    )
    first = case.claims.order_by("position")[0]
    do("store_computation", case, li_jing,
       compute(first, basis="months", quantity="3", rate="1799.99", paid="", holiday=""))  # fmt: skip
    text = client.get(f"/act/record_findings/case/{case.pk}/").content.decode()
    assert "月工资 1,799.99 元低于最低工资 1,800 元（3 类，豫政〔2023〕43号）" in text
    assert "待确认" not in text.split("月工资 1,799.99")[1][:60]


def plan(*lines: tuple[int, str], **over) -> dict[str, str]:
    today = clock.today()
    text = "\n".join(f"{(today + timedelta(days=n)).isoformat()} {amount}" for n, amount in lines)
    return {"promised_by": "宏远公司刘经理", "agreed_on": today.isoformat(), "lines": text, **over}


def test_a_broken_promise_is_found_by_the_sweep_told_once_and_kept_ones_are_not(province, li_jing):
    case = advance(file_at(workers=["9000.00"]), "served").case
    do("record_plan", case, li_jing, plan((10, "3000"), (20, "3000"), (30, "3000")))
    start = clock.now()
    claim = case.claims.get()
    with clock.at(start + timedelta(days=9)):
        do("record_payments", case, li_jing, payments_for(case, {claim.pk: "3000.00"}))
    with clock.at(start + timedelta(days=11)):
        sweep_deadlines()
        assert not case.events.filter(kind="plan.broken").exists()
    with clock.at(start + timedelta(days=21)):
        sweep_deadlines()
        sweep_deadlines()
        event = case.events.get(kind="plan.broken")
        assert (event.facts["promised"], event.facts["paid"]) == ("6000.00", "3000.00")
        assert Instalment.objects.filter(broken_on__isnull=False).count() == 1
        do("record_payments", case, li_jing, payments_for(case, {claim.pk: "6000.00"}))
    with clock.at(start + timedelta(days=40)):
        sweep_deadlines()
        assert case.events.filter(kind="plan.broken").count() == 1


def test_a_plan_is_never_more_than_is_owed_and_runs_once(province, li_jing, liu):
    case = advance(file_at(workers=["9000.00"]), "served").case
    with pytest.raises(Refused, match="超过尚欠"):
        do("record_plan", case, li_jing, plan((10, "9000.01")))
    for wrong in (plan((0, "10")), plan((9, "10"), (8, "10")), plan((9, "约十")),
                  {**plan((9, "1")), "lines": "尽快"}):  # fmt: skip
        with pytest.raises(Incomplete):
            do("record_plan", case, li_jing, wrong)
    with pytest.raises(Refused):
        do("record_plan", case, liu, plan((10, "9000")))
    do("record_plan", case, li_jing, plan((10, "9000")))
    with pytest.raises(Refused, match="先终止"):
        do("record_plan", case, li_jing, plan((10, "9000")))
    do("end_plan", case, li_jing, {"reason": "改签新计划。"})
    do("record_plan", case, li_jing, plan((15, "9000")))
    assert case.state == fresh(case).state == "ordered"


HEADER = ["收款人姓名", "收款账号", "金额", "交易日期", "状态"]


def bank_file(*rows, name="代发明细.xlsx") -> dict[str, SimpleUploadedFile]:
    if name.endswith(".csv"):
        text = "\n".join(",".join(map(str, row)) for row in [HEADER, *rows])
        return {"bank_file": SimpleUploadedFile(name, text.encode("gb18030"), "text/csv")}
    book = Workbook()
    sheet = book.active
    sheet.append(["中原银行代发工资回单"])
    sheet.append(HEADER)
    for row in rows:
        sheet.append(list(row))
    sheet.append(["合计", "", sum(Decimal(str(row[2])) for row in rows)])
    out = io.BytesIO()
    book.save(out)
    return {"bank_file": SimpleUploadedFile(name, out.getvalue(), XLSX)}


def three():
    """Given three workers owed 100, 200 and 300 yuan; the first with a card on record."""
    people = [worker(0, "100.00", bank_card=CARD), worker(1, "200.00"), worker(2, "300.00")]
    return advance(file_at(workers=people), "served").case


def booked(**over) -> dict[str, str]:
    return {"payer": "employer", "paid_on": clock.today().isoformat(), **over}


@pytest.mark.parametrize("name", ["代发明细.xlsx", "代发明细.csv"])
def test_a_bank_file_becomes_payments_with_the_file_as_proof(province, li_jing, name):
    case = three()
    day = (clock.today() - timedelta(days=1)).isoformat()
    one, two = worker(1), worker(2)
    files = bank_file(
        ("王五", "6222****4566", "100.00", day, "成功"),
        (one.name, one.id_number, "200.00", day, "成功"),
        (two.name, two.id_number[-4:], "150.50", "", "成功"), name=name,
    )  # fmt: skip
    do("record_bank_file", case, li_jing, booked(), files=files)
    assert fresh(case).paid_yuan == Decimal("450.50")
    proof = Evidence.objects.get(kind="payment_proof")
    assert Payment.objects.filter(proof=proof, method="bank").count() == 3
    days = set(Payment.objects.values_list("paid_on", flat=True))
    assert days == {clock.today(), clock.today() - timedelta(days=1)}
    facts = str(case.events.get(kind="payment.recorded").facts)
    assert "4566" not in facts
    assert "王五" not in facts


def test_every_faulty_row_is_named_and_nothing_is_half_saved(province, li_jing):
    case = three()
    one = worker(1)
    files = bank_file(
        ("王五", CARD, "100.00", "", "成功"),
        ("外人", "1234", "50.00", "", "成功"),
        (one.name, "9999", "200.00", "", "成功"),
        (one.name, one.id_number, "200.01", "", "成功"),
        (one.name, one.id_number, "20.00", "", "失败：户名不符"),
    )  # fmt: skip
    with pytest.raises(Incomplete) as refusal:
        do("record_bank_file", case, li_jing, booked(), files=files)
    errors = refusal.value.form.non_field_errors()
    assert [text.split(" ")[1] for text in errors] == ["4", "5", "6", "7"]
    assert not any("9999" in text or one.id_number in text for text in errors)
    assert not Payment.objects.exists()
    assert not Evidence.objects.filter(kind="payment_proof").exists()
    for upload in files.values():
        upload.seek(0)
    do("record_bank_file", case, li_jing, booked(only_matched="on"), files=files)
    assert fresh(case).paid_yuan == Decimal("100.00")


def test_the_same_file_twice_is_an_over_payment_and_is_refused(province, li_jing):
    case = three()
    row = ("王五", CARD, "100.00", "", "成功")
    do("record_bank_file", case, li_jing, booked(), files=bank_file(row))
    with pytest.raises(Incomplete) as refusal:
        do("record_bank_file", case, li_jing, booked(), files=bank_file(row))
    assert "超出尚欠" in str(refusal.value.form.non_field_errors())
    do("record_bank_file", case, li_jing, booked(excess_reason="重复代发。"), files=bank_file(row))
    assert fresh(case).paid_yuan == Decimal("100.00")
    assert ExtraPayment.objects.get().amount_yuan == Decimal("100.00")


def test_only_the_handlers_upload_a_bank_file(province, he, liu):
    case = three()
    row = ("王五", CARD, "100.00", "", "成功")
    for who in (he, liu):
        with pytest.raises(Refused):
            do("record_bank_file", case, who, booked(), files=bank_file(row))
