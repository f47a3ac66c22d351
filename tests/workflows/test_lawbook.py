"""The law book: who reads and changes it, what the law forbids, and which version a matter runs on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from casework import clock, lawbook
from casework.law.limits import LawError
from casework.models import LawChange, LimitVersion, ThresholdVersion
from casework.records.lawbook import Ground, change_limit, change_threshold
from tests import cast
from tests.cast import signed_in
from tests.factories import advance, file_at
from workflows import deadlines

pytest_plugins = ("tests.cast",)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> Any:
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


@pytest.fixture(autouse=True)
def _fresh_book():
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


def ground(day: str, **over: Any) -> Ground:
    return Ground(**{"reason": "省厅要求", "valid_from": date.fromisoformat(day), **over})


def form(**over: str) -> dict[str, str]:
    return {"length": "10", "valid_from": "2026-06-01", "reason": "省厅要求提速", **over}


@pytest.mark.parametrize("who", ["administrator", "chen", "auditor", "li_jing", "he", "qin"])
def test_the_readers_of_the_law_see_every_limit_with_its_ground(province, who):
    page = signed_in(cast.person(who)).get(reverse("limits"))
    text = page.content.decode()
    assert page.status_code == 200
    for word in ("《劳动保障监察条例》第十七条", "D-44", "待确认", "L8", "8000", "市级督查"):
        assert word in text


def test_the_department_head_reads_the_limits(province, department_head):
    page = signed_in(department_head).get(reverse("limits"))
    assert page.status_code == 200
    assert reverse("limit", args=["D-12"]) not in page.content.decode()


def test_who_holds_no_office_does_not_see_the_law_book(province, django_user_model):
    nobody = django_user_model.objects.create_user("nobody")
    assert signed_in(nobody).get(reverse("limits")).status_code == 403


@pytest.mark.parametrize("who", ["chen", "auditor", "he"])
def test_only_an_administrator_changes_a_limit(province, who):
    client = signed_in(cast.person(who))
    for address in (reverse("limit", args=["D-12"]), reverse("limit_threshold", args=["reps_max"])):
        assert client.get(address).status_code == 403
        assert client.post(address, form()).status_code == 403
    assert not LimitVersion.objects.exists()


def test_an_administrator_shortens_a_limit_and_the_change_is_kept(province, administrator):
    with at("2026-05-20 09:00"):
        page = signed_in(administrator).post(reverse("limit", args=["D-12"]), form())
    assert page.status_code == 302
    version = LimitVersion.objects.get()
    assert (version.length, version.valid_from) == (10, date(2026, 6, 1))
    change = LawChange.objects.get()
    assert (change.before["length"], change.after["length"]) == (15, 10)
    assert (change.changed_by, change.reason) == (administrator, "省厅要求提速")
    assert lawbook.limit("D-12", date(2026, 5, 31)).length == 15
    assert lawbook.limit("D-12", date(2026, 6, 1)).length == 10


def test_longer_than_the_law_is_refused_with_a_clear_sentence(province, administrator):
    with at("2026-05-20 09:00"):
        page = signed_in(administrator).post(reverse("limit", args=["D-12"]), form(length="16"))
    assert page.status_code == 422
    assert "法律规定最长（最高）为 15，不能改为 16" in page.content.decode()
    assert not LimitVersion.objects.exists()
    assert not LawChange.objects.exists()


def test_a_day_that_has_passed_is_refused(province, administrator):
    with at("2026-06-02 09:00"), pytest.raises(LawError, match="不能早于今天"):
        change_limit("D-12", by=administrator, ground=ground("2026-06-01"), length=10)


def test_a_version_ends_and_the_data_are_in_force_again(province, administrator):
    with at("2026-05-20 09:00"):
        ends = ground("2026-06-01", valid_to=date(2026, 7, 1))
        change_limit("D-12", by=administrator, ground=ends, length=10)
    assert lawbook.limit("D-12", date(2026, 6, 30)).length == 10
    assert lawbook.limit("D-12", date(2026, 7, 1)).length == 15


def test_a_confirmed_limit_is_no_longer_to_be_confirmed(province, administrator):
    client = signed_in(administrator)
    with at("2026-06-01 09:00"):
        data = {"valid_from": "2026-06-01", "reason": "与官方文本核对", "verified_by": "法规处王某",
                "verified_on": "2026-05-30"}  # fmt: skip
        assert client.post(reverse("limit", args=["D-12"]), data).status_code == 302
        rows = {row.key: row for row in client.get(reverse("limits")).context["limits"]}
    assert not rows["D-12"].unsure
    assert rows["D-12"].verified == "法规处王某 2026-05-30"
    assert rows["D-28"].unsure


def test_a_threshold_stays_within_the_national_range(province, administrator):
    with at("2026-06-01 09:00"):
        address = reverse("limit_threshold", args=["crime_a_yuan"])
        client = signed_in(administrator)
        too_low = client.post(address, form(value="4999"))
        assert too_low.status_code == 422
        assert client.post(address, form(value="10000")).status_code == 302
    assert lawbook.threshold_value("crime_a_yuan", date(2026, 6, 1)) == 10000
    assert lawbook.threshold_value("crime_a_yuan", date(2026, 5, 31)) == 8000
    assert ThresholdVersion.objects.count() == 1


def test_the_change_log_cannot_be_rewritten(province, administrator):
    with at("2026-06-01 09:00"):
        change_threshold("reps_max", by=administrator, ground=ground("2026-06-01"), value=3)
    for statement in (LawChange.objects.all().delete, lambda: LawChange.objects.update(reason="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()


def test_a_running_case_stays_on_the_rules_of_the_day_it_began(province, administrator):
    with at("2026-05-20 09:00"):
        change_limit("D-12", by=administrator, ground=ground("2026-06-01"), length=10)
    with at("2026-05-25 09:00"):
        earlier = advance(file_at(), "found")
    with at("2026-06-02 09:00"):
        earlier = advance(earlier, "investigated")
        later = advance(file_at(workers=2), "investigated")
    assert earlier.case.deadlines.get(rule="D-12").length == 15
    assert later.case.deadlines.get(rule="D-12").length == 10


def test_the_targets_of_the_province_run_beside_when_switched_on(province, administrator, he):
    with at("2026-06-01 09:00"):
        change_threshold("henan_targets", by=administrator, ground=ground("2026-06-02"), value=1)
        without = file_at()
    with at("2026-06-02 09:00"):
        complaint = advance(file_at(workers=2), "proposed")
        target = complaint.deadlines.get(rule="D-02")
        assert (target.due_on, complaint.next_due_on) == (date(2026, 6, 9), date(2026, 6, 9))
        complaint = advance(complaint, "investigating")
        case = complaint.case
        assert set(case.deadlines.values_list("rule", flat=True)) == {"D-07", "D-08"}
        assert case.next_due_on == case.deadlines.get(rule="D-07").due_on
        assert case.deadlines.get(rule="D-08").due_on == date(2026, 7, 2)
    assert complaint.deadlines.get(rule="D-02").state == "met"
    assert set(without.deadlines.values_list("rule", flat=True)) == {"D-01"}
    with at("2026-07-10 09:00"):
        assert not deadlines.overdue_ordered().filter(case=case).exists()
        assert deadlines.running(case, "D-07").exists()
