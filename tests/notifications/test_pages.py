"""The inbox and the fall-back for blocked WebSockets, over the test client."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from casework.models import Complaint, Membership
from notifications import context, dispatch, feed
from notifications.models import InboxNotice, unread_of
from tests import cast, factories
from tests.cast import person, signed_in


@pytest.fixture
def filed(transactional_db: None) -> Complaint:
    cast.load_province()
    for key in ("he", "liu", "li_jing"):
        person(key)
    complaint = factories.file_at(None, cast.JINSHUI)
    dispatch.relay()
    return complaint


def since(client: Client, **query: Any) -> Any:
    return client.get(reverse("live_since"), query)


def test_the_inbox_shows_each_notice_once_with_a_way_to_the_record(filed: Complaint) -> None:
    client = signed_in(person("he"))
    page = client.get(reverse("inbox")).content.decode()
    notice = InboxNotice.objects.get(user=person("he"))
    assert page.count(reverse("inbox_open", args=[notice.pk])) == 1
    assert filed.tracking_no in page
    assert "王五" not in page
    assert "data-live-topics" in page
    region = client.get(reverse("inbox"), {"region": "list"}).content.decode()
    assert "<html" not in region
    assert filed.tracking_no in region


def test_opening_a_notice_marks_it_read_and_goes_to_the_record(filed: Complaint) -> None:
    he = person("he")
    notice = InboxNotice.objects.get(user=he)
    assert unread_of(he.pk) == 1
    answer = signed_in(he).get(reverse("inbox_open", args=[notice.pk]))
    assert answer["Location"] == reverse("complaint", args=[filed.pk])
    assert unread_of(he.pk) == 0


def test_nobody_opens_another_ones_notice(filed: Complaint) -> None:
    notice = InboxNotice.objects.get(user=person("he"))
    assert signed_in(person("liu")).get(reverse("inbox_open", args=[notice.pk])).status_code == 404


def test_a_notice_of_a_matter_no_longer_visible_says_so(filed: Complaint) -> None:
    he = person("he")
    Membership.objects.filter(user=he).update(office=cast.office(cast.GUSHI))
    client = signed_in(he)
    page = client.get(reverse("inbox")).content.decode()
    assert "不归您单位办理" in page
    assert filed.tracking_no not in page
    assert filed.employer_name not in page
    notice = InboxNotice.objects.get(user=he)
    answer = client.get(reverse("inbox_open", args=[notice.pk]))
    assert answer["Location"] == reverse("inbox")


def test_all_up_to_the_shown_ones_are_marked_read(filed: Complaint) -> None:
    he = person("he")
    shown = InboxNotice.objects.get(user=he)
    factories.file_at(None, cast.JINSHUI)
    dispatch.relay()
    signed_in(he).post(reverse("inbox_read"), {"upto": shown.pk})
    assert unread_of(he.pk) == 1


def test_a_long_inbox_is_paged_both_ways(filed: Complaint) -> None:
    for _ in range(31):
        factories.file_at(None, cast.JINSHUI)
    dispatch.relay()
    client = signed_in(person("he"))
    first = client.get(reverse("inbox"))
    assert (first.context["newer_url"], bool(first.context["older_url"])) == ("", True)
    second = client.get(first.context["older_url"])
    assert len(second.context["groups"][0][2]) == 2
    assert second.context["older_url"] == ""
    back = client.get(second.context["newer_url"])
    assert back.context["groups"] == first.context["groups"]
    assert back.context["newer_url"] == ""


def test_the_fall_back_tells_what_the_socket_would(filed: Complaint) -> None:
    topic = f"complaint:{filed.pk}"
    he, liu = signed_in(person("he")), signed_in(person("liu"))
    cursor = since(he, topics=topic).json()["cursor"]
    factories.advance(filed, "assigned")
    answer = since(he, topics=f"{topic} desk", cursor=cursor).json()
    assert [event["seq"] for event in answer["events"]] == [2]
    assert answer["unread"] == 1
    assert since(he, topics=topic, cursor=answer["cursor"]).json()["events"] == []
    assert since(liu, topics=f"{topic} desk board", cursor=cursor).json()["events"] == []


def test_the_fall_back_serves_the_tracker_and_turns_strangers_away(filed: Complaint) -> None:
    client = Client()
    assert since(client, topics="desk").status_code == 401
    session = client.session
    session["tracked_complaints"] = {str(filed.pk): time.time() + 60}
    session.save()
    answer = since(client, topics=f"complaint:{filed.pk} desk", cursor="1:0").json()
    assert [event["topics"] for event in answer["events"]] == [[f"complaint:{filed.pk}"]]
    assert "unread" not in answer


def test_presence_works_over_the_fall_back(filed: Complaint) -> None:
    topic = f"complaint:{filed.pk}"
    he, chen, liu = (signed_in(person(key)) for key in ("he", "chen", "liu"))
    ids = sorted((person("he").pk, person("chen").pk))
    asked = {"topics": f"{topic} inbox", "cursor": "1:0", "here": topic}
    assert since(he, tab="hetabone01", **asked).json()["present"] == [person("he").pk]
    assert since(chen, tab="chentab001", **asked).json()["present"] == ids
    assert "present" in since(he, tab="hetabone01", **asked).json()
    page = he.get(reverse("present", args=["complaint", filed.pk])).content.decode()
    assert "陈督查" in page
    # Who may not see the record neither shows there nor is told.
    assert since(liu, tab="liutab0001", **asked).json()["present"] == []
    assert since(he, tab="hetabone01", **asked).json()["present"] == ids
    # A page that goes says so; a made-up name of a tab is nobody.
    left = {"topics": topic, "tab": "chentab001", "left": topic}
    assert since(chen, **left).json()["present"] == []
    assert since(chen, **asked | {"tab": "x:y"}).json()["present"] == [person("he").pk]


def test_the_bell_counts_by_one_query(filed: Complaint, django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/")
    request.user = person("he")
    with django_assert_num_queries(0):
        values = context.unread(request)
    with django_assert_num_queries(1):
        assert str(values["unread_count"]) == "1"


def test_positions_are_read_strictly() -> None:
    assert feed.Position.parse("12:3") == feed.Position(12, 3)
    for text in (None, "", "12", "12:3:4", "a:b", "-1:2", "1" * 30 + ":0"):
        assert feed.Position.parse(text) is None
