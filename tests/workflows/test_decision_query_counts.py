"""What the steps from the prior notice to the court cost in SQL statements; run with -s to see."""

from __future__ import annotations

import pytest

from casework.vocabulary import Role
from tests import cast
from tests.factories import advance, decision, do, file_at, fresh, head_of, holder, notice, service
from tests.workflows.test_query_counts import MOST, count

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db

# One paper (a penalty alone) is the ordinary case; a second one of the same act costs its own rows.
ONE = {"scope": "penalty", "surcharge_rate": "0.00"}
STEPS = [
    ("draft_notice", "overdue", "lead", lambda: notice(**ONE)),
    ("issue_notice", "notice_drafted", "legal", dict),
    ("serve_notice", "notice_issued", "lead", service),
    ("record_statement", "noticed", "lead", lambda: {"text": "请求从轻。"}),
    ("ask_hearing", "noticed", "lead", lambda: {"reason": "要求听证。"}),
    ("return_review", "submitted", "legal", lambda: {"reason": "补充。"}),
    ("pass_review", "submitted", "legal", lambda: {"opinion": "同意。"}),
    ("decide_case", "reviewed", "director", lambda: decision(surcharge_rate="0.00")),
    ("serve_decision", "decided", "lead", service),
    ("serve_urging", "urging_issued", "lead", service),
]


@pytest.mark.parametrize(("code", "stage", "who", "data"), STEPS)
def test_a_step_needs_few_statements(province, code, stage, who, data):
    case = fresh(advance(file_at(), stage, **ONE).case)
    person = {"lead": case.lead, "legal": holder(case, Role.LEGAL), "head": head_of(case),
              "director": holder(case, Role.DEPARTMENT_HEAD)}[who]  # fmt: skip
    actor = cast.actor(person)
    used, sql = count(lambda: do(code, case, actor, data(), key=code, seen=case.last_seq))
    print(f"{code}: {used}")  # noqa: T201
    assert used <= MOST, "\n".join(sql)
