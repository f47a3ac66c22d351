"""The yearly notice: read, shown, confirmed; open clocks recomputed and told, ended ones untouched."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from casework import clock
from casework.models import CalendarDay, CalendarNotice, CaseEvent, ClockMove, Job, LawChange
from casework.records.lawbook import Ground, change_limit
from casework.vocabulary import EventKind, JobKind, JobState
from notifications.recipients import Audience
from tests import cast
from tests.cast import signed_in
from tests.factories import advance, do, file_at, fresh
from workflows import deadlines, tasks
from workflows.actions import recompute as recomputing
from workflows.jobs import run_job, runner
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
SHANGHAI = ZoneInfo("Asia/Shanghai")
# An invented notice in the words of the State Council; the real one for 2027 is open item L5.
NOTICE_2027 = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。2月14日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""


def at(text: str) -> Any:
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


@pytest.fixture(autouse=True)
def _fresh_calendar():
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


def form(**over: str) -> dict[str, str]:
    return {"year": "2027", "source": "国办发明电〔2026〕9号（虚构）", "text": NOTICE_2027, **over}


def run(tmp_path: Path, text: str, *options: str, year: int = 2027) -> str:
    path, out = tmp_path / "notice.txt", StringIO()
    path.write_text(text, encoding="utf-8")
    call_command("import_calendar", str(path), "--year", str(year), "--source", "通知", *options,
                 stdout=out, stderr=out)  # fmt: skip
    return out.getvalue()


def recompute() -> None:
    """Let a worker do the long work that an import starts."""
    run_job(Job.objects.get(kind=JobKind.CALENDAR, state=JobState.QUEUED).pk)


@pytest.fixture
def november_case(province):
    """Opened on 2026-11-23: its 60 working days reach into 2027."""
    with at("2026-11-23 09:00"):
        return advance(file_at(), "accepted")


def test_scenario_06_a_year_beyond_the_calendar_is_recomputed_on_import(
    november_case, administrator, li_jing
):
    case = november_case.case
    before = case.deadlines.get(rule="D-07")
    assert (before.due_on, before.is_provisional) == (date(2027, 2, 22), True)
    client = signed_in(administrator)
    with at("2026-12-01 10:00"):
        shown = client.post(reverse("calendar"), form())
        assert (date(2027, 2, 22), date(2027, 2, 20)) in [m[1:] for m in shown.context["moves"]]
        assert not CalendarDay.objects.exists()
        waiting = client.post(reverse("calendar"), form(confirmed="1"), follow=True)
        assert "放假安排已保存" in waiting.content.decode()
        recompute()
        done = client.get(waiting.request["PATH_INFO"]).content.decode()
        address = reverse("calendar_notice", args=[CalendarNotice.objects.get().pk])
        assert f'href="{address}"' in done
        page = client.get(address)
    after = case.deadlines.get(rule="D-07")
    assert (after.due_on, after.is_provisional) == (date(2027, 2, 20), False)
    assert fresh(case).next_due_on == date(2027, 2, 20)
    desk = DeskTask.objects.get(case=case.pk, finished__isnull=True, branch__isnull=True)
    assert desk.due_on == date(2027, 2, 20)
    event = CaseEvent.objects.get(case=case.pk, kind=EventKind.DEADLINE_RECOMPUTED)
    assert (event.facts["old"], event.facts["due"]) == ("2027-02-22", "2027-02-20")
    assert li_jing.pk in {one.user_id for one in Audience([event]).of(event) if one.user_id}
    notice = CalendarNotice.objects.get()
    assert (notice.moved, notice.imported_by) == (1, administrator)
    text = page.content.decode()
    assert "变动 1 个" in text
    assert case.number not in text  # an administrator reads no cases
    assert LawChange.objects.get(subject="calendar:2027").changed_by == administrator


def test_scenario_51_a_holiday_changed_afterwards_moves_open_clocks_only(province, tmp_path):
    with at("2026-06-01 09:00"):
        ended = advance(file_at(), "accepted")
        running = file_at(workers=2)
    with at("2026-06-03 09:00"):
        report = run(tmp_path, "放假,2026-06-05,2026-06-05,防汛停工", "--partial", year=2026)
    closed = ended.deadlines.get(rule="D-01")
    assert (closed.due_on, closed.state) == (date(2026, 6, 8), "met")
    assert running.deadlines.get(rule="D-01").due_on == date(2026, 6, 9)
    assert ended.case.deadlines.get(rule="D-07").due_on > date(2026, 8, 25)
    assert f"{running}  D-01  2026-06-08 → 2026-06-09" in report
    assert set(ClockMove.objects.values_list("deadline__rule", flat=True)) == {"D-01", "D-07"}


def test_a_move_may_also_be_earlier(province, tmp_path):
    with at("2026-06-01 09:00"):
        complaint = file_at()
    with at("2026-06-02 09:00"):
        run(tmp_path, "上班,2026-06-06", "--partial", year=2026)
    assert complaint.deadlines.get(rule="D-01").due_on == date(2026, 6, 6)


def test_a_recomputed_clock_is_warned_of_again_before_its_new_end(province, tmp_path):
    with at("2026-06-01 09:00"):
        complaint = file_at()
    with at("2026-06-08 09:00"):
        tasks.sweep_deadlines()
        run(tmp_path, "放假,2026-06-08,2026-06-09,防汛停工", "--partial", year=2026)
    with at("2026-06-10 09:00"):
        tasks.sweep_deadlines()
    marks = complaint.events.filter(kind=EventKind.DEADLINE_WARNED).order_by("seq")
    assert [event.facts["due"] for event in marks] == ["2026-06-08", "2026-06-10"]


def test_the_dry_run_shows_and_writes_nothing(november_case, tmp_path):
    with at("2026-12-01 10:00"):
        report = run(tmp_path, NOTICE_2027, "--dry-run")
    assert "D-07  2027-02-22 → 2027-02-20" in report
    assert not CalendarDay.objects.exists()
    assert not CalendarNotice.objects.exists()


def test_bad_lines_are_explained_and_nothing_is_stored(province, administrator, tmp_path):
    bad = NOTICE_2027.replace("（周五）至3日", "（周四）至3日").replace(
        "2月20日（周六）", "2月19日"
    )
    page = signed_in(administrator).post(reverse("calendar"), form(text=bad, confirmed="1"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "2027-01-01不是星期四，而是星期五" in text
    assert "2027-02-19不是周末" in text
    with pytest.raises(CommandError):
        run(tmp_path, bad)
    assert not CalendarDay.objects.exists()


def test_bad_lines_are_explained_in_english_too(province, administrator):
    client = signed_in(administrator)
    client.cookies["django_language"] = "en"
    page = client.post(reverse("calendar"), form(text="放假,2027-02-30,,春节"))
    assert page.status_code == 422
    assert page.context["doubts"][0][0] == 1


def test_a_notice_that_forgets_a_holiday_is_refused(province, administrator):
    short = "\n".join(NOTICE_2027.splitlines()[:-1])
    page = signed_in(administrator).post(reverse("calendar"), form(text=short, confirmed="1"))
    assert "国庆节" in page.context["doubts"][0][2]
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("who", ["chen", "auditor"])
def test_readers_see_the_calendar_but_do_not_import(province, who):
    client = signed_in(cast.person(who))
    assert "春节" in client.get(reverse("calendar")).content.decode()
    assert client.post(reverse("calendar"), form(confirmed="1")).status_code == 403
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("who", ["li_jing", "he", "qin"])
def test_others_do_not_open_the_calendar(province, who):
    assert signed_in(cast.person(who)).get(reverse("calendar")).status_code == 403


def test_a_supervisor_sees_only_the_moves_of_the_region(november_case, administrator, chen):
    with at("2026-12-01 10:00"):
        signed_in(administrator).post(reverse("calendar"), form(confirmed="1"))
        recompute()
        address = reverse("calendar_notice", args=[CalendarNotice.objects.get().pk])
        own = signed_in(chen).get(address)
        elsewhere = cast.hire(cast.office("洛阳市"), "supervisor", username="ly", name="洛督查")
        other = signed_in(elsewhere).get(address)
    assert november_case.case.number in own.content.decode()
    assert november_case.case.number not in other.content.decode()


def test_given_a_long_work_that_dies_midway_then_the_next_one_goes_on_and_counts_once(
    november_case, administrator, monkeypatch
):
    with at("2026-12-01 09:00"):
        for _ in range(3):
            advance(file_at(), "accepted")
    with at("2026-12-01 10:00"):
        monkeypatch.setattr(recomputing, "CHUNK", 1)
        signed_in(administrator).post(reverse("calendar"), form(confirmed="1"))
        monkeypatch.setattr(runner, "SLICE_SECONDS", 0)  # its turn is over after each chunk
        job = Job.objects.get(kind=JobKind.CALENDAR)
        turns = 0
        while fresh_state(job) == JobState.QUEUED:
            tasks.run_job(job.pk)
            turns += 1
    notice = CalendarNotice.objects.get()
    assert turns > notice.moved > 1
    assert notice.examined == Job.objects.get(pk=job.pk).total
    assert ClockMove.objects.count() == notice.moved


def fresh_state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def test_an_interrupted_run_is_finished_by_the_timer(november_case, administrator):
    with at("2026-12-01 10:00"):
        signed_in(administrator).post(reverse("calendar"), form(confirmed="1"))
        assert CalendarNotice.objects.get().finished_at is None
        tasks.sweep_deadlines()
        assert CalendarNotice.objects.get().finished_at is None
    with at("2026-12-01 10:02"):
        tasks.sweep_deadlines()
    notice = CalendarNotice.objects.get()
    assert notice.finished_at is not None
    assert ClockMove.objects.count() == notice.moved == 1


def test_the_term_of_a_served_order_follows_its_clock(province, tmp_path):
    with at("2026-06-04 09:00"):
        complaint = advance(file_at(), "served")
    with at("2026-06-05 09:00"):
        run(tmp_path, "放假,2026-06-11,2026-06-11,防汛停工", "--partial", year=2026)
    case = fresh(complaint.case)
    assert case.order_due_on == case.deadlines.get(rule="D-13").due_on == date(2026, 6, 12)


def test_move_rules_lists_the_differences_and_moves_when_told(province, administrator):
    with at("2026-05-25 09:00"):
        complaint = advance(file_at(), "investigated")
    with at("2026-05-26 09:00"):
        ground = Ground(reason="省厅要求", valid_from=date(2026, 6, 1))
        change_limit("D-12", by=administrator, ground=ground, length=10)
        out = StringIO()
        call_command("move_rules", "--to", "2026-06-01", "--dry-run", stdout=out)
        assert f"{complaint.case}  D-12  15 → 10  2026-06-15 → 2026-06-08" in out.getvalue()
        assert complaint.case.deadlines.get(rule="D-12").length == 15
        with pytest.raises(CommandError, match="理由"):
            call_command("move_rules", "--to", "2026-06-01", stdout=out)
        call_command("move_rules", "--to", "2026-06-01", "--reason", "统一提速", stdout=out)
    clock_ = complaint.case.deadlines.get(rule="D-12")
    assert (clock_.length, clock_.due_on) == (10, date(2026, 6, 8))
    assert fresh(complaint.case).rules_day == date(2026, 6, 1)
    event = complaint.case.events.get(kind=EventKind.DEADLINE_RECOMPUTED)
    assert (event.facts["old"], event.facts["due"]) == ("2026-06-15", "2026-06-08")
    assert event.reason == "统一提速"
    assert clock_.moves.get().cause == "rules"
    assert LawChange.objects.get(subject="move_rules").after["clocks"] == 1


def test_a_stated_term_is_not_changed_by_moving_the_rules(province, administrator):
    with at("2026-06-04 09:00"):
        complaint = advance(file_at(), "served", term_days=9)
        ground = Ground(reason="x", valid_from=date(2026, 6, 4) + timedelta(days=1))
        change_limit("D-13", by=administrator, ground=ground, length=5)
        call_command("move_rules", "--to", "2026-06-05", "--reason", "x", stdout=StringIO())
    assert complaint.case.deadlines.get(rule="D-13").length == 9


def test_an_extended_clock_keeps_its_extension_when_the_rules_move(
    province, administrator, department_head
):
    with at("2026-06-01 09:00"):
        complaint = advance(file_at(), "investigating")
        do("extend_investigation", complaint.case, department_head, {"reason": "案情复杂。"})
        ground = Ground(reason="x", valid_from=date(2026, 6, 2))
        change_limit("D-07", by=administrator, ground=ground, length=45, extension=20)
        call_command("move_rules", "--to", "2026-06-02", "--reason", "x", stdout=StringIO())
    assert complaint.case.deadlines.get(rule="D-07").length == 65
