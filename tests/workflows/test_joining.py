"""One matter, one case (law.md B1.1): merged, joined, split; too late, incomplete, another way."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework import clock
from casework.access import visible_complaints
from casework.journal import first_break
from casework.models import Case, Complaint, Document
from casework.models.actor import Actor
from casework.queries.tracking import get_tracked, progress_of
from casework.vocabulary import CaseState, ComplaintKind, ComplaintState, EventKind
from tests import cast
from tests.factories import (
    advance,
    desks,
    do,
    file_at,
    fresh,
    head_of,
    let_term_pass,
    stage_of,
    worker,
)
from tests.uploads import photo
from workflows.counter import board_figures
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(*day: int) -> datetime:
    return datetime(*day, 10, tzinfo=SHANGHAI)


def twins(to: str = "proposed") -> tuple[Complaint, Complaint]:
    """The same matter at 金水区 and 固始县: other phone, name written otherwise."""
    one = advance(file_at(workers=[worker(name="阿依古丽·买买提")]), to)
    other = file_at(
        cast.GUSHI, cast.GUSHI, contact_phone="19900000077",
        workers=[worker(name="阿依古丽买买提", phone="19900000078")],
    )  # fmt: skip
    return one, advance(other, to)


# --- merged -----------------------------------------------------------------------------------------


def test_scenario_10_the_second_is_flagged_merged_and_counted_once(sun: Any) -> None:
    first, second = twins()
    assert fresh(second).possible_duplicate_of_id == first.pk
    assert first.claims.get().worker == second.claims.get().worker  # the same ID-card number
    case = advance(first, "accepted").case
    assert case is not None
    do("merge_complaint", second, second.lead, {"master": first.pk, "reason": "同一工人同一欠薪。"})
    second = fresh(second)
    assert (second.state, second.case, desks(second)) == (ComplaintState.MERGED, case, [])
    assert second.claims.get().counted_as == first.claims.get()
    case = fresh(case)
    assert (case.worker_count, case.claimed_yuan) == (1, Decimal("12500.00"))
    figures = board_figures.total(
        board_figures.stock(board_figures.Region(sun), clock.today())[0].values()
    )
    assert (figures.open, figures.workers, figures.owed) == (1, 1, Decimal("12500.00"))
    for user, record in ((second.lead, first), (case.lead, second)):  # both counties see both
        assert visible_complaints(user).filter(pk=record.pk).exists()
    tracked = get_tracked(second.pk)
    assert tracked is not None
    assert progress_of(tracked).key == CaseState.OPEN
    for record in (first, second, case):
        assert first_break(fresh(record)) is None
    assert first.events.filter(kind=EventKind.COMPLAINT_JOINED).count() == 1


def test_the_earlier_one_is_not_merged_into_a_later_one_without_a_case() -> None:
    first, second = twins()
    with pytest.raises(Refused, match="登记在后"):
        do("merge_complaint", first, first.lead, {"master": second.pk, "reason": "同一件。"})
    other = file_at(workers=[worker(5)], contact_phone="19900000055")
    with pytest.raises(Incomplete):  # a stranger's complaint is no choice
        do("merge_complaint", second, second.lead, {"master": other.pk, "reason": "同一件。"})
    with pytest.raises(Refused):
        do("merge_complaint", second, first.lead, {"master": first.pk, "reason": "同一件。"})


def test_what_was_merged_before_filing_follows_into_the_case() -> None:
    first, second = twins()
    do("merge_complaint", second, second.lead, {"master": first.pk, "reason": "同一件。"})
    assert fresh(second).case is None
    case = advance(first, "accepted").case
    assert fresh(second).case == case
    assert case is not None
    assert case.worker_count == 1


def test_a_worker_only_the_second_names_joins_the_case() -> None:
    first = advance(file_at(), "accepted")
    second = advance(file_at(cast.GUSHI, cast.GUSHI, workers=2, contact_phone="19900000077"),
                     "proposed")  # fmt: skip
    do("merge_complaint", second, second.lead, {"master": first.pk, "reason": "同一件。"})
    assert fresh(first.case).worker_count == 2


def test_a_report_is_never_merged() -> None:
    complaint = advance(file_at(), "accepted")
    report = advance(file_at(cast.GUSHI, cast.GUSHI, kind=ComplaintKind.REPORT), "proposed")
    with pytest.raises(Incomplete):
        do("merge_complaint", report, report.lead, {"master": complaint.pk, "reason": "同一件。"})


def test_scenario_11_the_county_that_comes_second_gets_merged() -> None:
    first, second = twins()
    do("accept_complaint", first, head_of(first))
    do("accept_complaint", second, head_of(second))
    assert Case.objects.count() == 1
    assert (fresh(first).state, fresh(second).state) == ("accepted", "merged")
    assert fresh(second).case == fresh(first).case
    assert desks(second) == []


def test_of_a_group_only_those_not_filed_elsewhere_count() -> None:
    first = advance(file_at(), "accepted")
    group = advance(file_at(cast.GUSHI, cast.GUSHI, workers=3, contact_phone="19900000077"),
                    "proposed")  # fmt: skip
    do("accept_complaint", group, head_of(group))
    group = fresh(group)
    assert group.state == ComplaintState.ACCEPTED
    assert (group.case.worker_count, group.case.claimed_yuan) == (2, Decimal("25000.00"))
    assert group.claims.get(position=1).counted_as == first.claims.get()


# --- joined and split again -------------------------------------------------------------------------


def second_of_the_office(**over: Any) -> Complaint:
    filing = {"workers": [worker(7)], "contact_phone": "19900000066", **over}
    return advance(file_at(**filing), "proposed")


def test_complaints_against_one_employer_become_one_case_and_are_split_again(
    time_machine: Any,
) -> None:
    time_machine.move_to(at(2026, 3, 2))
    first = advance(file_at(), "investigating")
    case = first.case
    assert case is not None
    time_machine.move_to(at(2026, 3, 9))
    second = second_of_the_office()
    do("accept_complaint", second, head_of(second), {"into": case.pk})
    second = fresh(second)
    assert (second.case, desks(second)) == (case, ["in_case"])
    case = fresh(case)
    assert (case.worker_count, case.claimed_yuan) == (2, Decimal("25000.00"))
    assert Document.objects.filter(kind="filing_approval").count() == 1

    time_machine.move_to(at(2026, 3, 20))
    do("split_complaint", case, head_of(case), {"complaint": second.pk, "reason": "事实不同。"})
    own, case = fresh(second).case, fresh(case)
    assert own != case
    assert (own.state, desks(own), own.filed_on) == ("open", ["start_up"], date(2026, 3, 9))
    assert own.deadlines.get(rule="D-07").started_on == date(2026, 3, 9)
    assert (case.worker_count, own.worker_count) == (1, 1)
    assert case.deadlines.get(rule="D-07").started_on == date(2026, 3, 2)
    for record in (case, own, second):
        assert first_break(fresh(record)) is None
    with pytest.raises(Refused, match="只有这一件"):
        do("split_complaint", case, head_of(case), {"complaint": first.pk, "reason": "再分。"})


def test_only_a_case_of_the_same_office_and_employer_takes_a_complaint_in() -> None:
    elsewhere = advance(file_at(cast.GUSHI, cast.GUSHI, workers=[worker(9)]), "accepted").case
    over = advance(file_at(), "investigated").case
    second = second_of_the_office()
    for case in (elsewhere, over):
        assert case is not None
        with pytest.raises(Incomplete):
            do("accept_complaint", second, head_of(second), {"into": case.pk})


def test_an_inspector_does_not_split() -> None:
    first = advance(file_at(), "investigating")
    second = second_of_the_office()
    do("accept_complaint", second, head_of(second), {"into": first.case.pk})
    with pytest.raises(Refused):
        do("split_complaint", first.case, first.lead, {"complaint": second.pk, "reason": "分。"})


# --- two years, incomplete, another way -------------------------------------------------------------

LONG_AGO = {"period_start": date(2023, 9, 1), "period_end": date(2023, 11, 30)}
LATE = {"reason": "超过二年。", "ended_on": "2023-11-30", "not_continuing": "on"}


def test_scenario_39_more_than_two_years_is_not_accepted_in_writing(time_machine: Any) -> None:
    time_machine.move_to(at(2026, 3, 2))
    complaint = advance(file_at(**LONG_AGO), "proposed")
    with pytest.raises(Refused, match="二年"):
        do("accept_complaint", complaint, head_of(complaint))
    assert complaint.deadlines.get(rule="D-01").due_on == date(2026, 3, 9)
    with pytest.raises(Incomplete):  # whether it goes on has to be answered
        do("reject_complaint", complaint, head_of(complaint), {**LATE, "not_continuing": ""})
    do("reject_complaint", complaint, head_of(complaint), LATE)
    assert (fresh(complaint).state, desks(complaint)) == (ComplaintState.REJECTED, [])
    assert complaint.deadlines.get(rule="D-01").state == "met"
    paper = Document.objects.get(kind="rejection", complaint=complaint)
    assert paper.number
    event = complaint.events.get(kind=EventKind.COMPLAINT_REJECTED)
    assert event.facts["last_day"] == "2025-11-30"


def test_scenario_39_an_earlier_report_on_record_keeps_it_in_time(time_machine: Any) -> None:
    time_machine.move_to(at(2025, 6, 10))
    file_at(cast.GUSHI, cast.GUSHI, kind=ComplaintKind.REPORT, workers=0, **LONG_AGO)
    time_machine.move_to(at(2026, 3, 2))
    complaint = advance(file_at(**LONG_AGO), "proposed")
    with pytest.raises(Refused, match="2025-06-10"):
        do("reject_complaint", complaint, head_of(complaint), LATE)
    do("accept_complaint", complaint, head_of(complaint))
    assert fresh(complaint).state == ComplaintState.ACCEPTED


def test_a_violation_that_goes_on_is_accepted_and_one_in_time_is_not_rejected(
    time_machine: Any,
) -> None:
    time_machine.move_to(at(2026, 3, 2))
    complaint = advance(file_at(**LONG_AGO), "proposed")
    do("accept_complaint", complaint, head_of(complaint), {"continuing": "on"})
    assert fresh(complaint).state == ComplaintState.ACCEPTED
    recent = second_of_the_office()
    with pytest.raises(Refused, match="没有超过"):
        do("reject_complaint", recent, head_of(recent), {**LATE, "ended_on": "2025-12-31"})


def test_an_incomplete_complaint_is_closed_only_after_its_term_and_with_a_notice() -> None:
    complaint = advance(file_at(), "supplement")
    term = complaint.deadlines.get(rule="S-01")
    assert (term.length, term.unit) == (15, "calendar_days")
    with pytest.raises(Refused, match="补正期限"):
        do("close_incomplete", complaint, head_of(complaint), {"reason": "没有补来。"})
    let_term_pass(complaint, "S-01")
    do("close_incomplete", complaint, head_of(complaint), {"reason": "没有补来。"})
    assert fresh(complaint).state == ComplaintState.CLOSED_INCOMPLETE
    assert Document.objects.get(kind="incomplete_notice").number
    again = file_at()  # may be filed again
    assert again.possible_duplicate_of_id is None


def test_scenario_40_five_of_37_have_gone_to_arbitration_and_32_go_on() -> None:
    complaint = advance(file_at(workers=["1000.00"] * 37), "proposed")
    five = list(
        complaint.claims.filter(position__in=[2, 5, 9, 20, 37]).values_list("pk", flat=True)
    )
    data = {"claims": five, "reason": "已申请劳动仲裁，请等待仲裁裁决。"}
    with pytest.raises(Refused):
        do("redirect_claims", complaint, complaint.lead, data)
    do("redirect_claims", complaint, head_of(complaint), data)
    complaint = fresh(complaint)
    assert (complaint.state, complaint.worker_count) == (ComplaintState.FILED, 32)
    assert complaint.claimed_yuan == Decimal("32000.00")
    assert Document.objects.get(kind="redirect_notice").number
    case = advance(complaint, "accepted").case
    assert case is not None
    assert (case.worker_count, case.claimed_yuan) == (32, Decimal("32000.00"))
    tracked = get_tracked(complaint.pk)
    assert tracked is not None
    assert progress_of(tracked, five[:1]).state == "您已走仲裁或法院，请按那条途径办理"
    left = complaint.claims.filter(position=1).values_list("pk", flat=True)
    assert progress_of(tracked, list(left)).state != "您已走仲裁或法院，请按那条途径办理"
    everyone = list(complaint.claims.filter(withdrawn_at=None).values_list("pk", flat=True))
    with pytest.raises(Refused, match="整件"):
        do("redirect_claims", complaint, head_of(complaint), {**data, "claims": everyone})


def test_scenario_40_rows_of_a_running_case_leave_it_too() -> None:
    complaint = advance(file_at(workers=3), "investigating")
    one = complaint.claims.get(position=2)
    do("redirect_claims", complaint, head_of(complaint), {"claims": [one.pk], "reason": "已起诉。"})
    assert fresh(complaint.case).worker_count == 2
    ordered = advance(complaint, "ordered")
    with pytest.raises(Refused, match="指令书"):
        do("redirect_claims", ordered, head_of(ordered),
           {"claims": [ordered.claims.get(position=1).pk], "reason": "已起诉。"})  # fmt: skip


# --- again, group, incident -------------------------------------------------------------------------


def test_new_facts_within_two_years_make_a_new_complaint_linked_to_the_old(
    time_machine: Any,
) -> None:
    time_machine.move_to(at(2026, 3, 2))
    complaint = advance(file_at(), "told")
    done = do("reopen_complaint", complaint, Actor.complainant(), {"text": "又找到一张欠条。"})
    again = Complaint.objects.get(reopens=complaint.pk)
    assert (again.state, desks(again)) == (ComplaintState.FILED, ["assign"])
    assert again.claims.get().worker == complaint.claims.get().worker
    assert again.tracking_no in done.done.message
    assert fresh(complaint).state == ComplaintState.CLOSED
    with pytest.raises(Refused, match="已经依据"):
        do("reopen_complaint", complaint, Actor.complainant(), {"text": "再来。"})


def test_after_two_years_it_is_a_complaint_of_its_own(time_machine: Any) -> None:
    time_machine.move_to(at(2026, 3, 2))
    complaint = advance(file_at(), "told")
    time_machine.move_to(at(2028, 3, 3))
    with pytest.raises(Refused, match="超过二年"):
        do("reopen_complaint", complaint, Actor.complainant(), {"text": "又找到一张欠条。"})


def test_a_group_of_ten_names_at_most_five_representatives() -> None:
    group = advance(file_at(workers=10), "assigned")
    rows = list(group.claims.order_by("position").values_list("pk", flat=True))
    with pytest.raises(Refused, match="最多 5"):
        do("choose_representatives", group, group.lead, {"claims": rows[:6]})
    do("choose_representatives", group, group.lead, {"claims": rows[:3]})
    assert set(group.claims.filter(is_representative=True).values_list("pk", flat=True)) == set(
        rows[:3]
    )
    small = advance(file_at(workers=[worker(n) for n in range(20, 29)]), "assigned")
    with pytest.raises(Refused, match="10 人以上"):
        do("choose_representatives", small, small.lead, {"claims": [small.claims.first().pk]})


def test_scenario_12_a_representative_sees_the_list_and_a_worker_only_the_own_row() -> None:
    group = file_at(workers=["100.00", "200.00", "300.00"])
    tracked = get_tracked(group.pk)
    assert tracked is not None
    whole = progress_of(tracked)  # the holder of the query code: the representatives
    own = progress_of(tracked, [group.claims.get(position=2).pk])
    assert [str(claim.claimed_yuan) for claim in whole.claims] == ["100.00", "200.00", "300.00"]
    assert [str(claim.claimed_yuan) for claim in own.claims] == ["200.00"]
    assert (whole.money.claimed, own.money.claimed) == (Decimal("600.00"), Decimal("200.00"))
    assert (own.voice.lines, own.voice.files, own.reason) == ([], [], None)


def test_a_mass_incident_is_reported_up_within_two_hours(time_machine: Any, chen: Any) -> None:
    time_machine.move_to(datetime(2026, 2, 13, 17, 30, tzinfo=SHANGHAI), tick=False)
    group = advance(file_at(workers=10), "assigned")
    do("mark_incident", group, group.lead, {"reason": "三十余人在工地大门聚集。"})
    clock_ = group.deadlines.get(rule="D-42")
    assert clock_.due_at == datetime(2026, 2, 13, 19, 30, tzinfo=SHANGHAI)
    with pytest.raises(Refused):
        do("mark_incident", group, group.lead, {"reason": "再标。"})
    with pytest.raises(Refused):
        do("report_incident", group, cast.person("liu"), {"reason": "已报。"})
    do("report_incident", group, head_of(group), {"reason": "已报区政府和市支队。"})
    assert group.deadlines.get(rule="D-42").state == "met"


def test_scenario_47_a_platform_as_employer_needs_evidence_instead_of_a_contract(
    he: Any, media: Any
) -> None:
    rider = file_at(
        industry="new_forms", employer_role="platform_partner",
        employer_name="河南某某即时配送有限公司（虚构）", project_name="",
    )  # fmt: skip
    complaint = advance(rider, "proposed")
    with pytest.raises(Refused, match="接单"):
        do("accept_complaint", complaint, head_of(complaint))
    shot = photo("orders.jpg")
    do("add_photo", complaint, Actor.complainant(), {}, files={"files": [shot]})
    do("accept_complaint", complaint, head_of(complaint))
    assert stage_of(complaint) == "accepted"
    assert fresh(complaint).get_employer_role_display() == "平台合作用工企业"
    figures = board_figures.stock(board_figures.Region(he), clock.today())[0]
    assert board_figures.total(figures.values()).new_forms == 1
