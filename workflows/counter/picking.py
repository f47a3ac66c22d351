"""Rows picked on a page: their ids, read from what a browser sent."""

from __future__ import annotations

from collections.abc import Iterable

MOST_DIGITS = 18
"""So long is no id; a longer number would not go into a column."""


def ids_in(texts: Iterable[str]) -> list[int]:
    """Return the ids among `texts` in their order; whatever is no id is left out."""
    return [int(text) for text in texts if _is_id(text)]


def ids_of(stream: str, names: Iterable[str]) -> list[int]:
    """Return the ids of one kind of record among keys like "case-12", in their order."""
    pairs = (name.partition("-") for name in names)
    return ids_in(pk for kind, _dash, pk in pairs if kind == stream)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
