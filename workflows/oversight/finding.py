"""What a pattern gives back, and which rows of the journal the sweep looks at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from casework.models import Case, Complaint


@dataclass(frozen=True)
class Found:
    """One finding: its subject and what proves it. `facts` are days, amounts, counts."""

    subject: str
    office_id: int
    happened_at: datetime
    case_id: int | None = None
    complaint_id: int | None = None
    person_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[int, ...] = ()


@dataclass(frozen=True)
class Look:
    """What one run looks at: the matters in `TOUCHED`, acts from `xid` on, sign-ins after `sign_in`."""

    xid: int
    sign_in: int
    threshold: int = 0


Finder = Callable[[Look], Iterable[Found]]

TOUCHED = "touched_matters"
"""Temporary table (stream, subject_id) of the matters told of in the journal since the last run."""

_TOUCH = f"""
CREATE TEMPORARY TABLE {TOUCHED} ON COMMIT DROP AS
SELECT DISTINCT stream, subject_id FROM casework_caseevent WHERE xid >= %s
"""  # noqa: S608  the name is a constant of ours
_ADD = f"""
INSERT INTO {TOUCHED}
SELECT DISTINCT 'case', c.case_id FROM casework_complaint c JOIN {TOUCHED} t
  ON t.stream = 'complaint' AND t.subject_id = c.id
WHERE c.case_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM {TOUCHED} k WHERE k.stream = 'case' AND k.subject_id = c.case_id)
"""  # noqa: S608  the name is a constant of ours


def touch(xid: int) -> None:
    """Note the matters whose journal has rows of transaction `xid` or later; inside a transaction.

    What was told of a complaint touches its case too.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TOUCHED}")
        cursor.execute(_TOUCH, [xid])
        cursor.execute(_ADD)
        cursor.execute(f"ANALYZE {TOUCHED}")


def touch_also(model: type[Case] | type[Complaint], ids: Iterable[int]) -> None:
    """Add matters that are to be looked at once more: their alarm is still open."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TOUCHED} SELECT %s, i FROM unnest(%s::bigint[]) i"  # noqa: S608
            f" WHERE NOT EXISTS (SELECT 1 FROM {TOUCHED} t WHERE t.stream = %s AND t.subject_id = i)",
            [model.STREAM, list(ids), model.STREAM],
        )


def rows(sql: str, params: Mapping[str, Any]) -> Iterator[Found]:
    """Run a statement whose columns are named as the fields of `Found` and yield its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{touched}", TOUCHED), dict(params))
        names = [column.name for column in cursor.description or ()]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            row["facts"] = json.loads(row.get("facts") or "{}")
            row["events"] = tuple(row.get("events") or ())
            yield Found(**row)
