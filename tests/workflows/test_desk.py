"""The desk: whose tasks it shows, in which order, at what cost; and moving a task about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import clock
from casework.models import CaseEvent, Complaint
from casework.vocabulary import EventKind, Industry, Role
from tests import cast, factories
from tests.cast import signed_in
from workflows.counter.desk_rows import PAGE
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def task_of(record: Any) -> DeskTask:
    return DeskTask.objects.get(finished__isnull=True, **{record.STREAM: record.pk})


def rows_of(page: Any) -> list[Any]:
    return [row for *_, rows in page.context["groups"] for row in rows]


def numbers(page: Any) -> list[str]:
    return [row.number for row in rows_of(page)]


@pytest.fixture
def unclaimed(province: None) -> Complaint:
    """A complaint whose lead gave the task back: any inspector of the office may take it."""
    complaint = factories.advance(factories.file_at(), "assigned")
    signed_in(cast.person("li_jing")).post(
        reverse("desk_return", args=[task_of(complaint).pk]), {"reason": "我明天起出差。"}
    )
    return complaint


def due(complaint: Complaint, days: int | None) -> None:
    day = None if days is None else clock.today() + timedelta(days=days)
    DeskTask.objects.filter(complaint=complaint).update(due_on=day)


def test_it_shows_ones_own_tasks_with_masked_names(province: None) -> None:
    group = factories.advance(factories.file_at(workers=23), "assigned")

    page = signed_in(cast.person("li_jing")).get(reverse("desk"))

    text = page.content.decode()
    assert numbers(page) == [group.tracking_no]
    assert "王** 等 23 人" in text
    assert "王五" not in text
    assert "审查受理条件" in text


def test_it_shows_the_case_number_once_a_case_is_filed(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "accepted")

    page = signed_in(cast.person("li_jing")).get(reverse("desk"))

    assert numbers(page) == [complaint.case.number]


def test_an_inspector_cannot_see_the_tasks_of_others(province: None) -> None:
    factories.advance(factories.file_at(), "assigned")

    for key in ("zhao_min", "qin"):
        assert rows_of(signed_in(cast.person(key)).get(reverse("desk"))) == []


def test_the_second_inspector_sees_the_leads_tasks(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "accepted")

    page = signed_in(cast.person("wu_gang")).get(reverse("desk"))

    assert numbers(page) == [complaint.case.number]


def test_it_groups_by_deadline(province: None) -> None:
    complaints = [factories.file_at() for _ in range(5)]
    for complaint, days in zip(complaints, (-3, 0, 1, 90, None), strict=True):
        due(complaint, days)

    page = signed_in(cast.person("he")).get(reverse("desk"))

    assert [
        (heading, [row.number for row in rows]) for heading, _, _, rows in page.context["groups"]
    ] == [
        (heading, [complaint.tracking_no])
        for heading, complaint in zip(
            ("已超期", "今天", "本周", "期限充足", "无期限"), complaints, strict=True
        )
    ]


def test_the_head_sees_the_whole_office_unclaimed_first(unclaimed: Complaint) -> None:
    taken = factories.advance(factories.file_at(), "assigned")
    client = signed_in(cast.person("he"))

    mine, whole = client.get(reverse("desk")), client.get(reverse("desk"), {"tab": "office"})

    assert numbers(mine) == []
    assert numbers(whole) == [unclaimed.tracking_no, taken.tracking_no]


def test_an_inspector_cannot_open_the_whole_office(province: None) -> None:
    factories.file_at()

    page = signed_in(cast.person("li_jing")).get(reverse("desk"), {"tab": "office"})

    assert numbers(page) == []
    assert "本单位</a>" not in page.content.decode()


def test_it_names_the_first_contact_of_another_county(province: None) -> None:
    factories.file_at(cast.SHANGSHUI, cast.JINSHUI)

    page = signed_in(cast.person("he")).get(reverse("desk"))

    assert cast.office(cast.SHANGSHUI).name in page.content.decode()
    assert "答复移送" in page.content.decode()


def test_chips_count_and_filter(unclaimed: Complaint) -> None:
    rider = factories.advance(factories.file_at(industry=Industry.NEW_FORMS), "assigned")
    due(rider, -1)
    client = signed_in(cast.person("li_jing"))

    page = client.get(reverse("desk"))

    counts = {url.partition("only=")[2]: count for url, _, count, _ in page.context["chips"]}
    assert counts == {
        "": 2,
        "today": 0,
        "late": 1,
        "unclaimed": 1,
        "construction": 1,
        "new_forms": 1,
    }
    for only in ("late", "new_forms"):
        assert numbers(client.get(reverse("desk"), {"only": only})) == [rider.tracking_no]
    for only in ("unclaimed", "construction"):
        assert numbers(client.get(reverse("desk"), {"only": only})) == [unclaimed.tracking_no]


def test_it_finds_by_number_and_by_employer(province: None) -> None:
    one = factories.advance(factories.file_at(), "assigned")
    other = factories.file_at(employer_name="周口某家政公司（虚构）", uscc="")
    factories.advance(other, "assigned")
    client = signed_in(cast.person("li_jing"))

    assert numbers(client.get(reverse("desk"), {"q": one.tracking_no})) == [one.tracking_no]
    assert numbers(client.get(reverse("desk"), {"q": "家政"})) == [other.tracking_no]
    short = client.get(reverse("desk"), {"q": "家"})
    assert "请至少输入两个字。" in short.content.decode()
    assert len(numbers(short)) == 2


def fill(complaint: Complaint, count: int) -> None:
    """Put `count` tasks on the desk: the complaint's own rows many times over."""
    task = task_of(complaint)
    rows = []
    for index in range(count):
        twin = Complaint.objects.get(pk=complaint.pk)
        twin.pk, twin.tracking_no = None, f"9{index:011d}"
        rows.append(twin)
    made = Complaint.objects.bulk_create(rows)
    first = clock.today() - timedelta(days=3)
    DeskTask.objects.bulk_create(
        DeskTask(
            process=task.process, flow_task=task.flow_task, token=task.token, node=task.node,
            office=task.office, role=task.role, owner=task.owner, complaint=twin,
            due_on=None if index % 7 == 0 else first + timedelta(days=index % 30),
            status=task.status,
        )
        for index, twin in enumerate(made)
    )  # fmt: skip


