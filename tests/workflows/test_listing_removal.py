"""The end of a listing (Order 45 arts. 11-17): scenarios 33 to 38 of law.md B3."""

from __future__ import annotations

from datetime import date

import pytest

from casework.models import BlacklistEntry, Employer
from casework.models.actor import Actor
from casework.vocabulary import EventKind, Role
from notifications.recipients import Audience
from tests import cast, factories, referral_helpers
from tests.listing_helpers import (
    again,
    apply,
    at,
    candidate,
    case_of,
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
    on_list,
    pay,
    published,
    served,
    sweep,
    told,
)
from workflows.dispatch import Incomplete, act
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def march():
    """Listed and published on 2026-03-01's matter: the order expired on 2026-02-12."""
    entry = candidate("2026-02-05", "2026-02-13")
    return published(listed(entry, "2026-02-13", "2026-03-01"), "2026-03-01")


def corrected(entry, on: str = "2026-04-01"):
    pay(factories.fresh(entry.case), on)
    return again(entry)


def found_elsewhere(on: str, **over):
    """Another county finds arrears of the same employer."""
    with at(on):
        complaint = factories.file_at(cast.GUSHI, cast.GUSHI, **over)
        return case_of(factories.advance(complaint, "found"))


def test_scenario_33_a_new_verified_case_elsewhere_refuses_the_removal_with_its_number():
    entry = corrected(march())
    assert (entry.listed_on, entry.state) == (date(2026, 3, 1), "published")
    other = found_elsewhere("2026-08-10", workers=[factories.worker(30, "5000.00")])
    with at("2026-09-30"), pytest.raises(Refused, match="2026-10-01"):
        apply(entry, "2026-09-30")
    entry = apply(entry, "2026-10-09")
    assert entry.state == "removal_requested"
    assert limit_of(entry, "D-28").due_on == date(2026, 10, 29)
    with at("2026-10-12"):
        with pytest.raises(Refused, match="第十三条第一项"):
            factories.do("grant_removal", entry, director(entry), {"reason": "已改正。"})
        with pytest.raises(Refused):
            factories.do("refuse_removal", entry, lead(entry), {"reason": "再次拖欠。"})
        factories.do("refuse_removal", entry, director(entry), {"reason": "再次拖欠。"})
    entry = again(entry)
    assert entry.state == "published"
    refusal = entry.documents.get(kind="removal_refusal")
    assert other.number in refusal.facts["reason"]
    for claim in other.claims.all():
        assert claim.worker.name not in refusal.facts["reason"]
    assert limit_of(entry, "D-28").state == "met"
    assert desks_of(entry) == []
    assert EventKind.LISTING_REMOVAL_REFUSED in kinds_of(entry)


def test_scenario_33_after_a_refusal_the_party_may_apply_again():
    entry = apply(corrected(march()), "2026-10-09")
    with at("2026-10-12"):
        factories.do("refuse_removal", entry, director(entry), {"reason": "材料不全。"})
    assert apply(again(entry), "2026-10-20").state == "removal_requested"


def test_scenario_33_arrears_that_were_not_made_out_are_no_new_violation():
    entry = corrected(march())
    with at("2026-08-10"):
        filed = factories.file_at(cast.GUSHI, cast.GUSHI, workers=[factories.worker(30)])
        factories.advance(filed, "investigating")
    entry = apply(entry, "2026-10-09")
    with at("2026-10-12"):
        factories.do("grant_removal", entry, director(entry), {"reason": "已改正。"})
    assert again(entry).state == "removed_early"


def test_scenario_34_an_application_before_six_months_is_rejected_with_the_next_day():
    entry = corrected(march(), "2026-05-20")
    with pytest.raises(Refused, match="2026-11-20"):
        apply(entry, "2026-10-09")
    entry = again(entry)
    assert (entry.state, entry.papers.count()) == ("published", 0)


def test_scenario_34_an_application_without_correction_proof_or_promise_is_rejected():
    entry = march()
    with pytest.raises(Refused, match="全部支付"):
        apply(entry, "2026-10-09")
    entry = corrected(entry)
    for form in ({"text": "付清。"}, {"text": "付清。", "promise": "不再拖欠。"}):
        with at("2026-10-09"), pytest.raises(Incomplete):
            act("apply_for_removal", entry.pk, Actor.employer(), form)


