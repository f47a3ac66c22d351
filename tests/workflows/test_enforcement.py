"""Remedies, urging and the court (行政强制法 arts. 53-56), scenarios 37 and 52 of law.md B3."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from casework import clock
from casework.models import Case
from casework.vocabulary import DocumentState, Role
from tests import factories
from tests.factories import advance, desks, do, file_at, fresh, service
from tests.referral_helpers import decline_to_refer
from workflows import deadlines
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.sweeps.terms import sweep_terms
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


def matter(stage: str, **choices) -> Case:
    case = advance(file_at(), stage, **choices).case
    assert case is not None
    return fresh(case)


def director(case: Case):
    return factories.holder(case, Role.DEPARTMENT_HEAD)


def appeal(case: Case, **over) -> dict[str, str]:
    document = case.decisions.latest("id").document
    return {"document": str(document.pk), "kind": "reconsideration", "authority": "金水区人民政府",
            "filed_on": str(clock.today()), **over}  # fmt: skip


def result(case: Case, outcome: str) -> dict[str, str]:
    return {"appeal": str(case.appeals.latest("id").pk), "outcome": outcome,
            "ended_on": str(clock.today()), "note": "复议决定书。"}  # fmt: skip


def court(result: str) -> dict[str, str]:
    return {"result": result, "result_on": str(clock.today()), "note": "（2026）豫01行审1号"}


def close_once_referral_is_decided(case: Case, outcome: str) -> None:
    """Scenario 27 at the end of the way to the court: no penalty instead of a referral."""
    with pytest.raises(Refused, match="不得以行政处罚代替移送"):
        do("close_case", case, factories.head_of(case), {"outcome": outcome})
    decline_to_refer(fresh(case))
    do("close_case", case, factories.head_of(case), {"outcome": outcome})
    assert fresh(case).state == "closed"


def served_on_15_january(**choices) -> Case:
    """Given a decision of 金水区 served on 2026-01-15 (scenario 52)."""
    with time_machine.travel("2025-11-24T10:00+08:00", tick=False):
        complaint = advance(file_at(), "decided", **choices)
    factories.wait_until(date(2026, 1, 15))
    assert clock.today() == date(2026, 1, 15)
    return fresh(advance(complaint, "decision_served").case)


def urged(case: Case, day: date) -> Case:
    factories.wait_until(day)
    do("issue_urging", case, factories.head_of(case), {"obligation": "支付工资和罚款。"})
    do("serve_urging", case, case.lead, service())
    return fresh(case)


def test_scenario_52_the_court_is_asked_between_15_july_and_15_october(province):
    case = served_on_15_january()
    assert case.decisions.latest("id").appeal_ends_on == date(2026, 7, 15)
    urged(case, date(2026, 6, 22))
    factories.wait_until(date(2026, 7, 14))
    with pytest.raises(Refused, match="2026-07-15"):
        do("apply_enforcement", case, director(case), factories.application())
    factories.wait_until(date(2026, 7, 15))
    sweep_deadlines()
    limit = case.deadlines.get(rule="D-19")
    assert (limit.started_on, limit.due_on) == (date(2026, 7, 15), date(2026, 10, 15))
    factories.wait_until(date(2026, 10, 15))
    do("apply_enforcement", case, director(case), factories.application())
    assert (fresh(case).state, desks(case)) == ("enforcement", ["await_performance", "court"])
    assert case.deadlines.get(rule="D-19").state == "met"


def test_scenario_52_warnings_come_60_30_and_10_days_before_the_end(province):
    case = served_on_15_january()
    urged(case, date(2026, 6, 22))
    factories.wait_until(date(2026, 7, 15))
    sweep_deadlines()
    told = []
    for day in (date(2026, 8, 16), date(2026, 9, 15), date(2026, 10, 5)):
        before = case.events.filter(kind="deadline.warned", facts__rule="D-19").count()
        factories.wait_until(day)
        sweep_deadlines()
        told.append(case.events.filter(kind="deadline.warned", facts__rule="D-19").count() - before)
    assert all(told), told


def test_scenario_52_urging_comes_ten_working_days_before(province):
    """Served on 2026-07-06 the ten working days end on 07-20: not before 07-21."""
    case = urged(served_on_15_january(), date(2026, 7, 6))
    assert case.enforcements.get().wait_until == date(2026, 7, 20)
    factories.wait_until(date(2026, 7, 20))
    with pytest.raises(Refused, match="十个工作日"):
        do("apply_enforcement", case, director(case), factories.application())
    factories.wait_until(date(2026, 7, 21))
    do("apply_enforcement", case, director(case), factories.application())


def test_scenario_52_a_missed_window_is_refused_and_goes_on_record(province):
    case = urged(served_on_15_january(), date(2026, 7, 1))
    factories.wait_until(date(2026, 10, 15))
    with pytest.raises(Refused, match="还没有届满"):
        do("record_lapse", case, director(case), {"reason": "漏办。"})
    factories.wait_until(date(2026, 10, 16))
    with pytest.raises(Refused, match="2026-10-15"):
        do("apply_enforcement", case, director(case), factories.application())
    with pytest.raises(Refused):
        do("record_lapse", case, case.lead, {"reason": "漏办。"})
    do("record_lapse", case, director(case), {"reason": "漏办，已追究责任。"})
    assert desks(case) == ["close"]
    close_once_referral_is_decided(case, "逾期未申请强制执行。")


def test_urging_waits_for_the_decision_s_own_term(province):
    case = matter("decision_served")
    factories.wait_until(case.decisions.latest("id").perform_by)
    with pytest.raises(Refused, match="尚未届满"):
        do("issue_urging", case, factories.head_of(case), {"obligation": "支付。"})


def test_no_day_lies_before_what_it_follows(province):
    """An appeal before its decision, a result before its appeal, a court before it was asked."""
    case = matter("decision_served")
    decided = case.decisions.latest("id").decided_on
    early = str(decided - timedelta(days=1))
    with pytest.raises(Refused, match=str(decided)):
        do("record_appeal", case, case.lead, appeal(case, filed_on=early))
    do("record_appeal", case, case.lead, appeal(case))
    with pytest.raises(Refused, match="不能早于"):
        do("record_appeal_result", case, case.lead, result(case, "upheld") | {"ended_on": early})
    fine = {"amount": "10.00", "paid_on": early, "note": "转账。"}
    with pytest.raises(Refused, match=str(decided)):
        do("record_decision_payment", case, case.lead, fine)


def test_an_appeal_stops_urging_and_court_but_not_the_decision(province):
    case = matter("urging_issued")
    do("record_appeal", case, case.lead, appeal(case))
    with pytest.raises(Refused, match="行政复议"):
        do("serve_urging", case, case.lead, service())
    found = case.appeals.get()
    assert found.suspended_on is None
    ordered = {"appeal": str(found.pk), "reason": "停止执行决定书"}
    do("suspend_execution", case, case.lead, ordered)
    assert case.appeals.get().suspended_on == clock.today()
    do("suspend_execution", case, case.lead, ordered)
    assert case.appeals.get().suspended_on is None


def test_an_upheld_decision_gives_fifteen_days_to_sue_and_then_the_window(province):
    """行政诉讼法 art. 45."""
    case = matter("urged")
    do("record_appeal", case, case.lead, appeal(case))
    ended = clock.today()
    do("record_appeal_result", case, case.lead, result(case, "upheld"))
    other = case.decisions.earliest("id")
    assert case.decisions.latest("id").appeal_ends_on == ended + timedelta(days=15)
    assert other.appeal_ends_on > ended + timedelta(days=100)


def test_no_day_in_the_future_is_taken_down(province):
    case = matter("decision_served")
    tomorrow = str(clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="不能晚于今天"):
        do("record_appeal", case, case.lead, appeal(case, filed_on=tomorrow))


def test_scenario_37_an_annulled_order_is_told_with_day_and_ground(province):
    """The event a listing listens for; the case goes back to being disposed of."""
    case = matter("overdue")
    order = case.documents.get(kind="pay_order")
    annulment = {"annulled_on": str(clock.today()), "ground": "复议决定撤销。"}
    with pytest.raises(Refused):
        do("annul_order", case, factories.cast.person("liu"), annulment)
    do("annul_order", case, case.lead, annulment)
    event = case.events.get(kind="order.annulled")
    assert event.facts["document"] == order.number
    assert event.facts["annulled_on"] == str(clock.today())
    assert event.facts["ground"] == "复议决定撤销。"
    order.refresh_from_db()
    assert order.state == DocumentState.VOID
    case = fresh(case)
    assert (case.state, desks(case), case.order_due_on) == ("investigated", ["dispose"], None)
    do("draft_order", case, case.lead, factories.order())
    do("issue_order", case, factories.head_of(case))
    assert fresh(case).state == "ordered"


def test_scenario_37_an_order_annulled_after_the_decision_leaves_the_case_where_it_is(province):
    case = matter("decision_served")
    do("annul_order", case, director(case), {"annulled_on": str(clock.today()), "ground": "撤销。"})
    assert fresh(case).state == "served"
    assert case.events.filter(kind="order.annulled").exists()


@pytest.mark.parametrize("stage", ["decided", "decision_served", "urged", "enforced"])
def test_an_annulled_decision_is_made_anew(province, stage):
    case = matter(stage, scope="handling", fine_yuan="")
    do("record_appeal", case, case.lead, appeal(case, kind="suit", authority="金水区人民法院"))
    do("record_appeal_result", case, case.lead, result(case, "redo"))
    assert (fresh(case).state, desks(case)) == ("investigated", ["dispose"])
    assert set(deadlines.running(case).values_list("rule", flat=True)) == {"D-12"}
    assert case.decisions.get().annulled_on == clock.today()
    do("draft_notice", case, case.lead, factories.notice(surcharge_rate="0.00"))


def test_a_decision_annulled_for_good_ends_in_closing(province):
    # Below the amount of a crime: a case past it closes only after its referral was decided.
    filed = factories.file_at(workers=["5000.00"])
    case = factories.advance(filed, "enforced", scope="handling", fine_yuan="").case
    given = {"decision": str(case.decisions.get().pk), "annulled_on": str(clock.today()),
             "ground": "判决撤销。"}  # fmt: skip
    do("annul_decision", case, case.lead, given)
    assert (fresh(case).state, desks(case)) == ("revoked", ["close"])
    do("close_case", case, factories.head_of(case), {"outcome": "决定被撤销。"})
    assert fresh(case).state == "closed"


def test_one_of_two_decisions_annulled_leaves_the_other(province):
    case = matter("decision_served")
    penalty = case.decisions.latest("id")
    given = {"decision": str(penalty.pk), "annulled_on": str(clock.today()), "ground": "撤销罚款。"}
    do("annul_decision", case, case.lead, given)
    assert (fresh(case).state, desks(case)) == ("served", ["await_performance", "urge"])


def test_the_court_executes_in_full(province):
    case = matter("enforced", scope="handling", fine_yuan="", surcharge_rate="0.00")
    do("record_court_result", case, case.lead, court("granted"))
    assert desks(case) == ["await_performance", "court"]
    with pytest.raises(Refused, match="12,500"):
        do("record_court_result", case, case.lead, court("executed"))
    do("record_payments", case, case.lead, factories.payments_for(case), files=factories.slip())
    do("record_court_result", case, case.lead, court("executed"))
    assert (fresh(case).state, desks(case)) == ("performed", ["close"])


@pytest.mark.parametrize("outcome", ["ended", "refused"])
def test_what_the_court_ends_or_refuses_can_be_closed(province, outcome):
    case = matter("enforced")
    with pytest.raises(Refused):
        do("close_case", case, factories.head_of(case), {"outcome": "结案。"})
    do("record_court_result", case, case.lead, court(outcome))
    assert (fresh(case).state, desks(case)) == ("enforcement", ["close"])
    close_once_referral_is_decided(case, "法院终结执行。")
    assert desks(case) == []


def test_the_application_says_what_the_law_asks(province):
    """行政强制法 art. 55."""
    case = matter("urged")
    factories.wait_until(case.decisions.latest("id").appeal_ends_on)
    with pytest.raises(Incomplete):
        do("apply_enforcement", case, director(case), {"court": "金水区人民法院"})


def test_a_window_is_opened_once(province):
    case = matter("urged")
    factories.wait_until(case.decisions.latest("id").appeal_ends_on)
    assert sweep_terms() >= 1
    assert sweep_terms() == 0
    assert case.deadlines.filter(rule="D-19").count() == 1
