"""The journal: whole chains, tampering found, two writers at once."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from casework.journal import first_break, record
from casework.models import CaseEvent, Complaint
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from tests import factories
from tests.cast import JINSHUI

pytest_plugins = ("tests.cast",)


@pytest.fixture
def complaint(province: None) -> Complaint:
    return factories.advance(factories.file_at(JINSHUI), "accepted")


def chain(complaint: Complaint) -> Any:
    return CaseEvent.objects.filter(stream="complaint", subject_id=complaint.pk).order_by("seq")


def as_if_by_a_thief(sql: str, *values: Any) -> None:
    """Change a row as somebody could who owns the database and switches the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_real_acts_leave_a_whole_chain(complaint: Complaint) -> None:
    rows = list(chain(complaint))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].prev_hash == ""
    assert all(a.hash == b.prev_hash for a, b in pairwise(rows))
    assert complaint.last_hash == rows[-1].hash
    assert first_break(complaint) is None
    assert first_break(complaint.case) is None


@pytest.mark.parametrize(
    "sql", ["UPDATE casework_caseevent SET reason = 'x'", "DELETE FROM casework_caseevent"]
)
def test_the_database_refuses_to_change_or_delete(complaint: Complaint, sql: str) -> None:
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("column", "value"),
    [("reason", "别的理由"), ("kind", "case.closed"), ("facts", '{"sum": "1"}'), ("actor_role", "clerk"),
     ("at", "2020-01-01T00:00:00Z"), ("offices", "{}")],
)  # fmt: skip
def test_a_changed_row_is_named(complaint: Complaint, column: str, value: str) -> None:
    row = chain(complaint)[1]
    sql = f"UPDATE casework_caseevent SET {column} = %s WHERE id = %s"  # noqa: S608
    as_if_by_a_thief(sql, value, row.pk)
    broken = first_break(complaint)
    assert broken is not None
    assert broken.pk == row.pk


def test_a_row_taken_out_of_the_middle_is_noticed(complaint: Complaint) -> None:
    second, third = chain(complaint)[1:3]
    as_if_by_a_thief("DELETE FROM casework_caseevent WHERE id = %s", second.pk)
    broken = first_break(complaint)
    assert broken is not None
    assert broken.pk == third.pk


def test_rows_missing_at_the_end_are_noticed(complaint: Complaint) -> None:
    as_if_by_a_thief("DELETE FROM casework_caseevent WHERE id = %s", chain(complaint).last().pk)
    with pytest.raises(ValueError, match="ends too early"):
        first_break(complaint)


@pytest.mark.django_db(transaction=True)
def test_it_must_stand_in_the_transaction_of_the_act() -> None:
    with pytest.raises(RuntimeError):
        record(Complaint(), EventKind.NOTE_ADDED, actor=Actor.system())


def test_two_writers_at_once_keep_one_chain(transactional_db: None, province: None) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), "assigned")
    before = complaint.last_seq
    each, together, faults = 8, threading.Barrier(2), []

    def write(who: Any) -> None:
        try:
            together.wait(20)
            for number in range(each):
                factories.do("note_complaint", complaint, who, {"text": f"备注 {number}"})
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=write, args=(u,)) for u in (complaint.lead, complaint.second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    complaint = factories.fresh(complaint)
    assert complaint.last_seq == before + 2 * each
    assert first_break(complaint) is None
    assert len(set(chain(complaint).values_list("actor", flat=True))) >= 2
