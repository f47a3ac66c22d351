"""Additional compensation on what is unpaid when the order expires (law.md scenario 14, its part on 加付)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from casework import clock
from casework.law.errors import SentenceError
from casework.law.surcharge import surcharge
from casework.models import Case, Payment, Surcharge, SurchargeLine, SurchargePayment
from casework.models.actor import Actor
from casework.papers import paper_type
from casework.queries.annexes import annex_of
from casework.queries.surcharge import surcharge_of, unpaid_at_expiry
from casework.vocabulary import DocumentKind
from tests import factories
from tests.factories import advance, do, file_at, fresh, payments_for
from tests.workflows.test_payments import AMOUNTS
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)


def overdue(amounts=("100.00", "60.00"), in_time=("100.00",)):
    """Given a case whose order expired; `in_time` was paid to the first workers before."""
    complaint = advance(file_at(workers=list(amounts)), "served")
    claims = list(complaint.case.claims.order_by("position"))
    if in_time:
        paid = dict(zip((c.pk for c in claims), in_time, strict=False))
        do("record_payments", complaint.case, complaint.lead, payments_for(complaint.case, paid))
    return fresh(advance(complaint, "overdue").case)


def decided(case: Case, stage: str = "decided", rate: str = "0.50") -> Case:
    """Announce and decide 加付赔偿金 alone with what is still owed; no fine."""
    complaint = case.complaints.get()
    return fresh(
        advance(complaint, stage, scope="handling", fine_yuan="", surcharge_rate=rate).case
    )


def test_scenario_14_only_the_32_600_unpaid_at_expiry_bear_the_surcharge(province):
    complaint = advance(file_at(workers=AMOUNTS), "served")
    case, claims = complaint.case, list(complaint.case.claims.order_by("position"))
    do("record_payments", case, case.lead,
       payments_for(case, {c.pk: c.unpaid_yuan for c in claims[:30]}))  # fmt: skip
    case = decided(fresh(advance(complaint, "overdue").case))
    found = surcharge_of(case)
    assert len(found.lines) == 7
    assert (found.base, found.amount) == (Decimal("32600.00"), Decimal("16300.00"))
    assert {line.claim_id for line in found.lines} == {c.pk for c in claims[30:]}
    assert (case.verified_yuan, case.paid_yuan, case.unpaid_yuan) == (
        Decimal("412600.00"), Decimal("380000.00"), Decimal("32600.00"),
    )  # fmt: skip
    # paid after the end: the wages fall, the surcharge stands
    do("record_payments", case, case.lead, payments_for(case))
    assert surcharge_of(fresh(case)).amount == Decimal("16300.00")


def test_the_handling_decision_says_it_and_names_each_worker(province):
    """劳动合同法 art. 85: per worker, on what was unpaid; law.md section 8, document 15."""
    case = decided(overdue())
    document = case.decisions.get().document
    assert document.kind == DocumentKind.HANDLING_DECISION
    said = document.facts["compensation"]
    assert "仍有1名劳动者的工资共计60.00元未支付" in said
    assert "按未付金额50%的标准，向劳动者加付赔偿金共计30.00元（人民币叁拾元整）" in said
    assert "15日内支付" in said
    wages, added = annex_of(document, paper_type(document.kind), names=True)
    assert (wages.foot[-1], added.foot[-1]) == ("60.00", "30.00")
    assert added.rows[0][3:] == ["60.00", "50%", "30.00"]


def test_its_term_runs_from_the_service_of_the_decision(province):
    case = decided(overdue())
    assert case.decisions.get().perform_by is None
    with clock.at(clock.now() + timedelta(days=3)):
        do("serve_decision", case, case.lead, factories.service())
        one = case.decisions.get()
        assert one.document.services.get().served_on == one.served_on == clock.today()
        assert one.perform_by >= one.served_on + timedelta(days=15)
        assert case.deadlines.get(rule="D-13", state="running").due_on == one.perform_by


def test_it_is_announced_before_it_is_decided_and_never_more(province):
    """Order 423 art. 19: the party is heard before a handling decision."""
    case = overdue()
    do("draft_notice", case, case.lead,
       factories.notice(scope="handling", fine_yuan="", surcharge_rate="0.60"))  # fmt: skip
    notice = case.prior_notices.get()
    assert notice.surcharge_base_yuan == Decimal("60.00")
    assert "加付赔偿金共计36.00元" in notice.handling.facts["content"]
    assert not Surcharge.objects.exists()
    case = decided(case, "reviewed")
    late = Payment.objects.get()
    do("reverse_payment", case, case.lead, {"payment": late.pk, "reason": "退票。"})
    with pytest.raises(Refused, match="更重"):
        do("decide_case", case, factories.holder(case, "department_head"),
           factories.decision(fine_yuan="", surcharge_rate="0.60"))  # fmt: skip


def test_it_can_be_ordered_alone_when_the_wages_came_late(province):
    case = overdue()
    do("record_payments", case, case.lead, payments_for(case))
    case = decided(fresh(case))
    one = case.decisions.get()
    assert (one.wages_yuan, surcharge_of(case).amount) == (Decimal("0.00"), Decimal("30.00"))
    assert "60.00" in one.document.facts["compensation"]


def test_before_the_end_and_without_a_rest_there_is_none(province):
    case = advance(file_at(workers=["100.00"]), "investigated").case
    given = factories.notice(scope="handling", fine_yuan="")
    with pytest.raises(Refused, match="第二十六条"):
        do("draft_notice", case, case.lead, given)
    case = overdue(in_time=())
    rows = {c.pk: c.unpaid_yuan for c in case.claims.all()}
    in_time = {**payments_for(case, rows), "paid_on": case.order_due_on.isoformat()}
    do("record_payments", case, case.lead, in_time)
    with pytest.raises(Refused, match="没有尚欠"):
        do("draft_notice", case, case.lead, given)


def test_there_is_one_in_force_and_it_falls_with_its_decision(province):
    case = decided(overdue(), "decision_served")
    do("record_payments", case, case.lead, payments_for(case))
    with pytest.raises(Refused, match="尚有 30 元未支付"):
        do("confirm_performed", case, case.lead)
    one = case.decisions.get()
    one.annulled_on = clock.today()
    one.save(update_fields=["annulled_on"])
    assert surcharge_of(case) is None


def test_a_payment_on_the_last_day_counts_whenever_it_was_recorded(province):
    case = overdue(in_time=())
    first = case.claims.order_by("position")[0]
    late = {**payments_for(case, {first.pk: "40.00"}), "paid_on": case.order_due_on.isoformat()}
    do("record_payments", case, case.lead, late)
    assert unpaid_at_expiry(fresh(case))[first.pk] == Decimal("60.00")


def test_a_reversed_payment_was_never_in_time(province):
    case = overdue()
    do(
        "reverse_payment",
        case,
        case.lead,
        {"payment": Payment.objects.get().pk, "reason": "退票。"},
    )
    assert sum(unpaid_at_expiry(fresh(case)).values()) == Decimal("160.00")


def test_the_surcharge_has_its_own_ledger(province, liu):
    case = overdue()
    second = case.claims.order_by("position")[1]
    pay = {"paid_on": clock.today().isoformat(), "method": "bank",
           f"amount_{second.pk}": "45.00"}  # fmt: skip
    with pytest.raises(Refused, match="没有已决定"):
        do("record_surcharge_payments", case, case.lead, pay)
    with pytest.raises(Refused):
        do("record_surcharge_payments", advance(file_at(), "investigating").case, case.lead, pay)
    case = decided(case, "decision_served", "0.70")
    pay["paid_on"] = clock.today().isoformat()
    with pytest.raises(Refused):
        do("record_surcharge_payments", case, liu, pay)
    with pytest.raises(Refused, match="超出"):
        do("record_surcharge_payments", case, case.lead, pay | {f"amount_{second.pk}": "42.01"})
    do("record_surcharge_payments", case, case.lead, pay | {f"amount_{second.pk}": "42.00"})
    assert SurchargeLine.objects.get().unpaid_yuan == 0
    assert (fresh(case).paid_yuan, Payment.objects.count()) == (Decimal("100.00"), 1)
    assert SurchargePayment.objects.get().amount_yuan == Decimal("42.00")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE casework_surchargepayment SET id = id")


def test_a_worker_who_left_has_no_share(province, he):
    case = overdue(in_time=())
    complaint, one = case.complaints.get(), case.claims.order_by("position")[0]
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
