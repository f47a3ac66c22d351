"""Signed webhook to a system of the office, by the Standard Webhooks specification.

Headers: `webhook-id` (the same at every repetition), `webhook-timestamp` (unix seconds) and
`webhook-signature`: "v1," and the base64 HMAC-SHA256 of id, dot, timestamp, dot, body. A receiver
refuses a timestamp more than five minutes off and an id it has taken: then nothing can be replayed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from notifications.senders import http
from notifications.senders.base import Message, Sender

CONFLICT, PREFIX = 409, "whsec_"


@dataclass(frozen=True)
class WebhookSender:
    """Posts the message's text, a JSON object, to its address."""

    key: bytes

    def send(self, message: Message) -> str:
        body = message.text.encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message.key,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{signature(self.key, message.key, stamp, body)}",
        }
        answer = http.post(message.address, body, headers)
        if answer.status != CONFLICT:  # taken before
            http.succeeded(answer)
        return ""


def signature(key: bytes, message_id: str, stamp: str, body: bytes) -> str:
    """Return the base64 HMAC-SHA256 over id, timestamp and body."""
    text = f"{message_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def sender() -> Sender:
    """Return the sender with the secret of the settings: whsec_ and 24 bytes or more in base64."""
    secret = str(settings.NOTICES["webhook_secret"])
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(PREFIX) or len(key) < 24:
        raise ImproperlyConfigured("QINGQIAN_WEBHOOK_SECRET must be whsec_ and 24 bytes in base64.")
    return WebhookSender(key)
