"""From the unpaid order to the served decision (law.md B1.2): who, when, on what ground."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from casework import clock
from casework.models import Case, Decision, Document, Hearing, Statement
from casework.models.actor import Actor
from casework.queries.surcharge import surcharge_of
from casework.vocabulary import DocumentKind, DocumentState, Role
from tests import cast, factories
from tests.factories import SANCTIONS, advance, desks, do, file_at, fresh, service
from tests.referral_helpers import decline_to_refer
from tests.uploads import pdf
from workflows import deadlines
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.sweeps.terms import sweep_terms

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

HEARING = {"where": "区人社局听证室"}


def matter(stage: str, **choices) -> Case:
    """Given a case of 金水区 with two workers that has come to `stage`."""
    case = advance(file_at(workers=["12500.00", "8000.00"]), stage, **choices).case
    assert case is not None
    return fresh(case)


def legal(case: Case):
    return factories.holder(case, Role.LEGAL)


def director(case: Case):
    return factories.holder(case, Role.DEPARTMENT_HEAD)


def call(case: Case, days: int = 14, **over) -> dict[str, str]:
    """Form data that calls the hearing `days` calendar days from now."""
    day = clock.today() + timedelta(days=days)
    chair = cast.someone(case.office, Role.LEGAL, 1)
    return {**service(), "sits_at": f"{day}T09:30", **HEARING, "chair": str(chair.pk), **over}


def answer(case: Case) -> dict[str, str]:
    statement = Statement.objects.get(notice__case=case.pk)
    return {"statement": str(statement.pk), "answer": "partly", "answer_text": "金额已核对。"}


@pytest.mark.parametrize("stage", SANCTIONS)
def test_each_step_lies_on_one_desk(province, stage):
    complaint = advance(file_at(), stage)
    assert factories.stage_of(complaint) == stage


STEPS = [
    ("draft_notice", "overdue", "lead", factories.notice),
    ("return_notice", "notice_drafted", "legal", lambda: {"reason": "写明证据。"}),
    ("issue_notice", "notice_drafted", "legal", dict),
    ("serve_notice", "notice_issued", "lead", service),
    ("pass_review", "submitted", "legal", lambda: {"opinion": "同意。"}),
    ("return_review", "submitted", "legal", lambda: {"reason": "补充证据。"}),
    ("decide_case", "reviewed", "director", factories.decision),
    ("return_decision", "reviewed", "director", lambda: {"reason": "金额再核。"}),
    ("serve_decision", "decided", "lead", service),
    ("issue_urging", "urging", "head", lambda: {"obligation": "支付。"}),
    ("serve_urging", "urging_issued", "lead", service),
    ("record_court_result", "enforced", "lead",
     lambda: {"result": "granted", "result_on": str(clock.today()), "note": "行审。"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "stage", "who", "data"), STEPS)
def test_only_the_right_person_takes_the_step_and_only_in_its_state(
    province, code, stage, who, data
):
    case = matter("decision_served" if stage == "urging" else stage)
    if stage == "urging":
        factories.wait_until(case.decisions.latest("id").perform_by + timedelta(days=1))
    right = {"lead": case.lead, "legal": legal(case), "director": director(case),
             "head": factories.head_of(case)}  # fmt: skip
    stranger = cast.person("liu")
    others = [stranger, cast.someone(case.office, Role.INSPECTOR, 2), Actor.complainant(),
              *(user for name, user in right.items() if name not in (who, "head"))]  # fmt: skip
    before = (case.state, case.last_seq)
    for other in others:
        with pytest.raises(Refused):
            do(code, case, other, data())
    assert (fresh(case).state, fresh(case).last_seq) == before
    do(code, case, right[who], data())
    assert fresh(case).last_seq > before[1]
    with pytest.raises(Refused):
        do(code, matter("investigating"), right[who], data())


def test_a_notice_can_also_follow_the_investigation_without_an_order(province):
    case = matter("investigated")
    do("draft_notice", case, case.lead, factories.notice(surcharge_rate="0.00"))
    do("return_notice", case, legal(case), {"reason": "写明证据。"})
    assert desks(case) == ["dispose"]
    do("draft_notice", case, case.lead, factories.notice(surcharge_rate="0.00"))
    do("issue_notice", case, legal(case))
    do("serve_notice", case, case.lead, service())
    assert fresh(case).state == "notice_given"
    assert case.prior_notices.count() == 2


def test_additional_compensation_needs_an_order_that_ended_unpaid(province):
    """Order 423 art. 26."""
    case = matter("investigated")
    with pytest.raises(Refused, match="第二十六条"):
        do("draft_notice", case, case.lead, factories.notice())


def test_a_paid_draft_is_drafted_anew(province):
    case = matter("notice_drafted")
    first = case.claims.order_by("id")[0]
    do("record_payments", case, case.lead, factories.payments_for(case, {first.pk: "500"}))
    with pytest.raises(Refused, match="金额有变化"):
        do("issue_notice", case, legal(case))
    do("return_notice", case, legal(case), {"reason": "已部分支付。"})
    assert desks(case) == ["after_overdue"]
    do("draft_notice", case, case.lead, factories.notice())
    do("issue_notice", case, legal(case))
    assert case.prior_notices.latest("id").wages_yuan == Decimal("20000.00")
    void = case.documents.filter(kind=DocumentKind.PENALTY_NOTICE, state=DocumentState.VOID)
    assert void.count() == 1


def test_the_party_has_five_working_days_before_the_review(province):
    """行政处罚法 art. 64; D-14 counts from the service."""
    case = matter("noticed")
    notice = case.prior_notices.latest("id")
    expected = deadlines.calendar().add_working_days(notice.served_on, 5).date
    assert notice.answer_by == expected
    with pytest.raises(Refused, match="期满"):
        do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})
    factories.wait_until(notice.answer_by)
    with pytest.raises(Refused, match="期满"):
        do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})
    factories.wait_until(notice.answer_by + timedelta(days=1))
    do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})


def test_giving_up_in_writing_shortens_the_wait(province):
    case = matter("noticed")
    said = {"text": "放弃陈述申辩和听证。", "waives": "on"}
    with pytest.raises(Refused, match="书面"):
        do("record_statement", case, case.lead, said)
    do("record_statement", case, case.lead, said, files={"file": pdf()})
    do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})
    assert desks(case) == ["review"]


def test_a_statement_is_answered_before_the_decision(province):
    """行政处罚法 art. 45; the employer itself may speak on its own page."""
    case = matter("noticed")
    do("record_statement", case, Actor.employer(), {"text": "我单位已付一部分。"})
    factories.wait_until(case.prior_notices.latest("id").answer_by + timedelta(days=1))
    with pytest.raises(Refused, match="1 份陈述申辩"):
        do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})
    do("answer_statement", case, case.lead, answer(case))
    do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})
    assert Statement.objects.get().by_employer


def test_a_statement_out_of_time_is_kept_and_answered_too(province):
    case = matter("submitted")
    do("record_statement", case, Actor.employer(), {"text": "情况说明。"})
    assert case.events.get(kind="statement.made").facts["late"]
    with pytest.raises(Refused, match="没有复核"):
        do("pass_review", case, legal(case), {"opinion": "同意。"})


def test_a_hearing_is_asked_in_five_days_called_seven_before_and_chaired_by_another(province):
    case = matter("noticed")
    do("ask_hearing", case, Actor.employer(), {"reason": "要求听证。"})
    assert (fresh(case).state, desks(case)) == ("hearing", ["call_hearing"])
    with pytest.raises(Refused, match="七个工作日"):
        do("call_hearing", case, legal(case), call(case, days=6))
    with pytest.raises(Incomplete):
        do("call_hearing", case, legal(case), call(case, chair=str(case.lead_id)))
    do("call_hearing", case, legal(case), call(case))
    sits_on = clock.day_of(Hearing.objects.get().sits_at)
    factories.wait_until(sits_on)
    report = {"held_on": str(sits_on), "attendees": "双方到场。", "report": "双方陈述。",
              "opinion": "事实清楚，建议按告知处罚。"}  # fmt: skip
    with pytest.raises(Refused, match="主持人"):
        do("hold_hearing", case, legal(case), report)
    do("hold_hearing", case, Hearing.objects.get().chair, report)
    assert desks(case) == ["reconsider"]
    do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})
    do("pass_review", case, legal(case), {"opinion": "同意。"})
    assert fresh(case).state == "reviewed"
    kinds = set(case.documents.values_list("kind", flat=True))
    assert {"hearing_notice", "hearing_report", "legal_review"} <= kinds


def test_a_hearing_asked_late_is_refused(province):
    case = matter("noticed")
    factories.wait_until(case.prior_notices.latest("id").answer_by + timedelta(days=1))
    with pytest.raises(Refused, match="届满"):
        do("ask_hearing", case, Actor.employer(), {"reason": "要求听证。"})


def test_without_a_penalty_there_is_no_hearing(province):
    case = matter("noticed", scope="handling", fine_yuan="")
    with pytest.raises(Refused, match="没有听证程序"):
        do("ask_hearing", case, case.lead, {"reason": "要求听证。"})


def test_whoever_handles_the_case_does_not_review_it(province):
    """行政处罚法 art. 58: the reviewer is not a handler."""
    case = matter("submitted")
    with pytest.raises(Refused, match="不能审核自己"):
        do("pass_review", case, Actor(Role.LEGAL, case.lead, case.office), {"opinion": "同意。"})


def test_a_review_that_was_returned_comes_again_or_with_a_new_notice(province):
    case = matter("submitted")
    do("return_review", case, legal(case), {"reason": "罚款过重。"})
    assert desks(case) == ["reconsider"]
    do("draft_notice", case, case.lead, factories.notice(fine_yuan="3000"))
    do("issue_notice", case, legal(case))
    do("serve_notice", case, case.lead, service())
    assert (fresh(case).state, desks(case)) == ("notice_given", ["await_statement"])
    with pytest.raises(Refused, match="期满"):
        do("submit_for_review", case, case.lead, {"opinion": "提请审核。"})


@pytest.mark.parametrize("heavier", [{"fine_yuan": "5000.01"}, {"surcharge_rate": "0.60"},
                                     {"term_days": "14"}])  # fmt: skip
def test_the_decision_is_not_heavier_than_the_notice(province, heavier):
    case = matter("reviewed")
    with pytest.raises(Refused, match="更重"):
        do("decide_case", case, director(case), factories.decision(**heavier))
    assert not Decision.objects.exists()
    do("return_decision", case, director(case), {"reason": "应当加重，重新告知。"})
    assert (fresh(case).state, desks(case)) == ("notice_given", ["reconsider"])


def test_both_kinds_of_decision_with_what_they_say(province):
    """行政处罚法 art. 59; 处理决定 says whom to pay how much, and 加付赔偿金 per worker."""
    case = matter("decided")
    handling, penalty = case.decisions.order_by("id")
    assert (handling.wages_yuan, surcharge_of(case).amount) == (
        Decimal("20500.00"), Decimal("10250.00"),
    )  # fmt: skip
    assert penalty.fine_yuan == Decimal("5000.00")
    assert list(handling.document.lines.values_list("amount_yuan", flat=True).order_by("id")) == [
        Decimal("12500.00"), Decimal("8000.00"),
    ]  # fmt: skip
    assert handling.document.number.startswith(f"{case.office.short_name}处理字")
    assert penalty.document.number.startswith(f"{case.office.short_name}罚字")
    running = set(deadlines.running(case).values_list("rule", flat=True))
    assert {"D-17", "D-17b"} <= running


def test_a_grave_case_is_discussed_and_the_attendees_are_on_record(province):
    case = matter("reviewed")
    with pytest.raises(Incomplete) as refusal:
        do("decide_case", case, director(case), factories.decision(is_grave="on"))
    assert set(refusal.value.form.errors) == {"attendees", "votes"}
    together = {"is_grave": "on", "attendees": "杜局长、何队长、法制科长", "votes": "一致同意"}
    do("decide_case", case, director(case), factories.decision(**together))
    record = Document.objects.get(kind=DocumentKind.PANEL_RECORD)
    assert "杜局长" in record.facts["attendees"]


def test_a_penalty_after_ninety_days_needs_the_law_that_allows_it(province):
    """行政处罚法 art. 60; the 60 working days of Order 423 art. 17 are such a law."""
    case = matter("reviewed")
    factories.wait_until(case.filed_on + timedelta(days=100))
    with pytest.raises(Refused, match="九十日"):
        do("decide_case", case, director(case), factories.decision(other_law=""))
    do("decide_case", case, director(case), factories.decision())
    assert case.deadlines.get(rule="D-16").state == "met_late"


def test_the_department_head_may_give_more_days_to_decide(province):
    """Order 25 art. 37, D-12."""
    case = matter("overdue")
    before = deadlines.running(case, "D-12").get().due_on
    do("extend_decision", case, director(case), {"days": "10", "reason": "案情复杂。"})
    after = deadlines.running(case, "D-12").get().due_on
    assert after == deadlines.calendar().add_working_days(before, 10).date
    with pytest.raises(Refused):
        do("extend_decision", case, factories.head_of(case), {"days": "10", "reason": "复杂。"})


def test_the_terms_run_from_the_service_of_the_decision(province):
    case = matter("decision_served")
    for one in case.decisions.all():
        assert one.perform_by >= one.served_on + timedelta(days=15)
        assert one.appeal_ends_on > one.served_on + timedelta(days=180)
    assert set(deadlines.running(case).values_list("rule", flat=True)) >= {"D-18", "D-18b"}


def test_what_is_slight_and_paid_before_the_decision_is_revoked(province):
    case = matter("noticed")
    do("record_payments", case, case.lead, factories.payments_for(case))
    decline_to_refer(fresh(case))
    do("revoke_case", case, factories.head_of(case), {"reason": "情节轻微且已改正。"})
    assert (fresh(case).state, desks(case)) == ("revoked", ["close"])
    assert not deadlines.running(case).exists()


def test_what_is_paid_after_the_order_s_term_is_performed_without_a_decision(province):
    case = matter("overdue")
    with pytest.raises(Refused, match="20,500"):
        do("confirm_performed", case, case.lead)
    do("record_payments", case, case.lead, factories.payments_for(case), files=factories.slip())
    do("confirm_performed", case, case.lead)
    decline_to_refer(fresh(case))
    do("close_case", case, factories.head_of(case), {"outcome": "逾期后付清。"})
    assert fresh(case).state == "closed"


def test_scenario_28_paid_in_full_after_the_decision_is_performed_and_closes(province):
    """The case side: wages, 加付赔偿金 and fine are paid; the way to the court ends beside it."""
    case = matter("urged")
    do("record_payments", case, case.lead, factories.payments_for(case), files=factories.slip())
    paid = {"paid_on": str(clock.today()), "note": "转账"}
    with pytest.raises(Refused, match="10,250"):
        do("confirm_performed", case, case.lead)
    do("record_surcharge_payments", case, case.lead, paid | {"method": "bank"} | {
        f"amount_{line.claim_id}": str(line.amount_yuan) for line in surcharge_of(case).lines
    })  # fmt: skip
    with pytest.raises(Refused, match="5,000"):
        do("confirm_performed", case, case.lead)
    with pytest.raises(Refused, match="多"):
        do("record_decision_payment", case, case.lead, {**paid, "amount": "5000.01"})
    do("record_decision_payment", case, case.lead, {**paid, "amount": "5000"})

    do("confirm_performed", case, case.lead)

    assert (fresh(case).state, desks(case)) == ("performed", ["close"])
    assert not deadlines.running(case).exists()
    decline_to_refer(fresh(case))
    do("close_case", case, factories.head_of(case), {"outcome": "已履行。"})
    assert (fresh(case).state, desks(case)) == ("closed", [])


def test_a_term_of_the_party_ends_without_anybody_being_late(province):
    case = matter("noticed")
    answer_by = case.prior_notices.latest("id").answer_by
    factories.wait_until(answer_by + timedelta(days=1))
    assert sweep_terms() == 1
    assert case.deadlines.get(rule="D-14").state == "met"
    assert case.events.filter(kind="term.ended").count() == 1
    assert sweep_terms() == 0


def test_the_journal_names_no_worker(province):
    case = matter("decided")
    told = str(list(case.events.values_list("facts", flat=True)))
    assert not any(claim.worker.name in told for claim in case.claims.select_related("worker"))
    assert date.fromisoformat(case.events.get(kind="notice.served").facts["due"])
