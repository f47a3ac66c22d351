"""Query of accounts (Order 724 art. 40): a county asks, the city's department head approves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.models import AccountQuery, Branch, Case, CaseEvent
from casework.vocabulary import AccountQueryState, EventKind, Role
from notifications.recipients import Audience
from tests import cast, factories
from workflows.machines.step import Refused
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

ASKED = {
    "subject_name": "河南宏远建筑劳务有限公司（虚构）", "institution": "某银行金水支行",
    "scope": "2026年3月以来的账户流水", "grounds": "单位称无力支付。",
}  # fmt: skip


@pytest.fixture
def case(province: None) -> Case:
    found = factories.advance(factories.file_at(), "investigating").case
    assert found is not None
    return found


@pytest.fixture
def query(case: Case) -> AccountQuery:
    factories.do("request_query", case, case.lead, ASKED)
    return AccountQuery.objects.get()


def desk(branch: Branch) -> list[tuple[str, str]]:
    rows = DeskTask.objects.filter(branch=branch.pk, finished__isnull=True)
    return [(task.node, task.office.name if task.office else "") for task in rows]


def city_head() -> Any:
    return cast.someone(cast.office(cast.ZHENGZHOU), Role.DEPARTMENT_HEAD)


def test_no_notice_goes_out_before_the_city_approved(query: AccountQuery, case: Case) -> None:
    factories.do("endorse_query", query, cast.person("department_head"), {"opinion": "同意。"})
    factories.do("approve_query", query, city_head(), {"opinion": "批准。"})
    today = clock.today()
    day_before = today - timedelta(days=1)
    with pytest.raises(Refused, match=str(today)):
        factories.do("send_query", query, case.lead, {"sent_on": str(day_before)})
    factories.do("send_query", query, case.lead, {"sent_on": str(today)})
    with pytest.raises(Refused, match=str(today)):
        factories.do("record_query_answer", query, case.lead,
                     {"answered_on": str(day_before), "text": "余额若干。"})  # fmt: skip


def test_it_travels_from_the_county_to_the_city_and_back(query: AccountQuery, case: Case) -> None:
    assert desk(query) == [("endorse", case.office.name)]
    factories.do("endorse_query", query, cast.person("department_head"), {"opinion": "同意。"})
    assert desk(query) == [("approve", cast.office(cast.ZHENGZHOU).name)]
    factories.do("approve_query", query, city_head(), {"opinion": "批准。"})
    factories.do("send_query", query, case.lead, {"sent_on": str(clock.today())})
    factories.do("record_query_answer", query, case.lead,
                 {"answered_on": str(clock.today()), "text": "余额若干。"})  # fmt: skip

    query = AccountQuery.objects.get(pk=query.pk)
    assert query.state == AccountQueryState.ANSWERED
    assert query.ended_at is not None
    assert desk(query) == []
    assert factories.desks(case) == ["investigate"]
    kinds = CaseEvent.objects.filter(case=case.pk, facts__branch=query.pk).values_list("kind")
    assert {kind for (kind,) in kinds} >= {
        EventKind.ACCOUNT_QUERY_APPROVED, EventKind.ACCOUNT_QUERY_ANSWERED,
    }  # fmt: skip
    assert "余额若干" not in str(list(CaseEvent.objects.values_list("facts", "reason")))


def test_scenario_44_a_county_department_head_cannot_approve(
    query: AccountQuery, department_head: Any
) -> None:
    factories.do("endorse_query", query, department_head, {"opinion": "同意。"})

    with pytest.raises(Refused, match="郑州市"):
        factories.do("approve_query", query, department_head, {"opinion": "批准。"})

    assert AccountQuery.objects.get(pk=query.pk).state == AccountQueryState.ENDORSED


def test_scenario_44_the_request_waits_for_the_city_head_on_their_page(
    query: AccountQuery, department_head: Any
) -> None:
    factories.do("endorse_query", query, department_head, {"opinion": "同意。"})
    url = reverse("act", args=["approve_query", "branch", query.pk])
    client = Client()
    client.force_login(city_head(), "django.contrib.auth.backends.ModelBackend")

    page = client.get(url)
    answer = client.post(url, {"key": page.context["key"], "seen": page.context["seen"]})

    assert page.status_code == 200
    assert answer.status_code == 302
    assert AccountQuery.objects.get(pk=query.pk).state == AccountQueryState.APPROVED


def test_an_office_of_another_city_does_not_find_it(query: AccountQuery, liu: Any) -> None:
    client = Client()
    client.force_login(liu, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("act", args=["endorse_query", "branch", query.pk])).status_code == 404


def test_it_is_refused_with_a_reason_at_either_level(query: AccountQuery, he: Any) -> None:
    with pytest.raises(Refused):
        factories.do("refuse_query", query, he, {"reason": "不需要。"})
    factories.do("refuse_query", query, cast.person("department_head"), {"reason": "不需要。"})

    assert AccountQuery.objects.get(pk=query.pk).state == AccountQueryState.REFUSED
    assert desk(query) == []


def test_the_case_page_shows_the_branch_with_its_next_step(
    query: AccountQuery, department_head: Any, case: Case
) -> None:
    client = Client()
    client.force_login(department_head, "django.contrib.auth.backends.ModelBackend")

    text = client.get(reverse("case", args=[case.pk])).content.decode()

    assert "旁支程序" in text
    assert reverse("act", args=["endorse_query", "branch", query.pk]) in text


def test_a_case_does_not_close_before_its_branches_unless_they_stand_alone(
    province: None,
) -> None:
    complaint = factories.advance(factories.file_at(), "complied")
    case = complaint.case
    assert case is not None
    factories.do("request_query", case, case.lead, ASKED)
    with pytest.raises(Refused, match="查询金融账户"):
        factories.do("close_case", case, factories.head_of(case), {"outcome": "已付清。"})

    branch = Branch.objects.get()
    factories.do("let_continue", case, factories.head_of(case),
                 {"branches": [branch.pk], "reason": "查询结果另行处理。"})  # fmt: skip
    factories.do("close_case", case, factories.head_of(case), {"outcome": "已付清。"})

    assert factories.fresh(case).closed_on is not None
    assert desk(branch) == [("endorse", case.office.name)]


def test_the_papers_of_a_query_are_issued_with_its_acts(query: AccountQuery, case: Case) -> None:
    factories.do("endorse_query", query, cast.person("department_head"), {"opinion": "同意。"})
    factories.do("approve_query", query, city_head(), {"opinion": "批准。"})
    approval = query.documents.get(kind="account_approval")
    assert approval.facts["approver"].startswith(cast.office(cast.ZHENGZHOU).name)
    factories.do("send_query", query, case.lead, {"sent_on": str(clock.today())})
    notice = query.documents.get(kind="account_query_notice")
    assert notice.facts["addressee"] == ASKED["institution"]
    assert notice.facts["approval"] == approval.number
    assert ASKED["subject_name"] in notice.facts["scope"]


def test_a_refusing_bank_is_told_to_its_regulator(query: AccountQuery, case: Case) -> None:
    factories.do("endorse_query", query, cast.person("department_head"), {"opinion": "同意。"})
    factories.do("approve_query", query, city_head(), {"opinion": "批准。"})
    factories.do("send_query", query, case.lead, {"sent_on": str(clock.today())})
    factories.do("record_bank_refusal", query, case.lead,
                 {"answered_on": str(clock.today()), "text": "须上级行同意。"})  # fmt: skip
    assert desk(query) == [("regulator", case.office.name)]
    assert AccountQuery.objects.get(pk=query.pk).ended_at is None

    told = {"regulator": "河南金融监管局", "told_on": str(clock.today()), "text": "拒绝协助。"}
    with pytest.raises(Refused):
        factories.do("tell_regulator", query, city_head(), told)
    factories.do("tell_regulator", query, case.lead, told)

    ended = AccountQuery.objects.get(pk=query.pk)
    assert (ended.state, desk(query)) == (AccountQueryState.REGULATOR_TOLD, [])
    assert ended.ended_at is not None
    letter = query.documents.get(kind="regulator_letter")
    assert (letter.facts["addressee"], letter.facts["institution"]) == (
        "河南金融监管局", ASKED["institution"],
    )  # fmt: skip


def test_the_city_sees_its_task_and_hears_of_it(query: AccountQuery, case: Case) -> None:
    head = city_head()
    factories.do("endorse_query", query, cast.person("department_head"), {"opinion": "同意。"})
    endorsed = CaseEvent.objects.get(case=case.pk, kind=EventKind.ACCOUNT_QUERY_ENDORSED)
    assert head.pk in {one.user_id for one in Audience([endorsed]).of(endorsed) if one.user_id}
    client = Client()
    client.force_login(head, "django.contrib.auth.backends.ModelBackend")

    text = client.get(reverse("desk")).content.decode()
    form = client.get(reverse("act", args=["approve_query", "branch", query.pk]))

    assert "市级批准查询" in text
    assert ASKED["scope"] in form.content.decode()
    assert ASKED["grounds"] in form.content.decode()
