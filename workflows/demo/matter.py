"""One matter of the demonstration: who handles it and when; every change goes through `act()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from casework.models import Branch, Case, Complaint, Office
from casework.models.actor import Actor
from casework.records.complaints import Filing
from casework.vocabulary import Role
from workflows import deadlines
from workflows.demo.people import Staff
from workflows.dispatch import act

HISTORY_DAYS = 330
"""Long enough for the six months after a decision and after a listing (D-18b, D-27)."""
OPENS, CLOSES = time(8, 40), time(17, 40)


class Diary:
    """Moments of one matter, counted in working days back from now; each later than the last."""

    def __init__(self, rng: Random, working_days: list[Any], now: datetime) -> None:
        self._rng, self._days, self._now = rng, working_days, now
        self._index = len(working_days) - 1
        self._last: datetime | None = None

    def start(self, working_days_ago: int) -> datetime:
        """Go back so many working days and return the first moment."""
        self._index = max(0, len(self._days) - 1 - working_days_ago)
        return self._moment()

    def later(self, working_days: int) -> datetime:
        """Return a moment so many working days later, never after now."""
        self._index = min(len(self._days) - 1, self._index + working_days)
        return self._moment()

    def _moment(self) -> datetime:
        opens = datetime.combine(self._days[self._index], OPENS, self._now.tzinfo)
        span = int((datetime.combine(self._days[self._index], CLOSES, self._now.tzinfo) - opens)
                   .total_seconds())  # fmt: skip
        found = opens + timedelta(seconds=self._rng.randrange(span))
        if self._last is not None and found <= self._last:
            found = self._last + timedelta(minutes=self._rng.randint(4, 50))
        if found > self._now:
            found = max(self._now - timedelta(minutes=self._rng.randint(1, 40)),
                        self._last or opens - timedelta(days=1))  # fmt: skip
        self._last = found
        return found


def working_days_until(now: datetime) -> list[Any]:
    """Return the working days of the last months up to today, oldest first."""
    calendar = deadlines.calendar()
    days = [now.date() - timedelta(days=n) for n in range(HISTORY_DAYS, -1, -1)]
    return [day for day in days if calendar.is_workday(day)]


@dataclass
class Matter:
    """A complaint and later its case; `do()` acts on the complaint, `on_case()` on the case."""

    rng: Random
    staff: Staff
    complaint: Complaint
    query_code: str
    filing: Filing
    lead_index: int = 0
    choices: dict[str, Any] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """The owner office now."""
        return self.complaint.office

    @property
    def case(self) -> Case:
        """The case; only after acceptance."""
        assert self.complaint.case is not None
        return self.complaint.case

    def head(self) -> Actor:
        return self.staff.actor(self.office, Role.BODY_HEAD)

    def lead(self) -> Actor:
        return self.staff.actor(self.office, Role.INSPECTOR, self.lead_index)

    def second(self) -> Actor:
        return self.staff.actor(self.office, Role.INSPECTOR, self.lead_index + 1)

    def director(self) -> Actor:
        """The principal head of the department."""
        return self.staff.actor(self.office, Role.DEPARTMENT_HEAD)

    def reviewer(self) -> Actor:
        return self.staff.actor(self.office, Role.LEGAL)

    def credit(self) -> Actor:
        return self.staff.actor(self.office, Role.CREDIT)

    def do(
        self, code: str, actor: Actor, data: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        """Act on the complaint and keep what the act returned."""
        self.complaint = act(code, self.complaint.pk, actor, data, **options).record  # type: ignore[assignment]

    def on_case(
        self, code: str, actor: Actor, data: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        """Act on the case and keep what the act returned."""
        self.complaint.case = act(code, self.case.pk, actor, data, **options).record  # type: ignore[assignment]

    def on_branch(
        self,
        code: str,
        branch: Branch,
        actor: Actor,
        data: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """Act on a branch of the case."""
        act(code, branch.pk, actor, data, **options)

    def reread(self) -> None:
        """Read the complaint anew after an act on something else moved it."""
        related = ("office__division", "case__office__division", "case__employer")
        self.complaint = Complaint.objects.select_related(*related).get(pk=self.complaint.pk)


Move = Callable[[Matter], None]
Step = tuple[Move, int, int]
"""A move and the fewest and most working days after the move before it."""
