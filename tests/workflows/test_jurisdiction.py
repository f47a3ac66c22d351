"""Disputes about jurisdiction (law.md B1.4): negotiated, designated, cases handed over, taken up."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from casework.access import visible_cases, visible_complaints
from casework.journal import first_break
from casework.models import Case, Complaint, Document, Participation, Transfer
from casework.models.actor import Actor
from casework.queries.history import history_of
from casework.queries.tracking import get_tracked, progress_of
from casework.vocabulary import OPEN_TRANSFER, CaseState, ComplaintState, EventKind, Role
from notifications.recipients import Audience
from tests import cast
from tests.factories import advance, desks, do, file_at, findings_for, fresh, head_of, pair
from workflows import tasks
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province")

SHANGHAI = ZoneInfo("Asia/Shanghai")
ERQI = "二七区"


def head(place: str) -> Actor:
    return cast.actor(cast.someone(cast.office(place), Role.BODY_HEAD), Role.BODY_HEAD)


def at(*day: int, hour: int = 10) -> datetime:
    return datetime(*day, hour, tzinfo=SHANGHAI)


def owner(record: Any) -> str:
    found: str = fresh(record).office.division.name
    return found


def desk_place(record: Any) -> str:
    rows = DeskTask.objects.filter(finished__isnull=True, **{record.STREAM: record.pk})
    task = rows.exclude(node="in_case").order_by("-id").first()
    assert task is not None
    assert task.office is not None
    return task.office.division.name


def to(place: str, reason: str = "工地在那里。") -> dict[str, Any]:
    return {"office": cast.office(place).pk, "reason": reason}


def refused_once(from_place: str = cast.SHANGSHUI, to_place: str = cast.JINSHUI) -> Complaint:
    """A complaint whose first transfer was refused."""
    complaint = file_at(from_place, to_place)
    do("refuse_transfer", complaint, head(to_place), {"reason": "工地不在我区。"})
    return fresh(complaint)


def receiving(place: str) -> dict[str, Any]:
    inspectors = [cast.someone(cast.office(place), Role.INSPECTOR, n).pk for n in (0, 1)]
    return {"lead": inspectors[0], "second": inspectors[1], "opinion": "同意接收。"}


# --- the dispute of a complaint ---------------------------------------------------------------------


def test_scenario_9_two_counties_of_one_city_go_to_their_city() -> None:
    complaint = refused_once(ERQI, cast.JINSHUI)
    do("request_designation", complaint, head(ERQI), {"reason": "协商不成。"})
    transfer = complaint.transfers.get()
    assert transfer.superior == cast.office(cast.ZHENGZHOU)
    assert (owner(complaint), desk_place(complaint)) == (ERQI, cast.ZHENGZHOU)
    clock_ = complaint.deadlines.get(rule="D-06")
    assert (clock_.office.division.name, clock_.length) == (cast.ZHENGZHOU, 5)
    paper = Document.objects.get(kind="jurisdiction_report")
    assert paper.number is not None
    assert paper.number.startswith(cast.office(ERQI).short_name)
    assert "争报" in paper.number


def test_scenario_9_with_jiyuan_on_one_side_it_goes_to_the_province() -> None:
    complaint = refused_once(cast.JINSHUI, cast.JIYUAN)
    do("request_designation", complaint, head(cast.JINSHUI), {"reason": "协商不成。"})
    assert complaint.transfers.get().superior == cast.office(cast.HENAN)
    assert desk_place(complaint) == cast.HENAN


def test_two_cities_go_to_the_province_and_whoever_is_designated_may_not_refuse() -> None:
    complaint = refused_once()
    do("negotiate_transfer", complaint, head(cast.SHANGSHUI), {"reason": "请贵局再核对红线图。"})
    do("request_designation", complaint, head(cast.JINSHUI), {"reason": "协商不成。"})  # B may too
    assert fresh(complaint).state == ComplaintState.TRANSFERRED_OUT
    do("designate_transfer", complaint, head(cast.HENAN), to(cast.JINSHUI, "用工所在地在金水区。"))
    assert desks(complaint) == ["take_over"]
    assert complaint.deadlines.get(rule="J-02").length == 1
    with pytest.raises(Refused, match="不得再退回"):
        do("refuse_transfer", complaint, head(cast.JINSHUI), {"reason": "还是不收。"})
    assert owner(complaint) == cast.SHANGSHUI
    do("accept_transfer", complaint, head(cast.JINSHUI))
    assert (owner(complaint), desks(complaint)) == (cast.JINSHUI, ["assign"])
    assert {d.rule: d.state for d in complaint.deadlines.exclude(rule__in=["D-01", "D-04"])} == {
        "D-05": "met", "J-01": "met", "D-06": "met", "J-02": "met",
    }  # fmt: skip
    assert complaint.deadlines.get(rule="D-01").office.division.name == cast.JINSHUI
    assert Document.objects.filter(kind="designation_notice").count() == 1


def test_a_third_office_may_be_designated_and_the_refusing_one_leaves() -> None:
    complaint = refused_once()
    do("request_designation", complaint, head(cast.SHANGSHUI), {"reason": "协商不成。"})
    assert visible_complaints(cast.person("he")).filter(pk=complaint.pk).exists()
    do("designate_transfer", complaint, head(cast.HENAN), to(cast.GUSHI))
    do("accept_transfer", complaint, head(cast.GUSHI))
    assert owner(complaint) == cast.GUSHI
    assert not visible_complaints(cast.person("he")).filter(pk=complaint.pk).exists()
    assert visible_complaints(cast.person("qin")).filter(pk=complaint.pk).exists()


def test_an_office_that_refused_reads_it_no_further_until_it_negotiates() -> None:
    complaint = refused_once()
    he = cast.person("he")
    assert not visible_complaints(he).filter(pk=complaint.pk).exists()
    do("negotiate_transfer", complaint, head(cast.SHANGSHUI), {"reason": "请再核对。"})
    assert visible_complaints(cast.User.objects.get(pk=he.pk)).filter(pk=complaint.pk).exists()
    do("keep_complaint", complaint, head(cast.SHANGSHUI), {"reason": "确在我县。"})
    assert (owner(complaint), desks(complaint)) == (cast.SHANGSHUI, ["assign"])
    assert not Participation.objects.filter(
        complaint=complaint, office__division__name=cast.JINSHUI
    ).exists()


def test_after_negotiation_the_other_office_may_take_it() -> None:
    complaint = refused_once()
    do("negotiate_transfer", complaint, head(cast.SHANGSHUI), {"reason": "请再核对。"})
    do("accept_transfer", complaint, head(cast.JINSHUI), {"opinion": "核对后确在我区。"})
    assert owner(complaint) == cast.JINSHUI


def test_only_the_common_superior_designates(chen: Any) -> None:
    complaint = refused_once(ERQI, cast.JINSHUI)
    do("request_designation", complaint, head(ERQI), {"reason": "协商不成。"})
    for who in (head(ERQI), head(cast.JINSHUI), head(cast.HENAN), cast.actor(chen),
                Actor.system(), Actor.complainant()):  # fmt: skip
        with pytest.raises(Refused):
            do("designate_transfer", complaint, who, to(cast.JINSHUI))
    with pytest.raises(Incomplete):  # not one of the city's own offices
        do("designate_transfer", complaint, head(cast.ZHENGZHOU), to(cast.GUSHI))


def test_nobody_negotiates_or_reports_what_was_not_refused() -> None:
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    for code in ("negotiate_transfer", "request_designation", "keep_complaint"):
        with pytest.raises(Refused):
            do(code, complaint, head(cast.SHANGSHUI), {"reason": "先报。"})
    home = file_at(cast.JINSHUI, cast.JINSHUI)
    with pytest.raises(Refused, match="请选择"):
        do("request_designation", home, head(cast.JINSHUI), {"reason": "有争议。"})


def test_the_superiors_term_is_extended_once_by_five_days(time_machine: Any) -> None:
    time_machine.move_to(at(2026, 3, 2))
    complaint = refused_once(ERQI, cast.JINSHUI)
    do("request_designation", complaint, head(ERQI), {"reason": "协商不成。"})
    assert complaint.deadlines.get(rule="D-06").due_on == date(2026, 3, 9)
    do("extend_designation", complaint, head(cast.ZHENGZHOU), {"reason": "需要现场核实。"})
    assert complaint.deadlines.get(rule="D-06").due_on == date(2026, 3, 16)
    with pytest.raises(Refused, match="一次"):
        do("extend_designation", complaint, head(cast.ZHENGZHOU), {"reason": "还要。"})


def test_silence_is_reported_up_and_never_loses_the_matter(time_machine: Any) -> None:
    time_machine.move_to(at(2026, 3, 2))
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    sun = cast.person("sun")
    time_machine.move_to(at(2026, 3, 4))
    tasks.sweep_deadlines()
    assert not complaint.events.filter(kind=EventKind.TRANSFER_ESCALATED).exists()
    time_machine.move_to(at(2026, 3, 5))
    tasks.sweep_deadlines()
    tasks.sweep_deadlines()
    event = complaint.events.get(kind=EventKind.TRANSFER_ESCALATED)
    assert cast.office(cast.HENAN).pk in event.offices
    assert sun.pk in {row.user_id for row in Audience([event]).of(event) if row.user_id}
    assert (owner(complaint), desks(complaint)) == (cast.SHANGSHUI, ["receive"])
    do("designate_transfer", complaint, head(cast.HENAN), to(cast.JINSHUI))  # of its own accord
    do("accept_transfer", complaint, head(cast.JINSHUI))
    assert owner(complaint) == cast.JINSHUI


def test_scenario_8_the_second_refusal_opens_designation_by_itself() -> None:
    """商水县 -> 金水区 accepted; 金水区 -> 济源 refused: the province is asked, by the timer's name."""
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    do("accept_transfer", complaint, head(cast.JINSHUI))
    do("transfer_complaint", complaint, head(cast.JINSHUI), to(cast.JIYUAN))
    do("refuse_transfer", complaint, head(cast.JIYUAN), {"reason": "不在济源。"})
    assert (owner(complaint), desk_place(complaint)) == (cast.JINSHUI, cast.HENAN)
    row = complaint.events.get(kind=EventKind.TRANSFER_DESIGNATION_REQUESTED)
    assert (row.actor, row.actor_role) == (None, "system")
    do("designate_transfer", complaint, head(cast.HENAN), to(cast.JINSHUI))
    with pytest.raises(Refused, match="不得再退回"):
        do("refuse_transfer", complaint, head(cast.JINSHUI), {"reason": "不收。"})
    do("accept_transfer", complaint, head(cast.JINSHUI))
    assert (fresh(complaint).state, owner(complaint)) == ("filed", cast.JINSHUI)