def test_scenario_34_a_pending_criminal_trial_bars_it_until_it_is_lifted():
    entry = corrected(march())
    bar = {"kind": "criminal", "text": "金水公（刑）立字〔2026〕0123号", "since": "2026-06-01"}
    with at("2026-06-02"):
        with pytest.raises(Refused):
            factories.do("record_removal_bar", entry, cast.person("liu"), bar)
        factories.do("record_removal_bar", entry, lead(entry), bar)
    with pytest.raises(Refused, match="刑事"):
        apply(entry, "2026-10-09")
    with at("2026-10-09"):
        standing = entry.group.bars.get()
        with pytest.raises(Refused):
            factories.do("lift_removal_bar", entry, lead(entry),
                         {"bar": standing.pk, "reason": "不起诉。"})  # fmt: skip
        factories.do("lift_removal_bar", entry, director(entry),
                     {"bar": standing.pk, "reason": "不起诉。"})  # fmt: skip
    assert apply(again(entry), "2026-10-09").state == "removal_requested"


def with_the_police(case, on: str) -> None:
    """Refer the case on the day `on`; the police sign and file it."""
    with at(on):
        referral = referral_helpers.receive(factories.fresh(case))
        referral_helpers.reply("record_police_filing", referral, number="金公立字〔2026〕20号")


def test_scenario_34_a_referral_the_police_filed_bars_it_by_itself():
    entry = march()
    with_the_police(entry.case, "2026-03-20")
    entry = corrected(again(entry))
    with pytest.raises(Refused, match="刑事诉讼"):
        apply(entry, "2026-10-09")


def test_scenario_37_a_referral_is_flagged_when_its_order_is_annulled():
    entry = march()
    with_the_police(entry.case, "2026-03-20")
    case = factories.fresh(entry.case)
    with at("2026-05-20"):
        factories.do("annul_order", case, factories.head_of(case),
                     {"annulled_on": "2026-05-20", "ground": "复议撤销。"})  # fmt: skip
    assert case.events.filter(kind=EventKind.REFERRAL_GROUND_ANNULLED).count() == 1


def three_parties():
    """Employer, legal representative and manager, all published on 2026-03-16."""
    case = served("2026-02-23", workers=["9000.00"])
    Employer.objects.filter(pk=case.employer_id).update(legal_representative="钱老板")
    sweep("2026-03-03")
    with at("2026-03-04"):
        factories.do("add_listing_party", case, case.lead,
                     {"group": entry_of(case).group.pk, "party_kind": "manager",
                      "is_person": "on", "name": "周经理"})  # fmt: skip
    entries = [entry_of(case, kind) for kind in ("employer", "legal_representative", "manager")]
    for entry in entries:
        told(entry, "2026-03-04")
    sweep("2026-03-12")
    return [published(decide(entry, "2026-03-12"), "2026-03-16") for entry in entries]


def removed():
    """All three removed early on 2026-10-12."""
    firm, person, manager = three_parties()
    firm = apply(corrected(firm), "2026-10-09")
    with at("2026-10-12"):
        factories.do("grant_removal", firm, director(firm), {"reason": "已改正并承诺。"})
    return [again(entry) for entry in (firm, person, manager)]


def cleared(entry, on: str):
    """Let every site of an entry give its proof."""
    for site in entry.sites.filter(cleared_on__isnull=True):
        with at(on):
            factories.do("clear_site", entry, credit(entry),
                         {"site": site.pk, "cleared_on": on, "clearance": "已下线"})  # fmt: skip
    return again(entry)


def test_scenario_35_the_other_parties_are_removed_by_the_same_decision():
    entries = removed()
    assert {entry.state for entry in entries} == {"removed_early"}
    assert {limit_of(entry, "D-29").due_on for entry in entries} == {date(2026, 10, 26)}
    assert {tuple(desks_of(entry)) for entry in entries} == {("clear",)}
    assert {limit_of(entry, "D-26").state for entry in entries} == {"cancelled"}
    numbers = {
        event.facts["document"]
        for event in entries[0].case.events.filter(kind=EventKind.LISTING_REMOVED_EARLY)
    }
    assert len(numbers) == 1


