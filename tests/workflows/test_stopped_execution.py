"""The term to ask the court (D-19) stands still while execution is stopped; D-22 never does."""

from __future__ import annotations

from datetime import date

import pytest

from casework.models import Case, Deadline
from casework.vocabulary import EventKind, Role
from tests import factories
from tests.factories import do, fresh
from tests.workflows.test_enforcement import appeal, director, served_on_15_january, urged
from workflows import deadlines
from workflows.machines.step import Refused
from workflows.tasks import sweep_deadlines

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
STOP = {"reason": "人民法院裁定停止执行。"}


def in_the_window() -> Case:
    """A decision served on 2026-01-15, urged; the window opened on 2026-07-15."""
    case = urged(served_on_15_january(), date(2026, 6, 22))
    factories.wait_until(date(2026, 7, 15))
    sweep_deadlines()
    return fresh(case)


def late_suit(case: Case, **over: str) -> dict[str, str]:
    return appeal(case, kind="suit", authority="金水区人民法院", **over)


def term(case: Case) -> Deadline:
    return case.deadlines.get(rule="D-19")


def stop(case: Case) -> None:
    do("suspend_execution", case, case.lead, {"appeal": str(case.appeals.latest("id").pk), **STOP})


def test_it_stands_still_from_the_stop_and_goes_on_when_execution_does(province):
    case = in_the_window()
    factories.wait_until(date(2026, 8, 3))
    do("record_appeal", case, case.lead, late_suit(case))
    assert term(case).state == "running"  # an appeal alone stops nothing
    stop(case)
    assert term(case).state == "suspended"
    factories.wait_until(date(2026, 9, 2))
    sweep_deadlines()
    stop(case)  # the same act lets it go on
    found = term(case)
    # Thirty days later is Saturday 2026-11-14: the end moves on to the next working day.
    assert (found.state, found.due_on) == ("running", date(2026, 11, 16))
    kinds = list(case.events.filter(stream="case").order_by("seq").values_list("kind", flat=True))
    assert [k for k in kinds if k.startswith("clock.")] == [
        EventKind.CLOCK_SUSPENDED, EventKind.CLOCK_RESUMED,
    ]  # fmt: skip


def test_the_court_may_be_asked_until_the_day_it_moved_to(province):
    case = in_the_window()
    order = case.documents.get(kind="pay_order")
    factories.wait_until(date(2026, 8, 3))
    do("record_appeal", case, case.lead,
       late_suit(case, document=str(order.pk), suspends="on"))  # fmt: skip
    assert term(case).state == "suspended"
    factories.wait_until(date(2026, 10, 16))
    with pytest.raises(Refused, match="还没有届满"):
        do("record_lapse", case, director(case), {"reason": "漏办。"})
    do("record_appeal_result", case, case.lead,
       {"appeal": str(case.appeals.get().pk), "outcome": "upheld", "ended_on": "2026-10-16",
        "note": "驳回诉讼请求。"})  # fmt: skip
    assert term(case).state == "running"
    assert term(case).due_on > date(2026, 12, 20)
    do("apply_enforcement", case, director(case), factories.application())
    assert (fresh(case).state, term(case).state) == ("enforcement", "met")


def test_the_heads_cannot_let_it_go_on_while_execution_is_stopped(province):
    case = in_the_window()
    do("record_appeal", case, case.lead, late_suit(case, suspends="on"))
    back = {"rule_id": "D-19", "reason": "继续。"}
    with pytest.raises(Refused, match="恢复执行以后"):
        do("resume_clock", case, factories.holder(case, Role.DEPARTMENT_HEAD), back)


def test_a_ground_of_the_compulsion_law_is_not_lifted_with_an_appeal(province):
    case = in_the_window()
    do("suspend_clock", case, director(case), {"rule_id": "D-19", "reason": "第三十九条情形。"})
    do("record_appeal", case, case.lead, late_suit(case))
    stop(case)
    stop(case)
    assert term(case).state == "suspended"


def test_nothing_suspends_the_decision_on_a_listing():
    """law.md B2, D-22: it may be extended once; overdue it is reported, never skipped."""
    assert deadlines.RULES["D-22"].limit.suspension.zh == ""
    assert deadlines.RULES["D-22"].limit.extensions == "once"
