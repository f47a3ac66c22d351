"""Publication under Order 29 (law.md B1.6), and what an annulment does to it (scenario 37)."""

from __future__ import annotations

from datetime import date

import pytest

from casework.models import Case, CaseEvent
from casework.models.actor import Actor
from casework.vocabulary import EventKind, Role
from tests import cast, factories, referral_helpers
from tests.listing_helpers import (
    CHECKED,
    TEXT,
    again,
    at,
    credit,
    decided,
    desks_of,
    director,
    entry_of,
    expired,
    kinds_of,
    known_firm,
    lead,
    limit_of,
    listed,
    published,
    selected,
    shown,
    sweep,
)
from workflows.dispatch import Incomplete, act
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def test_it_goes_with_the_quarter_once_the_decision_is_served():
    case = decided()
    publication = selected(case, "2026-05-20")
    assert (publication.batch, publication.state) == ("2026-Q2", "selected")
    assert limit_of(publication, "D-39").due_on == date(2026, 6, 30)
    assert desks_of(publication) == ["approve"]
    with at("2026-06-01"):
        with pytest.raises(Refused):
            factories.do("approve_publication", publication, lead(publication), CHECKED)
        with pytest.raises(Incomplete):
            factories.do("approve_publication", publication, director(publication), {})
        factories.do("approve_publication", publication, director(publication), CHECKED)
        with pytest.raises(Refused):
            factories.do("publish_publication", publication, director(publication))
        factories.do(
            "publish_publication", publication, credit(publication), {"outlets": "地方日报"}
        )
    publication = again(publication)
    assert (publication.state, publication.published_on) == ("published", date(2026, 6, 1))
    assert (publication.address, publication.legal_representative) == (
        "郑州市金水区东风路 1 号", "钱老板",
    )  # fmt: skip
    assert limit_of(publication, "D-39").state == "met"
    assert publication.ended_at is not None
    kinds = list(publication.documents.values_list("kind", flat=True))
    assert kinds == ["publication_approval", "publication_text"]


def test_at_once_it_is_due_today():
    publication = selected(decided(), "2026-05-20", at_once="on")
    assert publication.batch == ""
    assert limit_of(publication, "D-39").due_on == date(2026, 5, 20)


def test_without_a_served_decision_it_is_refused_unless_the_police_filed():
    case = expired("2026-02-23", "2026-03-03", workers=["9000.00"])
    known_firm(case)
    with at("2026-03-04"), pytest.raises(Refused, match="还没有送达"):
        factories.do("select_publication", case, case.lead, TEXT)
    publication = selected(case, "2026-03-04", ground="referred", police_filed_on="2026-03-04")
    assert publication.state == "selected"


@pytest.mark.parametrize("secret", ["13800000001", "王五"])
def test_a_text_with_personal_data_is_refused(secret):
    case = decided()
    with at("2026-05-20"), pytest.raises(Refused, match="须先删去"):
        factories.do("select_publication", case, case.lead, {**TEXT, "facts": f"拖欠{secret}工资"})


def test_it_is_sent_back_and_written_anew():
    publication = selected(decided(), "2026-05-20")
    with at("2026-05-21"):
        factories.do("return_publication", publication, director(publication), {"reason": "写清。"})
        assert desks_of(publication) == ["revise"]
        with pytest.raises(Refused):
            factories.do("revise_publication", publication, cast.person("liu"),
                         {"facts": "欠薪。", "result": "处罚。"})  # fmt: skip
        factories.do("revise_publication", publication, lead(publication),
                     {"facts": "拖欠工资 9000 元。", "result": "处罚。"})  # fmt: skip
    assert desks_of(publication) == ["approve"]