def test_scenario_35_each_party_has_its_own_proof_of_clearing():
    firm, person, _manager = removed()
    own = firm.sites.get(kind="own")
    assert own.cleared_on == date(2026, 10, 12)  # the page of this system closes by itself
    with at("2026-10-13"), pytest.raises(Refused):
        factories.do("clear_site", firm, lead(firm),
                     {"site": firm.sites.get(kind="platform").pk, "cleared_on": "2026-10-13",
                      "clearance": "HN-2"})  # fmt: skip
    firm = cleared(firm, "2026-10-13")
    assert (firm.state, firm.cleared_on) == ("cleared", date(2026, 10, 13))
    assert firm.ended_at is not None
    assert limit_of(firm, "D-29").state == "met"
    assert desks_of(firm) == []
    assert firm.documents.filter(kind="removal_notice").count() == 1
    assert again(person).state == "removed_early"


def test_scenario_36_false_proof_restores_the_listing_for_three_new_years():
    firm, person, _manager = removed()
    first = firm.terms.get()
    with at("2026-10-20"):
        with pytest.raises(Refused):
            factories.do("restore_listing", firm, lead(firm), {"reason": "付款凭证是假的。"})
        factories.do("restore_listing", firm, director(firm), {"reason": "付款凭证是假的。"})
    for entry in (again(firm), again(person)):
        assert entry.state == "published"
        assert (entry.listed_on, entry.expires_on) == (date(2026, 10, 20), date(2029, 10, 20))
        assert limit_of(entry, "D-29").state == "cancelled"
        assert limit_of(entry, "D-26").due_on == date(2029, 10, 20)
        assert entry.sites.filter(kind="own", cleared_on__isnull=True).exists()
        assert desks_of(entry) == []
    first.refresh_from_db()
    assert (first.began_on, first.expires_on) == (date(2026, 3, 12), date(2029, 3, 12))
    assert first.ended_on == date(2026, 10, 12)
    assert again(firm).terms.count() == 2


def test_scenario_36_restored_after_all_sites_were_cleared_it_is_published_again():
    firm = cleared(removed()[0], "2026-10-13")
    with at("2026-10-20"):
        factories.do("restore_listing", firm, director(firm), {"reason": "付款凭证是假的。"})
    firm = again(firm)
    assert (firm.state, firm.ended_at) == ("listed", None)
    assert desks_of(firm) == ["publish"]
    assert limit_of(firm, "D-25").state == "running"
    assert published(firm, "2026-10-21").state == "published"


def test_scenario_37_an_annulled_order_revokes_the_listing_of_every_party():
    firm, person, manager = three_parties()
    form = {"annulled_on": "2026-05-20", "reason": "行政复议决定撤销责令支付。"}
    with at("2026-05-21"):
        for who in (lead(firm), cast.person("he"), credit(firm)):
            with pytest.raises(Refused):
                factories.do("revoke_listing", firm, who, form)
        factories.do("revoke_listing", firm, director(firm), form)
    for entry in map(again, (firm, person, manager)):
        assert entry.state == "revoked"
        assert not entry.is_public
        assert limit_of(entry, "D-29").due_on == date(2026, 6, 3)
        assert entry.documents.filter(kind="listing_revocation").exists()
        assert desks_of(entry) == ["clear"]
    assert cleared(again(firm), "2026-06-03").state == "cleared"
    assert limit_of(firm, "D-29").state == "met"


def test_scenario_37_before_the_decision_the_parties_fall_away():
    entry = told(candidate(), "2026-03-04")
    with at("2026-03-10"):
        factories.do("revoke_listing", entry, director(entry),
                     {"annulled_on": "2026-03-09", "reason": "复议撤销。"})  # fmt: skip
    entry = again(entry)
    assert (entry.state, desks_of(entry)) == ("dropped", [])
    with pytest.raises(Refused):
        decide(entry, "2026-03-12")


def test_scenario_37_listed_but_not_published_it_ends_without_a_site():
    entry = listed(candidate(), "2026-03-04", "2026-03-12")
    with at("2026-03-13"):
        factories.do("revoke_listing", entry, director(entry),
                     {"annulled_on": "2026-03-13", "reason": "复议撤销。"})  # fmt: skip
        factories.do("close_without_site", entry, credit(entry))
    assert again(entry).state == "cleared"


