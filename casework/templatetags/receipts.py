"""Who was told of an act, under its line of the timeline: asked of the part that tells, for staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.utils.module_loading import import_string

register = template.Library()


@dataclass(frozen=True)
class Receipt:
    """One notice of one act: way, to whom (masked), how far it got, what it said (if it left)."""

    way: str
    to: str
    state: str
    text: str = ""
    failed: bool = False


@register.simple_tag
def receipts(events: Iterable[Any]) -> Mapping[int, list[Receipt]]:
    """Return the receipts of these lines of a timeline by row of the journal, by one query."""
    found: Mapping[int, list[Receipt]] = import_string(settings.TIMELINE_RECEIPTS)(
        [event.pk for event in events if event.pk]
    )
    return found


@register.filter
def receipts_at(found: Mapping[int, list[Receipt]], pk: int) -> list[Receipt]:
    """Return the receipts of one row."""
    return found.get(pk, [])


@register.filter
def any_failed(found: Iterable[Receipt]) -> bool:
    """Did one of them not arrive?"""
    return any(one.failed for one in found)