def test_an_objection_is_handled_in_fifteen_working_days_and_dismissed():
    publication = shown(decided(), "2026-05-20")
    with at("2026-06-01"):
        act("object_to_publication", publication.pk, Actor.employer(), {"text": "金额不对。"})
    publication = again(publication)
    assert (publication.state, desks_of(publication)) == ("objected", ["answer"])
    assert limit_of(publication, "D-40").due_on == date(2026, 6, 23)
    with at("2026-06-02"):
        with pytest.raises(Refused):
            factories.do("answer_publication_objection", publication, lead(publication),
                         {"upheld": "no", "result": "无误。"})  # fmt: skip
        factories.do("answer_publication_objection", publication, director(publication),
                     {"upheld": "no", "result": "金额无误。"})  # fmt: skip
    publication = again(publication)
    assert (publication.state, desks_of(publication)) == ("kept", [])
    assert limit_of(publication, "D-40").state == "met"


def test_an_upheld_objection_is_corrected_in_ten_working_days():
    publication = shown(decided(), "2026-05-20")
    with at("2026-06-01"):
        act("object_to_publication", publication.pk, Actor.employer(), {"text": "金额不对。"})
        factories.do("answer_publication_objection", publication, director(publication),
                     {"upheld": "yes", "result": "应为 8000 元。"})  # fmt: skip
    assert limit_of(publication, "D-40b").due_on == date(2026, 6, 15)
    assert desks_of(publication) == ["correct"]
    with at("2026-06-03"):
        with pytest.raises(Refused):
            factories.do("correct_publication", publication, lead(publication), {"text": "更正。"})
        factories.do("correct_publication", publication, credit(publication),
                     {"text": "拖欠金额应为 8000 元。"})  # fmt: skip
    publication = again(publication)
    assert (publication.state, publication.corrected_on) == ("corrected", date(2026, 6, 3))
    assert limit_of(publication, "D-40b").state == "met"


def annul(case: Case, on: str) -> None:
    """Reconsideration annuls the penalty and handling decisions, then the order to pay."""
    head = factories.head_of(case)
    with at(f"{on} 15:00"):
        for decision in case.decisions.filter(annulled_on__isnull=True).order_by("id"):
            factories.do("annul_decision", case, head,
                         {"decision": decision.pk, "annulled_on": on, "ground": "复议撤销。"})  # fmt: skip
        factories.do("annul_order", case, head, {"annulled_on": on, "ground": "复议撤销。"})


def test_scenario_37_a_published_penalty_is_withdrawn_within_three_working_days():
    publication = shown(decided(), "2026-05-18", is_penalty="on")
    annul(factories.fresh(publication.case), "2026-05-20")
    assert limit_of(publication, "D-40c").due_on == date(2026, 5, 25)
    assert desks_of(publication) == ["correct"]
    assert EventKind.PUBLICATION_DECISION_CHANGED in kinds_of(publication)
    with at("2026-05-22"):
        factories.do("withdraw_publication", publication, credit(publication),
                     {"reason": "处罚决定已被复议撤销。"})  # fmt: skip
    publication = again(publication)
    assert (publication.state, publication.withdrawn_on) == ("withdrawn", date(2026, 5, 22))
    assert limit_of(publication, "D-40c").state == "met"


def test_scenario_37_another_notice_is_corrected_within_ten_working_days():
    publication = shown(decided(), "2026-05-18")
    annul(factories.fresh(publication.case), "2026-05-20")
    assert limit_of(publication, "D-40b").due_on == date(2026, 6, 3)


def test_scenario_37_the_listing_hears_of_it_and_must_go_by_06_03():
    entry = listed(entry_of(expired("2026-02-23", "2026-03-03", workers=["9000.00"])),
                   "2026-03-04", "2026-03-12")  # fmt: skip
    entry = published(entry, "2026-03-13")
    case = factories.fresh(entry.case)
    with at("2026-05-20"):
        factories.do("annul_order", case, factories.head_of(case),
                     {"annulled_on": "2026-05-20", "ground": "复议撤销。"})  # fmt: skip
    entry = again(entry)
    assert entry.state == "published"
    assert limit_of(entry, "D-29").due_on == date(2026, 6, 3)
    assert EventKind.LISTING_GROUND_ANNULLED in kinds_of(entry)
    kinds = CaseEvent.objects.filter(case=case.pk).values_list("kind", flat=True)
    assert EventKind.THRESHOLD_LEFT in kinds
    with at("2026-05-21"):
        factories.do("revoke_listing", entry, director(entry),
                     {"annulled_on": "2026-05-20", "reason": "复议撤销。"})  # fmt: skip
    entry = again(entry)
    assert entry.state == "revoked"
    assert entry.deadlines.filter(rule="D-29").count() == 1


