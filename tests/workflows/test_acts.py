"""The page of one act: shown to whom it belongs, done once, never at the cost of typed text."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case, CaseEvent, Complaint, Membership
from casework.vocabulary import CaseState, ComplaintState, EventKind, Finding, Role
from tests import cast, factories
from tests.cast import signed_in
from workflows import deadlines, desks, panels
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

TYPED = "已到工地核实，有考勤表和工友证言。"


def url(code: str, record: Any) -> str:
    return reverse("act", args=[code, record.STREAM, record.pk])


def hidden(page: Any) -> dict[str, str]:
    """The two hidden inputs of a page as it was shown."""
    return {"key": page.context["key"], "seen": str(page.context["seen"])}


@pytest.fixture
def assigned(province: None) -> Complaint:
    return factories.advance(factories.file_at(), "assigned")


@pytest.fixture
def investigating(province: None) -> Case:
    filed = factories.file_at(workers=["12500.00", "8000.00", "4300.50"])
    case = factories.advance(filed, "investigating").case
    assert case is not None
    return case


def test_it_shows_the_three_conditions_ground_and_what_follows(assigned: Complaint) -> None:
    page = signed_in(cast.person("li_jing")).get(url("propose_decision", assigned))

    text = page.content.decode()
    assert page.status_code == 200
    assert "第十八条" in text
    assert "有明确的被投诉用人单位" in text
    assert "河南宏远建筑劳务有限公司" in text
    assert "意见转给负责人审批。" in text
    assert "王五" not in text


def test_it_leads_to_the_record_after_the_act(assigned: Complaint) -> None:
    client = signed_in(cast.person("li_jing"))
    page = client.get(url("propose_decision", assigned))

    answer = client.post(
        url("propose_decision", assigned),
        {**hidden(page), "proposal": "accept", "opinion": TYPED},
    )

    assert answer.status_code == 302
    assert answer["Location"] == reverse("complaint", args=[assigned.pk])
    assert factories.desks(assigned) == ["decide"]


def test_it_leads_to_the_new_case_after_acceptance(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "proposed")

    answer = signed_in(cast.person("he")).post(url("accept_complaint", complaint), {"opinion": ""})

    case = factories.fresh(complaint).case
    assert answer["Location"] == reverse("case", args=[case.pk])


def test_it_acts_once_on_a_double_click(assigned: Complaint) -> None:
    client = signed_in(cast.person("li_jing"))
    data = {**hidden(client.get(url("propose_decision", assigned))), "proposal": "accept",
            "opinion": TYPED}  # fmt: skip

    answers = [client.post(url("propose_decision", assigned), data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    kind = EventKind.COMPLAINT_ACCEPTANCE_PROPOSED
    assert CaseEvent.objects.filter(complaint=assigned, kind=kind).count() == 1


def test_it_tells_the_second_inspector_who_did_what_and_keeps_the_text(
    assigned: Complaint,
) -> None:
    first, second = signed_in(cast.person("li_jing")), signed_in(cast.person("wu_gang"))
    pages = [client.get(url("propose_decision", assigned)) for client in (first, second)]
    first.post(
        url("propose_decision", assigned),
        {**hidden(pages[0]), "proposal": "reject", "opinion": "已超过二年。"},
    )

    answer = second.post(
        url("propose_decision", assigned),
        {**hidden(pages[1]), "proposal": "accept", "opinion": TYPED},
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "李静" in text
    assert "提出受理意见" in text
    assert TYPED in text
    assert factories.fresh(assigned).last_seq == answer.context["seen"]
    assert CaseEvent.objects.filter(complaint=assigned, actor=cast.person("wu_gang")).count() == 0


def test_it_offers_to_send_again_when_the_act_is_still_possible(investigating: Case) -> None:
    first, second = signed_in(cast.person("li_jing")), signed_in(cast.person("wu_gang"))
    pages = [client.get(url("record_findings", investigating)) for client in (first, second)]
    found = factories.findings_for(investigating)
    first.post(url("record_findings", investigating), {**hidden(pages[0]), **found})

    late = second.post(url("record_findings", investigating), {**hidden(pages[1]), **found})
    again = second.post(url("record_findings", investigating), {**hidden(late), **found})

    assert late.status_code == 409
    assert late.context["verdict"].ok
    assert again.status_code == 302


def test_it_keeps_what_was_typed_when_something_is_missing(assigned: Complaint) -> None:
    answer = signed_in(cast.person("li_jing")).post(
        url("propose_decision", assigned), {"key": uuid.uuid4().hex, "opinion": TYPED}
    )

    assert answer.status_code == 422
    assert TYPED in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert factories.desks(assigned) == ["propose"]


def test_an_inspector_of_another_county_cannot_open_it(assigned: Complaint) -> None:
    client = signed_in(cast.person("zhao_min"))

    assert client.get(url("propose_decision", assigned)).status_code == 404
    assert client.post(url("propose_decision", assigned), {}).status_code == 404


def test_an_inspector_cannot_do_what_only_the_head_may(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "proposed")
    client = signed_in(cast.person("li_jing"))

    page = client.get(url("accept_complaint", complaint))
    answer = client.post(url("accept_complaint", complaint), {"opinion": TYPED})

    assert "此步骤由监察机构负责人办理。" in page.content.decode()
    assert page.context["form"] is None
    assert answer.status_code == 409
    assert "此步骤由监察机构负责人办理。" in answer.content.decode()
    assert TYPED in answer.content.decode()
    assert factories.fresh(complaint).state == ComplaintState.FILED


def test_a_visitor_cannot_open_it(assigned: Complaint) -> None:
    answer = Client().get(url("propose_decision", assigned))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


@pytest.mark.parametrize(
    ("code", "kind"),
    [("no_such_act", "complaint"), ("propose_decision", "case"), ("mark_overdue", "case")],
)
def test_it_knows_no_other_acts(assigned: Complaint, code: str, kind: str) -> None:
    client = signed_in(cast.person("li_jing"))

    assert client.get(reverse("act", args=[code, kind, assigned.pk])).status_code == 404


def test_it_closes_a_step_that_is_not_on_a_desk(assigned: Complaint) -> None:
    page = signed_in(cast.person("he")).get(url("accept_complaint", assigned))

    assert page.status_code == 200
    assert page.context["form"] is None
    assert "不在办理桌上" in page.content.decode()


def test_the_head_of_the_receiving_office_answers_a_transfer(province: None) -> None:
    complaint = factories.file_at(cast.SHANGSHUI, cast.JINSHUI)

    answer = signed_in(cast.person("he")).post(url("accept_transfer", complaint), {"opinion": ""})

    assert answer.status_code == 302
    assert factories.fresh(complaint).office.division.name == cast.JINSHUI


def test_someone_who_is_head_and_inspector_acts_as_the_head(assigned: Complaint) -> None:
    li_jing = cast.person("li_jing")
    office = cast.office(cast.JINSHUI)
    Membership.objects.create(
        user=li_jing, office=office, role=Role.BODY_HEAD, valid_from=cast.SINCE
    )

    page = signed_in(li_jing).get(url("require_supplement", assigned))

    assert page.context["acting"].endswith("监察机构负责人")


def test_findings_come_one_line_per_worker(investigating: Case) -> None:
    page = signed_in(cast.person("li_jing")).get(url("record_findings", investigating))

    assert len(page.context["form"].rows()) == 3
    assert page.content.decode().count("row-form__cell--finding") == 3


def test_all_as_claimed_finds_the_pending_and_leaves_the_others(investigating: Case) -> None:
    paid, asked_less, plain = investigating.claims.order_by("position")
    data = {f"finding_{paid.pk}": Finding.PAID, f"finding_{asked_less.pk}": Finding.PENDING,
            f"verified_{asked_less.pk}": "7000", "all_as_claimed": "on"}  # fmt: skip

    answer = signed_in(cast.person("li_jing")).post(url("record_findings", investigating), data)

    assert answer.status_code == 302
    found = {c.pk: (c.finding, str(c.verified_yuan)) for c in investigating.claims.all()}
    assert found == {paid.pk: ("paid", "0.00"), asked_less.pk: ("owed", "7000.00"),
                     plain.pk: ("owed", "4300.50")}  # fmt: skip


def test_all_in_full_pays_what_is_left_to_everyone_without_an_amount(province: None) -> None:
    filed = factories.file_at(workers=["12500.00", "8000.00"])
    case = factories.advance(filed, "served").case
    assert case is not None
    first, second = case.claims.order_by("position")
    data = {"paid_on": str(case.order_served_on), "payer": "employer", "method": "bank",
            f"amount_{first.pk}": "500", "all_in_full": "on"}  # fmt: skip

    answer = signed_in(cast.person("li_jing")).post(url("record_payments", case), data)

    assert answer.status_code == 302
    assert {c.pk: str(c.paid_yuan) for c in case.claims.all()} == {
        first.pk: "500.00", second.pk: "8000.00",
    }  # fmt: skip
    assert factories.fresh(case).state == CaseState.ORDERED


def test_a_garbled_key_or_version_is_not_taken_at_its_word(assigned: Complaint) -> None:
    answer = signed_in(cast.person("li_jing")).post(
        url("propose_decision", assigned),
        {"key": "x" * 500, "seen": "-1'", "proposal": "accept", "opinion": TYPED},
    )

    assert answer.status_code == 409
    assert TYPED in answer.content.decode()


def test_the_case_page_says_what_is_next_and_what_is_not_yet(investigating: Case) -> None:
    page = signed_in(cast.person("li_jing")).get(reverse("case", args=[investigating.pk]))

    text = page.content.decode()
    assert f'href="{url("record_findings", investigating)}"' in text
    assert "还有 3 名工人没有认定。" in text
    assert f'href="{url("finish_investigation", investigating)}"' not in text
    assert "调查取证、逐人认定" in text


def test_what_brings_the_matter_on_comes_first(investigating: Case) -> None:
    li_jing = cast.person("li_jing")
    factories.do("record_findings", investigating, li_jing, factories.findings_for(investigating))

    steps, _, _ = panels.steps_for(factories.fresh(investigating), li_jing)

    assert [step.action.code for step in steps] == ["finish_investigation", "record_findings"]


def test_the_complaint_page_lets_a_colleague_claim(assigned: Complaint) -> None:
    task = DeskTask.objects.get(complaint=assigned, finished__isnull=True)
    desks.give_back(task.pk, cast.actor(cast.person("li_jing")), "出差")

    page = signed_in(cast.person("wu_gang")).get(reverse("complaint", args=[assigned.pk]))

    assert reverse("desk_claim", args=[task.pk]) in page.content.decode()


def test_every_day_of_a_term_is_explained_by_week(investigating: Case) -> None:
    clock_ = panels.clock_of(deadlines.running(investigating, "D-07").get())

    assert sum(len(week.counted) for week in clock_.weeks) == clock_.deadline.length
    assert clock_.weeks[0].skipped["起算当日不计入"] == 1
    assert clock_.weeks[-1].last == clock_.deadline.due_on
    days = sum(len(week.counted) + sum(week.skipped.values()) for week in clock_.weeks)
    assert days == (clock_.deadline.due_on - clock_.deadline.started_on).days + 1
