"""Keep the moves of all figures true to the journal: what is new since the last look, or all anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q

from casework.law.limits import TARGETS
from casework.law.payers import ADVANCES
from casework.models import FigureMark, FigurePeriod
from casework.queries.figures.moves_sql import ALL, TOUCHED, statement
from casework.queries.figures.parts_sql import Window, balance_of

_LOCK = 20_240_724
"""Key of the advisory lock: one derives at a time, or two would write the same moves."""


def _ready(text: str) -> str:
    """Put the two lists of the law into the statement: they are constants of ours."""
    lists = {"%(targets)s": sorted(TARGETS), "%(advances)s": list(ADVANCES)}
    for name, words in lists.items():
        listed = ", ".join(repr(word) for word in words)
        text = text.replace(name, f"ARRAY[{listed}]::text[]")
    return text


_ALL = _ready(statement(ALL))
_MANY = 5_000
"""New events from which whole tables are read. The planner cannot know how many rows the steps of
the statement yield: a loop for a few would never end for many, a table read whole wastes seconds."""
_IN_BULK = "set_config('enable_nestloop', 'off', true), set_config('work_mem', '256MB', true)"
_FEW = "set_config('enable_seqscan', 'off', true)"
_AS_BEFORE = "set_config('enable_seqscan', 'on', true), set_config('enable_nestloop', 'on', true)"
_NEW = """
SELECT coalesce(max(xid), 0), coalesce(max(event_id), 0) INTO since_xid, since_id
FROM casework_figuremark;
SELECT count(*) INTO many FROM (
    SELECT FROM casework_caseevent WHERE (xid, id) > (since_xid, since_id) LIMIT {limit}) x;
"""
# One message to the server: inside a block the statement after the lock sees what was just committed.
_REFRESH = f"""
DO $block$ DECLARE since_xid bigint; since_id bigint; many bigint; BEGIN
{_NEW.format(limit=1)}
IF many = 0 THEN RETURN; END IF;
PERFORM pg_advisory_xact_lock({_LOCK});
{_NEW.format(limit=_MANY)}
PERFORM set_config('jit', 'off', true);
IF many = {_MANY} THEN PERFORM {_IN_BULK}; ELSE PERFORM {_FEW}; END IF;
{_ready(statement(TOUCHED))};
PERFORM {_AS_BEFORE};
END $block$
"""
_SAFE = """
UPDATE casework_figuremark SET (xid, event_id) = (
    SELECT coalesce(max(xid), 0), coalesce(max(id), 0) FROM (
        SELECT e.xid, e.id FROM casework_caseevent e
        WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        ORDER BY e.xid DESC, e.id DESC LIMIT 1) last)
"""


def refresh() -> None:
    """Derive anew every matter told of in the journal since the last look; one statement.

    A row that commits late lies above the mark until no older transaction runs, as for the relay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH)


def keep(periods: Iterable[tuple[date, date]]) -> int:
    """Keep the balance of these periods (first day, as of) and of no others; return how many are new.

    Once kept, a balance is brought up to date by every `refresh`, also that of the day which runs.
    One transaction each: a board waits for one of them at most.
    """
    wanted = set(periods)
    there = set(FigurePeriod.objects.values_list("begins", "on"))
    for begins, on in sorted(wanted - there, key=lambda period: period[1]):
        with _locked():
            refresh()
            _keep_one(begins, on)
    old = [Q(begins=begins, on=on) for begins, on in there - wanted]
    if old:
        with _locked():
            FigurePeriod.objects.filter(reduce(or_, old)).delete()
    return len(wanted - there)


def rebuild() -> int:
    """Derive all moves anew from journal and dated rows, and the kept balances; return how many moves."""
    with _locked(), connection.cursor() as cursor:
        FigureMark.objects.get_or_create(pk=FigureMark.ONLY)
        cursor.execute(_SAFE)
        cursor.execute(f"SELECT {_IN_BULK}")
        cursor.execute("DELETE FROM casework_figuremove")
        cursor.execute(_ALL)
        moves = int(cursor.rowcount)
        cursor.execute(f"SELECT {_AS_BEFORE}")
        periods = list(FigurePeriod.objects.order_by("on").values_list("begins", "on"))
        FigurePeriod.objects.all().delete()
        for begins, on in periods:
            _keep_one(begins, on)
        return moves


@contextmanager
def _locked() -> Iterator[None]:
    """In a transaction in which nobody else derives or keeps."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def _keep_one(begins: date, on: date) -> None:
    """Write a balance out of the latest one kept before it and the moves since; under the lock."""
    with connection.cursor() as cursor:
        cursor.execute(*balance_of(Window(begins, on, on)))
