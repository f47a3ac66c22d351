"""Listing up to the decision (Order 45 arts. 5-8): scenarios 2, 3 and 29 to 32 of law.md B3."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from casework.law.identity import make_id_card
from casework.models import BlacklistEntry, Case, Deadline, Employer
from casework.models.actor import Actor
from casework.vocabulary import EventKind, Role
from notifications.recipients import Audience
from tests import cast, factories, referral_helpers
from tests.listing_helpers import (
    again,
    at,
    candidate,
    credit,
    decide,
    desks_of,
    director,
    entry_of,
    expired,
    kinds_of,
    lead,
    limit_of,
    listed,
    pay,
    published,
    receipt,
    served,
    signed,
    sweep,
    text_file,
    told,
)
from workflows.dispatch import Incomplete, act
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

MAY = {"period_start": date(2026, 4, 1), "period_end": date(2026, 4, 30)}
OBJECTION = {"text": "工资已经付过一部分。"}


def september():
    """A candidate whose notice was received on Thursday 2026-09-17."""
    return told(candidate("2026-09-01", "2026-09-09"), "2026-09-17")


def test_the_timer_opens_it_when_the_order_expires_and_the_amount_is_reached():
    entry = candidate()
    assert (entry.state, entry.party_kind) == ("candidate", "employer")
    assert limit_of(entry, "D-22").due_on == date(2026, 3, 30)
    assert again(entry).next_due_on == date(2026, 3, 30)
    assert desks_of(entry) == ["prepare"]
    sweep("2026-03-04")
    assert BlacklistEntry.objects.count() == 1


def test_below_the_amount_nothing_is_opened_and_nobody_can_open_it_by_hand():
    case = expired("2026-02-23", "2026-03-03", workers=["7999.99"])
    assert not BlacklistEntry.objects.exists()
    with at("2026-03-03"), pytest.raises(Refused, match="没有达到"):
        factories.do("open_listing", case, case.lead)


def test_scenario_18_one_listing_at_the_first_filed_county_for_all():
    workers = [factories.worker(n, "4166.67") for n in range(1, 7)]
    more = [factories.worker(n, "3600.00") for n in range(20, 25)]
    a = served("2026-06-01", workers=workers, **MAY)
    b = served("2026-06-03", "二七区", workers=more, **MAY)
    sweep("2026-06-11")
    entry = BlacklistEntry.objects.get()
    assert entry.case_id == a.pk
    assert set(entry.group.cases.values_list("pk", flat=True)) == {a.pk, b.pk}
    assert limit_of(entry, "D-22").started_on == date(2026, 6, 10)
    with at("2026-06-11"), pytest.raises(Refused, match="金水区"):
        factories.do("open_listing", factories.fresh(b), factories.fresh(b).lead)


def test_legal_representative_and_others_are_parties_of_their_own():
    case = served("2026-02-23", workers=["9000.00"])
    Employer.objects.filter(pk=case.employer_id).update(legal_representative="钱老板")
    sweep("2026-03-03")
    assert entry_of(case, "legal_representative").is_person
    group = entry_of(case).group
    form = {"group": group.pk, "party_kind": "manager", "is_person": "on", "name": "周经理",
            "code": make_id_card("410105", date(1970, 5, 1), 7), "position": "项目经理"}  # fmt: skip
    with at("2026-03-05"):
        factories.do("add_listing_party", case, case.lead, form)
        with pytest.raises(Refused, match="已经在列"):
            factories.do("add_listing_party", case, case.lead, form)
        with pytest.raises(Refused):
            factories.do("add_listing_party", case, cast.person("liu"), form)
        with pytest.raises(Incomplete):
            factories.do("add_listing_party", case, case.lead, {**form, "code": "410105"})
    manager = entry_of(case, "manager")
    assert limit_of(manager, "D-22").due_on == date(2026, 3, 30)
    assert desks_of(manager) == ["prepare"]


def test_the_notice_is_drafted_signed_and_served_to_each_party():
    entry = candidate()
    with at("2026-03-04"):
        with pytest.raises(Refused):
            factories.do("propose_listing_notice", entry, cast.person("liu"), {"facts": "欠薪。"})
        factories.do("propose_listing_notice", entry, lead(entry), {"facts": "欠薪。"})
        with pytest.raises(Refused):
            factories.do("issue_listing_notice", entry, cast.person("he"), {})
        factories.do("return_listing_notice", entry, director(entry), {"reason": "写明金额。"})
        assert desks_of(entry) == ["prepare"]
        factories.do("propose_listing_notice", entry, lead(entry), {"facts": "欠薪 9000 元。"})
        factories.do("issue_listing_notice", entry, director(entry), {})
        assert desks_of(entry) == ["serve"]
        with pytest.raises(Refused, match="送达日期"):
            factories.do("serve_listing_notice", entry, lead(entry), receipt("2026-03-03"))
        factories.do("serve_listing_notice", entry, lead(entry), receipt("2026-03-04"))
    entry = again(entry)
    assert (entry.state, entry.notice_received_on) == ("notified", date(2026, 3, 4))
    assert limit_of(entry, "D-23").due_on == date(2026, 3, 11)
    notice = entry.documents.get(kind="listing_notice", state="issued")
    assert "列告字〔2026〕" in str(notice.number)


def test_scenario_02_a_make_up_sunday_ends_the_five_days_on_the_23rd():
    entry = september()
    assert limit_of(entry, "D-23").due_on == date(2026, 9, 23)
    with at("2026-09-24 09:00"):
        act("object_to_listing", entry.pk, Actor.employer(), OBJECTION)
    entry = again(entry)
    assert entry.state == "notified"
    assert entry.papers.get().kind == "comment"
    assert EventKind.LISTING_COMMENTED in kinds_of(entry)
    sweep("2026-09-24")
    assert decide(entry, "2026-09-24").state == "listed"


def test_scenario_03_objection_on_the_last_evening_blocks_the_listing_until_answered():
    entry = september()
    with at("2026-09-23 23:50"):
        act("object_to_listing", entry.pk, Actor.employer(), OBJECTION)
    entry = again(entry)
    assert (entry.state, entry.papers.get().kind) == ("objected", "objection")
    assert limit_of(entry, "D-23").state == "met"
    assert limit_of(entry, "D-24").due_on == date(2026, 10, 8)
    assert desks_of(entry) == ["answer"]
    with pytest.raises(Refused):
        decide(entry, "2026-09-30")
    with at("2026-10-08"):
        with pytest.raises(Refused):
            factories.do("answer_objection", entry, lead(entry), {"upheld": "no", "result": "查。"})
        factories.do("answer_objection", entry, director(entry),
                     {"upheld": "no", "result": "凭证与工资无关。"})  # fmt: skip
    assert limit_of(entry, "D-24").state == "met"
    assert desks_of(entry) == ["decide"]
    assert decide(entry, "2026-10-08").state == "listed"


def test_an_objection_on_paper_counts_from_the_day_it_was_received():
    entry = september()
    sweep("2026-09-24")
    assert desks_of(entry) == ["decide"]
    with at("2026-09-25"):
        factories.do("object_to_listing", entry, lead(entry),
                     {**OBJECTION, "received_on": "2026-09-23"})  # fmt: skip
    assert again(entry).state == "objected"
    assert desks_of(entry) == ["answer"]
    with at("2026-09-25"), pytest.raises(Refused, match="早于"):
        factories.do("object_to_listing", entry, lead(entry),
                     {**OBJECTION, "received_on": "2026-09-01"})  # fmt: skip


def test_a_second_paper_within_the_five_days_is_the_same_objection():
    entry = september()
    for moment in ("2026-09-20 09:00", "2026-09-21 09:00"):
        with at(moment):
            act("object_to_listing", entry.pk, Actor.employer(), OBJECTION)
    assert entry.papers.filter(kind="objection").count() == 2
    assert entry.deadlines.filter(rule="D-24").count() == 1


def test_an_upheld_objection_drops_that_party_alone():
    case = served("2026-09-01", workers=["9000.00"])
    Employer.objects.filter(pk=case.employer_id).update(legal_representative="钱老板")
    sweep("2026-09-09")
    firm, person = entry_of(case), entry_of(case, "legal_representative")
    told(person, "2026-09-17")
    with at("2026-09-18"):
        act("object_to_listing", person.pk, Actor.employer(), OBJECTION)
        factories.do("answer_objection", person, director(person),
                     {"upheld": "yes", "result": "已于三月前卸任。"})  # fmt: skip
    assert again(person).state == "dropped"
    assert again(person).ended_at is not None
    assert not Deadline.objects.filter(branch=person.pk, state="running").exists()
    assert again(firm).state == "candidate"
    assert desks_of(person) == []


def test_the_employer_page_may_object_but_a_stranger_may_not():
    entry = september()
    with at("2026-09-18"), pytest.raises(Refused):
        factories.do("object_to_listing", entry, cast.person("liu"), OBJECTION)
    with at("2026-09-18"), pytest.raises(Refused):
        act("object_to_listing", entry.pk, Actor.complainant(), OBJECTION)


def extended():
    """Scenario 29: the order expired on 2026-03-02, extended on the last day."""
    entry = candidate()
    with at("2026-03-30"):
        with pytest.raises(Refused, match="行政机关负责人"):
            factories.do("extend_listing", entry, cast.person("he"), {"reason": "复杂。"})
        factories.do("extend_listing", entry, director(entry), {"reason": "当事人较多。"})
    return again(entry)


def test_scenario_29_the_decision_is_due_twenty_working_days_after_the_order_expired():
    assert limit_of(candidate(), "D-22").due_on == date(2026, 3, 30)


def test_scenario_29_the_department_head_extends_on_the_last_day_to_04_28_and_once_only():
    entry = extended()
    assert limit_of(entry, "D-22").due_on == date(2026, 4, 28)
    with at("2026-04-01"), pytest.raises(Refused, match="一次"):
        factories.do("extend_listing", entry, director(entry), {"reason": "还要。"})


def test_scenario_29_a_party_added_after_the_extension_shares_it() -> None:
    entry = extended()
    with at("2026-04-01"):
        factories.do("add_listing_party", entry.case, lead(entry),
                     {"group": entry.group_id, "party_kind": "manager", "is_person": "on",
                      "name": "周经理"})  # fmt: skip
        manager = entry_of(entry.case, "manager")
        assert limit_of(manager, "D-22").due_on == date(2026, 4, 28)
        with pytest.raises(Refused, match="一次"):
            factories.do("extend_listing", manager, director(manager), {"reason": "还要。"})


def test_scenario_29_an_extension_after_the_last_day_is_refused():
    entry = candidate()
    with at("2026-03-31"), pytest.raises(Refused, match="已届满"):
        factories.do("extend_listing", entry, director(entry), {"reason": "复杂。"})


def test_scenario_29_red_from_the_last_day_that_leaves_five_and_five_days():
    entry = extended()
    sweep("2026-04-13")
    assert EventKind.LISTING_NOTICE_LATE not in kinds_of(entry)
    sweep("2026-04-14")
    sweep("2026-04-15")
    late = [kind for kind in kinds_of(entry) if kind == EventKind.LISTING_NOTICE_LATE]
    assert len(late) == 1
    assert again(entry).alarm
    event = entry.case.events.get(kind=EventKind.LISTING_NOTICE_LATE)
    assert event.facts["last_day"] == "2026-04-14"
    people = {r.user_id for r in Audience([event]).of(event) if r.user_id}
    assert {entry.case.lead_id, cast.person("he").pk} <= people


def test_scenario_29_a_late_notice_keeps_the_listing_closed_and_the_delay_is_reported():
    entry = told(extended(), "2026-04-24")
    assert limit_of(entry, "D-23").due_on == date(2026, 5, 6)
    for day in ("2026-04-28", "2026-04-29", "2026-05-06"):
        sweep(day)
        with pytest.raises(Refused):
            decide(entry, day)
    passed = entry.case.events.filter(kind=EventKind.DEADLINE_PASSED, facts__rule="D-22")
    assert passed.count() == 1
    sweep("2026-05-07")
    entry = decide(entry, "2026-05-07")
    assert entry.state == "listed"
    assert limit_of(entry, "D-22").state == "met_late"
    event = entry.case.events.get(kind=EventKind.LISTING_LISTED)
    assert event.facts["late"] is True


def test_scenario_30_paid_before_the_decision_with_a_promise_is_not_listed():
    entry = told(candidate(), "2026-03-04")
    pay(factories.fresh(entry.case), "2026-03-05")
    with at("2026-03-06"):
        with pytest.raises(Refused, match="信用承诺"):
            factories.do("decide_not_listing", entry, director(entry), {"reason": "已付清。"})
        act("promise_correction", entry.pk, Actor.employer(), {"text": "以后按月足额支付。"})
        with pytest.raises(Incomplete):
            factories.do("decide_not_listing", entry, director(entry), {})
        with pytest.raises(Refused):
            factories.do("decide_not_listing", entry, lead(entry), {"reason": "已付清。"})
        factories.do("decide_not_listing", entry, director(entry), {"reason": "已付清并承诺。"})
    entry = again(entry)
    assert entry.state == "not_listed"
    assert entry.ended_at is not None
    assert desks_of(entry) == []
    assert entry.documents.get(kind="not_listed").facts["reason"] == "已付清并承诺。"
    assert not Deadline.objects.filter(branch=entry.pk, state="running").exists()


def test_scenario_30_paid_without_a_promise_may_still_be_listed():
    entry = told(candidate(), "2026-03-04")
    pay(factories.fresh(entry.case), "2026-03-05")
    sweep("2026-03-12")
    assert decide(entry, "2026-03-12").state == "listed"


def test_scenario_30_a_promise_without_payment_is_not_enough():
    entry = told(candidate(), "2026-03-04")
    with at("2026-03-06"):
        act("promise_correction", entry.pk, Actor.employer(), {"text": "以后按月足额支付。"})
        with pytest.raises(Refused, match="全部支付"):
            factories.do("decide_not_listing", entry, director(entry), {"reason": "困难。"})


def subcontract() -> tuple[Case, BlacklistEntry, str]:
    """Scenario 31: the firm gave work to a natural person; both are parties."""
    case = expired("2026-02-23", "2026-03-03", workers=["9000.00"])
    group = entry_of(case).group
    number = make_id_card("410105", date(1975, 8, 9), 21)
    with at("2026-03-04"):
        factories.do("add_listing_party", case, case.lead,
                     {"group": group.pk, "party_kind": "giver", "name": "河南某某总包有限公司（虚构）"})  # fmt: skip
        factories.do("add_listing_party", case, case.lead,
                     {"group": group.pk, "party_kind": "taker", "is_person": "on", "name": "包大头",
                      "code": number})  # fmt: skip
    return case, entry_of(case, "taker"), number


def test_scenario_31_giver_and_taker_are_both_parties():
    case, taker, _number = subcontract()
    assert set(taker.group.entries.values_list("party_kind", flat=True)) == {
        "employer", "giver", "taker",
    }  # fmt: skip
    assert listed(entry_of(case, "giver"), "2026-03-04", "2026-03-12").state == "listed"


def test_scenario_31_the_takers_number_is_full_in_the_decision_and_masked_in_public():
    case, taker, number = subcontract()
    taker = published(listed(taker, "2026-03-04", "2026-03-12"), "2026-03-12")
    decision = taker.documents.get(kind="listing_decision")
    assert number not in str(decision.facts)
    client = Client()
    client.force_login(case.lead, "django.contrib.auth.backends.ModelBackend")
    assert number in client.get(reverse("document", args=[decision.pk])).content.decode()
    client.force_login(cast.person("chen"), "django.contrib.auth.backends.ModelBackend")
    assert number not in client.get(reverse("document", args=[decision.pk])).content.decode()
    assert (taker.public_code, taker.formal_name(full=True)) == (
        f"**************{number[-4:]}", f"包大头（{number}）",
    )  # fmt: skip
    journal = str(list(case.events.values_list("facts", "reason")))
    assert number not in journal
    assert "包大头" not in journal


def test_scenario_32_an_incident_below_the_amount_needs_evidence_and_the_department_head():
    workers = [factories.worker(n, "4000.00") for n in range(1, 6)]
    case = expired("2026-02-23", "2026-03-03", workers=workers, **MAY)
    assert not BlacklistEntry.objects.exists()
    with at("2026-03-04"):
        with pytest.raises(Incomplete):
            factories.do("flag_incident", case, case.lead, {"text": "二百人堵路。"})
        with pytest.raises(Refused):
            factories.do("flag_incident", case, cast.person("liu"), {"text": "二百人堵路。"},
                         files={"evidence": text_file()})  # fmt: skip
        factories.do("flag_incident", case, case.lead, {"text": "二百人堵路。"},
                     files={"evidence": text_file()})  # fmt: skip
    entry = entry_of(case)
    assert entry.group.incident_confirmed_on is None
    assert limit_of(entry, "D-22").due_on == date(2026, 3, 30)
    with at("2026-03-04"):
        factories.do("propose_listing_notice", entry, lead(entry), {"facts": "引发群体性事件。"})
        with pytest.raises(Refused):
            factories.do("issue_listing_notice", entry, cast.person("he"), {})
        factories.do("issue_listing_notice", entry, director(entry), {"opinion": "影响恶劣。"})
    entry.group.refresh_from_db()
    assert entry.group.incident_confirmed_on == date(2026, 3, 4)
    with at("2026-03-04"):
        factories.do("serve_listing_notice", entry, lead(entry), receipt("2026-03-04"))
    assert again(entry).state == "notified"


def test_an_incident_before_the_order_expired_is_no_ground():
    case = served("2026-02-23", workers=["9000.00"])
    with at("2026-02-24"), pytest.raises(Refused, match="责令限期支付"):
        factories.do("flag_incident", case, case.lead, {"text": "堵路。"},
                     files={"evidence": text_file()})  # fmt: skip


def test_the_decision_starts_three_years_and_seven_days_to_publish():
    entry = listed(candidate(), "2026-03-04", "2026-03-12")
    assert (entry.listed_on, entry.expires_on) == (date(2026, 3, 12), date(2029, 3, 12))
    assert limit_of(entry, "D-22").state == "met"
    assert limit_of(entry, "D-25").due_on == date(2026, 3, 23)
    assert limit_of(entry, "D-26").due_on == date(2029, 3, 12)
    assert desks_of(entry) == ["publish"]
    with at("2026-03-13"):
        decision = entry.documents.get(kind="listing_decision")
        factories.do("serve_listing_paper", entry, lead(entry),
                     {"document": decision.pk, **receipt("2026-03-13")})  # fmt: skip
    assert decision.services.get().served_on == date(2026, 3, 13)


def test_the_five_days_of_this_party_bind_though_another_partys_are_over():
    case = served("2026-02-23", workers=["9000.00"])
    Employer.objects.filter(pk=case.employer_id).update(legal_representative="钱老板")
    sweep("2026-03-03")
    firm, person = entry_of(case), entry_of(case, "legal_representative")
    told(firm, "2026-03-04")
    told(person, "2026-03-10")
    sweep("2026-03-12")
    assert decide(firm, "2026-03-12").state == "listed"
    with pytest.raises(Refused):
        decide(person, "2026-03-12")


def test_publication_needs_the_privacy_check_and_a_receipt_of_the_platform():
    entry = listed(candidate(), "2026-03-04", "2026-03-12")
    with at("2026-03-12"):
        for form in ({"platform_receipt": "HN-1"}, {"privacy_checked": "on"}):
            with pytest.raises(Incomplete):
                factories.do("publish_listing", entry, credit(entry), form)
        with pytest.raises(Refused):
            factories.do("publish_listing", entry, lead(entry),
                         {"platform_receipt": "HN-1", "privacy_checked": "on"})  # fmt: skip
    entry = published(entry, "2026-03-13", other_sites="信用中国（河南）\n地方日报")
    assert (entry.state, entry.published_on) == ("published", date(2026, 3, 13))
    assert entry.sites.count() == 4
    assert limit_of(entry, "D-25").state == "met"
    assert desks_of(entry) == []


def test_the_case_does_not_close_while_a_listing_is_open_unless_it_stands_alone():
    entry = listed(candidate(), "2026-03-04", "2026-03-12")
    pay(factories.fresh(entry.case), "2026-03-13")
    case, head = factories.fresh(entry.case), factories.head_of(entry.case)
    with at("2026-03-16"):
        referral_helpers.decline_to_refer(case)
        factories.do("revoke_case", case, head, {"reason": "已全部付清。"})
        with pytest.raises(Refused, match="失信联合惩戒"):
            factories.do("close_case", case, head, {"outcome": "已付清。"})
        factories.do("let_continue", case, head,
                     {"branches": [entry.pk], "reason": "列入期限继续。"})  # fmt: skip
        factories.do("close_case", case, head, {"outcome": "已付清。"})
    assert published(entry, "2026-03-17").state == "published"


def test_an_act_of_a_listing_needs_few_statements(django_assert_max_num_queries):
    entry = signed(candidate(), "2026-03-04")
    people = lead(entry), director(entry)
    actor = cast.actor(people[0])
    with at("2026-03-04"), django_assert_max_num_queries(24):  # 20 and the savepoints
        act("serve_listing_notice", entry.pk, actor, receipt("2026-03-04"))
    sweep("2026-03-12")
    actor = cast.actor(people[1], Role.DEPARTMENT_HEAD)
    with at("2026-03-12"), django_assert_max_num_queries(27):
        act("decide_listing", entry.pk, actor, {"facts": "欠薪。", "service_plan": "直接送达"})
