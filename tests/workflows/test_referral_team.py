"""The team of a referral (专案组) is changed by an act: two or more, with reason, who left on record."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case
from casework.vocabulary import EventKind, Role
from tests import cast, referral_helpers
from tests.factories import do
from tests.referral_helpers import at, latest, team
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


@pytest.fixture
def teamed():
    case = referral_helpers.expired("2026-02-02")
    with at("2026-02-13 10:00"):
        team(case)
        yield case


def third(case: Case):
    return cast.hire(case.office, Role.INSPECTOR, username="third", name="第三监察员")


def change(case: Case, *members: int, who=None, reason: str = "原成员调离。"):
    head = who or cast.someone(case.office, Role.BODY_HEAD)
    return do("change_referral_team", latest(case), head,
              {"members": list(members), "reason": reason})  # fmt: skip


def test_a_member_is_replaced_and_may_no_longer_act(teamed):
    case, new = teamed, third(teamed)
    change(case, case.lead_id, new.pk)
    referral = latest(case)
    assert {user.pk for user in referral.members} == {case.lead_id, new.pk}
    assert referral.team.count() == 3  # who left stays on record
    event = case.events.get(kind=EventKind.REFERRAL_TEAM_CHANGED)
    assert (event.reason, event.facts["joined"], event.facts["left"]) == (
        "原成员调离。", [new.pk], [case.second_id],
    )  # fmt: skip
    do("add_material", referral, new, {"kind": "items", "is_absent": "on", "copies": "1"})
    change(case, case.lead_id, case.second_id)
    with pytest.raises(Refused, match="专案组成员"):
        do("add_material", referral, new, {"kind": "items", "is_absent": "on", "copies": "1"})
    change(case, case.lead_id, new.pk)  # and back again
    assert new in latest(case).members


def test_one_is_not_enough_and_no_change_is_none(teamed):
    case = teamed
    with pytest.raises(Refused, match="不得少于二人"):
        change(case, case.lead_id)
    with pytest.raises(Refused, match="没有变化"):
        change(case, case.lead_id, case.second_id)


def test_only_the_head_of_the_body_changes_it_and_not_after_its_end(teamed):
    case, new = teamed, third(teamed)
    for who in (case.lead, cast.person("liu")):
        with pytest.raises(Refused):
            change(case, case.lead_id, new.pk, who=who)
    referral_helpers.add_materials(latest(case))
    do("report_referral", latest(case), case.lead, {
        "crime_facts": "拖欠工资。", "evasion": "逃匿。", "proposal": "移送。"})  # fmt: skip
    do("refuse_referral", latest(case), referral_helpers.director(case), {"reason": "已付清。"})
    with pytest.raises(Refused):
        change(case, case.lead_id, new.pk)


def test_the_page_offers_the_inspectors_of_the_office_with_the_present_ones_ticked(teamed):
    case, new = teamed, third(teamed)
    client = Client()
    head = cast.someone(case.office, Role.BODY_HEAD)
    client.force_login(head, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("act", args=["change_referral_team", "branch", latest(case).pk]))
    form = page.context["form"]
    assert set(form["members"].value()) == {case.lead_id, case.second_id}
    assert new in form.fields["members"].queryset