def leap_year():
    """Scenario 38: listed on 2024-02-29."""
    entry = candidate("2024-01-29", "2024-02-06")
    return published(listed(entry, "2024-02-19", "2024-02-29"), "2024-02-29")


def test_what_has_no_term_cannot_expire():
    entry = candidate("2026-02-05", "2026-02-13")
    with pytest.raises(Refused, match="现在的状态"):
        act("expire_listing", entry.pk, Actor.system())


def test_scenario_38_three_years_from_a_leap_day_end_on_2027_02_28():
    entry = leap_year()
    assert entry.expires_on == date(2027, 2, 28)
    sweep("2027-02-28")
    assert again(entry).state == "published"
    sweep("2027-03-01")
    entry = again(entry)
    assert (entry.state, entry.removed_on) == ("expired", date(2027, 2, 28))
    assert limit_of(entry, "D-26").state == "met"
    assert limit_of(entry, "D-29").started_on == date(2027, 2, 28)
    assert limit_of(entry, "D-29").due_on == date(2027, 3, 12)
    assert desks_of(entry) == ["clear"]


def test_scenario_38_a_site_that_still_shows_it_raises_the_alarm_up_to_the_province():
    credit_officer = cast.someone(cast.office(cast.JINSHUI), Role.CREDIT)
    head, sun = cast.person("department_head"), cast.person("sun")
    entry = leap_year()
    for day in ("2027-03-01", "2027-03-12"):
        sweep(day)
    assert not again(entry).alarm
    for day in ("2027-03-15", "2027-03-16"):
        sweep(day)
    entry = again(entry)
    assert "仍有网站" in entry.alarm
    (event,) = entry.case.events.filter(kind=EventKind.LISTING_STILL_SHOWN)
    assert event.facts["sites"] == ["同级信用信息共享平台"]
    people = {r.user_id for r in Audience([event]).of(event) if r.user_id}
    assert {credit_officer.pk, head.pk, sun.pk} <= people


def test_scenario_38_somebody_who_sees_it_afterwards_reports_it():
    entry = on_list()
    with at("2026-05-21"):
        factories.do("revoke_listing", entry, director(entry),
                     {"annulled_on": "2026-05-21", "reason": "复议撤销。"})  # fmt: skip
    entry = cleared(again(entry), "2026-05-22")
    platform = entry.sites.get(kind="platform")
    with at("2026-07-01"):
        form = {"site": platform.pk, "seen_on": "2026-07-01"}
        with pytest.raises(Refused):
            factories.do("report_still_shown", entry, cast.person("liu"), form)
        factories.do("report_still_shown", entry, lead(entry), form)
    assert again(entry).alarm
    platform.refresh_from_db()
    assert platform.still_shown_on == date(2026, 7, 1)


def test_nobody_but_the_timer_expires_a_listing_and_not_before_its_end():
    entry = on_list()
    with at("2026-04-01"):
        with pytest.raises(Refused):
            factories.do("expire_listing", entry, director(entry))
        with pytest.raises(Refused, match="尚未届满"):
            act("expire_listing", entry.pk, Actor.system())


def test_an_expired_listing_cannot_be_restored():
    entry = on_list()
    with at("2026-05-21"):
        factories.do("revoke_listing", entry, director(entry),
                     {"annulled_on": "2026-05-21", "reason": "复议撤销。"})  # fmt: skip
    entry = cleared(again(entry), "2026-05-22")
    with at("2026-05-25"), pytest.raises(Refused, match="不是提前移出"):
        factories.do("restore_listing", entry, director(entry), {"reason": "试试。"})


def test_an_employer_that_is_listed_is_not_opened_twice():
    entry = on_list()
    case = expired("2026-06-01", "2026-06-09", cast.GUSHI,
                   workers=[factories.worker(40, "9000.00")])  # fmt: skip
    assert BlacklistEntry.objects.count() == 1
    assert again(entry).state == "published"
    with at("2026-06-10"), pytest.raises(Refused):
        factories.do("open_listing", case, case.lead)
