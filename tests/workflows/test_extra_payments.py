"""Over-payment, payees not listed, and what counts as recovered (law.md scenario 15), to the fen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from casework import clock
from casework.models import ExtraPayment, Payment
from casework.models.actor import Actor
from casework.queries.receipted import receipted_of
from tests import cast
from tests.factories import advance, do, file_at, fresh, payments_for, slip
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND"
    b"\xaeB`\x82"
)


def served(*amounts: str):
    return advance(file_at(workers=list(amounts)), "served").case


def extra(**over) -> dict[str, str]:
    return {"payee": "工地看门人", "amount": "300.00", "paid_on": clock.today().isoformat(),
            "payer": "employer", "method": "cash", "reason": "随工资一起发放。", **over}  # fmt: skip


def test_scenario_15_an_over_payment_with_its_reason_never_lifts_paid_above_due(province, li_jing):
    case = served("100.00", "100.00")
    first, second = case.claims.order_by("position")
    data = payments_for(case, {first.pk: "100.00", second.pk: "100.01"})
    with pytest.raises(Refused, match=r"100\.01"):
        do("record_payments", case, li_jing, data)
    do("record_payments", case, li_jing, data | {"excess_reason": "凑整支付。"},
       files=slip())  # fmt: skip
    case = fresh(case)
    assert (case.paid_yuan, case.verified_yuan) == (Decimal("200.00"), Decimal("200.00"))
    beyond = ExtraPayment.objects.get()
    assert (beyond.amount_yuan, beyond.claim, beyond.why) == (
        Decimal("0.01"), second, "over_payment",
    )  # fmt: skip
    assert beyond.reason == "凑整支付。"
    event = case.events.get(kind="payment.recorded")
    assert (event.facts["amount"], event.facts["beyond"]) == ("200.00", "0.01")
    do("confirm_complied", case, li_jing)


def test_scenario_15_a_payee_who_is_not_listed_needs_a_reason_and_lowers_nothing(province, li_jing):
    case = served("100.00")
    with pytest.raises(Incomplete):
        do("record_extra_payment", case, li_jing, extra(reason=""))
    do("record_extra_payment", case, li_jing, extra())
    assert fresh(case).unpaid_yuan == Decimal("100.00")
    assert case.events.get(kind="extra.recorded").facts["amount"] == "300.00"
    assert "工地看门人" not in str(case.events.get(kind="extra.recorded").facts)
    row = ExtraPayment.objects.get()
    do("reverse_extra_payment", case, li_jing, {"extra": row.pk, "reason": "记错。"})
    assert sum(ExtraPayment.objects.values_list("amount_yuan", flat=True)) == 0
    with pytest.raises(Refused, match="没有名单外"):
        do("reverse_extra_payment", case, li_jing, {"extra": row.pk, "reason": "再来。"})


def test_wrong_person_wrong_state_and_a_day_to_come_are_refused(province, li_jing, he, liu):
    case = served("100.00")
    for who in (he, liu, cast.person("chen")):
        with pytest.raises(Refused):
            do("record_extra_payment", case, who, extra())
    with pytest.raises(Refused, match="今天"):
        do("record_extra_payment", case, li_jing, extra(paid_on="2099-01-01"))
    fresh_case = advance(file_at(uscc="", employer_name="别家（虚构）"), "accepted").case
    with pytest.raises(Refused):
        do("record_extra_payment", fresh_case, fresh_case.lead, extra())


@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_stands_beside_the_ledger(province, li_jing, sql):
    case = served("100.00")
    do("record_extra_payment", case, li_jing, extra())
    refusal = pytest.raises(DatabaseError, match="append-only")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format("casework_extrapayment"))


def test_recovery_counts_only_to_a_receipt(province, li_jing, media):
    case = served("100.00", "60.00", "40.00")
    first, second, third = case.claims.order_by("position")
    complaint = case.complaints.get()
    do("record_payments", case, li_jing, payments_for(case, {first.pk: "100.00"}),
       files={"proof": SimpleUploadedFile("a.png", PNG, "image/png")})  # fmt: skip
    do(
        "record_payments",
        case,
        li_jing,
        payments_for(case, {second.pk: "60.00", third.pk: "40.00"}),
    )
    assert fresh(case).paid_yuan == Decimal("200.00")
    assert receipted_of([case.pk]) == {case.pk: Decimal("100.00")}

    payment = {p.claim_id: p for p in Payment.objects.all()}
    word = {"payment": payment[second.pk].pk, "answer": "confirmed"}
    do("answer_payment", complaint, Actor.complainant(), word)
    assert receipted_of([case.pk]) == {case.pk: Decimal("160.00")}
    word = {"payment": payment[first.pk].pk, "answer": "disputed", "note": "没到账"}
    do("answer_payment", complaint, Actor.complainant(), word)
    assert receipted_of([case.pk]) == {case.pk: Decimal("60.00")}


def test_the_case_page_shows_the_receipted_sum_beside_the_paid_one(province, li_jing, client):
    case = served("100.00")
    do("record_payments", case, li_jing, payments_for(case))
    client.force_login(li_jing, "django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/cases/{case.pk}/")
    assert "有凭证或经工人确认" in page.content.decode()
    assert page.context["file"].receipted == 0
    word = {"payment": Payment.objects.get().pk, "answer": "confirmed"}
    do("answer_payment", case.complaints.get(), Actor.complainant(), word)
    page = client.get(f"/cases/{case.pk}/")
    assert page.context["file"].receipted == Decimal("100.00")
    assert receipted_of([case.pk]) == {case.pk: Decimal("100.00")}
