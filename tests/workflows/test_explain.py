"""Questions about one case find their rows by index, however many other cases there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.queries.volumes import contents_of
from tests.factories import advance, file_at
from workflows.meter import known_of

pytest_plugins = ("tests.cast",)


def plans(captured: CaptureQueriesContext, table: str) -> list[str]:
    """Return the plan of each captured query of `table`, made as for a great table."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in captured.captured_queries:
            if f'FROM "{table}"' in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found


@pytest.mark.parametrize("ask", ["meter", "volume"])
def test_evidence_of_a_case_is_found_by_its_indexes(province, ask: str) -> None:
    case = advance(file_at(), "investigating").case
    with CaptureQueriesContext(connection) as captured:
        known_of(case) if ask == "meter" else contents_of(case, "whole", case.lead)
    (plan,) = plans(captured, "casework_evidence")

    assert plan.count("Index") >= 2, "one of the case, one of its complaints"
    assert "Seq Scan on casework_evidence" not in plan
