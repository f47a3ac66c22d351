"""Payer chain in construction: several liable parties, one ledger, recourse (law.md scenario 45)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from casework import clock
from casework.models import Case, Deadline, Document, Liability, Payment, Recourse
from casework.queries.payers import orders_of, recourses_of
from tests import cast
from tests.factories import advance, do, file_at, fresh, payments_for, service, slip
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
GENERAL = "中原建工集团有限公司（虚构）"


def liability(**over) -> dict[str, str]:
    return {"kind": "general_contractor", "name": GENERAL, "reason": "分包单位拖欠，总包先行清偿。",
            **over}  # fmt: skip


def payer_order(row: Liability, **over) -> dict[str, str]:
    return {"liability": row.pk, "term_days": "7", "facts": "分包单位拖欠工资属实。",
            "legal_basis": "《保障农民工工资支付条例》第三十条", **over}  # fmt: skip


def two_orders(amounts=("6000.00", "4000.00")) -> Case:
    """Given an order to the subcontractor and one to the general contractor, both served."""
    case = advance(file_at(workers=list(amounts)), "served").case
    assert case is not None
    do("add_liability", case, case.lead, liability())
    do("draft_payer_order", case, case.lead, payer_order(Liability.objects.get(case=case.pk)))
    draft = Document.objects.get(kind="payer_order", state="draft")
    do("issue_payer_order", case, cast.person("he"), {"document": draft.pk})
    do("serve_payer_order", case, case.lead, service(document=draft.pk))
    return fresh(case)


def outstanding(case: Case) -> list[Decimal]:
    return [row.outstanding for row in orders_of(case)]


def test_scenario_45_a_payment_by_either_lowers_both_orders_and_is_counted_once(province):
    case = two_orders()
    first, second = case.claims.order_by("position")
    assert outstanding(case) == [Decimal("10000.00")] * 2
    assert case.verified_yuan == Decimal("10000.00")

    do("record_payments", case, case.lead, payments_for(case, {first.pk: "6000.00"}))
    assert outstanding(fresh(case)) == [Decimal("4000.00")] * 2

    by_general = payments_for(case, {second.pk: "1500.00"}) | {"payer": "general_contractor"}
    do("record_payments", case, case.lead, by_general)
    case = fresh(case)
    assert outstanding(case) == [Decimal("2500.00")] * 2
    assert (case.verified_yuan, case.paid_yuan) == (Decimal("10000.00"), Decimal("7500.00"))
    assert sum(Payment.objects.values_list("amount_yuan", flat=True)) == Decimal("7500.00")


def test_scenario_45_the_general_contractor_who_paid_has_recourse_against_the_subcontractor(
    province,
):
    case = two_orders()
    do("add_liability", case, case.lead,
       liability(kind="subcontractor", name="豫东劳务有限公司（虚构）", reason="直接用工。"))  # fmt: skip
    paid = payments_for(case) | {"payer": "general_contractor"}
    do("record_payments", case, case.lead, paid)
    (row,) = recourses_of([case])
    assert (row.recourse.debtor_kind, row.recourse.article) == ("subcontractor", "第三十条")
    assert row.recourse.debtor.party_name == "豫东劳务有限公司（虚构）"
    assert (row.advanced, row.left) == (Decimal("10000.00"), Decimal("10000.00"))
    assert case.events.filter(kind="recourse.opened").count() == 1

    back = {"recourse": row.recourse.pk, "amount": "4000.00", "received_on": clock.today()}
    do("receive_recourse", case, case.lead, back)
    (row,) = recourses_of([case])
    assert row.left == Decimal("6000.00")
    assert fresh(case).paid_yuan == Decimal("10000.00")  # not a second payment of wages
    with pytest.raises(Refused, match="6,000"):
        do("receive_recourse", case, case.lead, back | {"amount": "6000.01"})


def test_a_reversed_advance_leaves_nothing_to_recover(province):
    case = two_orders()
    do("record_payments", case, case.lead, payments_for(case) | {"payer": "general_contractor"})
    for payment in Payment.objects.filter(reversal_of__isnull=True):
        do("reverse_payment", case, case.lead, {"payment": payment.pk, "reason": "退票。"})
    assert recourses_of([case]) == []
    assert Recourse.objects.count() == 1


def test_whoever_pays_its_own_debt_gets_no_recourse(province):
    case = two_orders()
    do("record_payments", case, case.lead, payments_for(case))
    assert not Recourse.objects.exists()


def test_both_orders_take_their_numbers_from_one_sequence_and_run_their_own_terms(province):
    case = two_orders()
    numbers = [row.document.number for row in orders_of(case)]
    assert len(set(numbers)) == 2
    assert numbers[0].replace("1号", "2号") == numbers[1]
    assert Deadline.objects.filter(case=case.pk, rule="M-01", state="running").count() == 1
    do("record_payments", case, case.lead, payments_for(case), files=slip())
    assert Deadline.objects.get(case=case.pk, rule="M-01").state == "met"
    do("confirm_complied", fresh(case), case.lead)


def test_the_second_order_changes_neither_state_nor_term_of_the_case(province):
    case = advance(file_at(), "served").case
    before = (case.state, case.order_served_on, case.order_due_on, case.verified_yuan)
    with clock.at(clock.now() + timedelta(days=3)):
        do("add_liability", case, case.lead, liability())
        do("draft_payer_order", case, case.lead, payer_order(Liability.objects.get()))
        draft = Document.objects.get(kind="payer_order")
        do("issue_payer_order", case, cast.person("he"), {"document": draft.pk})
        do("serve_payer_order", case, case.lead, service(document=draft.pk))
    case = fresh(case)
    assert (case.state, case.order_served_on, case.order_due_on, case.verified_yuan) == before
    with clock.at(clock.now() + timedelta(days=20)):
        sweep_deadlines()
    assert fresh(case).state == "overdue"
    assert case.events.filter(kind="deadline.passed", facts__rule="M-01").exists()


def test_an_issued_order_must_still_be_true(province):
    case = advance(file_at(), "served").case
    do("add_liability", case, case.lead, liability())
    do("draft_payer_order", case, case.lead, payer_order(Liability.objects.get()))
    draft = Document.objects.get(kind="payer_order")
    do("record_payments", case, case.lead, payments_for(case, {case.claims.get().pk: "1.00"}))
    with pytest.raises(Refused, match="附表"):
        do("issue_payer_order", case, cast.person("he"), {"document": draft.pk})
    do("return_payer_order", case, cast.person("he"), {"document": draft.pk, "reason": "重拟。"})
    do("draft_payer_order", case, case.lead, payer_order(Liability.objects.get()))
    again = Document.objects.get(kind="payer_order", state="draft")
    do("issue_payer_order", case, cast.person("he"), {"document": again.pk})
    assert again.lines.get().amount_yuan == Decimal("12499.00")


def test_wrong_state_and_wrong_person_are_refused(province, he, liu):
    case = advance(file_at(), "found").case
    with pytest.raises(Refused):
        do("add_liability", case, he, liability())
    with pytest.raises(Refused):
        do("add_liability", case, liu, liability())
    do("add_liability", case, case.lead, liability())
    with pytest.raises(Refused, match="状态"):
        do("draft_payer_order", case, case.lead, payer_order(Liability.objects.get()))
    with pytest.raises(Refused, match="已经认定"):
        do("add_liability", case, case.lead, liability())
    advance(case.complaints.get(), "served")
    do("draft_payer_order", case, case.lead, payer_order(Liability.objects.get()))
    draft = Document.objects.get(kind="payer_order")
    for who in (case.lead, liu):
        with pytest.raises(Refused):
            do("issue_payer_order", case, who, {"document": draft.pk})
    with pytest.raises(Refused, match="没有待送达"):
        do("serve_payer_order", case, case.lead, service(document=draft.pk))


def test_a_party_struck_off_is_no_payer_any_more(province):
    case = advance(file_at(), "served").case
    do("add_liability", case, case.lead, liability())
    row = Liability.objects.get(case=case.pk)
    do("end_liability", case, case.lead, {"liability": row.pk, "reason": "查明不是总包。"})
    with pytest.raises(Refused, match="还没有认定"):
        do("draft_payer_order", case, case.lead, payer_order(row))
    do("add_liability", case, case.lead, liability())
    case = two_orders(["5.00"])
    ordered = Liability.objects.get(case=case.pk)
    with pytest.raises(Refused, match="已向这家"):
        do("end_liability", case, case.lead, {"liability": ordered.pk, "reason": "不是总包。"})
    with pytest.raises(Incomplete):
        do("draft_payer_order", case, case.lead, payer_order(ordered))
