"""Where a delivery goes: a complainant's phone, the address of a user, the robot of an office.

Sending knows none of this; nothing here sends.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from casework.law.identity import mask_phone
from casework.models import Office
from notifications.models import OF_OFFICES, Delivery, Way
from notifications.threads import phone_of

EVERY_OFFICE = "*"


def address_of(delivery: Delivery) -> str:
    """Return the address a delivery goes to now; empty when there is none (any more)."""
    if delivery.channel in OF_OFFICES:
        return robot_of(delivery.channel, delivery.office) if delivery.office else ""
    if delivery.user is not None:
        if not delivery.user.is_active:
            return ""
        mail = delivery.channel == Way.EMAIL
        return str(delivery.user.email if mail else delivery.user.mobile)
    return phone_of(delivery)


def robot_of(way: str, office: Office) -> str:
    """Return the address of the office's robot or system, or the one for every office, or empty."""
    found: dict[str, str] = settings.NOTICES[way]
    return found.get(office.division.code) or found.get(EVERY_OFFICE, "")


def mask(way: str, address: str) -> str:
    """Return an address so that it can be kept and shown: 138****1234, z***@gov.cn, a host."""
    if way == Way.SMS:
        return mask_phone(address)
    if way == Way.EMAIL:
        name, _at, domain = address.rpartition("@")
        return f"{name[:1]}***@{domain}"[:60]
    return (urlsplit(address.partition("|")[0]).hostname or "")[:60]
