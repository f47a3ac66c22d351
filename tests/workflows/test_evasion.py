"""A fugitive employer: service by posting and the finding of an evasion (scenarios 20, 21)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework import clock
from casework.models import Case, Summons
from tests import cast, factories
from tests.factories import advance, do, file_at, fresh, service
from tests.uploads import photo, video
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

POSTED = {"mode": "posted", "place": "宏远花园工地大门", "receiver": "张贴", "relation": "",
          "witnesses": "社区网格员张某"}  # fmt: skip


def matter(stage: str) -> Case:
    case = advance(file_at(), stage).case
    assert case is not None
    return fresh(case)


@pytest.mark.parametrize(
    ("proofs", "over"),
    [
        ([], {}),
        ([video()], {}),
        ([photo(), video()], {}),
        ([photo(), photo("b.jpg")], {}),
        ([photo(), photo("b.jpg"), video()], {"witnesses": " "}),
    ],
)
def test_scenario_20_posting_without_photos_video_or_witness_starts_no_term(province, proofs, over):
    case = matter("ordered")
    with pytest.raises(Refused, match="张贴送达"):
        do("serve_order", case, case.lead, service(**{**POSTED, **over}),
           files={"proofs": proofs})  # fmt: skip
    assert fresh(case).order_due_on is None
    assert not case.deadlines.filter(rule="D-13").exists()


def test_scenario_20_the_order_posted_at_the_site_with_two_photos_and_video_is_served(province):
    case = matter("ordered")
    proofs = [photo(), photo("b.jpg"), video()]
    do("serve_order", case, case.lead, service(**POSTED), files={"proofs": proofs})
    case = fresh(case)
    assert case.order_due_on >= clock.today() + timedelta(days=7)
    assert case.evidence.count() == 3
    assert case.deadlines.get(rule="D-13").state == "running"


def summons(case: Case, **over) -> Summons:
    data = {"channel": "sms", "sent_on": str(clock.today()), "receipt": "sent",
            "appear_by": str(clock.today() + timedelta(days=3)), **over}  # fmt: skip
    files = {"proof": photo("sms.jpg")} if data["receipt"] != "sent" else None
    do("record_summons", case, case.lead, data, files=files)
    return Summons.objects.latest("id")


def evasion(found: Summons, **over) -> dict[str, str]:
    return {
        "summons": str(found.pk),
        "facts": "电话关机、搬离住所。",
        "no_force_majeure": "on",
        **over,
    }


def test_scenario_21_an_sms_without_proof_of_receipt_is_no_evasion(province):
    case = matter("served")
    found = summons(case)
    factories.wait_until(found.appear_by + timedelta(days=1))
    with pytest.raises(Refused, match="送达凭证"):
        do("find_evasion", case, case.lead, evasion(found))
    assert fresh(case).evaded_on is None

    with pytest.raises(Refused, match="凭证"):
        do("prove_summons", case, case.lead, {"summons": str(found.pk), "receipt": "delivered"})
    do("prove_summons", case, case.lead, {"summons": str(found.pk), "receipt": "delivered"},
       files={"proof": photo("receipt.jpg")})  # fmt: skip
    do("find_evasion", case, case.lead, evasion(found))
    assert fresh(case).evaded_on == clock.today()
    assert case.events.get(kind="evasion.found").facts["summons"] == found.pk


def test_scenario_21_an_sms_delivered_counts_after_the_day_to_come(province):
    case = matter("served")
    found = summons(case, receipt="delivered")
    with pytest.raises(Refused, match="还没有过"):
        do("find_evasion", case, case.lead, evasion(found))
    factories.wait_until(found.appear_by + timedelta(days=1))
    with pytest.raises(Refused, match="不可抗力"):
        do("find_evasion", case, case.lead, evasion(found, no_force_majeure=""))
    do("find_evasion", case, case.lead, evasion(found))
    assert fresh(case).evaded_on is not None


def test_who_came_does_not_evade_and_who_says_no_does_at_once(province):
    case = matter("served")
    found = summons(case, receipt="answered", channel="phone")
    given = {"summons": str(found.pk), "receipt": "answered"}
    do("prove_summons", case, case.lead, {**given, "came": "on"})
    with pytest.raises(Refused, match="已经到场"):
        do("find_evasion", case, case.lead, evasion(found))
    do("prove_summons", case, case.lead, {**given, "refuses": "on"})
    do("find_evasion", case, case.lead, evasion(found))


def test_only_the_two_inspectors_find_an_evasion(province, he, liu):
    case = matter("served")
    found = summons(case, receipt="delivered")
    factories.wait_until(found.appear_by + timedelta(days=1))
    for person in (he, liu, cast.someone(case.office, "inspector", 2)):
        with pytest.raises(Refused):
            do("find_evasion", case, person, evasion(found))
