"""Keep the moves of all figures true to the journal: what is new since the last look, or all anew."""

from __future__ import annotations

from collections.abc import Iterable
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
# One message to the server: inside a block the statement after the lock sees what was just committed.
_REFRESH = f"""
DO $block$ BEGIN
PERFORM pg_advisory_xact_lock({_LOCK});
PERFORM set_config('jit', 'off', true);
{_ready(statement(TOUCHED))};
END $block$
"""
_SAFE = """
UPDATE casework_figuremark SET (xid, event_id) = (
    SELECT coalesce(max(e.xid), 0), 0 FROM casework_caseevent e
    WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
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
        with transaction.atomic():
            refresh()  # also locks: nothing is derived until the balance stands
            _keep_one(begins, on)
    old = [Q(begins=begins, on=on) for begins, on in there - wanted]
    if old:
        with transaction.atomic():
            refresh()
            FigurePeriod.objects.filter(reduce(or_, old)).delete()
    return len(wanted - there)


def rebuild() -> int:
    """Derive all moves anew from journal and dated rows, and the kept balances; return how many moves."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        FigureMark.objects.get_or_create(pk=FigureMark.ONLY)
        cursor.execute(_SAFE)
        cursor.execute("DELETE FROM casework_figuremove")
        cursor.execute(_ALL)
        moves = int(cursor.rowcount)
        periods = list(FigurePeriod.objects.order_by("on").values_list("begins", "on"))
        FigurePeriod.objects.all().delete()
        for begins, on in periods:
            _keep_one(begins, on)
        return moves


def _keep_one(begins: date, on: date) -> None:
    """Write a balance out of the latest one kept before it and the moves since; under the lock."""
    with connection.cursor() as cursor:
        cursor.execute(*balance_of(Window(begins, on, on)))
