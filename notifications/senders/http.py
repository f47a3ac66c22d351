"""One signed POST to a provider: no redirects, short limits, errors that quote nothing.

httpx's own errors may name the address, and a robot's address is its password.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import httpx

from notifications.senders.base import SendError

TIMEOUT = httpx.Timeout(6.0, connect=3.0)
MOST_BYTES = 64 * 1024
TOO_MANY, TIMED_OUT = 429, 408


@dataclass(frozen=True)
class Answer:
    """Status and the first bytes of what was answered."""

    status: int
    body: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """The JSON object in the body; empty when there is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def may_pass(self) -> bool:
        """Is the provider in trouble itself or too busy, so that another try may help?"""
        return self.status in (TOO_MANY, TIMED_OUT) or self.status >= 500


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post `body` and return whatever was answered. Raises SendError when nothing came back."""
    try:
        with httpx.stream("POST", url, content=body, headers=headers, timeout=TIMEOUT) as answer:
            found = b""
            for part in answer.iter_bytes():
                found += part
                if len(found) >= MOST_BYTES:
                    break
            return Answer(answer.status_code, found)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise SendError(type(error).__name__) from None


def post_json(url: str, fields: dict[str, Any], headers: dict[str, str] | None = None) -> Answer:
    """Post `fields` as JSON; a status that is no success raises SendError."""
    body = json.dumps(fields, ensure_ascii=False).encode()
    answer = post(url, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})
    return succeeded(answer)


def succeeded(answer: Answer) -> Answer:
    """Return `answer` when its status is a success. Raises SendError otherwise."""
    if not 200 <= answer.status < 300:
        raise SendError(f"HTTP {answer.status}", permanent=not answer.may_pass)
    return answer


def is_safe(url: str) -> bool:
    """Is this https, or plain http to this machine?"""
    return url.startswith(("https://", "http://127.0.0.1:", "http://localhost:"))
