"""Receipts of an act: what was sent, to whom, when it left and arrived; for the timeline of staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from casework.templatetags.casework_format import local_minute
from casework.templatetags.receipts import Receipt
from notifications.models import WAITING, Delivery, DeliveryState, Way
from notifications.reasons import GONE, in_words


def by_event(event_ids: Iterable[int]) -> dict[int, list[Receipt]]:
    """Return the receipts of journal rows by their id: those that left the house first."""
    rows = Delivery.objects.filter(event__in=list(event_ids)).select_related("user", "office")
    found: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in rows.order_by("id"):
        found[delivery.event_id].append(delivery)
    return {
        pk: [_receipt(one) for one in sorted(deliveries, key=lambda one: one.channel == Way.INBOX)]
        for pk, deliveries in found.items()
    }


def _receipt(delivery: Delivery) -> Receipt:
    return Receipt(
        way=delivery.get_channel_display(),
        to=_recipient(delivery),
        state=state_of(delivery),
        text=delivery.sent_text,
        failed=delivery.state == DeliveryState.DEAD and delivery.error != GONE,
    )


def _recipient(delivery: Delivery) -> str:
    """Return who it went to: an officer by name, an office, the complainant; the address masked."""
    if delivery.complaint_id:
        who = _("投诉人")
    else:
        who = str(delivery.user or delivery.office or _("没有收件人"))
    return f"{who} {delivery.sent_to}".strip()


def state_of(delivery: Delivery) -> str:
    """Say how far a delivery got: waiting, failed, sent, arrived, read."""
    if delivery.state in WAITING:
        when = local_minute(delivery.next_try_at)
        if delivery.state == DeliveryState.FAILED:
            return _("没有发出，%(when)s 再试（已试 %(n)s 次）") % {
                "when": when, "n": delivery.attempts,
            }  # fmt: skip
        return _("等待发送，%(when)s") % {"when": when}
    if delivery.state == DeliveryState.DEAD:
        return _("没有送达：%(why)s") % {"why": in_words(delivery.error)}
    if delivery.channel == Way.INBOX:
        if delivery.read_at:
            return _("%(when)s 已读") % {"when": local_minute(delivery.read_at)}
        return _("未读")
    said = _("%(when)s 发出") % {"when": local_minute(delivery.sent_at)}
    if delivery.delivered_at:
        said += " · " + _("%(when)s 送达") % {"when": local_minute(delivery.delivered_at)}
    return said