def test_a_third_transfer_is_closed_and_the_superior_is_asked_instead() -> None:
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    do("accept_transfer", complaint, head(cast.JINSHUI))
    do("transfer_complaint", complaint, head(cast.JINSHUI), to(cast.JIYUAN))
    do("accept_transfer", complaint, head(cast.JIYUAN))
    with pytest.raises(Refused, match="两次"):
        do("transfer_complaint", complaint, head(cast.JIYUAN), to(cast.GUSHI))
    do("request_designation", complaint, head(cast.JIYUAN), to(cast.GUSHI, "工地在固始县。"))
    assert (owner(complaint), desk_place(complaint)) == (cast.JIYUAN, cast.HENAN)
    do("designate_transfer", complaint, head(cast.HENAN), to(cast.GUSHI))
    do("accept_transfer", complaint, head(cast.GUSHI))
    assert owner(complaint) == cast.GUSHI


def test_the_complainant_reads_who_decides_and_a_stranger_sees_nothing(liu: Any) -> None:
    complaint = refused_once()
    do("request_designation", complaint, head(cast.SHANGSHUI), {"reason": "协商不成。"})
    tracked = get_tracked(complaint.pk)
    assert tracked is not None
    assert progress_of(tracked).state == "上级正在确定由谁办，不用您再跑"
    assert not visible_complaints(liu).filter(pk=complaint.pk).exists()


