"""Ways of sending: one module a provider, named by the settings, which read the environment."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from notifications.models import Way
from notifications.senders.base import Sender

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


def sends_mail() -> bool:
    """Is there a way to send e-mail?"""
    return bool(settings.NOTICES["email_sender"])