def test_scenario_37_an_undecided_listing_is_closed_to_the_decision():
    entry = entry_of(expired("2026-02-23", "2026-03-03", workers=["9000.00"]))
    case = factories.fresh(entry.case)
    with at("2026-03-04"):
        factories.do("annul_order", case, factories.head_of(case),
                     {"annulled_on": "2026-03-04", "ground": "复议撤销。"})  # fmt: skip
        factories.do("propose_listing_notice", entry, lead(entry), {"facts": "欠薪。"})
        with pytest.raises(Refused, match="已被撤销"):
            factories.do("issue_listing_notice", entry, director(entry), {})
        factories.do("revoke_listing", entry, director(entry),
                     {"annulled_on": "2026-03-04", "reason": "复议撤销。"})  # fmt: skip
    assert again(entry).state == "dropped"


def test_scenario_37_the_order_of_another_county_annulled_reaches_the_listing_too():
    may = {"period_start": date(2026, 4, 1), "period_end": date(2026, 4, 30)}
    rows = [factories.worker(n, "4166.67") for n in range(1, 7)]
    more = [factories.worker(n, "3600.00") for n in range(20, 25)]
    a = expired("2026-06-01", "2026-06-09", workers=rows, **may)
    b = expired("2026-06-03", "2026-06-11", "二七区", workers=more, **may)
    entry = entry_of(a)
    with at("2026-06-12"):
        factories.do("annul_order", b, factories.head_of(b),
                     {"annulled_on": "2026-06-12", "ground": "复议撤销。"})  # fmt: skip
    assert EventKind.LISTING_GROUND_ANNULLED in kinds_of(again(entry))
    assert factories.fresh(a).last_seq == CaseEvent.objects.filter(case=a.pk, stream="case").count()


def test_a_case_the_police_filed_needs_no_paper_to_be_published() -> None:
    case = expired("2026-02-23", "2026-03-03", workers=["9000.00"])
    known_firm(case)
    with at("2026-03-05"):
        referral = referral_helpers.receive(factories.fresh(case))
        referral_helpers.reply("record_police_filing", referral, number="金公立字〔2026〕20号")
    assert selected(case, "2026-03-06", ground="referred").state == "selected"


def test_it_is_given_up_before_it_is_shown():
    publication = selected(decided(), "2026-05-20")
    with at("2026-05-21"):
        factories.do(
            "give_up_publication", publication, director(publication), {"reason": "已撤销。"}
        )
    publication = again(publication)
    assert (publication.state, desks_of(publication)) == ("withdrawn", [])


def test_a_change_is_noted_by_hand_once():
    publication = shown(decided(), "2026-05-18")
    form = {"changed_on": "2026-05-20", "reason": "法院判决变更。"}
    with at("2026-05-20"):
        with pytest.raises(Refused):
            factories.do("note_changed_decision", publication, cast.person("liu"), form)
        factories.do("note_changed_decision", publication, lead(publication), form)
        with pytest.raises(Refused, match="期限内"):
            factories.do("note_changed_decision", publication, lead(publication), form)
    sweep("2026-05-21")
    assert cast.someone(publication.office, Role.CREDIT)


def test_a_case_that_ended_without_a_decision_is_not_put_forward():
    case = factories.fresh(factories.advance(factories.file_at(), "closed")).case
    with pytest.raises(Refused, match="还没有送达"):
        selected(case, "2026-05-20")
