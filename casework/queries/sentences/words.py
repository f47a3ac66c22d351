"""Pieces of sentences over the facts of a journal row: amounts, days, words, document numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework.language import language_chosen
from casework.law.limits import LIMITS
from casework.law.money import grouped

Facts = Mapping[str, Any]


def yuan_of(facts: Facts, key: str) -> str:
    """Amounts are kept as text; a journal row without one leaves the place blank as 0."""
    return grouped(str(facts.get(key) or 0))


def day_of(facts: Facts, key: str) -> str:
    text = facts.get(key)
    if not text:
        return _("未定")
    day = date.fromisoformat(str(text)[:10])
    width = 1 if language_chosen().startswith("zh") else 2  # 2026年3月5日, 2026-03-05
    return _("%(y)s年%(m)s月%(d)s日") % {
        "y": day.year, "m": f"{day.month:0{width}}", "d": f"{day.day:0{width}}",
    }  # fmt: skip


def word_of(enum: Any, value: Any) -> str:
    return str(enum(value).label) if value in enum.values else str(value or "")


def with_amount(template: Any, key: str = "amount") -> Callable[[Facts], str]:
    return lambda f: template % {"sum": yuan_of(f, key)}


def numbered(template: Any) -> Callable[[Facts], str]:
    """With the number of the document it was done by, where the act has one."""

    def told(f: Facts) -> str:
        return f"{template}（{f['document']}）" if f.get("document") else str(template)

    return told


def with_case(template: Any) -> Callable[[Facts], str]:
    return lambda f: template % {"case": f.get("case", "")}


def with_label(template: Any) -> Callable[[Facts], str]:
    """With what had to be done by when."""
    return lambda f: template % {"label": label_of(f), "due": day_of(f, "due")}


def label_of(f: Facts) -> str:
    """Return the limit by its name in the law's data, in the reader's language; the order's number."""
    known = LIMITS.get(str(f.get("rule")))
    label = known.label.to(language_chosen()) if known else stored(f.get("label"))
    return f"{label} {f['order']}".strip() if f.get("order") else label


def stored(label: object) -> str:
    """A label kept in Chinese, in the reader's language."""
    return _(str(label)) if label else ""


def plain(template: Any) -> Callable[[Facts], str]:
    return lambda f: str(template)