def test_the_superior_takes_a_lower_matter_up(chen: Any) -> None:
    complaint = advance(file_at(), "assigned")
    for who in (head(cast.JINSHUI), head(cast.JIYUAN), cast.actor(chen)):
        with pytest.raises(Refused):
            do("take_up_complaint", complaint, who, {"reason": "影响较大。"})
    do("take_up_complaint", complaint, head(cast.ZHENGZHOU), {"reason": "影响较大。"})
    complaint = fresh(complaint)
    assert (owner(complaint), desks(complaint)) == (cast.ZHENGZHOU, ["assign"])
    assert complaint.lead is None
    assert visible_complaints(cast.person("he")).filter(pk=complaint.pk).exists()


# --- the transfer of a filed case -------------------------------------------------------------------


def accept_case(case: Case, place: str) -> Case:
    do("accept_case_transfer", case, head(place), receiving(place))
    return Case.objects.select_related("office__division", "lead").get(predecessor=case.pk)


def test_scenario_8_transferred_twice_designated_one_owner_at_every_instant(
    time_machine: Any,
) -> None:
    """A→B accepted, B→C refused, the province designates B; the clock runs from A's filing."""
    time_machine.move_to(at(2026, 3, 2))
    complaint = advance(file_at(workers=3), "investigating")  # A: 金水区
    first = complaint.case
    assert first is not None
    do("transfer_case", first, head(cast.JINSHUI), to(cast.SHANGSHUI))
    assert owner(complaint) == owner(first) == cast.JINSHUI
    do("record_findings", first, complaint.lead, findings_for(first))  # A's duty meanwhile
    time_machine.move_to(at(2026, 3, 4))
    second = accept_case(first, cast.SHANGSHUI)
    assert owner(complaint) == owner(second) == cast.SHANGSHUI
    assert fresh(first).state == CaseState.TRANSFERRED
    assert (desks(first), desks(second)) == ([], ["start_up"])

    do("transfer_case", second, head(cast.SHANGSHUI), to(ERQI))
    assert owner(complaint) == cast.SHANGSHUI
    do("refuse_case_transfer", second, head(ERQI), {"reason": "不在我区。"})
    assert second.transfers.get().superior == cast.office(cast.HENAN)
    assert owner(complaint) == cast.SHANGSHUI
    do("designate_case", second, head(cast.HENAN), to(cast.SHANGSHUI, "用工所在地在商水县。"))
    with pytest.raises(Refused, match="不得再退回"):
        do("refuse_case_transfer", second, head(cast.SHANGSHUI), {"reason": "不收。"})
    do("accept_case_transfer", second, head(cast.SHANGSHUI), {"opinion": "遵照办理。"})
    assert (owner(complaint), fresh(second).state) == (cast.SHANGSHUI, CaseState.OPEN)
    assert desks(second) == ["start_up"]

    told = [entry.text for entry in history_of(second, [complaint.pk]).events]
    hops = [text for text in told if "等待接收" in text or "指定由" in text]
    assert len(hops) == 3  # A→B, B→C, and B by designation
    assert any(first.number in text for text in told)
    whole = second.deadlines.get(rule="J-03")
    own = second.deadlines.get(rule="D-07")
    assert (whole.started_on, whole.length) == (date(2026, 3, 2), 90)
    assert (own.started_on, own.length) == (date(2026, 3, 4), 60)
    for record in (complaint, first, second):
        assert first_break(fresh(record)) is None


