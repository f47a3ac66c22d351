"""Days that people tell of an act outside: none that has not come yet, none before what it follows."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from casework import clock
from workflows.machines.step import Refused


def check_day(day: date, *, after: date | None = None) -> None:
    """Raise Refused for a day in the future, or before `after`, the day of what it follows."""
    if day > clock.today():
        raise Refused(_("日期不能晚于今天。"))
    if after is not None and day < after:
        raise Refused(_("日期不能早于%(day)s，请核对。") % {"day": after})
