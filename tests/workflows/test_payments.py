"""Groups, payments and withdrawal: scenarios 12 to 15 of law.md B3, to the fen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from casework import clock
from casework.models import Payment, PaymentAnswer, WageClaim
from casework.models.actor import Actor
from tests import cast
from tests.factories import advance, do, file_at, findings_for, fresh, payments_for, slip
from workflows.catalogue import ACTIONS
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
# 30 workers are owed 380 000, seven 32 600 in all (scenario 14).
AMOUNTS = ["12666.67"] * 29 + ["12666.57"] + ["4657.14"] * 6 + ["4657.16"]


def ledger(case) -> Decimal:
    rows = Payment.objects.filter(claim__case=case.pk).values_list("amount_yuan", flat=True)
    return sum(rows, Decimal("0.00"))


def group_of_37(stage: str):
    return advance(file_at(workers=AMOUNTS), stage)


def test_scenario_12_a_group_of_37_keeps_each_worker_and_the_sum(province):
    complaint = group_of_37("accepted")
    assert sum(map(Decimal, AMOUNTS)) == Decimal("412600.00")
    assert (complaint.is_group, complaint.worker_count) == (True, 37)
    assert complaint.claimed_yuan == complaint.case.claimed_yuan == Decimal("412600.00")
    assert complaint.claims.filter(case=complaint.case).count() == 37


def test_scenario_13_all_of_one_complaint_withdraw_and_the_case_of_others_is_not_harmed(
    province, he
):
    complaint = advance(file_at(workers=2), "investigating")
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": "已付清。"})
    assert fresh(complaint).state == "accepted"
    do("confirm_withdrawal", complaint, he, {"reason": "自愿。"})
    complaint = fresh(complaint)
    assert complaint.state == "withdrawn"
    assert (complaint.case.state, complaint.case.worker_count) == ("investigating", 0)
    assert complaint.case.claimed_yuan == 0
    assert not complaint.deadlines.filter(state="running").exists()


def test_scenario_13_a_withdrawal_that_is_not_voluntary_is_declined(province, he):
    complaint = advance(file_at(), "investigating")
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": "老板让我撤。"})
    do("decline_withdrawal", complaint, he, {"reason": "受到压力，不予确认。"})
    assert fresh(complaint).state == "accepted"
    assert complaint.withdrawals.get().state == "declined"


def test_a_second_wish_to_withdraw_waits_for_the_first(province):
    complaint = advance(file_at(), "assigned")
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": "已付清。"})
    with pytest.raises(Refused, match="已经申请"):
        do("request_withdrawal", complaint, Actor.complainant(), {"reason": "再说一次。"})


def test_an_open_wish_to_withdraw_holds_up_acceptance(province, he):
    complaint = advance(file_at(), "proposed")
    do("request_withdrawal", complaint, Actor.complainant(), {"reason": "已付清。"})
    with pytest.raises(Refused, match="撤回"):
        do("accept_complaint", complaint, he)


def test_scenario_14_a_partial_payment_leaves_seven_workers_and_becomes_overdue(province, li_jing):
    complaint = group_of_37("served")
    case = complaint.case
    claims = list(case.claims.order_by("position"))
    do("record_payments", case, li_jing,
       payments_for(case, {c.pk: c.unpaid_yuan for c in claims[:30]}))  # fmt: skip
    case = fresh(case)
    assert (case.paid_yuan, case.unpaid_yuan) == (Decimal("380000.00"), Decimal("32600.00"))
    assert case.paid_yuan == ledger(case)
    with pytest.raises(Refused, match="32,600"):
        do("confirm_complied", case, li_jing)
    with clock.at(clock.now() + timedelta(days=12)):
        sweep_deadlines()
    assert fresh(case).state == "overdue"
    last = case.events.get(kind="case.overdue")
    assert last.facts["left"] == "32600.00"


def test_scenario_15_an_over_payment_of_one_fen_is_refused_and_nothing_is_half_saved(
    province, li_jing
):
    case = advance(file_at(workers=["100.00", "100.00"]), "served").case
    first, second = case.claims.order_by("position")
    with pytest.raises(Refused, match=r"100\.01"):
        do("record_payments", case, li_jing,
           payments_for(case, {first.pk: "100.00", second.pk: "100.01"}))  # fmt: skip
    assert ledger(case) == 0
    assert fresh(case).paid_yuan == 0


def test_scenario_15_money_for_somebody_not_in_the_case_is_not_booked(province, li_jing):
    case = advance(file_at(), "served").case
    other = advance(file_at(workers=["99.00"], uscc="", employer_name="别家公司（虚构）"), "served")
    data = payments_for(case, {other.claims.get().pk: "1.00"})
    with pytest.raises(Refused):
        do("record_payments", case, li_jing, data)
    assert not Payment.objects.exists()


def test_a_payment_cannot_lie_in_the_future(province, li_jing):
    case = advance(file_at(), "served").case
    data = payments_for(case) | {"paid_on": (clock.today() + timedelta(days=1)).isoformat()}
    with pytest.raises(Refused, match="今天"):
        do("record_payments", case, li_jing, data)


def test_a_payment_cannot_lie_before_the_wages_it_pays(province, li_jing):
    case = advance(file_at(), "served").case
    data = payments_for(case) | {"paid_on": "2026-02-28"}
    with pytest.raises(Refused, match="2026-03-01"):
        do("record_payments", case, li_jing, data)
    do("record_payments", case, li_jing, data | {"paid_on": "2026-03-01"})


def test_compliance_needs_a_paper_or_the_word_of_the_worker_for_each_payment(province, li_jing):
    """Law.md B1.2: paid proof for all workers; a disputed payment without a paper proves nothing."""
    complaint = advance(file_at(workers=["60.00", "40.00"]), "served")
    case = complaint.case
    do("record_payments", case, li_jing, payments_for(case))
    with pytest.raises(Refused, match="还有 2 笔"):
        do("confirm_complied", case, li_jing)
    first, second = Payment.objects.order_by("id")
    for payment, answer in ((first, "confirmed"), (second, "disputed")):
        do("answer_payment", complaint, Actor.complainant(),
           {"payment": payment.pk, "answer": answer, "note": ""})  # fmt: skip
    with pytest.raises(Refused, match="还有 1 笔"):
        do("confirm_complied", case, li_jing)
    do("reverse_payment", case, li_jing, {"payment": second.pk, "reason": "补凭证重新登记。"})
    do("record_payments", case, li_jing, payments_for(case), files=slip())
    do("confirm_complied", case, li_jing)
    assert fresh(case).state == "complied"


def test_negative_vanishing_and_unreadable_amounts_are_errors_of_the_form(province, li_jing):
    case = advance(file_at(), "served").case
    for amount in ("-1", "0.001", "1,00"):
        with pytest.raises(Incomplete) as refusal:
            do("record_payments", case, li_jing, payments_for(case, {case.claims.get().pk: amount}))
        assert refusal.value.form.errors


def test_payments_add_up_to_the_fen(province, li_jing):
    case = advance(file_at(workers=["100.00"]), "served").case
    claim = case.claims.get()
    for amount in ("33.33", "33.33", "33.34"):
        do("record_payments", case, li_jing, payments_for(case, {claim.pk: amount}), files=slip())
    assert fresh(case).unpaid_yuan == Decimal("0.00")
    do("confirm_complied", case, li_jing)
    assert fresh(case).state == "complied"


def test_a_wrong_entry_is_reversed_once_and_both_stay(province, li_jing):
    case = advance(file_at(), "served").case
    do("record_payments", case, li_jing, payments_for(case))
    payment = Payment.objects.get()
    do("reverse_payment", case, li_jing, {"payment": payment.pk, "reason": "记错人。"})
    assert fresh(case).paid_yuan == ledger(case) == 0
    assert Payment.objects.count() == 2
    do("record_payments", case, li_jing, payments_for(case))
    with pytest.raises(Incomplete):
        do("reverse_payment", case, li_jing, {"payment": payment.pk, "reason": "再来。"})


def test_a_reversal_is_offered_only_while_a_payment_stands(province, li_jing):
    case = advance(file_at(), "served").case
    action, actor = ACTIONS["reverse_payment"], cast.actor(li_jing)
    assert "没有登记过支付" in action.may(case, actor).reason
    do("record_payments", case, li_jing, payments_for(case), files=slip())
    assert action.may(fresh(case), actor).ok
    do("confirm_complied", case, li_jing)
    assert "已认定履行" in action.may(fresh(case), actor).reason


def test_the_worker_confirms_or_disputes(province, li_jing):
    complaint = advance(file_at(), "paid")
    payment = Payment.objects.get()
    do("answer_payment", complaint, Actor.complainant(),
       {"payment": payment.pk, "answer": "disputed", "note": "没有到账"})  # fmt: skip
    assert PaymentAnswer.objects.get().answer == "disputed"
    assert complaint.events.filter(kind="payment.disputed").exists()


def test_a_worker_cannot_answer_somebody_elses_payment(province):
    mine = file_at(uscc="", employer_name="另一家（虚构）", workers=["5.00"])
    advance(file_at(), "paid")
    with pytest.raises(Incomplete):
        do("answer_payment", mine, Actor.complainant(),
           {"payment": Payment.objects.get().pk, "answer": "confirmed"})  # fmt: skip


def test_a_finding_cannot_go_below_what_was_paid(province, li_jing):
    case = advance(file_at(workers=["100.00"]), "found").case
    do("record_payments", case, li_jing, payments_for(case, {case.claims.get().pk: "60.00"}))
    with pytest.raises(Refused, match="不能小于"):
        do("record_findings", case, li_jing, findings_for(case, {case.claims.get().pk: "59.99"}))


@pytest.mark.parametrize(
    "table", ["casework_payment", "casework_paymentanswer", "casework_caseevent"]
)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_ledger_and_journal(province, table, sql):
    complaint = advance(file_at(), "paid")
    do("answer_payment", complaint, Actor.complainant(),
       {"payment": Payment.objects.get().pk, "answer": "confirmed"})  # fmt: skip
    refusal = pytest.raises(DatabaseError, match="append-only")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_the_database_refuses_an_over_payment_behind_the_actions_back(province):
    complaint = advance(file_at(), "served")
    with pytest.raises(DatabaseError, match="claim_not_overpaid"), transaction.atomic():
        WageClaim.objects.filter(complaint=complaint).update(paid_yuan=Decimal("12500.01"))


def test_somebody_who_does_not_handle_the_case_cannot_book_a_payment(province, he):
    case = advance(file_at(), "served").case
    for user in (he, cast.person("chen"), cast.person("liu")):
        with pytest.raises(Refused):
            do("record_payments", case, user, payments_for(case))
