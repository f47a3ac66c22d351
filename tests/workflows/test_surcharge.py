"""Additional compensation on what is unpaid when the order expires (law.md scenario 14, its part on 加付)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from casework import clock
from casework.law.errors import SentenceError
from casework.law.surcharge import surcharge
from casework.models import Payment, Surcharge, SurchargeLine, SurchargePayment
from casework.models.actor import Actor
from casework.queries.surcharge import surcharge_of, unpaid_at_expiry
from tests import cast
from tests.factories import advance, do, file_at, fresh, payments_for
from tests.workflows.test_payments import AMOUNTS
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)


def overdue(amounts=("100.00", "60.00"), in_time=("100.00",)):
    """Given a case whose order expired; `in_time` was paid to the first workers before."""
    case = advance(file_at(workers=list(amounts)), "served").case
    claims = list(case.claims.order_by("position"))
    if in_time:
        paid = dict(zip((c.pk for c in claims), in_time, strict=False))
        do("record_payments", case, case.lead, payments_for(case, paid))
    return fresh(case)


@pytest.fixture
def after():
    """The days after the order's term, with what the timer did."""
    with clock.at(clock.now() + timedelta(days=12)):
        yield


def propose(case, percent: int = 50):
    sweep_deadlines()
    do("propose_surcharge", case, cast.person("he"), {"percent": percent, "reason": "逾期不付。"})


def test_scenario_14_only_the_32_600_unpaid_at_expiry_bear_the_surcharge(province, department_head):
    case = advance(file_at(workers=AMOUNTS), "served").case
    claims = list(case.claims.order_by("position"))
    do("record_payments", case, case.lead,
       payments_for(case, {c.pk: c.unpaid_yuan for c in claims[:30]}))  # fmt: skip
    with clock.at(clock.now() + timedelta(days=12)):
        sweep_deadlines()
        assert fresh(case).state == "overdue"
        propose(case, 50)
        do("decide_surcharge", case, department_head)
        found = surcharge_of(fresh(case))
        assert len(found.lines) == 7
        assert (found.base, found.amount) == (Decimal("32600.00"), Decimal("16300.00"))
        assert {line.claim_id for line in found.lines} == {c.pk for c in claims[30:]}
        case = fresh(case)
        assert (case.verified_yuan, case.paid_yuan, case.unpaid_yuan) == (
            Decimal("412600.00"), Decimal("380000.00"), Decimal("32600.00"),
        )  # fmt: skip
        # paid after the end: the wages fall, the surcharge stands
        do("record_payments", case, case.lead, payments_for(case))
        assert surcharge_of(fresh(case)).amount == Decimal("16300.00")
        document = found.surcharge.document
        assert "加付字〔2026〕" in document.number
        assert sum(document.lines.values_list("amount_yuan", flat=True)) == Decimal("16300.00")
        assert "32,600.00" in document.facts["text"]


def test_before_the_order_expired_unpaid_there_is_no_surcharge(province, he):
    case = overdue()
    with pytest.raises(Refused, match="状态"):
        do("propose_surcharge", case, he, {"percent": 50, "reason": "早了。"})


def test_a_payment_in_time_that_is_recorded_late_counts_as_in_time(province, he, department_head):
    case = overdue(in_time=())
    second = case.claims.order_by("position")[1]
    last_day = case.order_due_on
    with clock.at(clock.now() + timedelta(days=12)):
        propose(case)
        assert surcharge_of(case).base == Decimal("160.00")
        late_entry = payments_for(case, {second.pk: "60.00"}) | {"paid_on": last_day.isoformat()}
        do("record_payments", case, case.lead, late_entry)
        with pytest.raises(Refused, match="变化"):
            do("decide_surcharge", case, department_head)
        do("return_surcharge", case, department_head, {"reason": "金额有变。"})
        propose(case, 100)
        do("decide_surcharge", case, department_head)
        assert surcharge_of(case).amount == Decimal("100.00")


def test_a_reversed_payment_was_never_in_time(province, after):
    with clock.at(clock.now() - timedelta(days=12)):
        case = overdue()
    payment = Payment.objects.get()
    sweep_deadlines()
    do("reverse_payment", case, case.lead, {"payment": payment.pk, "reason": "退票。"})
    assert sum(unpaid_at_expiry(fresh(case)).values()) == Decimal("160.00")


def test_the_surcharge_has_its_own_ledger(province, department_head):
    case = overdue()
    second = case.claims.order_by("position")[1]
    with clock.at(clock.now() + timedelta(days=12)):
        propose(case, 75)
        pay = {"paid_on": clock.today().isoformat(), "method": "bank",
               f"amount_{second.pk}": "45.00"}  # fmt: skip
        with pytest.raises(Refused, match="没有已决定"):
            do("record_surcharge_payments", case, case.lead, pay)
        do("decide_surcharge", case, department_head)
        with pytest.raises(Refused, match="超出"):
            do("record_surcharge_payments", case, case.lead, pay | {f"amount_{second.pk}": "45.01"})
        do("record_surcharge_payments", case, case.lead, pay)
        assert SurchargeLine.objects.get().unpaid_yuan == 0
        assert (fresh(case).paid_yuan, Payment.objects.count()) == (Decimal("100.00"), 1)
        assert SurchargePayment.objects.get().amount_yuan == Decimal("45.00")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE casework_surchargepayment SET id = id")


def test_only_the_body_head_proposes_and_only_the_department_head_decides(
    province, he, department_head, liu
):
    case = overdue()
    data = {"percent": 50, "reason": "逾期。"}
    with clock.at(clock.now() + timedelta(days=12)):
        sweep_deadlines()
        for who in (case.lead, department_head, liu):
            with pytest.raises(Refused):
                do("propose_surcharge", case, who, data)
        for percent in (49, 101):
            with pytest.raises(Incomplete):
                do("propose_surcharge", case, he, {**data, "percent": percent})
        do("propose_surcharge", case, he, data)
        with pytest.raises(Refused, match="已提出"):
            do("propose_surcharge", case, he, data)
        for who in (case.lead, he, liu):
            for code in ("decide_surcharge", "return_surcharge"):
                with pytest.raises(Refused):
                    do(code, case, who, {"reason": "不同意。"})
        do("decide_surcharge", case, department_head)
        with pytest.raises(Refused, match="没有待审批"):
            do("return_surcharge", case, department_head, {"reason": "改主意。"})
    assert Surcharge.objects.get().state == "decided"


def test_a_worker_who_left_has_no_share(province, he):
    case = overdue(in_time=())
    complaint, one = case.complaints.get(), case.claims.order_by("position")[0]
    with clock.at(clock.now() + timedelta(days=12)):
        sweep_deadlines()
        do("request_worker_withdrawal", complaint, Actor.complainant(),
           {"claims": [one.pk], "reason": "已结清。"})  # fmt: skip
        do("decide_worker_withdrawals", complaint, he,
           {f"answer_{one.pk}": "confirm", f"note_{one.pk}": "自愿。"})  # fmt: skip
        assert sum(unpaid_at_expiry(fresh(case)).values()) == Decimal("60.00")


@pytest.mark.parametrize("rate", ["0.49", "1.01", "0"])
def test_a_rate_outside_the_law_is_no_rate(rate):
    with pytest.raises(SentenceError):
        surcharge(Decimal("100.00"), Decimal(rate))


def test_it_is_rounded_to_the_fen():
    assert surcharge(Decimal("0.01"), Decimal("0.50")) == Decimal("0.01")
    assert surcharge(Decimal("4657.15"), Decimal("0.55")) == Decimal("2561.43")
