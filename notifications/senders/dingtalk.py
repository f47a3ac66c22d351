"""Robot of a DingTalk group (钉钉自定义机器人) with signed requests (加签).

The address is `url|secret`. The signature is the base64 HMAC-SHA256, keyed with the secret, of the
time in milliseconds, a line break and the secret; it is good for an hour.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from urllib.parse import quote_plus

from notifications.senders import robot
from notifications.senders.base import Message, Sender

TOO_FAST, TOO_FAST_TODAY, BUSY = 130101, 410100, -1


class DingtalkSender:
    """Posts a text into the group whose robot has the message's address."""

    def send(self, message: Message) -> str:
        url, _bar, secret = message.address.partition("|")
        if secret:
            stamp = str(int(time.time() * 1000))
            url = f"{url}&timestamp={stamp}&sign={quote_plus(signature(secret, stamp))}"
        return robot.say(url, message.text, passing=(TOO_FAST, TOO_FAST_TODAY, BUSY))


def signature(secret: str, stamp: str) -> str:
    """Return the base64 signature of a request made at `stamp` (milliseconds)."""
    text = f"{stamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def sender() -> Sender:
    """Return the sender; the addresses and secrets come from the settings."""
    return DingtalkSender()
