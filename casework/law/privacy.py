"""What may not stand in a text for the public: identity, phone and card numbers, and given names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from casework.law.errors import gettext_noop

_FOUND = (
    (re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])"), gettext_noop("身份证号码")),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), gettext_noop("手机号码")),
    (re.compile(r"(?<!\d)\d{16}(?:\d{3})?(?!\d)"), gettext_noop("银行卡号")),
)
WORKER = gettext_noop("工人姓名")
SHORTEST_NAME = 2


def private_in(text: str, names: Iterable[str] = ()) -> list[str]:
    """Return what kinds of personal data `text` contains (Chinese words, msgids); empty when none.

    A unified social credit code is none, though it may look like an identity number.
    """
    found = [word for pattern, word in _FOUND if pattern.search(text)]
    named = any(name in text for name in names if len(name) >= SHORTEST_NAME)
    return [*found, WORKER] if named else found
