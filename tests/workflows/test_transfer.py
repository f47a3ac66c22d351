"""Transfer between counties (B1.4, scenarios 7 and 8): exactly one owner at every instant."""

from __future__ import annotations

import pytest
from django.test import Client

from casework.access import visible_complaints
from casework.journal import first_break
from casework.models import Participation
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import cast
from tests.factories import advance, desks, do, file_at, fresh
from workflows.machines.step import Refused
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)


def owner(complaint) -> str:
    return fresh(complaint).office.division.name


def desk_office(complaint) -> str:
    task = DeskTask.objects.get(complaint=complaint.pk, finished__isnull=True)
    return task.office.division.name


def test_scenario_7_a_clerk_takes_a_complaint_for_another_county(province, qin):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    assert complaint.first_officer == qin
    assert complaint.first_office.division.name == cast.SHANGSHUI
    assert complaint.state == "transferred_out"
    assert (owner(complaint), desk_office(complaint)) == (cast.SHANGSHUI, cast.JINSHUI)
    assert set(complaint.deadlines.values_list("rule", flat=True)) == {"D-01", "D-05"}
    assert complaint.deadlines.get(rule="D-05").office.division.name == cast.JINSHUI


def test_scenario_7_the_receiver_becomes_owner_at_the_moment_it_accepts(province, qin, he):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    started = complaint.deadlines.get(rule="D-01")
    do("accept_transfer", complaint, he)
    complaint = fresh(complaint)
    assert (complaint.state, owner(complaint), desk_office(complaint)) == (
        "filed", cast.JINSHUI, cast.JINSHUI,
    )  # fmt: skip
    running = complaint.deadlines.get(rule="D-01")
    assert (running.started_on, running.due_on) == (started.started_on, started.due_on)
    assert running.office.division.name == cast.JINSHUI
    assert complaint.first_officer == qin


def test_both_offices_see_it_and_a_third_does_not(province, qin, li_jing, liu, chen, sun):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    for user in (qin, li_jing, chen, sun):
        assert visible_complaints(user).filter(pk=complaint.pk).exists(), user
    assert not visible_complaints(liu).filter(pk=complaint.pk).exists()
    advance(complaint, "arrived")
    assert set(Participation.objects.filter(complaint=complaint).values_list(
        "office__division__name", flat=True)) == {cast.SHANGSHUI, cast.JINSHUI}  # fmt: skip


def test_the_sender_cannot_accept_for_the_receiver(province, shangshui_head):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    with pytest.raises(Refused, match="金水区"):
        do("accept_transfer", complaint, shangshui_head)


def test_an_inspector_of_the_receiver_cannot_accept(province, li_jing):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    with pytest.raises(Refused):
        do("accept_transfer", complaint, li_jing)


def test_a_refused_transfer_goes_back_and_the_sender_decides_anew(province, shangshui_head, he):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    do("refuse_transfer", complaint, he, {"reason": "工地不在我区。"})
    complaint = fresh(complaint)
    assert (complaint.state, owner(complaint), desks(complaint)) == (
        "filed", cast.SHANGSHUI, ["route"],
    )  # fmt: skip
    assert desk_office(complaint) == cast.SHANGSHUI
    assert complaint.deadlines.get(rule="D-04").state == "running"
    assert complaint.transfers.get().state == "refused"


def test_an_office_that_refused_sees_the_complaint_no_longer(province, shangshui_head, he, chen):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    client = Client()
    client.force_login(he, "django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/act/refuse_transfer/complaint/{complaint.pk}/")
    data = {"reason": "工地不在我区。", "key": page.context["key"], "seen": page.context["seen"]}
    answers = [client.post(page.request["PATH_INFO"], data) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == ["/desk/", "/desk/"]
    assert complaint.events.filter(kind="transfer.refused").count() == 1
    for user in (he, chen):
        assert not visible_complaints(user).filter(pk=complaint.pk).exists(), user
    assert visible_complaints(shangshui_head).filter(pk=complaint.pk).exists()
    assert client.get(f"/complaints/{complaint.pk}/").status_code == 404
    do("transfer_complaint", complaint, shangshui_head,
       {"office": cast.office(cast.JINSHUI).pk, "reason": "再次核实，工地在金水区。"})  # fmt: skip
    assert visible_complaints(he).filter(pk=complaint.pk).exists()


def test_the_window_that_refuses_to_take_its_filing_back_goes_on_seeing_it(
    province, qin, he, shangshui_head
):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    do("accept_transfer", complaint, he)
    do("transfer_complaint", complaint, he,
       {"office": cast.office(cast.SHANGSHUI).pk, "reason": "工地在商水县。"})  # fmt: skip
    do("refuse_transfer", complaint, shangshui_head, {"reason": "工地不在我县。"})
    assert visible_complaints(qin).filter(pk=complaint.pk).exists()


def test_scenario_8_a_third_hop_needs_the_common_superior(province, he, jiyuan_head):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    do("accept_transfer", complaint, he)
    jiyuan = cast.office(cast.JIYUAN)
    do("transfer_complaint", complaint, he, {"office": jiyuan.pk, "reason": "工地在济源。"})
    assert owner(complaint) == cast.JINSHUI
    do("accept_transfer", complaint, jiyuan_head)
    assert owner(complaint) == cast.JIYUAN
    with pytest.raises(Refused, match="两次"):
        do("transfer_complaint", complaint, jiyuan_head,
           {"office": cast.office(cast.SHANGSHUI).pk, "reason": "送回。"})  # fmt: skip
    assert (owner(complaint), fresh(complaint).hop_count) == (cast.JIYUAN, 2)


def test_the_owner_is_never_unclear_in_the_journal(province, he, jiyuan_head):
    """Each row of the chain is concerned with the owner of that instant; the chain is whole."""
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    do("accept_transfer", complaint, he)
    do("transfer_complaint", complaint, he,
       {"office": cast.office(cast.JIYUAN).pk, "reason": "工地在济源。"})  # fmt: skip
    do("refuse_transfer", complaint, jiyuan_head, {"reason": "不在济源。"})
    owners = [cast.SHANGSHUI, cast.SHANGSHUI, *[cast.JINSHUI] * 4]
    rows = list(complaint.events.order_by("seq"))
    assert [cast.office(name).pk in row.offices for name, row in zip(owners, rows, strict=True)] == [
        True] * 6  # fmt: skip
    assert first_break(fresh(complaint)) is None


def test_nobody_decides_about_a_complaint_on_its_way(province, shangshui_head, he):
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    for head in (shangshui_head, he):
        with pytest.raises(Refused):
            do("assign_inspectors", complaint, head)
    with pytest.raises(Refused):
        do("request_withdrawal", complaint, Actor.complainant(), {"reason": "不想办了。"})


def test_a_site_in_an_ended_division_goes_to_its_successor(province):
    """孟津县 became 孟津区 in 2021: the office of today is competent."""
    complaint = file_at(None, None)
    assert complaint.office.division.level == "province"
    old = cast.Division.objects.get(name="孟津县", valid_to__isnull=False)
    moved = file_at(None, None, site_division=old)
    assert moved.office.division.name == "孟津区"


def test_what_names_no_place_is_routed_by_hand_from_the_province(province):
    complaint = file_at(None, None)
    assert desks(complaint) == ["route"]
    head = cast.someone(complaint.office, Role.BODY_HEAD)
    do("transfer_complaint", complaint, head,
       {"office": cast.office(cast.JINSHUI).pk, "reason": "电话核实在金水区。"})  # fmt: skip
    assert fresh(complaint).state == "transferred_out"
    assert complaint.deadlines.get(rule="D-04").state == "met"
