"""What the panels of the case page say of closed steps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from casework.access import YES, Verdict
from workflows.panels import Step, closed_by_reason


def step(label: str, reason: str = "") -> Any:
    return Step(SimpleNamespace(label=label), Verdict(False, reason) if reason else YES)


def test_a_reason_that_several_steps_share_is_said_once() -> None:
    steps = [step("批准", "须由负责人办理。"), step("送达"), step("驳回", "须由负责人办理。"),
             step("公布", "决定还没有送达。")]  # fmt: skip

    assert closed_by_reason(steps) == [
        ("批准、驳回", "须由负责人办理。"),
        ("公布", "决定还没有送达。"),
    ]
