"""Orders against one employer expire in two counties in the same second (scenario 18, law.md B3)."""

from __future__ import annotations

from datetime import date

import pytest

from casework.journal import first_break
from casework.models import CaseEvent, ThresholdCrossing
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from notifications.recipients import Audience
from tests import cast, factories
from tests.listing_helpers import at, served
from tests.together import together
from workflows.dispatch import act

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("transactional_db", "province")
ONE_MONTH = {"period_start": date(2026, 4, 1), "period_end": date(2026, 4, 30)}
ERQI = "二七区"


def people(first: int, amounts: list[str]):
    return [factories.worker(first + n, amount) for n, amount in enumerate(amounts)]


def test_scenario_18_two_counties_expire_in_the_same_second_and_the_superior_is_told_once():
    a = served("2026-06-01", cast.JINSHUI, workers=people(1, ["4200.00"] * 6), **ONE_MONTH)
    b = served("2026-06-01", ERQI, workers=people(20, ["3600.00"] * 5), **ONE_MONTH)
    assert a.employer_id == b.employer_id

    def expire(case):
        def call():
            with at("2026-06-09"):
                return act("mark_overdue", case.pk, Actor.system())

        return call

    results = together(expire(a), expire(b))
    assert not [one for one in results if isinstance(one, Exception)], results
    crossing = ThresholdCrossing.objects.get()
    assert (crossing.workers, str(crossing.unpaid_yuan)) == (11, "43200.00")
    assert set(crossing.cases.values_list("pk", flat=True)) == {a.pk, b.pk}
    events = list(CaseEvent.objects.filter(kind=EventKind.THRESHOLD_CROSSED).order_by("pk"))
    assert sorted(event.case_id for event in events) == sorted([a.pk, b.pk])
    chen = cast.person("chen").pk
    audience = Audience(events)
    told = [
        event for event in events if chen in {r.user_id for r in audience.of(event) if r.user_id}
    ]
    assert len(told) == 1
    for case in map(factories.fresh, (a, b)):
        assert case.state == "overdue"
        assert first_break(case) is None
