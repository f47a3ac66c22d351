"""Dead letters: only administrators see them, without the matter; one or many are sent again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import AdminEntry, Complaint
from casework.vocabulary import AdminKind, EventKind
from notifications import sending
from notifications.models import Delivery, DeliveryState, Way
from notifications.reasons import GONE, NOBODY
from notifications.recipients import Audience
from tests import cast, factories
from tests.cast import person

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
PAGE = "/manage/deliveries/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(person("administrator"), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def filed() -> Complaint:
    return factories.file_at(None, cast.JINSHUI)


def dead(filed: Complaint, kind: str = EventKind.COMPLAINT_FILED, **more: Any) -> Delivery:
    values = {"channel": Way.SMS, "complaint": filed, "error": "HTTP 400", "attempts": 12,
              "next_try_at": timezone.now(), "sent_to": "199****0001"}  # fmt: skip
    return Delivery.objects.create(
        event=filed.events.filter(kind=kind).first(), state=DeliveryState.DEAD, **{**values, **more}
    )


def test_the_page_says_what_failed_and_why_but_not_about_whom(
    client: Client, filed: Complaint
) -> None:
    dead(filed)
    page = client.get(PAGE).content.decode()
    assert "服务商拒绝" in page
    assert "199****0001" in page
    for word in ("王五", factories.WANG_WU_PHONE, filed.tracking_no, "宏远"):
        assert word not in page
    assert "没有未送达的通知" in client.get(PAGE, {"way": "email"}).content.decode()


def test_only_who_administers_the_whole_comes_in(filed: Complaint) -> None:
    for key in ("he", "chen"):
        client = Client()
        client.force_login(person(key), "django.contrib.auth.backends.ModelBackend")
        assert client.get(PAGE).status_code == 403
        assert client.post(reverse("manage_resend"), {"all": "1"}).status_code == 403


def test_chosen_ones_are_sent_again_and_it_is_kept_in_the_log(
    client: Client, filed: Complaint
) -> None:
    one = dead(filed)
    other = dead(filed, channel=Way.EMAIL, complaint=None, user=person("he"))
    client.post(reverse("manage_resend"), {"pk": [one.pk]})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.attempts) == (DeliveryState.FAILED, 0)
    assert other.state == DeliveryState.DEAD
    entry = AdminEntry.objects.get(kind=AdminKind.MESSAGES_REVIVED)
    assert entry.facts == {"count": 1, "ids": [one.pk]}
    assert sending.due_exist()
    assert "1 条" in client.get(reverse("manage_log")).content.decode()


def test_all_of_a_way_are_sent_again(client: Client, filed: Complaint) -> None:
    one = dead(filed)
    other = dead(filed, channel=Way.EMAIL, complaint=None, user=person("he"))
    client.post(reverse("manage_resend"), {"all": "1", "way": "email"})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (DeliveryState.DEAD, DeliveryState.FAILED)


def test_nothing_chosen_changes_nothing(client: Client, filed: Complaint) -> None:
    dead(filed)
    for data in ({}, {"pk": ["x", "9" * 30]}):
        assert client.post(reverse("manage_resend"), data).status_code == 302
    assert not AdminEntry.objects.exists()


def test_what_no_longer_concerns_its_reader_is_not_offered(
    client: Client, filed: Complaint
) -> None:
    row = dead(filed, error=GONE, channel=Way.EMAIL, complaint=None, user=person("he"))
    client.post(reverse("manage_resend"), {"all": "1"})
    row.refresh_from_db()
    assert row.state == DeliveryState.DEAD


def test_a_row_that_found_nobody_is_planned_anew(
    client: Client, filed: Complaint, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("he")
    row = dead(filed, channel=Way.INBOX, complaint=None, error=NOBODY, sent_to="")
    with monkeypatch.context() as broken:
        broken.setattr(Audience, "of", lambda self, event: {}[event.pk])
        client.post(reverse("manage_resend"), {"all": "1"})
    assert Delivery.objects.filter(pk=row.pk).exists()
    client.post(reverse("manage_resend"), {"all": "1"})
    assert not Delivery.objects.filter(pk=row.pk).exists()
    assert {one.channel for one in row.event.deliveries.all()} == {Way.SMS, Way.INBOX}


def test_a_long_list_is_read_in_pages_by_few_queries(
    client: Client, filed: Complaint, django_assert_max_num_queries: Any
) -> None:
    event = filed.events.get(kind=EventKind.COMPLAINT_FILED)
    rows = [Delivery(event=event, channel=Way.EMAIL, user=person(key), state=DeliveryState.DEAD,
                     next_try_at=timezone.now()) for key in cast.CAST]  # fmt: skip
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_the_waits_between_tries_double_and_are_spread(filed: Complaint) -> None:
    row = dead(filed)
    now = timezone.now()
    waits = []
    for tries in range(1, sending.MOST_TRIES):
        row.attempts = tries
        sending._failed([row], "HTTP 503", now, permanent=False)
        row.refresh_from_db()
        waits.append((row.next_try_at - now).total_seconds())
    for tries, wait in enumerate(waits):
        plain = min(10 * 2**tries, 3600)
        assert plain * 0.8 <= wait <= plain * 1.2
    row.attempts = sending.MOST_TRIES
    assert sending._failed([row], "HTTP 503", now, permanent=False) == DeliveryState.DEAD
