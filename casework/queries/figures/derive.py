"""Keep the moves of all figures true to the journal: what is new since the last look, or all anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from casework.law.limits import TARGETS
from casework.law.payers import ADVANCES
from casework.models import FigureMark
from casework.queries.figures.measures import MEASURES
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
PERFORM set_config('jit', 'off', true);
{_ready(statement(TOUCHED))};
END $block$
"""
_SAFE = """
UPDATE casework_figuremark SET (xid, event_id) = (
    SELECT coalesce(max(e.xid), 0), 0 FROM casework_caseevent e
    WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
"""

_DIMENSIONS = "office_id, industry, channel, government"
_KEEP = f"""
INSERT INTO casework_figureday (begins, "on", {_DIMENSIONS}, {", ".join(MEASURES)})
SELECT %(begins)s, %(on)s, {_DIMENSIONS}, {", ".join(f"sum({name})" for name in MEASURES)}
FROM casework_figuremove
WHERE cohort_on BETWEEN %(begins)s AND %(on)s AND day <= %(on)s
  AND NOT EXISTS (SELECT 1 FROM casework_figureday k WHERE k.begins = %(begins)s AND k."on" = %(on)s)
GROUP BY {_DIMENSIONS}
ON CONFLICT DO NOTHING
"""  # noqa: S608  every part is a constant of ours


def refresh() -> None:
    """Derive anew every matter told of in the journal since the last look; one statement.

    A row that commits late lies above the mark until no older transaction runs, as for the relay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH)


def keep(periods: Iterable[tuple[date, date]]) -> int:
    """Keep the sums of each period (first day, last day) that is over and not kept yet; return rows."""
    refresh()
    kept = 0
    with connection.cursor() as cursor:
        for begins, on in periods:
            cursor.execute(_KEEP, {"begins": begins, "on": on})
            kept += cursor.rowcount
    return kept


def rebuild() -> int:
    """Empty the moves and derive all of them from journal and dated rows; return how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        FigureMark.objects.get_or_create(pk=FigureMark.ONLY)
        cursor.execute(_SAFE)
        cursor.execute("DELETE FROM casework_figuremove")
        cursor.execute("DELETE FROM casework_figureday")
        cursor.execute(_ALL)
        return int(cursor.rowcount)
