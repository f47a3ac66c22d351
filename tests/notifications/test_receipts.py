"""Delivery reports of the vendors, and what the timeline of staff shows of who was told."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import Complaint
from casework.vocabulary import EventKind
from notifications.evidence import by_event
from notifications.models import Delivery, DeliveryState, Way
from tests import cast, factories
from tests.cast import person

TOKEN = "t" * 40
SENT = timezone.make_aware(datetime.fromisoformat("2026-03-13 10:00:00"))
REFERENCES = {"aliyun": "900619746936498440^0", "tencent": "5000:1045710669157053657849499619"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(settings: Any) -> Complaint:
    settings.NOTICES = settings.NOTICES | {"receipt_token": TOKEN}
    cast.load_province()
    for key in cast.CAST:
        person(key)
    return factories.file_at(None, cast.JINSHUI)


def delivery(filed: Complaint, **more: Any) -> Delivery:
    event = filed.events.get(kind=EventKind.COMPLAINT_FILED)
    values = {"state": DeliveryState.SENT, "sent_at": SENT, "next_try_at": SENT,
              "sent_text": "【清欠】已登记", "sent_to": "199****0001"}  # fmt: skip
    return Delivery.objects.create(
        event=event, complaint=filed, channel=Way.SMS, **{**values, **more}
    )


def aliyun(row: Delivery, *, success: bool = True) -> list[dict[str, Any]]:
    return [{
        "phone_number": "19900000001", "send_time": "2026-03-13 10:00:00",
        "report_time": "2026-03-13 10:00:05", "success": success,
        "err_code": "DELIVERED" if success else "MOBILE_NOT_ON_SERVICE", "err_msg": "…",
        "sms_size": "1", "biz_id": row.provider_ref, "out_id": f"delivery-{row.pk}",
    }]  # fmt: skip


def tencent(row: Delivery, *, success: bool = True) -> list[dict[str, Any]]:
    return [{
        "user_receive_time": "2026-03-13 10:00:05", "nationcode": "86", "mobile": "19900000001",
        "report_status": "SUCCESS" if success else "FAIL",
        "errmsg": "DELIVRD" if success else "MK:0001", "description": "…",
        "sid": row.provider_ref,
    }]  # fmt: skip


REPORTS = {"aliyun": aliyun, "tencent": tencent}


def post(vendor: str, body: Any, token: str = TOKEN) -> Any:
    return Client().post(
        reverse("take_receipts", args=[vendor, token]), json.dumps(body), "application/json"
    )


@pytest.mark.parametrize("vendor", ["aliyun", "tencent"])
def test_a_report_says_when_the_message_arrived(filed: Complaint, vendor: str) -> None:
    row = delivery(filed, provider_ref=REFERENCES[vendor])
    answer = post(vendor, REPORTS[vendor](row))
    assert answer.status_code == 200
    assert 0 in answer.json().values()
    row.refresh_from_db()
    assert (row.state, row.delivered_at) == (DeliveryState.SENT, SENT + timedelta(seconds=5))


@pytest.mark.parametrize("vendor", ["aliyun", "tencent"])
def test_a_message_that_did_not_arrive_is_dead_with_the_operators_code(
    filed: Complaint, vendor: str
) -> None:
    row = delivery(filed, provider_ref=REFERENCES[vendor])
    post(vendor, REPORTS[vendor](row, success=False))
    row.refresh_from_db()
    assert row.state == DeliveryState.DEAD
    assert row.error in ("receipt MOBILE_NOT_ON_SERVICE", "receipt MK:0001")


def test_a_report_that_comes_twice_or_late_changes_nothing(filed: Complaint) -> None:
    row = delivery(filed, provider_ref=REFERENCES["tencent"])
    post("tencent", tencent(row))
    post("tencent", tencent(row, success=False))
    row.refresh_from_db()
    assert row.state == DeliveryState.SENT
    assert row.delivered_at == SENT + timedelta(seconds=5)


def test_a_report_of_a_message_that_is_not_ours_is_taken_and_forgotten(filed: Complaint) -> None:
    row = delivery(filed, provider_ref="another")
    stranger = Delivery(pk=0, provider_ref="5000:1")
    assert post("tencent", tencent(stranger)).status_code == 200
    row.refresh_from_db()
    assert row.delivered_at is None


@pytest.mark.parametrize("body", [{"a": 1}, ["x"], [{}], "text", None, [1]])
def test_what_is_no_list_of_reports_is_refused(filed: Complaint, body: Any) -> None:
    for vendor in REPORTS:
        assert post(vendor, body).status_code == 400


def test_the_address_holds_a_secret(filed: Complaint, settings: Any) -> None:
    assert post("aliyun", [], token="u" * 40).status_code == 404
    settings.NOTICES = settings.NOTICES | {"receipt_token": ""}
    assert post("aliyun", [], token="u").status_code == 404
    assert Client().get(f"/receipts/aliyun/{TOKEN}/").status_code == 405


def test_the_timeline_shows_what_was_sent_to_whom_and_when(
    filed: Complaint, django_assert_num_queries: Any
) -> None:
    head = person("he")
    row = delivery(filed, delivered_at=SENT + timedelta(seconds=5))
    Delivery.objects.create(event=row.event, channel=Way.INBOX, user=head, next_try_at=SENT,
                            state=DeliveryState.SENT, sent_at=SENT)  # fmt: skip
    with django_assert_num_queries(1):
        found = by_event([row.event_id])[row.event_id]
    assert [one.way for one in found] == ["短信", "站内消息"]
    assert "199****0001" in found[0].to
    assert "送达" in found[0].state
    client = Client()
    client.force_login(head, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("complaint", args=[filed.pk])).content.decode()
    assert "通知了 2 处" in page
    assert "【清欠】已登记" in page
    assert factories.WANG_WU_PHONE not in page


def test_a_message_that_failed_is_marked_on_the_timeline(filed: Complaint) -> None:
    delivery(filed, state=DeliveryState.DEAD, error="HTTP 400")
    client = Client()
    client.force_login(person("he"), "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("complaint", args=[filed.pk])).content.decode()
    assert "有未送达的" in page
    assert "HTTP 400" in page