def test_the_senders_clocks_are_frozen_and_the_amounts_count_once() -> None:
    complaint = advance(file_at(workers=["100.00", "50.00"]), "served")
    first = complaint.case
    assert first is not None
    do("record_payments", first, complaint.lead, {
        "paid_on": str(first.order_served_on), "payer": "employer", "method": "bank",
        f"amount_{first.claims.order_by('id')[0].pk}": "40.00",
    })  # fmt: skip
    do("transfer_case", first, head(cast.JINSHUI), to(cast.SHANGSHUI))
    second = accept_case(first, cast.SHANGSHUI)
    first = fresh(first)
    assert not first.deadlines.filter(state="running").exists()
    assert first.deadlines.filter(state="suspended").exists()
    assert (first.worker_count, first.verified_yuan, first.paid_yuan) == (0, 0, 0)
    assert (second.worker_count, str(second.claimed_yuan), str(second.paid_yuan)) == (
        2, "150.00", "40.00",
    )  # fmt: skip
    assert set(second.claims.values_list("complaint", flat=True)) == {complaint.pk}
    assert fresh(complaint).lead == second.lead
    waiting = DeskTask.objects.get(complaint=complaint.pk, node="in_case", finished__isnull=True)
    assert (waiting.office, waiting.owner) == (second.office, second.lead)
    assert Document.objects.filter(kind="handover_list", case=first.pk).count() == 1
    li_jing, receiver = cast.person("li_jing"), second.lead
    assert visible_cases(li_jing).filter(pk=second.pk).exists()
    page = Client()
    page.force_login(receiver, "django.contrib.auth.backends.ModelBackend")
    assert first.number in page.get(reverse("case", args=[second.pk])).content.decode()


