"""What the two vendors of short messages have in common: keys, and registered templates.

Vendors in China send words only that were registered and approved with them; a message names the
template and fills in its values. Which template stands for which event is a setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from notifications.senders import http
from notifications.senders.base import HOUSE, Message, SendError

NEEDED = ("id", "secret", "sign", "url")


@dataclass(frozen=True)
class Account:
    """An account with a vendor: key pair, registered signature, address of its API."""

    id: str
    secret: str
    sign: str
    url: str
    app: str = ""


def account(url: str, *needed: str) -> Account:
    """Return the account of the settings, at `url` where they name none.

    Raises ImproperlyConfigured naming what is missing.
    """
    notices: dict[str, Any] = settings.NOTICES
    found: dict[str, str] = dict(notices["sms_account"])
    found["url"] = found.get("url") or url
    if missing := [name for name in (*NEEDED, *needed) if not found.get(name)]:
        names = ", ".join(f"QINGQIAN_SMS_{name.upper()}" for name in missing)
        raise ImproperlyConfigured(f"Not set: {names}.")
    if not http.is_safe(found["url"]):
        raise ImproperlyConfigured("QINGQIAN_SMS_URL must be https.")
    return Account(**found)


def registered_as(template: str, language: str) -> str:
    """Return the name by which the settings give a template: `complaint.filed`, or with `@en`."""
    return template if language == HOUSE else f"{template}@{language}"


def template_of(message: Message) -> str:
    """Return the vendor's template for a message. Raises SendError when none is registered."""
    notices: dict[str, Any] = settings.NOTICES
    found = notices["sms_templates"].get(registered_as(message.template, message.language), "")
    if not found:
        raise SendError(f"no template for {message.template}", permanent=True)
    return str(found)
