"""A fine is held against the penalty benchmark (裁量基准): inside of the band, or with a reason on record."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from casework.vocabulary import DocumentKind, Role
from tests import factories
from tests.factories import advance, do, file_at, fresh
from workflows.dispatch import Incomplete

pytest_plugins = ("tests.cast",)

ALONE = {"scope": "penalty", "surcharge_rate": "0.00", "departure": ""}


def overdue(workers=("12500.00", "8000.00")):
    return fresh(advance(file_at(workers=list(workers)), "overdue").case)


def reviewed(fine: str = "5000"):
    filed = file_at(workers=["12500.00", "8000.00"])
    return fresh(advance(filed, "reviewed", scope="penalty", fine_yuan=fine).case)


def test_the_page_shows_amount_range_reasons_and_working(client, province):
    case = overdue()
    client.force_login(case.lead)
    page = client.get(reverse("act", args=["draft_notice", "case", case.pk])).content.decode()
    assert "裁量基准建议 11,000 元（7,400 元至 14,600 元）" in page
    assert "没有从轻、从重情节" in page
    assert "2,000＋18,000×30%＝7,400元" in page
    assert "产品默认，待确认" in page
    assert "阻挠监察、拒不执行责令改正或者打击报复（建议 7,400–14,600 元）" in page


def test_inside_of_the_band_no_reason_is_asked(province):
    case = overdue()
    do("draft_notice", case, case.lead, factories.notice(**ALONE, fine_yuan="11000"))
    notice = case.prior_notices.get()
    assert (notice.violation, notice.departure) == ("obstruction:unit", "")
    said = notice.penalty.facts["discretion"]
    assert "按“一般”档，7,400元至14,600元" in said
    assert "待确认" not in said
    facts = case.events.get(kind="notice.drafted").facts
    assert (facts["suggested"], "departure" in facts) == ("11000.00", False)


@pytest.mark.parametrize(("fine", "where"), [("7399.99", "低于"), ("14600.01", "高于")])
def test_outside_of_it_a_reason_is_asked_journaled_and_printed(province, fine, where):
    case = overdue()
    with pytest.raises(Incomplete) as refusal:
        do("draft_notice", case, case.lead, factories.notice(**ALONE, fine_yuan=fine))
    assert "7,400 元至 14,600 元" in str(refusal.value.form.errors["departure"])
    given = factories.notice(**{**ALONE, "departure": "欠薪时间长短不一。"}, fine_yuan=fine)
    do("draft_notice", case, case.lead, given)
    said = case.prior_notices.get().penalty.facts["discretion"]
    assert f"{where}该档，理由：欠薪时间长短不一。" in said
    assert case.events.get(kind="notice.drafted").facts["departure"] == "欠薪时间长短不一。"


def test_no_reason_lifts_the_maximum_of_the_article(province):
    case = overdue()
    with pytest.raises(Incomplete) as refusal:
        do("draft_notice", case, case.lead,
           factories.notice(**{**ALONE, "departure": "情节恶劣。"}, fine_yuan="20000.01"))  # fmt: skip
    assert "最高额 20,000 元" in str(refusal.value.form.errors["fine_yuan"])


def test_another_violation_has_its_own_range(province):
    case = overdue()
    given = {**ALONE, "violation_kind": "account:unit"}
    with pytest.raises(Incomplete):
        do("draft_notice", case, case.lead, factories.notice(**given, fine_yuan="11000"))
    do("draft_notice", case, case.lead, factories.notice(**given, fine_yuan="75000"))
    assert "第五十五条" in case.prior_notices.get().penalty.facts["discretion"]


def test_thirty_workers_or_an_earlier_decision_are_grave(province):
    grave = factories.notice(**ALONE, fine_yuan="17000")
    many = overdue(["1000.00"] * 30)
    do("draft_notice", many, many.lead, grave)
    assert "涉及劳动者30人" in many.prior_notices.get().penalty.facts["discretion"]
    first = fresh(advance(file_at(), "decision_served").case)
    again = overdue()
    assert again.employer_id == first.employer_id
    do("draft_notice", again, again.lead, grave)
    assert "二年内因同类违法行为受过处理" in again.prior_notices.get().penalty.facts["discretion"]


def test_the_decision_is_weighed_anew_and_prints_it(client, province):
    """What was paid since the notice makes it light; the reason of the notice is not carried over."""
    case = reviewed("11000")
    do("record_payments", case, case.lead, factories.payments_for(case))
    director = factories.holder(case, Role.DEPARTMENT_HEAD)
    client.force_login(director)
    page = client.get(reverse("act", args=["decide_case", "case", case.pk])).content.decode()
    assert "裁量基准建议 4,700 元（2,000 元至 7,400 元）" in page
    given = {"surcharge_rate": "0.00", "departure": ""}
    with pytest.raises(Incomplete) as refusal:
        do("decide_case", case, director, factories.decision(**given, fine_yuan="11000"))
    assert set(refusal.value.form.errors) == {"departure"}
    do("decide_case", case, director, factories.decision(**given, fine_yuan="4700"))
    decision = case.decisions.get()
    assert decision.document.kind == DocumentKind.PENALTY_DECISION
    assert "决定前已全部改正" in decision.document.facts["discretion"]
    assert (decision.fine_yuan, decision.departure) == (Decimal("4700.00"), "")


def test_a_departure_of_the_decision_is_kept_with_it(province):
    case = reviewed()
    do("decide_case", case, factories.holder(case, Role.DEPARTMENT_HEAD),
       factories.decision(surcharge_rate="0.00", fine_yuan="4000", departure="及时配合调查。"))  # fmt: skip
    assert case.decisions.get().departure == "及时配合调查。"
    assert case.events.get(kind="decision.made").facts["departure"] == "及时配合调查。"