def test_the_sender_decides_nothing_more_while_it_waits_but_goes_on() -> None:
    complaint = advance(file_at(), "complied")
    case = complaint.case
    do("transfer_case", case, head(cast.JINSHUI), to(cast.SHANGSHUI))
    with pytest.raises(Refused, match="正在移送"):
        do("close_case", case, head(cast.JINSHUI), {"outcome": "付清。"})
    with pytest.raises(Refused, match="正在移送"):
        do("transfer_case", case, head(cast.JINSHUI), to(cast.GUSHI))
    do("refuse_case_transfer", case, head(cast.SHANGSHUI), {"reason": "不收。"})
    assert sorted(desks(case)) == ["close", "settle_case"]
    do("keep_case", case, head(cast.JINSHUI), {"reason": "继续办理。"})
    do("close_case", case, head(cast.JINSHUI), {"outcome": "付清。"})
    assert fresh(case).state == CaseState.CLOSED


def test_a_case_is_received_only_with_two_inspectors_of_the_receiver() -> None:
    case = advance(file_at(), "investigating").case
    assert case is not None
    do("transfer_case", case, head(cast.JINSHUI), to(cast.SHANGSHUI))
    for data in ({}, pair(case)):
        with pytest.raises(Incomplete):
            do("accept_case_transfer", case, head(cast.SHANGSHUI), data)
    for who in (head(cast.JINSHUI), head(cast.GUSHI), Actor.system()):
        with pytest.raises(Refused):
            do("accept_case_transfer", case, who, receiving(cast.SHANGSHUI))


@pytest.mark.parametrize("stage", ["accepted", "investigated", "drafted", "ordered", "served"])
def test_a_case_in_any_open_state_may_be_handed_over(stage: str) -> None:
    case = advance(file_at(), stage).case
    assert case is not None
    do("transfer_case", case, head(cast.JINSHUI), to(cast.SHANGSHUI))
    second = accept_case(case, cast.SHANGSHUI)
    assert (fresh(case).state, second.state) == (CaseState.TRANSFERRED, CaseState.OPEN)
    assert second.number != case.number


def test_an_ended_case_is_not_transferred() -> None:
    case = advance(file_at(), "closed").case
    for code in ("transfer_case", "dispute_case"):
        with pytest.raises(Refused):
            do(code, case, head(cast.JINSHUI), to(cast.SHANGSHUI))


def test_the_city_takes_a_county_case_up() -> None:
    complaint = advance(file_at(), "investigating")
    case = complaint.case
    assert case is not None
    with pytest.raises(Refused, match="上级"):
        do("take_up_case", case, head(cast.JIYUAN), {**receiving(cast.JIYUAN), "reason": "重大。"})
    do("take_up_case", case, head(cast.ZHENGZHOU),
       {**receiving(cast.ZHENGZHOU), "reason": "影响重大。"})  # fmt: skip
    second = Case.objects.get(predecessor=case.pk)
    assert owner(complaint) == owner(second) == cast.ZHENGZHOU
    assert (desks(case), desks(second), desks(complaint)) == ([], ["start_up"], ["in_case"])