@pytest.mark.parametrize("count", [5, 200])
@pytest.mark.parametrize("tab", ["", "office"])
def test_it_asks_few_questions_whatever_its_length(
    province: None, django_assert_max_num_queries: Callable[..., Any], count: int, tab: str
) -> None:
    fill(factories.file_at(), count)
    client = signed_in(cast.person("he"))
    client.get(reverse("desk"))

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("desk"), {"tab": tab})

    assert len(rows_of(page)) == min(count + 1, PAGE)


def test_a_heading_counts_the_tasks_of_all_pages(province: None) -> None:
    complaint = factories.file_at()
    fill(complaint, 3 * PAGE)
    DeskTask.objects.filter(finished__isnull=True).update(due_on=clock.today())

    page = signed_in(cast.person("he")).get(reverse("desk"))

    assert [(heading, size) for heading, _, size, _ in page.context["groups"]] == [
        ("今天", 3 * PAGE + 1)
    ]


@pytest.mark.parametrize("tab", ["", "office"])
def test_pages_give_every_task_once(province: None, tab: str) -> None:
    fill(factories.file_at(), 120)
    client = signed_in(cast.person("he"))

    seen: list[str] = []
    address: str = f"{reverse('desk')}?tab={tab}"
    while address:
        page = client.get(address)
        seen += numbers(page)
        address = page.context["next_url"]

    assert len(seen) == len(set(seen)) == 121


@pytest.mark.parametrize("after", ["x", "1", "1.2.3", "99999999999999999999.1", "0.0.0", "-1.5"])
def test_a_made_up_cursor_does_no_harm(province: None, after: str) -> None:
    factories.file_at()
    for tab in ("", "office"):
        page = signed_in(cast.person("he")).get(reverse("desk"), {"after": after, "tab": tab})
        assert page.status_code == 200


def test_a_region_is_only_its_part_and_marks_what_changed(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "assigned")
    client = signed_in(cast.person("li_jing"))
    before = (timezone.now() - timedelta(hours=1)).isoformat()

    changed = client.get(reverse("desk"), {"region": "rows", "since": before})
    calm = client.get(reverse("desk"), {"region": "rows", "since": timezone.now().isoformat()})
    chips = client.get(reverse("desk"), {"region": "chips"})

    assert "<html" not in changed.content.decode()
    assert "desk__row--fresh" in changed.content.decode()
    assert "desk__row--fresh" not in calm.content.decode()
    assert "全部" in chips.content.decode()
    assert complaint.tracking_no not in chips.content.decode()


