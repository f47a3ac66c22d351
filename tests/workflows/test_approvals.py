"""Awaiting approval: the draft with its changes beside its ground; approve or return in two clicks."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from casework.models import Case, Complaint
from casework.models.actor import Actor
from casework.queries.paper_diff import Piece, changes, is_changed
from casework.queries.papers import Block, Paper
from casework.vocabulary import CaseState
from tests import cast, factories
from tests.cast import signed_in
from workflows.counter.approvals import APPROVALS
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(province: None) -> Case:
    """A case whose order to pay waits for the head's signature."""
    return factories.advance(factories.file_at(), "drafted").case


def paper(*paragraphs: str) -> Paper:
    blocks = [Block(text) for text in paragraphs]
    return Paper("指令书", "金水区", "", "草稿", "", [], blocks, [], "", [], True, False, False, "")


def _only(complaint: Complaint, node: str) -> DeskTask:
    return DeskTask.objects.get(complaint=complaint, finished__isnull=True, node=node)


def task_of(case: Case) -> DeskTask:
    return DeskTask.objects.get(case=case, finished__isnull=True, node="sign")


def test_every_desk_where_a_head_can_send_back_is_an_approval() -> None:
    assert {"sign", "sign_notice", "review", "decide_case"} <= APPROVALS
    assert not {"investigate", "serve", "watch"} & APPROVALS


def test_given_a_draft_the_head_finds_it_and_signs_on_the_same_page(drafted: Case) -> None:
    client = signed_in(cast.person("he"))
    listed = client.get(reverse("approvals")).content.decode()
    url = reverse("approval", args=[task_of(drafted).pk])
    assert url in listed
    page = client.get(url)
    words = page.content.decode()
    assert "第 1 稿" in words
    assert "《劳动保障监察条例》" in words
    approve = next(a for a in page.context["answers"] if a.action.code == "issue_order")
    answer = client.post(
        approve.url, {"key": page.context["key"], "seen": page.context["seen"], "opinion": "同意。"}
    )
    assert answer.status_code == 302
    assert Case.objects.get(pk=drafted.pk).documents.filter(number__isnull=False).exists()


def test_given_a_returned_draft_the_next_version_shows_what_changed(drafted: Case) -> None:
    client = signed_in(cast.person("he"))
    page = client.get(reverse("approval", args=[task_of(drafted).pk]))
    back = next(a for a in page.context["answers"] if a.is_return)
    client.post(back.url, {"key": page.context["key"], "reason": "请写明欠薪月份。"})
    form = signed_in(drafted.lead).get(reverse("act", args=["draft_order", "case", drafted.pk]))
    assert "请写明欠薪月份。" in form.content.decode()
    assert form.context["form"]["facts"].value() == factories.order()["facts"]
    factories.do(
        "draft_order", drafted, drafted.lead, factories.order(facts="拖欠2026年3月至5月工资。")
    )
    words = client.get(reverse("approval", args=[task_of(drafted).pk])).content.decode()
    assert "第 2 稿" in words
    assert "<ins>" in words
    assert "与上一稿相比" in words


def test_what_has_no_draft_is_told_beside_its_answers(province: None) -> None:
    head = signed_in(cast.person("he"))
    proposed = factories.advance(factories.file_at(), "proposed")
    page = head.get(reverse("approval", args=[_only(proposed, "decide").pk])).content.decode()
    assert "受理条件（第十八条）" in page
    assert "监察员意见：" in page
    factories.do(
        "request_withdrawal", proposed, Actor.complainant(), {"reason": "单位已经把钱结清了。"}
    )
    page = head.get(reverse("approval", args=[_only(proposed, "confirm").pk])).content.decode()
    assert "单位已经把钱结清了。" in page


def test_who_decides_reads_what_was_announced_and_reviewed(province: None) -> None:
    case = factories.advance(factories.file_at(), "reviewed").case
    task = DeskTask.objects.get(case=case, finished__isnull=True, node="decide_case")
    director = cast.someone(case.office, task.role)
    page = signed_in(director).get(reverse("approval", args=[task.pk])).content.decode()
    assert "法制审核" in page
    assert case.prior_notices.get().facts in page


def test_who_may_not_decide_sees_why_and_no_form(drafted: Case) -> None:
    page = signed_in(cast.person("li_jing")).get(reverse("approval", args=[task_of(drafted).pk]))
    assert all(answer.form is None and answer.blocked for answer in page.context["answers"])
    assert Case.objects.get(pk=drafted.pk).state == CaseState.INVESTIGATED


def test_another_county_finds_nothing_here(drafted: Case) -> None:
    client = signed_in(cast.person("shangshui_head"))
    assert client.get(reverse("approval", args=[task_of(drafted).pk])).status_code == 404
    assert client.get(reverse("approval", args=[10**15])).status_code == 404


def test_a_task_that_is_done_leads_to_its_case(drafted: Case) -> None:
    task = task_of(drafted)
    factories.do("issue_order", drafted, cast.person("he"), {"opinion": "同意。"})
    answer = signed_in(cast.person("he")).get(reverse("approval", args=[task.pk]))
    assert answer.status_code == 302


def test_a_reworded_line_marks_only_the_characters_that_changed() -> None:
    (line,) = changes(paper("拖欠3月工资共5000元。"), paper("拖欠4月工资共5000元。"))
    assert line == (Piece("拖欠"), Piece("3", "del"), Piece("4", "ins"), Piece("月工资共5000元。"))


def test_a_line_that_went_and_one_that_came_stand_one_after_the_other() -> None:
    lines = changes(paper("甲乙丙丁。"), paper("完全不同的一段话"))
    assert [piece.mark for line in lines for piece in line] == ["del", "ins"]


@pytest.mark.parametrize("before", [None, "同一份文书。"])
def test_a_first_or_an_unchanged_version_marks_nothing(before: Any) -> None:
    lines = changes(paper(before) if before else None, paper("同一份文书。"))
    assert not is_changed(lines)
