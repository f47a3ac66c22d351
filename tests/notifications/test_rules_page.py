"""Rules of the house: an administrator changes the ways of an event, kept in the log."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import AdminEntry
from casework.vocabulary import AdminKind, EventKind
from notifications.models import NoticeRule
from notifications.rules_page import who_of
from notifications.told import TOLD
from tests.cast import person

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
KIND = EventKind.EVIDENCE_ADDED


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(person("administrator"), "django.contrib.auth.backends.ModelBackend")
    return client


def test_only_what_differs_from_the_default_is_kept(client: Client) -> None:
    page = reverse("manage_rule", args=[KIND])
    plain = {"lead:inbox": "on", "lead:email": "on", "named:inbox": "on", "named:email": "on",
             "office:webhook": "on"}  # fmt: skip
    client.post(page, plain)
    assert not NoticeRule.objects.exists()
    client.post(page, plain | {"lead:sms": "on"})
    row = NoticeRule.objects.get()
    assert (row.kind, row.who, row.way, row.is_on) == (KIND, "lead", "sms", True)
    assert AdminEntry.objects.get(kind=AdminKind.NOTICE_RULE_CHANGED).facts["count"] == 1
    assert "已修改" in client.get(reverse("manage_rules")).content.decode()
    client.post(page, plain)
    assert not NoticeRule.objects.exists()


def test_what_is_demanded_stays_in_the_inbox(client: Client) -> None:
    page = reverse("manage_rule", args=[EventKind.TRANSFER_DESIGNATED])
    assert "不能关闭" in client.get(page).content.decode()
    client.post(page, {})
    assert not NoticeRule.objects.filter(way="inbox").exists()


def test_every_event_told_has_a_page_with_names(client: Client) -> None:
    for kind in TOLD:
        assert all(label for _name, label in who_of(kind))
    for kind in (KIND, EventKind.DEADLINE_PASSED):
        assert client.get(reverse("manage_rule", args=[kind])).status_code == 200
    assert client.get(reverse("manage_rule", args=["no.such"])).status_code == 404


def test_only_administrators_of_the_whole_come_in() -> None:
    client = Client()
    client.force_login(person("he"), "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("manage_rules")).status_code == 403
