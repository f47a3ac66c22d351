"""What a delivery says, made from the records at the moment of sending; nobody is named in it.

A complaint is named by the end of its tracking number alone: with the query code the whole number
opens the complainant's page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from casework import clock
from casework.language import language_chosen
from casework.models import CaseEvent
from casework.queries.sentences.words import label_of
from casework.queries.wordings import wording
from casework.vocabulary import WordingScope
from notifications import senders
from notifications.addresses import address_of
from notifications.models import Delivery, Way
from notifications.reasons import NO_ADDRESS
from notifications.senders.base import HOUSE, Message, SendError
from notifications.texts import SIGNATURE, STAFF, short_message, staff_message, values_in

MOST_TEXT = 500


def language_of(delivery: Delivery) -> str:
    """Return the language the recipient chose; for offices and systems that of the house.

    A short message falls back to it where the vendor has no template in the chosen one.
    """
    if delivery.complaint is not None:
        return senders.spoken(delivery.event.kind, delivery.complaint.language)
    if delivery.user is None:
        return HOUSE
    if delivery.channel == Way.SMS:
        return senders.spoken(STAFF, delivery.user.language)
    return str(delivery.user.language)


def message_of(delivery: Delivery) -> Message:
    """Return what is sent for one delivery, in the recipient's language.

    Raises SendError when there is no address for it.
    """
    address = address_of(delivery)
    if not address:
        raise SendError(NO_ADDRESS, permanent=True)
    key = f"delivery-{delivery.pk}"
    language = language_of(delivery)
    with override(language):
        message = _message_of(delivery, key, address)
    return replace(message, language=language)


def _message_of(delivery: Delivery, key: str, address: str) -> Message:
    if delivery.complaint_id:
        return _to_complainant(delivery, key, address)
    if delivery.channel == Way.SMS:
        return _to_officer(delivery, key, address)
    if delivery.channel == Way.WEBHOOK:
        text = payload(delivery.event)
        return Message(key, address, text, Way.WEBHOOK, template=delivery.event.kind)
    line = line_of(delivery.event)
    kind = delivery.event.kind
    if delivery.channel == Way.EMAIL:
        subject = f"{SIGNATURE}{line}"[:120]
        text = f"{line}\n{link_of(delivery.event)}\n\n{_foot()}"
        return Message(key, address, text, Way.EMAIL, subject=subject, template=kind)
    text = f"{SIGNATURE}{line}\n{link_of(delivery.event)}"
    return Message(key, address, text, delivery.channel, template=kind)


def digest_of(deliveries: Sequence[Delivery], key: str, address: str) -> Message:
    """Return one mail with a line for each delivery, all of one user."""
    language = language_of(deliveries[0])
    with override(language):
        count = len(deliveries)
        subject = SIGNATURE + gettext("%(n)s 条进展") % {"n": count}
        lines = [f"{line_of(one.event)}\n{link_of(one.event)}" for one in deliveries]
        text = "\n\n".join([*lines, _foot()])
    return Message(
        key, address, text, Way.EMAIL, subject=subject, template="digest", language=language
    )


def line_of(event: CaseEvent) -> str:
    """Return an event in one line: what, of which matter, by when."""
    parts = [f"{event.get_kind_display()}：{number_of(event)}"]
    if label := label_of(event.facts):
        parts.append(label)
    if due := event.facts.get("due"):
        parts.append(gettext("%(due)s前完成") % {"due": due})
    return "，".join(parts)


def number_of(event: CaseEvent) -> str:
    """Return the number of a case; of a complaint its last four digits only."""
    if event.stream == "case" and event.case is not None:
        return str(event.case)
    assert event.complaint is not None
    return gettext("投诉尾号%(no)s") % {"no": event.complaint.tracking_no[-4:]}


def link_of(event: CaseEvent) -> str:
    """Return the address of the record's page; it asks for a login."""
    return f"{settings.QINGQIAN['public_url']}{reverse(event.stream, args=[event.subject_id])}"


def payload(event: CaseEvent) -> str:
    """Return the JSON a system of the office gets: kind, moment, which matter, its term."""
    term = {name: event.facts[name] for name in ("label", "due", "due_at") if name in event.facts}
    data = {"record": event.stream, "id": event.subject_id, "seq": event.seq,
            "number": number_of(event), "label": event.get_kind_display(), **term}  # fmt: skip
    fields = {"type": event.kind, "timestamp": event.at.isoformat(), "data": data}
    return json.dumps(fields, ensure_ascii=False)


def _to_complainant(delivery: Delivery, key: str, address: str) -> Message:
    complaint = delivery.complaint
    assert complaint is not None
    kind = delivery.event.kind
    filled = {"tracking_no": complaint.tracking_no, "place": _place(delivery)}
    language = language_chosen()
    own = wording(WordingScope.SMS, kind, language=language)
    text = short_message(kind, **filled, language=language, template=own)
    values = values_in(kind, **filled, language=language)
    return Message(key, address, text, template=kind, values=values)


def _to_officer(delivery: Delivery, key: str, address: str) -> Message:
    event = delivery.event
    what = label_of(event.facts) or event.get_kind_display()
    day = event.facts.get("due") or clock.day_of(event.at)
    text, values = staff_message(str(what), number=number_of(event), due=str(day))
    return Message(key, address, text, template=STAFF, values=values)


def _place(delivery: Delivery) -> str:
    """Return the division that handles it: the receiver of the transfer told of, else the owner."""
    complaint = delivery.complaint
    assert complaint is not None
    if delivery.event.kind.startswith("transfer."):
        transfers = complaint.transfers.filter(hop=delivery.event.facts.get("hop", 0))
        transfer = transfers.select_related("to_office__division").order_by("-id").first()
        if transfer is not None:
            return transfer.to_office.division.name
    return complaint.office.division.name


def _foot() -> str:
    url = f"{settings.QINGQIAN['public_url']}{reverse('inbox_settings')}"
    return gettext("通知设置：%(url)s") % {"url": url}
