"""Cases with expired orders, listings and publications, made by real acts on the days a test names."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from casework import clock
from casework.models import Case
from tests import cast, factories
from workflows.tasks import sweep_deadlines

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> AbstractContextManager[None]:
    """`at("2026-02-12 10:00")`: let it be this moment in Shanghai; a day alone means ten o'clock."""
    moment = datetime.fromisoformat(text if " " in text else f"{text} 10:00")
    return clock.at(moment.replace(tzinfo=SHANGHAI))


def served(on: str, place: str = cast.JINSHUI, **over: Any) -> Case:
    """Return a case of `place` whose order to pay was served on the day `on`, seven days' term."""
    choices = {key: over.pop(key) for key in ("term_days", "owed") if key in over}
    with at(on):
        complaint = factories.file_at(place, place, **over)
        return case_of(factories.advance(complaint, "served", **choices))


def expired(on: str, swept: str, place: str = cast.JINSHUI, **over: Any) -> Case:
    """Return a case whose order was served on `on` and whose expiry the timer saw on `swept`."""
    case = served(on, place, **over)
    sweep(swept)
    return factories.fresh(case)


def sweep(on: str) -> None:
    """Let the timer run on that day."""
    with at(on):
        sweep_deadlines()


def pay(case: Case, on: str, amounts: dict[int, Any] | None = None) -> None:
    """Pay all that is owed in a case, or `amounts` (claim id -> yuan)."""
    with at(on):
        factories.do("record_payments", case, case.lead, factories.payments_for(case, amounts))


def case_of(complaint: Any) -> Case:
    """Return the case of a complaint, read anew."""
    case = factories.fresh(complaint).case
    assert case is not None
    return factories.fresh(case)
