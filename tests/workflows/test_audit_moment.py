"""The state of a case at any past moment: what the journal tells is what the record then was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client

from casework import clock
from casework.models import Case, Deadline
from tests import cast, factories
from tests.workflows import test_walk
from workflows.audit.case_file import AuditFile
from workflows.deadlines import OPEN
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
COLUMNS = ("state", "office_id", "lead_id", "second_id", "worker_count", "claimed_yuan",
           "verified_yuan", "paid_yuan")  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """The record as it was: its columns, open clocks and open desks, read from the rows themselves."""

    at: datetime
    columns: tuple[Any, ...]
    clocks: list[tuple[str, date]]
    desks: list[str]


def snapshot(case: Case) -> Snapshot:
    at = clock.now()
    rows = Deadline.objects.filter(case=case.pk, state__in=OPEN)
    desks = DeskTask.objects.filter(case=case.pk, finished__isnull=True)
    return Snapshot(
        at, tuple(getattr(case, name) for name in COLUMNS),
        sorted((row.rule, row.due_on) for row in rows),
        sorted(desks.values_list("node", flat=True)),
    )  # fmt: skip


def told(case: Case, at: datetime) -> Snapshot:
    """The same from the audit of a later day."""
    file = AuditFile(case, at)
    stood = file.standing
    columns = (
        stood.state, stood.office.pk if stood.office else None, stood.lead_id, stood.second_id,
        stood.workers, stood.claimed_yuan, stood.verified_yuan, stood.paid_yuan,
    )  # fmt: skip
    clocks = [(t.clock.rule, t.due_on) for t in file.open_terms if t.clock.case_id == case.pk]
    desks = [task.node for task in file.open_tasks if task.case_id == case.pk]
    return Snapshot(at, columns, sorted(clocks), sorted(desks))


def pass_time(minutes: int = 1) -> None:
    clock._fixed.set(clock.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize("seed", range(test_walk.WALKS))
def test_what_the_journal_tells_of_each_moment_is_what_was_then(province: None, seed: int) -> None:
    rng = Random(7000 + seed)
    clock._fixed.set(datetime(2026, 3, 2, 9, tzinfo=factories.SHANGHAI))
    stage = rng.choice(["accepted", "found", *factories.SANCTIONS[:6]])
    begun = factories.advance(factories.file_at(workers=["9000.00", "8500.00"]), stage)
    taken: dict[int, list[Snapshot]] = {}
    for _code in test_walk.walk(rng, begun, Counter()):
        complaint = factories.fresh(begun)
        if complaint.case_id:
            taken.setdefault(complaint.case_id, []).append(
                snapshot(factories.fresh(complaint.case))
            )
        pass_time()
    factories.wait_until(clock.today() + timedelta(days=200))
    assert sum(map(len, taken.values())) > 2, "the walk got nowhere"
    for pk, snapshots in taken.items():
        case = Case.objects.select_related("office").get(pk=pk)
        for then in snapshots:
            assert told(case, then.at) == then


def test_a_moment_is_asked_on_the_page(province: None, chen: Any) -> None:
    clock._fixed.set(datetime(2026, 11, 2, 9, tzinfo=factories.SHANGHAI))
    complaint = factories.advance(factories.file_at(cast.JINSHUI), "investigating")
    factories.wait_until(date(2026, 11, 20))
    case = factories.fresh(factories.advance(complaint, "served").case)
    client = Client()
    client.force_login(chen)
    url = f"/audit/case/{case.pk}/"
    then = client.get(url, {"at": "2026-11-10T12:00"})
    assert then.context["file"].standing.state == "investigating"
    assert [t.clock.rule for t in then.context["file"].open_terms if t.is_ours] == ["D-07"]
    assert "调查中" in then.content.decode()
    assert client.get(url).context["file"].standing.state == "ordered"
    assert "这一时刻还没有登记" in client.get(url, {"at": "2020-01-01"}).content.decode()
    assert client.get(url, {"at": "nonsense"}).context["file"].is_past is False


def test_an_extension_given_later_is_not_known_before(province: None, chen: Any) -> None:
    clock._fixed.set(datetime(2026, 3, 2, 9, tzinfo=factories.SHANGHAI))
    complaint = factories.advance(factories.file_at(cast.JINSHUI), "investigating")
    case = complaint.case
    before = Deadline.objects.get(case=case, rule="D-07").due_on
    factories.wait_until(date(2026, 4, 1))
    head = cast.actor(cast.person("department_head"))
    factories.do("extend_investigation", case, head, {"reason": "案情复杂"})
    case = factories.fresh(case)
    for day, due, allowed in ((date(2026, 3, 20), before, 60), (date(2026, 4, 2), None, 90)):
        at = datetime(day.year, day.month, day.day, 12, tzinfo=factories.SHANGHAI)
        clock._fixed.set(max(clock.now(), at))
        term = next(t for t in AuditFile(case, at).terms if t.clock.rule == "D-07")
        assert (term.due_on, term.allowed) == (due or term.clock.due_on, allowed)
