"""Ways of sending short messages; `QINGQIAN["sms_sender"]` names the module in use."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from notifications.senders.base import Sender


def in_use() -> Sender:
    """Return the sender the settings name."""
    sender: Sender = import_module(str(settings.QINGQIAN["sms_sender"])).sender()
    return sender
