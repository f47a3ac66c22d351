"""What the robots of WeCom and DingTalk groups have in common: a text posted, a number answered."""

from __future__ import annotations

from collections.abc import Collection

from notifications.senders import http
from notifications.senders.base import SendError


def say(url: str, text: str, *, passing: Collection[int]) -> str:
    """Post a text to a robot. Raises SendError; `passing` are the numbers that mean: too fast."""
    answer = http.post_json(url, {"msgtype": "text", "text": {"content": text}})
    code = answer.fields.get("errcode")
    if code == 0:
        return ""
    raise SendError(f"errcode {code}", permanent=isinstance(code, int) and code not in passing)
