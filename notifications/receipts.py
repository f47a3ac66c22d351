"""Delivery reports that vendors of short messages post back: arrived when, or not and why.

Neither vendor signs its reports: the address holds a secret. A report for a message that is not
ours to keep (a one-time code) changes nothing; a report that comes twice changes nothing either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notifications.models import Delivery, DeliveryState, Way

LEAST_TOKEN = 32
MOST_REPORTS = 1000
_OWN_KEY = re.compile(r"delivery-(\d{1,18})")


@dataclass(frozen=True)
class Report:
    """One report: by the vendor's reference, and our own id where the vendor carries it."""

    reference: str
    arrived: bool
    at: datetime
    code: str = ""
    delivery_id: int = 0


@csrf_exempt
@require_POST
def take_receipts(request: HttpRequest, vendor: str, token: str) -> HttpResponse:
    """Take a batch of reports as `vendor` posts them and answer as it expects."""
    secret = str(settings.NOTICES["receipt_token"])
    if len(secret) < LEAST_TOKEN or not constant_time_compare(token, secret):
        raise Http404
    read, answer = VENDORS[vendor]
    try:
        reports = list(read(json.loads(request.body)))[:MOST_REPORTS]
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponseBadRequest("not a list of reports")
    note(reports)
    return JsonResponse(answer)


def note(reports: Iterable[Report]) -> int:
    """Write down reports with their deliveries; return how many changed one.

    What did not arrive is dead: on the page of dead letters somebody can send it again.
    """
    changed = 0
    for report in reports:
        same = Q(provider_ref=report.reference) if report.reference else Q(pk=0)
        if report.delivery_id:
            same = Q(pk=report.delivery_id)
        rows = Delivery.objects.filter(same, channel=Way.SMS, delivered_at__isnull=True)
        if report.arrived:
            changed += rows.update(delivered_at=report.at)
        else:
            changed += rows.filter(state=DeliveryState.SENT).update(
                state=DeliveryState.DEAD, error=f"receipt {report.code}"[:200]
            )
    return changed


def _aliyun(found: Any) -> Iterator[Report]:
    """Read SmsReport: success, report_time, err_code, biz_id, out_id (our key)."""
    for one in found:
        own = _OWN_KEY.fullmatch(str(one.get("out_id", "")))
        yield Report(
            str(one["biz_id"]), one["success"] is True, _moment(one.get("report_time")),
            _code(one.get("err_code")), int(own[1]) if own else 0,
        )  # fmt: skip


def _tencent(found: Any) -> Iterator[Report]:
    """Read the status callback: report_status, user_receive_time, errmsg, sid (SerialNo)."""
    for one in found:
        arrived = one["report_status"] == "SUCCESS"
        yield Report(
            str(one["sid"]), arrived, _moment(one.get("user_receive_time")),
            _code(one.get("errmsg")),
        )  # fmt: skip


def _moment(text: Any) -> datetime:
    """Return the moment a vendor names, in Shanghai's time; now where it names none."""
    try:
        return timezone.make_aware(datetime.fromisoformat(str(text)))
    except ValueError:
        return timezone.now()


def _code(text: Any) -> str:
    """Return an operator's code alone: words might quote the number."""
    return re.sub(r"[^A-Za-z0-9_.:-]", "", str(text or ""))[:40]


VENDORS: dict[str, tuple[Any, dict[str, Any]]] = {
    "aliyun": (_aliyun, {"code": 0, "msg": "接收成功"}),
    "tencent": (_tencent, {"result": 0, "errmsg": "OK"}),
}
