"""Referral of a suspected crime (Order 310): scenarios 20, 22-28 of law.md B3 on their days."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from casework.models import Case, CaseEvent, Referral
from casework.vocabulary import EventKind, ReferralState, Role
from notifications.recipients import Audience
from tests import cast, factories, listing_helpers
from tests.factories import advance, desks, do, file_at, fresh, payments_for, service, slip
from tests.referral_helpers import (
    POLICE,
    PROCURATORATE,
    SHANGHAI,
    add_materials,
    approve,
    at,
    decline_to_refer,
    director,
    expired,
    latest,
    let_the_rest_continue,
    receive,
    reply,
    report,
    scan,
    send,
    team,
    term,
)
from tests.uploads import photo, video
from workflows import deadlines
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_calendar() -> Any:
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


@pytest.fixture
def case(province: None) -> Case:
    """Owed ¥12 500 for three months; the order expired on 2026-01-12."""
    return expired("2026-01-05")


def state(referral: Referral) -> str:
    return Referral.objects.get(pk=referral.pk).state


def event(referral: Referral, kind: str) -> CaseEvent:
    return CaseEvent.objects.get(case=referral.case_id, kind=kind, facts__branch=referral.pk)


def told(what: CaseEvent) -> set[int | None]:
    return {one.user_id for one in Audience([what]).of(what) if one.user_id}


def passed(referral: Referral, rule: str) -> list[CaseEvent]:
    rows = CaseEvent.objects.filter(
        case=referral.case_id, kind=EventKind.DEADLINE_PASSED, facts__rule=rule
    )
    return list(rows)


# Team


def test_scenario_20_an_order_posted_without_photos_lets_no_team_be_formed(province: None) -> None:
    with at("2026-01-05 09:00"):
        complaint = advance(file_at(), "ordered")
        posted = service(mode="posted", place="工地大门", receiver="张贴", witnesses="社区工作人员")
        with pytest.raises(Refused, match="照片"):
            do("serve_order", complaint.case, complaint.case.lead, posted)
    case = fresh(complaint.case)
    with at("2026-02-02 09:00"), pytest.raises(Refused, match="没有送达"):
        team(case)
    assert not Referral.objects.exists()


def test_scenario_20_an_order_posted_with_photos_counts_as_ordered(province: None) -> None:
    with at("2026-01-05 09:00"):
        complaint = advance(file_at(), "ordered")
        do("serve_order", complaint.case, complaint.case.lead,
           service(mode="posted", place="工地大门", receiver="张贴", witnesses="社区工作人员"),
           files={"proofs": [photo(), photo("b.jpg"), video()]})  # fmt: skip
    with at("2026-01-14 09:00"):
        sweep_deadlines()
        do("open_referral", fresh(complaint.case), cast.person("he"), {
            "members": [complaint.case.lead_id, complaint.case.second_id], "ground": "fugitive",
            "reason": "老板逃匿。",
        })  # fmt: skip
    assert latest(complaint.case).state == ReferralState.TEAMED


def test_a_team_is_formed_after_the_term_only(province: None) -> None:
    with at("2026-01-05 09:00"):
        complaint = advance(file_at(), "served")
        with pytest.raises(Refused, match="尚未届满"):
            team(fresh(complaint.case))


@pytest.mark.parametrize(
    ("workers", "met"), [(["8000.00"], True), (["7999.99"], False), (["3000.00"] * 11, False)]
)
def test_a_team_needs_the_amount_of_a_crime(province: None, workers: list[str], met: bool) -> None:
    case = expired("2026-01-05", workers=workers)
    with at("2026-02-02 09:00"):
        if met:
            assert team(case).state == ReferralState.TEAMED
        else:
            with pytest.raises(Refused, match="数额标准"):
                team(case)


def test_ten_workers_together_reach_the_amount_without_three_months(province: None) -> None:
    short = {"period_start": date(2025, 11, 1), "period_end": date(2025, 11, 30)}
    few = expired("2026-01-05", workers=["22222.22"] * 9, **short)
    with at("2026-02-02 09:00"), pytest.raises(Refused, match="数额标准"):
        team(few)
    other = {"uscc": "", "employer_name": "另一家公司（虚构）"}
    many = expired("2026-01-05", workers=["4000.00"] * 10, **other, **short)
    with at("2026-02-02 09:00"):
        assert team(many).amount_yuan == 40000


def test_a_team_has_two_members_and_is_formed_by_the_head_once(case: Case, he: Any) -> None:
    form = {"members": [case.lead_id], "ground": "ordered", "reason": "失联。"}
    with at("2026-02-02 09:00"):
        with pytest.raises(Refused, match="不得少于二人"):
            do("open_referral", case, he, form)
        with pytest.raises(Refused, match="负责人"):
            do("open_referral", case, case.lead, form)
        team(case)
        with pytest.raises(Refused, match="正在进行"):
            team(case)


def test_scenario_18_two_counties_make_one_referral_by_the_first_of_them(province: None) -> None:
    month = {"period_start": date(2026, 4, 1), "period_end": date(2026, 4, 30)}
    people = [factories.worker(n, "4166.67") for n in range(1, 7)]
    others = [factories.worker(n, "3600.00") for n in range(20, 25)]
    a = listing_helpers.served("2026-06-01", cast.JINSHUI, workers=people, **month)
    b = listing_helpers.served("2026-06-03", "二七区", workers=others, **month)
    listing_helpers.sweep("2026-06-11")
    a, b = fresh(a), fresh(b)
    with at("2026-06-12 09:00"):
        with pytest.raises(Refused, match=r"最先立案的.*金水区"):
            team(b)
        do("record_payments", b, b.lead, payments_for(b))
        with pytest.raises(Refused, match="不得以行政处罚代替移送"):
            do(
                "revoke_case",
                fresh(b),
                cast.someone(b.office, Role.BODY_HEAD),
                {"reason": "付清。"},
            )
        referral = decline_to_refer(a)
        assert (referral.worker_count, referral.amount_yuan) == (11, Decimal("43000.02"))
        do("revoke_case", fresh(b), cast.someone(b.office, Role.BODY_HEAD), {"reason": "付清。"})
    assert fresh(b).state == "revoked"


# Report and decision


def test_a_report_lacking_material_is_refused_and_names_what_is_missing(case: Case) -> None:
    words = {"crime_facts": "不支付。", "evasion": "逃匿。", "proposal": "移送。"}
    with at("2026-02-02 09:00"):
        referral = team(case)
        with pytest.raises(Refused, match="劳动者询问笔录") as refusal:
            do("report_referral", referral, case.lead, words)
        assert "涉案物品清单" in str(refusal.value)
        add_materials(referral)
        with pytest.raises(Refused):
            do("report_referral", referral, cast.person("he"), words)
        do("report_referral", referral, case.lead, words)
    assert state(referral) == ReferralState.REPORTED
    assert term(referral, "S-30").state == "met"


def test_a_needed_material_cannot_be_declared_absent(case: Case) -> None:
    with at("2026-02-02 09:00"), pytest.raises(Incomplete):
        do("add_material", team(case), case.lead,
           {"kind": "statements", "is_absent": "on", "copies": "1"})  # fmt: skip


def test_the_decision_is_due_in_three_days_rolled_to_a_working_day(case: Case) -> None:
    with at("2026-01-29 09:00"):  # Thursday: the third day is a Sunday
        referral = report(case)
    assert term(referral, "D-30").due_on == date(2026, 2, 2)


def test_scenario_23_a_deputy_cannot_approve_unless_he_presides(case: Case) -> None:
    with at("2026-02-11 10:00"):
        referral = report(case)
        deputy = director(case, principal=False, index=1)
        with pytest.raises(Refused, match="正职负责人或者主持工作的负责人"):
            do("approve_referral", referral, deputy, {"reason": "同意。"})
        assert state(referral) == ReferralState.REPORTED

        presiding = director(case, principal=True, index=1)
        do("approve_referral", referral, presiding, {"reason": "同意。"})
    assert state(referral) == ReferralState.APPROVED
    assert latest(case).decided_by == presiding


def test_scenario_24_a_refusal_needs_a_reason_and_is_told_upward(
    case: Case, sun: Any, chen: Any, auditor: Any
) -> None:
    with at("2026-02-11 10:00"):
        referral = report(case)
        with pytest.raises(Incomplete):
            do("refuse_referral", referral, director(case), {"reason": ""})
        do("refuse_referral", referral, director(case), {"reason": "已付大部分，情节轻微。"})

    kept = event(referral, EventKind.REFERRAL_NOT_APPROVED)
    assert kept.reason == "已付大部分，情节轻微。"
    assert {sun.pk, chen.pk, auditor.pk} <= told(kept)
    assert desks(latest(case)) == []
    paper = referral.documents.get(kind="referral_approval")
    assert "已付大部分，情节轻微。" in paper.facts["opinion"]


def test_scenario_24_nobody_can_delete_or_rewrite_the_refusal(case: Case) -> None:
    with at("2026-02-11 10:00"):
        referral = decline_to_refer(case)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk)._raw_delete("default")
    with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(decision_reason="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvent.objects.filter(kind=EventKind.REFERRAL_NOT_APPROVED).delete()


# To the police


def test_scenario_22_the_24_hours_run_through_the_weekend(case: Case) -> None:
    with at("2026-02-13 17:30"):
        referral = approve(case)
    due = term(referral, "D-31")
    assert due.due_at is not None
    assert due.due_at.astimezone(SHANGHAI) == datetime(2026, 2, 14, 17, 30, tzinfo=SHANGHAI)
    with at("2026-02-14 17:30"):
        sweep_deadlines()
    assert passed(referral, "D-31") == []
    with at("2026-02-14 17:31"):
        sweep_deadlines()
    assert len(passed(referral, "D-31")) == 1


def test_scenario_22_no_receipt_in_24_hours_is_escalated(case: Case) -> None:
    with at("2026-02-13 17:30"):
        referral = send(case)
    assert term(referral, "D-31").state == "met"
    with at("2026-02-14 17:30"):
        sweep_deadlines()
    assert passed(referral, "D-32") == []
    with at("2026-02-14 17:31"):
        sweep_deadlines()
    (alarm,) = passed(referral, "D-32")
    assert cast.person("he").pk in told(alarm)


def test_a_transfer_after_24_hours_stays_marked_late(case: Case) -> None:
    with at("2026-02-11 10:00"):
        referral = approve(case)
    with at("2026-02-12 10:01"):
        do("send_referral", referral, case.lead, {
            "police": POLICE, "procuratorate": PROCURATORATE, "sent_at": "2026-02-12T10:01",
        })  # fmt: skip
    assert term(referral, "D-31").state == "met_late"


def test_the_letter_names_what_goes_with_it_and_the_procuratorate_gets_a_copy(case: Case) -> None:
    with at("2026-02-11 10:00"):
        referral = send(case)
    letter = referral.documents.get(kind="referral_letter")
    assert letter.number is not None
    assert "移字" in letter.number
    assert "王五等人询问笔录" in letter.facts["materials"]
    assert letter.facts["copy"] == PROCURATORATE
    assert letter.facts["amount"].startswith("期满时 1 人未付 12,500 元")


def test_a_receipt_needs_person_time_and_scan(case: Case) -> None:
    with at("2026-02-11 10:00"):
        referral = send(case)
        with pytest.raises(Incomplete):
            do("record_police_receipt", referral, case.lead,
               {"signer": "张警官", "received_at": "2026-02-11T10:00"})  # fmt: skip
        reply("record_police_receipt", referral, signer="张警官", received_at="2026-02-11T10:00")
    assert state(referral) == ReferralState.RECEIVED
    assert term(referral, "D-32").state == "met"
    (answer,) = referral.replies.all()
    assert (answer.signer, answer.proof_id is not None) == ("张警官", True)
    assert "张警官" not in str(list(CaseEvent.objects.values_list("facts", "reason")))


def test_forwarded_police_sign_in_their_turn(case: Case) -> None:
    with at("2026-02-11 10:00"):
        referral = receive(case)
        reply("record_forwarding", referral, police="中原区公安分局")
    assert state(referral) == ReferralState.FORWARDED
    assert desks(referral) == ["await_new_receipt"]
    with at("2026-02-12 09:00"):
        reply("record_police_receipt", referral, signer="李警官", received_at="2026-02-12T09:00")
    assert latest(case).police == "中原区公安分局"
    assert term(referral, "D-33").due_on == date(2026, 2, 15)


def test_the_term_of_the_police_stands_still_while_material_is_missing(case: Case) -> None:
    with at("2026-02-02 10:00"):
        referral = receive(case)
        reply("record_supplement_request", referral, text="补充工资流水。")
    with at("2026-02-09 10:00"):
        sweep_deadlines()
        assert state(referral) == ReferralState.SUPPLEMENT
        do("supplement_referral", referral, case.lead,
           {"sent_on": "2026-02-09", "text": "工资流水。"})  # fmt: skip
    assert term(referral, "D-33").due_on == date(2026, 2, 12)


def test_on_the_fourth_day_the_police_are_overdue_and_the_procuratorate_may_be_asked(
    case: Case,
) -> None:
    with at("2026-02-02 10:00"):
        referral = receive(case)
    with at("2026-02-05 23:00"):
        sweep_deadlines()
    assert state(referral) == ReferralState.RECEIVED
    with at("2026-02-06 00:10"):
        sweep_deadlines()
        assert state(referral) == ReferralState.OVERDUE_POLICE
        assert desks(referral) == ["police_silent"]
        do("request_supervision", referral, director(case),
           {"procuratorate": PROCURATORATE, "reason": "公安机关逾期不决定。"})  # fmt: skip
    assert state(referral) == ReferralState.SUPERVISION


# When the police do not file


@pytest.fixture
def declined(case: Case) -> Referral:
    """Refused by the police; the refusal was received on 2026-03-16."""
    with at("2026-03-13 10:00"):
        referral = receive(case)
    with at("2026-03-16 10:00"):
        reply("record_police_refusal", referral, number="金公不立字〔2026〕8号", text="事实不清。")
    return latest(case)


def test_scenario_25_police_decline_then_reconsider_then_the_procuratorate(
    declined: Referral, case: Case
) -> None:
    referral, head = declined, director(case)
    assert term(referral, "D-34").due_on == date(2026, 3, 19)
    with at("2026-03-19 16:00"):
        do("request_reconsideration", referral, head, {"reason": "事实清楚，证据充分。"})
    assert term(referral, "D-34").state == "met"
    letter = referral.documents.get(kind="police_reconsider")
    assert letter.facts["police_number"] == "金公不立字〔2026〕8号"
    assert letter.facts["received_on"] == "2026-03-16"
    with at("2026-03-23 10:00"):
        reply("record_reconsideration_denied", referral, text="维持。")
    assert state(referral) == ReferralState.RECON_DENIED
    assert term(referral, "D-36").due_on == date(2026, 3, 26)
    with at("2026-03-26 10:00"):
        do("request_supervision", referral, head,
           {"procuratorate": PROCURATORATE, "reason": "应当立案。"})  # fmt: skip
    assert term(referral, "D-36").state == "met"
    assert not event(referral, EventKind.REFERRAL_SUPERVISION_ASKED).facts["late"]
    assert term(referral, "D-38").due_on == date(2026, 4, 2)
    with at("2026-04-01 10:00"):
        reply("record_explanation", referral, text="证据不足。")
        reply("record_filing_order", referral)
    assert state(referral) == ReferralState.EXPLAINED
    assert term(referral, "D-38b").due_on == date(2026, 4, 16)
    with at("2026-04-10 10:00"):  # Friday: the third day is a Monday
        reply("record_police_filing", referral, number="金公立字〔2026〕20号")
    assert state(referral) == ReferralState.FILED_BY_POLICE
    assert term(referral, "D-37").due_on == date(2026, 4, 13)
    with at("2026-04-13 10:00"):
        do("hand_over_materials", referral, case.lead,
           {"handed_on": "2026-04-13", "signer": "张警官"}, files={"proof": scan()})  # fmt: skip
    assert (state(referral), term(referral, "D-37").state) == ("handed_over", "met")
    # The administrative case was open all the time (art. 10).
    assert fresh(case).state == "overdue"
    assert desks(case) == ["after_overdue"]


def test_scenario_26_after_three_days_only_the_procuratorate_is_left(
    declined: Referral, case: Case, chen: Any
) -> None:
    head = director(case)
    with at("2026-03-20 09:00"):
        sweep_deadlines()
        with pytest.raises(Refused, match="不能再提请复议"):
            do("request_reconsideration", declined, head, {"reason": "应当立案。"})
        (alarm,) = passed(declined, "D-34")
        assert chen.pk in told(alarm)

        asked = {"procuratorate": PROCURATORATE, "reason": "应当立案。"}
        with pytest.raises(Incomplete):  # the warning asks why it is late
            do("request_supervision", declined, head, asked)
        do("request_supervision", declined, head, {**asked, "late_reason": "内部流转延误。"})
    assert state(declined) == ReferralState.SUPERVISION
    assert event(declined, EventKind.REFERRAL_SUPERVISION_ASKED).facts["late"]
    assert chen.pk in told(event(declined, EventKind.REFERRAL_SUPERVISION_ASKED))


def test_reconsideration_is_asked_by_the_department_head(declined: Referral, case: Case) -> None:
    with at("2026-03-17 09:00"), pytest.raises(Refused):
        do("request_reconsideration", declined, case.lead, {"reason": "应当立案。"})
    assert state(declined) == ReferralState.DECLINED


def test_a_silent_reconsideration_goes_to_the_procuratorate_after_its_term(
    declined: Referral, case: Case
) -> None:
    asked = {"procuratorate": PROCURATORATE, "reason": "逾期不答复。"}
    with at("2026-03-17 09:00"):
        do("request_reconsideration", declined, director(case), {"reason": "应当立案。"})
        with pytest.raises(Refused, match="尚未届满"):
            do("request_supervision", declined, director(case), asked)
    with at("2026-03-21 09:00"):
        do("request_supervision", declined, director(case), asked)
    assert state(declined) == ReferralState.SUPERVISION


def test_when_supervision_ends_without_filing_the_authority_decides_by_its_own_term(
    declined: Referral, case: Case
) -> None:
    with at("2026-03-17 09:00"):
        do("request_supervision", declined, director(case),
           {"procuratorate": PROCURATORATE, "reason": "应当立案。"})  # fmt: skip
    with at("2026-04-08 09:00"):
        reply("record_supervision_closed", declined, text="不立案理由成立。")
        do("return_to_decision", declined, case.lead, {"reason": "依法作出处理决定。"})
    assert state(declined) == ReferralState.RETURNED
    own = fresh(case).deadlines.get(rule="D-12", state="running")
    assert event(declined, EventKind.REFERRAL_TAKEN_BACK).facts["due"] == own.due_on.isoformat()
    assert fresh(case).next_due_on == own.due_on
    assert desks(declined) == []


def test_the_police_may_send_the_case_back(case: Case) -> None:
    with at("2026-02-02 10:00"):
        referral = receive(case)
        reply("record_police_filing", referral)
        reply("record_police_return", referral, text="只需追究行政责任。")
    assert state(referral) == ReferralState.RETURNED_BY_POLICE
    assert fresh(case).deadlines.filter(rule="D-12", state="running").exists()


def test_it_is_followed_to_prosecution_and_judgment(case: Case) -> None:
    with at("2026-02-02 10:00"):
        referral = receive(case)
        reply("record_police_filing", referral)
        do("hand_over_materials", referral, case.lead,
           {"handed_on": "2026-02-02", "signer": "张警官"}, files={"proof": scan()})  # fmt: skip
    with at("2026-06-01 10:00"):
        reply("record_prosecution", referral, organ=PROCURATORATE, number="金检刑诉〔2026〕30号")
        with pytest.raises(Refused):
            reply("record_police_return", referral, text="退回。")
    with at("2026-09-01 10:00"):
        reply("record_judgment", referral, organ="金水区人民法院")
    ended = latest(case)
    assert (ended.state, ended.ended_at is not None, desks(ended)) == ("judged", True, [])
    assert not ended.deadlines.filter(state="running").exists()


# Payment, closing


def test_scenario_27_no_closing_before_the_referral_is_decided(case: Case, he: Any) -> None:
    with at("2026-02-02 10:00"):
        do("record_payments", case, case.lead, payments_for(case))
        with pytest.raises(Refused, match="不得以行政处罚代替移送"):
            do("revoke_case", fresh(case), he, {"reason": "已经付清。"})
        decline_to_refer(fresh(case))
        do("revoke_case", fresh(case), he, {"reason": "已经付清。"})
        let_the_rest_continue(case)
        do("close_case", fresh(case), he, {"outcome": "已付清。"})
    assert fresh(case).state == "closed"


def test_scenario_27_a_performed_case_is_not_closed_either(case: Case, he: Any) -> None:
    with at("2026-02-02 10:00"):
        do("record_payments", case, case.lead, payments_for(case), files=slip())
        do("confirm_performed", fresh(case), case.lead, {"opinion": "已全部付清。"})
        with pytest.raises(Refused, match="不得以行政处罚代替移送"):
            do("close_case", fresh(case), he, {"outcome": "已付清。"})
        decline_to_refer(fresh(case))
        let_the_rest_continue(case)
        do("close_case", fresh(case), he, {"outcome": "已付清。"})
    assert fresh(case).state == "closed"


def test_scenario_27_a_running_referral_keeps_the_case_open_unless_it_stands_alone(
    case: Case, he: Any
) -> None:
    with at("2026-02-02 10:00"):
        referral = send(case)
        do("record_payments", case, case.lead, payments_for(case))
        do("revoke_case", fresh(case), he, {"reason": "已经付清。"})
        with pytest.raises(Refused, match="涉嫌犯罪移送"):
            do("close_case", fresh(case), he, {"outcome": "已付清。"})
        let_the_rest_continue(case)
        do("close_case", fresh(case), he, {"outcome": "已付清。"})
    assert desks(referral) == ["await_receipt"]


def test_what_was_paid_in_the_term_needs_no_referral(province: None, he: Any) -> None:
    with at("2026-01-05 09:00"):
        complaint = advance(file_at(), "paid")
    with at("2026-02-02 10:00"):
        complaint = advance(complaint, "closed")
    assert fresh(complaint.case).state == "closed"


def test_scenario_28_full_payment_after_police_filing_ends_nothing_and_is_told_to_them(
    case: Case,
) -> None:
    with at("2026-02-02 10:00"):
        referral = receive(case)
        reply("record_police_filing", referral)
    with at("2026-02-04 10:00"):
        do("record_payments", case, case.lead, payments_for(case), files=slip())
        do("confirm_performed", fresh(case), case.lead, {"opinion": "已全部付清。"})
        sweep_deadlines()
        sweep_deadlines()
    assert fresh(case).state == "performed"
    paid = event(referral, EventKind.REFERRAL_PAID)
    assert {case.second_id, director(case).pk} <= told(paid)
    assert state(referral) == ReferralState.FILED_BY_POLICE
    assert latest(case).ended_at is None
    with at("2026-02-05 10:00"):
        do("tell_police_of_payment", referral, case.lead, {"told_on": "2026-02-05"})
    assert latest(case).police_told_on == date(2026, 2, 5)
    assert event(referral, EventKind.REFERRAL_POLICE_TOLD).facts["police"] == POLICE


def test_the_police_are_told_of_a_payment_only_when_all_is_paid(case: Case) -> None:
    with at("2026-02-02 10:00"):
        referral = send(case)
        with pytest.raises(Refused, match="没有付清"):
            do("tell_police_of_payment", referral, case.lead, {"told_on": "2026-02-02"})


def test_other_offices_cannot_touch_it(case: Case) -> None:
    stranger = cast.someone(cast.office(cast.GUSHI), Role.DEPARTMENT_HEAD)
    with at("2026-02-02 10:00"):
        referral = report(case)
        with pytest.raises(Refused, match="承办"):
            do("approve_referral", referral, stranger, {"reason": "同意。"})
        with pytest.raises(Refused):
            do("send_referral", referral, case.lead, {
                "police": POLICE, "procuratorate": PROCURATORATE, "sent_at": "2026-02-02T10:00",
            })  # fmt: skip
