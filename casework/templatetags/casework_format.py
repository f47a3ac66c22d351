"""Template filters: how money, dates, masked identities and tables are shown; no query, no rule of law."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from casework.law.identity import mask_id, mask_name, mask_phone

register = template.Library()
register.filter("mask_name", mask_name)
register.filter("mask_id", mask_id)
register.filter("mask_phone", mask_phone)

NOTHING = "—"
CENT = Decimal("0.01")
WEEKDAYS = "一二三四五六日"


@register.filter
def yuan(amount: Decimal | int | str | None) -> str:
    """Write an amount as 12,345.00. Refuses float: money was rounded somewhere it must not be."""
    if amount is None or amount == "":
        return NOTHING
    if isinstance(amount, float):
        raise TypeError("money is Decimal, never float")
    return f"{Decimal(amount).quantize(CENT, ROUND_HALF_UP):,}"


@register.filter
def yuan_short(amount: Decimal | int | str | None) -> str:
    """Write an amount as 12,345, with cents only where there are any."""
    return yuan(amount).removesuffix(".00")


@register.filter
def thousands(number: int | Decimal) -> str:
    """Write a count as 1,840."""
    return f"{number:,}"


@register.filter
def local_day(moment: date | datetime | None) -> str:
    """Write a day as 11月23日 星期一 (Mon 23 November), with the year unless it is this one."""
    day = _day(moment)
    if day is None:
        return NOTHING
    other_year = day.year != timezone.localdate().year
    if _chinese():
        year = f"{day.year}年" if other_year else ""
        return f"{year}{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
    return date_format(day, "D j F Y" if other_year else "D j F", use_l10n=False)


@register.filter
def local_minute(moment: datetime | None) -> str:
    """Write a moment as 11-23 14:05 in local time, with the year unless it is this one."""
    if moment is None or moment == "":
        return NOTHING
    local = timezone.localtime(moment)
    other_year = local.year != timezone.localdate().year
    return local.strftime("%Y-%m-%d %H:%M" if other_year else "%m-%d %H:%M")


@register.filter
def tone(state: str, tones: Mapping[str, str]) -> str:
    """Look up the tone (ok, warn, bad, info) of a state; info where none is named."""
    return tones.get(state, "info")


@register.filter
def get_item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Look up a key that is itself a template variable; None if absent."""
    return mapping.get(key)


@register.filter
def starts_with(text: str | None, beginning: str) -> bool:
    """Tell whether a path lies under another; false for an absent path (error pages have no request)."""
    return bool(text) and str(text).startswith(beginning)


@register.filter
def paired(row: Iterable[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Give each cell of a row together with its column; a row of another length is a mistake."""
    return list(zip(row, columns, strict=True))


@register.filter
def paired_after_first(cells: Iterable[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pair cells with the columns after the first, which is the title of the row."""
    return list(zip(cells, columns[1:], strict=True))


def _day(moment: date | datetime | None) -> date | None:
    if isinstance(moment, datetime):
        return timezone.localdate(moment)
    return moment or None


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
