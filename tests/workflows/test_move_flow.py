"""A running matter stays on the version of the flow it began with until a command moves it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from viewflow import this
from viewflow.workflow import flow

from casework.journal import first_break
from casework.models import Case, CaseEvent
from casework.vocabulary import EventKind, Role
from tests import factories
from workflows import flow_moves
from workflows.flows.case import CaseFlow
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


class NextCaseFlow(flow.Flow):
    """A later version: the investigation also leads to a settlement desk; no `serve` any more."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = "案件办理（新版）"

    begin = Begin(begun=this.investigate)
    investigate = Desk(
        "finish_investigation", "note_case",
        role=Role.INSPECTOR, title="调查取证", owner=lead,
        finished=this.end, settled=this.end,
    )  # fmt: skip
    end = Finish()


OLD, NEW = "workflows/flows.case.CaseFlow", "workflows/flows.case.NextCaseFlow"


@pytest.fixture(autouse=True)
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the class where a release would: beside the old one."""
    NextCaseFlow.__module__ = CaseFlow.__module__
    monkeypatch.setattr("workflows.flows.case.NextCaseFlow", NextCaseFlow, raising=False)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("move_flow", *arguments, stdout=out)
    return out.getvalue()


def case_at(stage: str) -> Case:
    found = factories.advance(factories.file_at(), stage).case
    assert found is not None
    return found


def flow_class_of(case: Case) -> object:
    return DeskProcess.objects.get(case=case.pk, branch__isnull=True).flow_class


def test_a_dry_run_lists_every_difference_and_changes_nothing(province: None) -> None:
    investigated, served = case_at("investigating"), case_at("ordered")

    text = run(OLD, NEW, "--dry-run")

    assert f"{investigated.number} · investigate: changes" in text
    assert "settled" in text
    assert f"{served.number} · serve: stays" in text
    assert "1 of 2 would move" in text
    assert flow_class_of(investigated) is CaseFlow


def test_it_moves_what_fits_and_journals_it(province: None) -> None:
    investigated, served = case_at("investigating"), case_at("ordered")

    text = run(OLD, NEW)

    assert "1 of 2 moved" in text
    assert flow_class_of(investigated) is NextCaseFlow
    assert flow_class_of(served) is CaseFlow
    task = DeskTask.objects.get(case=investigated.pk, finished__isnull=True)
    assert "note_case" in task.flow_task.actions
    assert CaseEvent.objects.filter(case=investigated.pk, kind=EventKind.FLOW_MOVED).count() == 1
    assert first_break(factories.fresh(investigated)) is None


def test_an_unknown_flow_is_named(province: None) -> None:
    with pytest.raises(CommandError, match=r"flows\.nothing"):
        run(OLD, "workflows/flows.nothing.Flow")
    assert list(flow_moves.differences(CaseFlow, NextCaseFlow)) == []
