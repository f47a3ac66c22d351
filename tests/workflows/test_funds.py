"""No more is paid from special account, deposit or unsettled price than lies there (Order 724 arts. 29, 31, 32)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import clock
from casework.models import Liability, Payment
from casework.queries.accounts import balance_of, unsettled_price
from tests.factories import do, fresh, payments_for
from tests.workflows.test_projects import deposit, on_site
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)


def claims(case):
    return list(case.claims.order_by("position"))


def pay(case, amount: str, number: int = 0, **over) -> None:
    data = payments_for(case, {claims(case)[number].pk: amount})
    do("record_payments", case, case.lead, data | over)


def test_the_special_account_pays_no_more_than_it_holds(province):
    case = on_site()
    do("record_project_account", case, case.lead, deposit("3500.00", kind="special_account"))
    pay(case, "3000.00", payer="special_account")
    with pytest.raises(Refused) as refusal:
        pay(case, "500.01", 1, payer="special_account")
    said = str(refusal.value)
    assert "农民工工资专用账户登记存入 3,500 元，已用 3,000 元，余额 500 元" in said
    assert "不够支付本次的 500.01 元" in said
    # 代发 by the account is money of the account, whoever owed it
    with pytest.raises(Refused, match="余额 500 元"):
        pay(case, "500.01", 1, payer="general_contractor", method="special_account")
    pay(case, "500.00", 1, payer="employer", method="special_account")
    assert balance_of(case.project_id, "special_account").left == 0
    assert fresh(case).paid_yuan == Decimal("3500.00")


def test_a_further_deposit_opens_it_again_and_a_reversal_gives_back(province):
    case = on_site()
    do("record_project_account", case, case.lead, deposit("1000.00", kind="special_account"))
    pay(case, "1000.00", payer="special_account")
    do("reverse_payment", case, case.lead,
       {"payment": Payment.objects.get().pk, "reason": "退票。"})  # fmt: skip
    pay(case, "1000.00", payer="special_account")
    with pytest.raises(Refused, match="余额"):
        pay(case, "1.00", payer="special_account")
    do("record_project_account", case, case.lead, deposit("50.00", kind="special_account"))
    pay(case, "50.00", payer="special_account")


def test_what_goes_beyond_a_claim_comes_out_of_the_deposit_too(province):
    case = on_site()
    do("record_project_account", case, case.lead, deposit("3000.00"))
    with pytest.raises(Refused, match="工资保证金登记存入 3,000 元"):
        pay(case, "3000.01", payer="deposit", excess_reason="银行多划。")


def test_the_developer_advances_within_the_unsettled_price(province):
    """art. 29; what was paid before the day of the figure is in the figure already."""
    today = clock.today().isoformat()
    case = on_site(unsettled="2000.00", unsettled_on=today)
    assert case.project.unsettled_yuan == Decimal("2000.00")
    pay(case, "1500.00", payer="developer")
    with pytest.raises(Refused) as refusal:
        pay(case, "500.01", 1, payer="developer")
    assert "第二十九条" in str(refusal.value)
    assert "未结清 2,000 元，已垫付 1,500 元，还可垫付 500 元" in str(refusal.value)
    pay(case, "500.00", 1, payer="developer")
    assert unsettled_price(case.project) == (Decimal("2000.00"), Decimal("2000.00"))


def test_a_developer_liable_by_article_36_has_no_such_limit(province):
    case = on_site(unsettled="100.00")
    do("add_liability", case, case.lead,
       {"kind": "developer", "name": "金水区城建投资公司（虚构）", "article": "第三十六条",
        "reason": "发包给个人。"})  # fmt: skip
    pay(case, "3000.00", payer="developer", liability=Liability.objects.get().pk)
    assert fresh(case).paid_yuan == Decimal("3000.00")


def test_where_nothing_is_on_record_nothing_is_refused(province):
    case = on_site()
    for number, payer in enumerate(("special_account", "developer")):
        pay(case, "3000.00", number, payer=payer)
    assert fresh(case).paid_yuan == Decimal("6000.00")


def test_two_cases_of_one_site_spend_one_account(province):
    first, second = on_site(), on_site(["900.00"])
    do("record_project_account", first, first.lead, deposit("3000.00", kind="special_account"))
    pay(first, "2500.00", payer="special_account")
    with pytest.raises(Refused, match="余额 500 元"):
        pay(second, "900.00", payer="special_account")
