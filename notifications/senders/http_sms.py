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
import urllib.error
import urllib.request
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from notifications.senders.base import Sender, SendError, ShortMessage

TIMEOUT_SECONDS = 8
CONFLICT, TOO_MANY, TIMED_OUT = 409, 429, 408


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A gateway that redirects is misconfigured; a phone number is not carried elsewhere."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass(frozen=True)
class HttpSender:
    """Posts each message to `url`, signed with `secret`."""

    url: str
    secret: str

    def send(self, message: ShortMessage) -> str:
        body = json.dumps(
            {"key": message.key, "phone": message.phone, "text": message.text}, ensure_ascii=False
        ).encode()
        stamp = str(int(time.time()))
        request = urllib.request.Request(  # noqa: S310  the scheme is checked in sender()
            self.url,
            data=body,
            headers={
                "Content-Type": "application/json",
                "X-Timestamp": stamp,
                "X-Signature": signature(self.secret, stamp, body),
                "Idempotency-Key": message.key,
            },
            method="POST",
        )
        try:
            opener = urllib.request.build_opener(_NoRedirect)
            with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return _reference(answer.read(10_000))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == CONFLICT:
                    return _reference(error.read(10_000))
            # The gateway refuses this message (4xx) or is in trouble itself (5xx).
            passing = error.code in (TOO_MANY, TIMED_OUT) or error.code >= 500
            raise SendError(f"HTTP {error.code}", permanent=not passing) from None
        except OSError as error:
            raise SendError(type(error).__name__) from None


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return the hex HMAC-SHA256 over timestamp and body."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _reference(body: bytes) -> str:
    try:
        return str(json.loads(body).get("id", ""))[:80]
    except (ValueError, AttributeError):
        return ""


def sender() -> Sender:
    """Return the sender for QINGQIAN["sms_url"]; plain http only to this machine."""
    url = str(settings.QINGQIAN.get("sms_url", ""))
    secret = str(settings.QINGQIAN.get("sms_secret", ""))
    local = url.startswith(("http://127.0.0.1:", "http://localhost:"))
    if not secret or not (local or url.startswith("https://")):
        raise ImproperlyConfigured("QINGQIAN_SMS_URL must be https and QINGQIAN_SMS_SECRET be set.")
    return HttpSender(url, secret)
