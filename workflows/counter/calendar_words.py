"""What page and command of the calendar say alike: kinds of days, matters, a notice not yet stored."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.calendar import HOLIDAY, MAKEUP, WEEKEND, WORKDAY
from casework.models import CalendarNotice, Deadline
from casework.records.calendar import Difference

KIND_WORDS = {
    WORKDAY: _("工作日"), WEEKEND: _("周末"), HOLIDAY: _("放假"), MAKEUP: _("调休上班"),
}  # fmt: skip


def draft_of(changed: Sequence[Difference]) -> CalendarNotice:
    """Return a notice that is not stored, for asking which clocks its days touch."""
    days = [pair.after.date for pair in changed]
    return CalendarNotice(
        imported_at=clock.now(), first_changed=min(days, default=None),
        last_changed=max(days, default=None),
    )  # fmt: skip


def matter_of(deadline: Deadline) -> str:
    """Return the number of the case or complaint a clock runs on."""
    return str(deadline.case or deadline.complaint)