def test_a_case_after_two_hops_goes_straight_to_the_superior() -> None:
    complaint = advance(file_at(cast.SHANGSHUI, cast.JINSHUI), "investigating")  # one hop
    first = complaint.case
    assert first is not None
    do("transfer_case", first, head(cast.JINSHUI), to(ERQI))
    second = accept_case(first, ERQI)
    with pytest.raises(Refused, match="两次"):
        do("transfer_case", second, head(ERQI), to(cast.GUSHI))
    do("dispute_case", second, head(ERQI), to(cast.GUSHI))
    assert second.transfers.get().superior == cast.office(cast.HENAN)
    do("designate_case", second, head(cast.HENAN), to(cast.GUSHI))
    third = accept_case(second, cast.GUSHI)
    assert owner(complaint) == cast.GUSHI
    assert third.lineage() == [third.pk, second.pk, first.pk]


# --- exactly one owner at every instant -------------------------------------------------------------

PLACES = (cast.JINSHUI, cast.SHANGSHUI, ERQI, cast.JIYUAN)
UPPER = (cast.ZHENGZHOU, cast.HENAN)
ON_COMPLAINT = (
    "transfer_complaint", "accept_transfer", "refuse_transfer", "negotiate_transfer",
    "keep_complaint", "request_designation", "designate_transfer", "take_up_complaint",
    "escalate_transfer",
)  # fmt: skip
ON_CASE = (
    "transfer_case", "accept_case_transfer", "refuse_case_transfer", "keep_case",
    "negotiate_case", "request_case_designation", "designate_case", "take_up_case",
    "dispute_case", "escalate_case_transfer",
)  # fmt: skip


def one_owner(complaint: Complaint) -> None:
    """Complaint and running case have one office; the case of every other office has ended."""
    complaint = fresh(complaint)
    assert complaint.transfers.filter(state__in=OPEN_TRANSFER).count() == (
        complaint.state == ComplaintState.TRANSFERRED_OUT
    )
    assert first_break(complaint) is None
    if complaint.case is None:
        return
    running = Case.objects.exclude(state=CaseState.TRANSFERRED)
    assert [case.office_id for case in running] == [complaint.office_id]
    assert running.get().pk == complaint.case_id
    assert Transfer.objects.filter(case__isnull=False, state__in=OPEN_TRANSFER).count() <= 1
    for case in Case.objects.all():
        assert first_break(case) is None
        assert case.worker_count == case.claims.count()


@pytest.mark.parametrize("seed", range(4))
def test_exactly_one_owner_whatever_anybody_tries(seed: int) -> None:
    rng = Random(seed)
    stage = rng.choice(["filed", "investigating"])
    complaint = advance(file_at(rng.choice(PLACES), rng.choice(PLACES)), stage)
    people = [head(place) for place in (*PLACES, *UPPER)] + [Actor.system()]
    codes = ON_CASE if complaint.case else ON_COMPLAINT
    done = 0
    for _ in range(80):
        record = fresh(complaint)
        record = record.case or record
        target = to(rng.choice(PLACES + UPPER[:1]))
        who = rng.choice(people)
        place = who.office.division.name if who.office else cast.JINSHUI
        waiting = DeskTask.objects.filter(finished__isnull=True, **{record.STREAM: record.pk})
        fitting = [code for task in waiting for code in task.flow_task.actions if code in codes]
        if (task := waiting.last()) is not None and task.office and rng.random() < 0.6:
            who = head(task.office.division.name)
            place = task.office.division.name
        code = rng.choice(fitting if fitting and rng.random() < 0.7 else codes)
        try:
            do(code, record, who, {**receiving(place), **target})
            done += 1
        except Refused:
            pass
        one_owner(complaint)
    assert done > 2
    assert head_of(fresh(complaint)) is not None
