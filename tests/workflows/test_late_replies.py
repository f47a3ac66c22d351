"""A late 催办 and a late 督办单 go up the chain by the marks of law.md B2, once each, until answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from casework.models import CaseEvent, DelayComplaint, Job, SupervisionOrder
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import cast, factories
from tests.factories import advance, do, file_at, fresh
from tests.workflows.test_campaigns import signed_in
from tests.workflows.test_escalation import at, sweep, told
from workflows import deadlines, jobs, works

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_september(province: None, media: Any) -> Any:
    deadlines.forget_calendar()
    yield
    deadlines.forget_calendar()


def order(**matters: Any) -> SupervisionOrder:
    """The city asks Jinshui on Tuesday 1 September; the reply is due on Tuesday the 8th."""
    office = cast.office(cast.JINSHUI)
    data = {"kind": "order", "text": "请查清并回复。", "working_days": "5", "campaign": ""}
    with at("2026-09-01 09:00"):
        url = reverse("supervision_new", args=[office.pk])
        signed_in(cast.person("chen")).post(url, {**data, **matters})
    return SupervisionOrder.objects.get()


def test_a_late_answer_to_a_complaint_about_delay_goes_up_the_chain_until_it_is_given() -> None:
    city = cast.office(cast.ZHENGZHOU)
    chen, sun = cast.person("chen"), cast.person("sun")
    head, director = (cast.someone(city, r) for r in (Role.BODY_HEAD, Role.DEPARTMENT_HEAD))
    with at("2026-09-01 09:00"):
        complaint = advance(file_at(), "assigned")
        do("complain_delay", complaint, Actor.complainant(), {"text": "一个月没有动静。"})
    with at("2026-09-09 09:00"):  # late, so the same person may urge again; one answer ends both
        due_before = fresh(complaint).next_due_on
        do("complain_delay", complaint, Actor.complainant(), {"text": "还是没有动静。"})
    sweep("2026-09-03", "2026-09-04", "2026-09-07", "2026-09-08", "2026-09-08 20:00",
          "2026-09-09", "2026-09-09 20:00", "2026-09-10", "2026-09-11", "2026-09-14")  # fmt: skip
    assert told(complaint, "S-03") == [
        ("near", {chen.pk}), ("half", {chen.pk}), ("last", {chen.pk}), ("due", {chen.pk}),
        ("passed", {chen.pk, head.pk}), ("step", {director.pk}), ("step", {sun.pk}),
    ]  # fmt: skip
    assert fresh(complaint).next_due_on == due_before  # not a term of the matter itself
    assert DelayComplaint.objects.get(made_at__day=9).next_mark_at == deadlines.NEVER
    rows = CaseEvent.objects.filter(facts__rule="S-03")
    assert {row.facts["at_office"] for row in rows} == {city.pk}


def test_an_answer_in_time_is_never_called_late() -> None:
    with at("2026-09-01 09:00"):
        complaint = advance(file_at(), "assigned")
        do("complain_delay", complaint, Actor.complainant(), {"text": "一个月没有动静。"})
    with at("2026-09-02 09:00"):
        do("answer_delay", complaint, cast.person("chen"), {"text": "已责成三日内查完。"})
    sweep("2026-09-08", "2026-09-09", "2026-09-11")
    assert told(complaint, "S-03") == []


def test_a_late_reply_to_an_order_goes_up_and_to_who_gave_it_once_for_all_its_matters() -> None:
    with at("2026-08-31 09:00"):
        cases = [
            advance(file_at(workers=[factories.worker(n)]), "investigating").case for n in (1, 2)
        ]
    he, director = cast.person("he"), cast.person("department_head")
    chen, sun = cast.person("chen"), cast.person("sun")
    row = order(case=[case.pk for case in cases])
    assert row.due_on == date(2026, 9, 8)
    sweep("2026-09-03", "2026-09-07", "2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11")
    assert told(cases[0], "S-04") == [
        ("near", {he.pk}), ("last", {he.pk}), ("due", {he.pk}),
        ("passed", {he.pk, director.pk, chen.pk}), ("step", {chen.pk}), ("step", {sun.pk}),
    ]  # fmt: skip
    # The other matter has the rows in its journal, and nobody is told twice.
    assert [(mark, who) for mark, who in told(cases[1], "S-04") if who] == []
    assert CaseEvent.objects.filter(case=cases[1], facts__order=row.number).count() == 7
    page = signed_in(he).get(reverse("case", args=[cases[1].pk])).content.decode()
    assert f"回复督办单 {row.number}" in page
    assert not Job.objects.exists()


def test_a_reply_ends_the_warnings_of_an_order() -> None:
    with at("2026-08-31 09:00"):
        case = advance(file_at(), "investigating").case
    cast.person("he")
    row = order(case=[case.pk])
    with at("2026-09-02 09:00"):
        url = reverse("supervision_order", args=[row.pk])
        signed_in(cast.person("he")).post(url, {"text": "已约谈。"})
    sweep("2026-09-08", "2026-09-09", "2026-09-11")
    assert told(case, "S-04") == []


def test_a_late_order_about_no_matter_is_told_by_the_inbox() -> None:
    he, director = cast.person("he"), cast.person("department_head")
    chen, sun = cast.person("chen"), cast.person("sun")
    row = order()
    Job.objects.all().delete()  # that it came
    sweep("2026-09-08", "2026-09-09", "2026-09-09 20:00", "2026-09-10", "2026-09-11")
    owners = list(Job.objects.order_by("id").values_list("owner", flat=True))
    assert owners[0] == he.pk
    assert set(owners[1:4]) == {he.pk, director.pk, chen.pk}
    assert owners[4:] == [chen.pk, sun.pk]
    assert works.__all__
    for job in Job.objects.all():
        jobs.run_job(job.pk)
    said = [job.message for job in Job.objects.order_by("id")]
    assert "还没有回复" in said[0]
    assert "没有按期回复" in said[-1]
    assert all(row.number in words for words in said)
