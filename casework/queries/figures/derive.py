"""Keep the moves of all figures true to the journal: what is new since the last look, or all anew."""

from __future__ import annotations

from django.db import connection, transaction

from casework.law.limits import TARGETS
from casework.law.payers import ADVANCES
from casework.models import FigureMark
from casework.queries.figures.moves_sql import ALL, TOUCHED, statement

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


def rebuild() -> int:
    """Empty the moves and derive all of them from journal and dated rows; return how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        FigureMark.objects.get_or_create(pk=FigureMark.ONLY)
        cursor.execute(_SAFE)
        cursor.execute("DELETE FROM casework_figuremove")
        cursor.execute(_ALL)
        return int(cursor.rowcount)
