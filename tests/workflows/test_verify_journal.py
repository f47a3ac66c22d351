"""`manage.py verify_journal` counts whole chains and names the row that was tampered with."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import advance, file_at

pytest_plugins = ("tests.cast",)


def verify(**options) -> str:
    out = StringIO()
    call_command("verify_journal", stdout=out, **options)
    return out.getvalue()


def tamper(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # as if no trigger were there
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_whole_chains_are_counted(province):
    advance(file_at(), "investigating")
    assert verify().startswith("2 chains")


def test_a_changed_row_is_named(province):
    complaint = advance(file_at(), "accepted")
    row = complaint.events.get(seq=2)
    tamper("UPDATE casework_caseevent SET facts = '{}' WHERE id = %s", row.pk)
    with pytest.raises(CommandError, match=f"complaint {complaint.pk}, row 2 .event {row.pk}"):
        verify()


def test_a_removed_row_is_noticed_in_the_middle_and_at_the_end(province):
    complaint = advance(file_at(), "accepted")
    tamper("DELETE FROM casework_caseevent WHERE id = %s", complaint.events.get(seq=2).pk)
    with pytest.raises(CommandError, match="row 3"):
        verify(complaint=complaint.pk)
    last = complaint.case.events.filter(stream="case").order_by("-seq").first()
    tamper("DELETE FROM casework_caseevent WHERE id = %s", last.pk)
    with pytest.raises(CommandError, match="too early"):
        verify(case=complaint.case_id)


def test_one_chain_can_be_asked_for(province):
    whole, broken = advance(file_at(), "accepted"), file_at(workers=["7.00"])
    tamper("UPDATE casework_caseevent SET reason = 'x' WHERE complaint_id = %s", broken.pk)
    assert verify(complaint=whole.pk).startswith("1 chains")
    with pytest.raises(CommandError):
        verify(complaint=broken.pk)
    with pytest.raises(CommandError, match="no case 999999"):
        verify(case=999999)
