"""Ways of sending: one module a provider, named by the settings, which read the environment."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from notifications.models import Way
from notifications.senders.base import HOUSE, Sender
from notifications.senders.vendor import registered_as

VENDORS = ("notifications.senders.aliyun", "notifications.senders.tencent")

_ROBOTS = {
    Way.WECOM: "notifications.senders.wecom",
    Way.DINGTALK: "notifications.senders.dingtalk",
    Way.WEBHOOK: "notifications.senders.webhook",
}


def of(way: str) -> Sender:
    """Return the sender of a way. Raises ImproperlyConfigured when its settings are not whole."""
    named = {
        Way.SMS: settings.QINGQIAN["sms_sender"],
        Way.EMAIL: settings.NOTICES["email_sender"],
        **_ROBOTS,
    }
    sender: Sender = import_module(str(named[Way(way)])).sender()
    return sender


def spoken(template: str, language: str) -> str:
    """Return the language a short message can be sent in: `language`, or that of the house.

    Vendors send only what was registered with them, in the languages registered.
    """
    known = settings.NOTICES["sms_templates"]
    if (
        settings.QINGQIAN["sms_sender"] in VENDORS
        and registered_as(template, language) not in known
    ):
        return HOUSE
    return language


def sends_mail() -> bool:
    """Is there a way to send e-mail?"""
    return bool(settings.NOTICES["email_sender"])
