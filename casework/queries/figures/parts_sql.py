"""The SQL that sums moves of a scope: a kept balance and what moved since, or the moves alone."""

# ruff: noqa: S608  every part is a constant of this module; values go in as parameters
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from casework.queries.figures.measures import DIMENSIONS, MEASURES, SUMS

GOVERNMENT = "government"
_COLUMNS = ", ".join(MEASURES)
_ADDED = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)
_TOTALS = ", ".join(
    f"sum({name})::{'numeric' if name in SUMS else 'bigint'} AS {name}" for name in MEASURES
)


class Window(NamedTuple):
    """Matters that began from `begins` to `last`, as of `on`; and conditions on the dimensions."""

    begins: date
    last: date
    on: date
    where: str = ""
    given: tuple[Any, ...] = ()


def kept(windows: Sequence[Window]) -> tuple[str, list[Any]]:
    """Return the latest kept balance of each window, for a WITH: `n`, `id` and the day it is of.

    It is found in the statement that reads it, so that none can be dropped in between. One after
    `last` is of no use: it holds matters that began later.
    """
    rows = ", ".join("(%s::int, %s::date, %s::date)" for _ in windows)
    params = [x for n, one in enumerate(windows) for x in (n, one.begins, min(one.last, one.on))]
    return (
        f"kept AS MATERIALIZED (SELECT a.n, p.id, p.on FROM (VALUES {rows}) a(n, begins, last)"
        ' CROSS JOIN LATERAL (SELECT id, "on" FROM casework_figureperiod'
        '   WHERE begins = a.begins AND "on" <= a.last ORDER BY "on" DESC LIMIT 1) p)'
    ), params


def parts(n: int, window: Window) -> tuple[str, list[Any]]:
    """Return rows (number, dimensions, measures) that sum up to window `n` of `kept`.

    Nothing moves before it began, so what came after the kept day is all that is missing. Where no
    day is kept the second part finds nothing (its bound is null), else the third is not begun.
    """
    where = f" AND {window.where}" if window.where else ""
    began = (window.begins, window.last, window.on)
    balance = f"(SELECT id FROM kept WHERE n = {n:d})"
    since = f'(SELECT "on" FROM kept WHERE n = {n:d})'
    of_days = f"{n:d} AS n, {DIMENSIONS}, {_ADDED} FROM casework_figuremove"
    sql = (
        f"SELECT {n:d} AS n, {DIMENSIONS}, {_COLUMNS} FROM casework_figurebalance"
        f" WHERE period_id = {balance}{where}"
        f" UNION ALL SELECT {of_days} WHERE cohort_on BETWEEN %s AND %s AND day <= %s"
        f" AND day > {since}{where} GROUP BY {DIMENSIONS}"
        f" UNION ALL SELECT {of_days} WHERE cohort_on BETWEEN %s AND %s AND day <= %s"
        f" AND NOT EXISTS {balance}{where} GROUP BY {DIMENSIONS}"
    )
    return sql, [*window.given, *began, *window.given, *began, *window.given]


def broken_down(windows: Sequence[Window]) -> tuple[str, list[Any]]:
    """Return one statement: number, office or trade or channel (the others null), measures."""
    before, params = kept(windows)
    rows = [parts(n, window) for n, window in enumerate(windows)]
    inner = " UNION ALL ".join(sql for sql, _ in rows)
    return (
        f"WITH {before} SELECT n, office_id, industry, channel, {_TOTALS} FROM ({inner}) x"
        " GROUP BY GROUPING SETS ((n, office_id), (n, industry), (n, channel))"
    ), [*params, *(p for _, given in rows for p in given)]


def balance_of(window: Window) -> tuple[str, list[Any]]:
    """Return one statement that keeps the period of `window` and writes its balance."""
    before, params = kept([window])
    rows, given = parts(0, window)
    return (
        f'WITH {before}, made AS (INSERT INTO casework_figureperiod (begins, "on")'
        " VALUES (%s, %s) RETURNING id)"
        f" INSERT INTO casework_figurebalance (period_id, {DIMENSIONS}, {_COLUMNS})"
        f" SELECT made.id, {DIMENSIONS}, {_TOTALS} FROM ({rows}) x CROSS JOIN made"
        f" GROUP BY made.id, {DIMENSIONS}"
    ), [*params, window.begins, window.on, *given]
