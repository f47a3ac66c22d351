"""The head's page: loads and suggestions, absence with a substitute, handing a leaver's cases over."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.models import Absence, Case, CaseEvent, Complaint, User
from casework.vocabulary import EventKind, Role
from notifications.recipients import Audience
from tests import cast, factories
from tests.cast import signed_in
from workflows.counter.workload import Team
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

MOST_QUERIES = 24


@pytest.fixture
def third(province: None) -> User:
    """A third inspector of 金水区 beside 李静 and 吴刚, with nothing in hand."""
    assert cast.person("li_jing").pk
    assert cast.person("wu_gang").pk
    return cast.hire(cast.office(cast.JINSHUI), Role.INSPECTOR, username="zheng", name="郑新")


@pytest.fixture
def case(third: User) -> Case:
    """A case of 李静 (lead) and 吴刚 (second)."""
    return factories.advance(factories.file_at(), "investigating").case


def away(user: User, substitute: User, days: int = 5) -> Client:
    """Let the head record that `user` is away from today on."""
    client = signed_in(cast.person("he"))
    today = clock.today()
    answer = client.post(
        reverse("absence_new"),
        {"user": user.pk, "substitute": substitute.pk, "from_on": today.isoformat(),
         "until_on": (today + timedelta(days=days)).isoformat(), "reason": "培训"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_given_a_new_complaint_the_least_burdened_two_are_suggested_with_their_working(
    case: Case, third: User
) -> None:
    complaint = factories.file_at()
    page = signed_in(cast.person("he")).get(reverse("team"))
    row = next(row for row in page.context["rows"] if row.record.pk == complaint.pk)
    assert row.suggestion.lead.user == cast.person("li_jing"), "who knows the employer leads"
    assert row.suggestion.second.user == third
    words = page.content.decode()
    assert case.number in words
    assert "主办 1×1" in words


def test_given_another_employer_the_one_with_nothing_in_hand_leads(case: Case, third: User) -> None:
    suggestion = Team(case.office_id).suggest(Complaint(office=case.office))
    assert suggestion is not None
    assert (suggestion.lead.user, suggestion.lead.points) == (third, Decimal(0))


def test_given_many_complaints_the_list_spreads_them(province: None, third: User) -> None:
    for _n in range(6):
        factories.file_at()
    page = signed_in(cast.person("he")).get(reverse("team"))
    given: Counter[User] = Counter()
    for row in page.context["rows"]:
        given[row.suggestion.lead.user] += 2
        given[row.suggestion.second.user] += 1
    assert len(given) == 3
    assert max(given.values()) - min(given.values()) <= 2, "in halves of a matter"


def test_when_the_head_confirms_the_list_each_complaint_is_assigned_once(third: User) -> None:
    complaints = [factories.file_at() for _n in range(3)]
    client = signed_in(cast.person("he"))
    page = client.get(reverse("team"))
    data: dict[str, Any] = {"key": page.context["key"], "pick": []}
    for row in page.context["rows"]:
        data["pick"].append(row.key)
        data[f"lead-{row.key}"] = row.suggestion.lead.user.pk
        data[f"second-{row.key}"] = row.suggestion.second.user.pk
    spoiled = page.context["rows"][1]
    data[f"second-{spoiled.key}"] = data[f"lead-{spoiled.key}"]
    said = client.post(reverse("team_assign"), data, follow=True).content.decode()
    assert "已指派 2 件" in said
    assert "主办和协办不能是同一人" in said
    client.post(reverse("team_assign"), data)
    assigned = CaseEvent.objects.filter(
        kind=EventKind.COMPLAINT_ASSIGNED, subject_id__in=[c.pk for c in complaints]
    )
    assert assigned.count() == 2


def test_only_a_head_opens_the_page_and_only_of_the_own_office(case: Case) -> None:
    assert signed_in(cast.person("li_jing")).get(reverse("team")).status_code == 403
    elsewhere = signed_in(cast.person("shangshui_head"))
    page = elsewhere.get(reverse("team"), {"office": case.office_id})
    assert page.context["office"] == cast.office(cast.SHANGSHUI)
    url = reverse("hand_over", args=[case.lead_id])
    assert elsewhere.get(url).status_code == 404


def test_given_an_absence_the_substitute_sees_the_task_and_acts_in_the_others_name(
    case: Case, third: User
) -> None:
    lead = case.lead
    with pytest.raises(Refused, match="只有本案"):
        factories.do("note_case", case, third, {"text": "代为联系工地。"})
    away(lead, third)
    third = User.objects.get(pk=third.pk)
    desk = signed_in(third).get(reverse("desk"))
    assert case.number in desk.content.decode()
    factories.do("note_case", case, third, {"text": "代为联系工地。"})
    event = CaseEvent.objects.filter(case=case.pk).latest("id")
    assert (event.actor, event.facts["stands_for"]) == (third, str(lead))
    page = signed_in(third).get(reverse("case", args=[case.pk])).content.decode()
    assert "郑新（代李静）" in page


def test_when_the_absence_ends_the_substitute_may_act_no_more(case: Case, third: User) -> None:
    client = away(case.lead, third)
    client.post(reverse("absence_end", args=[Absence.objects.get().pk]))
    third = User.objects.get(pk=third.pk)
    with pytest.raises(Refused, match="只有本案"):
        factories.do("note_case", case, third, {"text": "已经回岗。"})


def test_a_substitute_hears_what_the_absent_would(case: Case, third: User) -> None:
    away(case.lead, third)
    event = CaseEvent.objects.filter(case=case.pk, stream="case").latest("id")
    event.kind, event.actor = EventKind.EVIDENCE_ADDED, None
    event.facts = {}
    told = {one.user_id for one in Audience([event]).of(event) if one.user_id}
    assert (case.lead_id in told) == (third.pk in told)
    event.kind = EventKind.DEADLINE_WARNED
    event.facts = {"roles": [Role.INSPECTOR]}
    assert {case.lead_id, third.pk} <= {
        one.user_id for one in Audience([event]).of(event) if one.user_id
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"substitute": "self"}, "不能由本人代办"),
        ({"until_on": "2020-01-01"}, "终止日期早于起始日期"),
        ({"from_on": "2020-01-01", "until_on": "2020-01-02"}, "这段时间已经过去"),
        ({"substitute": ""}, "代办人"),
    ],
)
def test_an_absence_that_cannot_hold_is_refused_and_keeps_what_was_typed(
    case: Case, third: User, change: dict[str, str], said: str
) -> None:
    today = clock.today().isoformat()
    data = {"user": case.lead_id, "substitute": third.pk, "from_on": today, "until_on": today,
            "reason": "培训学习"}  # fmt: skip
    data |= {k: case.lead_id if v == "self" else v for k, v in change.items()}
    answer = signed_in(cast.person("he")).post(reverse("absence_new"), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "培训学习" in answer.content.decode()
    assert not Absence.objects.exists()


def test_nobody_stands_in_while_away_nor_is_away_while_standing_in(case: Case, third: User) -> None:
    away(case.lead, third)
    client = signed_in(cast.person("he"))
    today = clock.today().isoformat()
    for user, substitute, said in (
        (case.lead, case.second, "已经登记了不在岗"),
        (case.second, case.lead, "也不在岗"),
        (third, case.second, "正为同事代办"),
    ):
        answer = client.post(
            reverse("absence_new"),
            {"user": user.pk, "substitute": substitute.pk, "from_on": today, "until_on": today,
             "reason": "出差"},
        )  # fmt: skip
        assert said in answer.content.decode()


def test_given_a_leaver_each_case_goes_to_who_has_least_and_the_pair_that_stays_stays(
    case: Case, third: User
) -> None:
    client = signed_in(cast.person("he"))
    url = reverse("hand_over", args=[case.lead_id])
    page = client.get(url)
    (row,) = page.context["rows"]
    assert case.lead_id not in (row.suggestion.lead.user.pk, row.suggestion.second.user.pk)
    assert row.suggestion.second.user == case.second
    data = {"key": page.context["key"], "pick": [row.key],
            f"lead-{row.key}": row.suggestion.lead.user.pk,
            f"second-{row.key}": row.suggestion.second.user.pk}  # fmt: skip
    assert client.post(url, data).status_code == 422, "a hand-over needs its reason"
    client.post(url, data | {"reason": "调离本单位"})
    case = Case.objects.get(pk=case.pk)
    assert (case.lead, case.second_id) == (third, row.suggestion.second.user.pk)
    assert case.number in signed_in(third).get(reverse("desk")).content.decode()


def test_the_page_asks_few_questions_whatever_its_length(
    third: User, django_assert_max_num_queries: Any
) -> None:
    for _n in range(8):
        factories.file_at()
    client = signed_in(cast.person("he"))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("team"))
