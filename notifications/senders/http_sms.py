"""Sender over HTTPS: signed JSON to a gateway; its address and secret come from the settings.

The body is {"key", "phone", "text"}. `X-Timestamp` (unix seconds) and `X-Signature`, the hex
HMAC-SHA256 of timestamp, a dot and the body, let the gateway check origin and age. The answer is
JSON with the gateway's reference in "id". 409 means: this key was taken before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from notifications.senders import http
from notifications.senders.base import Message, Sender

CONFLICT = 409


@dataclass(frozen=True)
class HttpSender:
    """Posts each message to `url`, signed with `secret`."""

    url: str
    secret: str

    def send(self, message: Message) -> str:
        body = json.dumps(
            {"key": message.key, "phone": message.address, "text": message.text},
            ensure_ascii=False,
        ).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": stamp,
            "X-Signature": signature(self.secret, stamp, body),
            "Idempotency-Key": message.key,
        }
        answer = http.post(self.url, body, headers)
        if answer.status != CONFLICT:
            http.succeeded(answer)
        return str(answer.fields.get("id", ""))[:80]


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return the hex HMAC-SHA256 over timestamp and body."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def sender() -> Sender:
    """Return the sender for QINGQIAN["sms_url"]; plain http only to this machine."""
    url = str(settings.QINGQIAN.get("sms_url", ""))
    secret = str(settings.QINGQIAN.get("sms_secret", ""))
    if not secret or not http.is_safe(url):
        raise ImproperlyConfigured("QINGQIAN_SMS_URL must be https and QINGQIAN_SMS_SECRET be set.")
    return HttpSender(url, secret)
