"""From the order's term unpaid to the court (law.md B1.2), with scenarios 28, 37, 52 of B3."""

from __future__ import annotations

import pytest

from tests import factories
from tests.factories import SANCTIONS, advance, desks, file_at, fresh
from tests.factories import do as do

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", SANCTIONS)
def test_the_case_goes_from_desk_to_desk(province, stage):
    complaint = advance(file_at(), stage)
    assert factories.stage_of(complaint) == stage
    print(
        stage,
        fresh(complaint.case).state,
        desks(complaint.case),
        list(complaint.case.deadlines.filter(state="running").values_list("rule", "due_on")),
    )
