"""Texts an administrator may change: the newest version, or the one of a moment; else the shipped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from casework.models import Wording
from casework.vocabulary import WordingScope

HEADING, CONTACT, NOTE = "heading", "contact", "note"
"""What the law leaves free on a document that leaves the office: the mark of the authority at its
head (发文机关标志, GB/T 9704), how to reach the office, a remark. All else is law or fact."""


def wordings(
    scope: str, *, office_id: int | None = None, at: datetime | None = None
) -> dict[tuple[str, str], str]:
    """Return the changed texts of a scope by (key, language), by one query; `at`: as it was then."""
    rows = Wording.objects.filter(scope=scope, office=office_id)
    if at is not None:
        rows = rows.filter(made_at__lte=at)
    newest = rows.order_by("id").values_list("key", "language", "text")
    return {(key, language): text for key, language, text in newest}


def wording(scope: str, key: str, *, language: str = "zh-hans") -> str:
    """Return the changed text that is everybody's; empty where the shipped one stands."""
    rows = Wording.objects.filter(scope=scope, key=key, language=language, office=None)
    return rows.order_by("-id").values_list("text", flat=True).first() or ""


def paper_words(office_id: int, at: datetime | None) -> dict[str, str]:
    """Return the free words of an office's documents, for one issued at `at` (None: a draft)."""
    found = wordings(WordingScope.PAPER, office_id=office_id, at=at)
    return {key: text for (key, _language), text in found.items() if text}


def foot_of(words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines after the seal from an office's own words."""
    return tuple(words[key] for key in (CONTACT, NOTE) if words.get(key))