def test_a_colleague_claims_what_was_given_back(unclaimed: Complaint) -> None:
    client = signed_in(cast.person("wu_gang"))

    answer = client.post(reverse("desk_claim", args=[task_of(unclaimed).pk]))

    assert answer.status_code == 302
    assert task_of(unclaimed).owner == cast.person("wu_gang")
    assert "已认领" in client.get(reverse("desk")).content.decode()


def test_only_one_of_two_gets_the_task(unclaimed: Complaint) -> None:
    address = reverse("desk_claim", args=[task_of(unclaimed).pk])
    first, second = signed_in(cast.person("wu_gang")), signed_in(cast.person("li_jing"))
    first.post(address)

    late = second.post(address, headers={"HX-Request": "true"})
    plain = second.post(address, follow=True)

    assert late.status_code == 409
    assert "这项任务已由吴刚认领。" in late.content.decode()
    assert "这项任务已由吴刚认领。" in plain.content.decode()
    assert task_of(unclaimed).owner == cast.person("wu_gang")


def test_claiming_twice_is_claiming_once(unclaimed: Complaint) -> None:
    client = signed_in(cast.person("wu_gang"))
    address = reverse("desk_claim", args=[task_of(unclaimed).pk])

    answers = [client.post(address, headers={"HX-Request": "true"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    claimed = CaseEvent.objects.filter(complaint=unclaimed, kind=EventKind.TASK_CLAIMED)
    assert claimed.count() == 1


def test_a_stranger_cannot_claim(unclaimed: Complaint) -> None:
    address = reverse("desk_claim", args=[task_of(unclaimed).pk])

    assert signed_in(cast.person("zhao_min")).post(address).status_code == 404
    assert Client().post(address)["Location"].startswith(reverse("login"))
    assert task_of(unclaimed).owner is None


def test_giving_back_wants_a_reason(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "assigned")
    client = signed_in(cast.person("li_jing"))
    address = reverse("desk_return", args=[task_of(complaint).pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert task_of(complaint).owner == cast.person("li_jing")
    assert client.post(address, {"reason": "需要回避。"}).status_code == 302
    assert task_of(complaint).owner is None
    event = CaseEvent.objects.get(complaint=complaint, kind=EventKind.TASK_RETURNED)
    assert event.reason == "需要回避。"


def test_the_head_hands_a_task_to_a_colleague(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "assigned")
    wu_gang = cast.person("wu_gang")
    address = reverse("desk_reassign", args=[task_of(complaint).pk])

    answer = signed_in(cast.person("he")).post(
        address, {"colleague": wu_gang.pk, "reason": "李静出差。"}
    )

    assert answer.status_code == 302
    assert task_of(complaint).owner == wu_gang


def test_the_head_cannot_hand_a_task_to_another_county(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "assigned")
    address = reverse("desk_reassign", args=[task_of(complaint).pk])

    answer = signed_in(cast.person("he")).post(
        address, {"colleague": cast.person("zhao_min").pk, "reason": "试试。"}
    )

    assert answer.status_code == 422
    assert task_of(complaint).owner == cast.person("li_jing")


def test_an_inspector_cannot_reassign(province: None) -> None:
    complaint = factories.advance(factories.file_at(), "assigned")
    address = reverse("desk_reassign", args=[task_of(complaint).pk])

    answer = signed_in(cast.person("li_jing")).post(
        address,
        {
            "colleague": cast.someone(cast.office(cast.JINSHUI), Role.INSPECTOR, 1).pk,
            "reason": "忙。",
        },
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 409
    assert "只有负责人可以改派任务。" in answer.content.decode()


def test_it_goes_on_only_within_this_site(unclaimed: Complaint) -> None:
    client = signed_in(cast.person("wu_gang"))
    address = reverse("desk_claim", args=[task_of(unclaimed).pk])

    answer = client.post(address, {"next": "https://example.org/"})

    assert answer["Location"] == reverse("desk")
