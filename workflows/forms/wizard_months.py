"""The months of unpaid wages picked from lists, several stretches of them, or told in words."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clock
from casework.law.periods import parse_period

MONTHS_BACK = 36
STRETCHES = (1, 2, 3)
TEXT_WIDTH = 80  # of the record


@dataclass(frozen=True)
class Months:
    """Outer bounds, the words for the record, and how many months were picked (0 when told in words)."""

    start: date | None
    end: date | None
    text: str
    count: int


def month_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


def month_choices() -> list[tuple[str, str]]:
    """Return the months back from this one, newest first, as (2026-03, 2026年3月)."""
    today = clock.today()
    newest = today.year * 12 + today.month - 1
    found = [("", str(gettext_lazy("请选")))]
    for number in range(newest, newest - MONTHS_BACK, -1):
        year, month = number // 12, number % 12 + 1
        found.append(
            (f"{year}-{month:02}", _("%(year)s年%(month)s月") % {"year": year, "month": month})
        )
    return found


def names(stretch: int) -> tuple[str, str]:
    """Return the names of the two fields of one stretch."""
    return f"from{stretch}", f"to{stretch}"


def read_months(form: forms.Form, data: dict[str, Any]) -> Months | None:
    """Return the months of the cleaned `data`, None when none are told; adds errors to `form`."""
    stretches = []
    for number in STRETCHES:
        first, last = names(number)
        start, end = data.get(first), data.get(last)
        if not (start or end):
            continue
        start, end = start or end, end or start
        assert start
        assert end
        if end < start:
            form.add_error(last, _("结束的月份早于开始的月份，请改一下。"))
            continue
        stretches.append((_first_day(start), _last_day(end)))
    words = (data.get("period") or "").strip()
    told = parse_period(words, clock.today()) if words else None
    if told and told.start and told.end and not stretches:
        return Months(told.start, told.end, words[:TEXT_WIDTH], 0)
    if not stretches:
        return Months(told.start, told.end, words[:TEXT_WIDTH], 0) if told else None
    stretches.sort()
    text = "；".join(
        [*(_stretch(start, end) for start, end in stretches), *([words] if words else [])]
    )
    return Months(
        stretches[0][0], max(end for _start, end in stretches), text[:TEXT_WIDTH], _count(stretches)
    )


def _count(stretches: list[tuple[date, date]]) -> int:
    """How many months: one named twice counts once."""
    return len(
        {
            number
            for start, end in stretches
            for number in range(start.year * 12 + start.month, end.year * 12 + end.month + 1)
        }
    )


def _stretch(start: date, end: date) -> str:
    # Stored, so in one language.
    first, last = f"{start.year}年{start.month}月", f"{end.year}年{end.month}月"
    return first if first == last else f"{first}至{last}"


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: str) -> date:
    first = _first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])
