"""Pages by the last line seen instead of by number: as quick on page 400 as on page 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

FAR = date(9999, 12, 31)  # stands for "no deadline", after every other day


@dataclass(frozen=True)
class Cursor:
    """The place after the last line of a page: the values the lines are ordered by."""

    values: tuple[int, ...]

    @classmethod
    def parse(cls, text: str, length: int) -> Cursor | None:
        parts = text.split(".")
        if len(parts) != length or not all(part.isdecimal() and len(part) < 19 for part in parts):
            return None
        return cls(tuple(int(part) for part in parts))

    def __str__(self) -> str:
        return ".".join(str(value) for value in self.values)


def beyond(keys: Sequence[str], values: Sequence[int]) -> Q:
    """Lines after the place `values` in the order of `keys`."""
    beyond, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        given = date.fromordinal(min(max(value, 1), FAR.toordinal())) if key == "due_key" else value
        beyond |= same & Q(**{f"{key}__gt": given})
        same &= Q(**{key: given})
    return beyond
