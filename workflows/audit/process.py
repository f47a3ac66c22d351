"""Figures over the paths of many cases, by plain SQL: variants, steps, rework, outliers, deviations.

A step's percentiles come from one hashed histogram (its hours and days are whole numbers), so a
million steps need no sort; the result is exactly `percentile_disc` of the rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_date

from casework.vocabulary import Channel, Industry

REWORK: dict[str, str] = {
    "returned": "p.returned > 0",
    "transferred": "p.transferred >= 2",
    "reopened": "p.reopened > 0",
    "supplemented": "p.supplemented > 0",
}
"""Kind of rework -> its condition on a path."""
SHOWN = 20
PAGE = 50
MOST_STEPS = 40


@dataclass(frozen=True)
class Filters:
    """What the figures are of. `offices` is what the reader may audit (None: all)."""

    offices: tuple[int, ...] | None = None
    since: date | None = None
    until: date | None = None
    place: str = ""
    lead: int | None = None
    industry: str = ""
    channel: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], offices: Sequence[int] | None) -> Filters:
        """Read the filters of a page; what makes no sense counts as not given."""
        lead = query.get("lead", "")
        industry, channel = query.get("industry", ""), query.get("channel", "")
        place = query.get("place", "")
        return cls(
            offices=None if offices is None else tuple(offices),
            since=_day(query.get("since", "")), until=_day(query.get("until", "")),
            place=place if place.isascii() and place.isdecimal() and len(place) == 6 else "",
            lead=int(lead) if lead.isascii() and lead.isdecimal() and len(lead) < 19 else None,
            industry=industry if industry in Industry else "",
            channel=channel if channel in Channel else "",
        )  # fmt: skip

    @property
    def query(self) -> dict[str, str]:
        """What the address says of them."""
        told = {
            "since": self.since, "until": self.until, "place": self.place, "lead": self.lead,
            "industry": self.industry, "channel": self.channel,
        }  # fmt: skip
        return {name: str(value) for name, value in told.items() if value}

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return the condition on `casework_casepath p`, with its values; `true` for everything."""
        parts: list[str] = []
        values: dict[str, Any] = {}
        for part, name, value in (
            ("p.office_id = ANY(%(offices)s)", "offices", self.offices),
            ("p.filed_on >= %(since)s", "since", self.since),
            ("p.filed_on <= %(until)s", "until", self.until),
            (_IN_PLACE, "place", self.place),
            ("p.lead_id = %(lead)s", "lead", self.lead),
            ("p.industry = %(industry)s", "industry", self.industry),
            ("p.channel = %(channel)s", "channel", self.channel),
        ):
            if value is not None and value != "":
                parts.append(part)
                values[name] = list(value) if isinstance(value, tuple) else value
        return " AND ".join(parts) or "true", values


_IN_PLACE = """p.office_id IN (
    SELECT o.id FROM casework_office o JOIN casework_division d ON d.id = o.division_id
    WHERE '/' || d.path || '/' LIKE '%%/' || %(place)s || '/%%')"""


@dataclass(frozen=True)
class Totals:
    """Figures of all chosen cases; days are working days of ended cases from first to last act."""

    cases: int
    ended: int
    median: int | None
    p90: int | None
    p95: int | None
    deviating: int
    codes: dict[str, int] = field(default_factory=dict)
    rework: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Variant:
    """One way cases went: its acts, how many cases, their median working days."""

    key: str
    kinds: list[str]
    cases: int
    median: int | None


@dataclass(frozen=True)
class Step:
    """One step over many cases: hours and working days at the median and the 90th percentile.

    `wait_share` is the part of its hours (0-100) in which nobody had taken it up; `hours` their sum.
    """

    edge: int
    kind: str
    next_kind: str
    cases: int
    median_hours: int
    p90_hours: int
    median_days: int
    p90_days: int
    wait_share: int
    hours: int


def totals(filters: Filters) -> Totals:
    """Count the cases, their lengths, rework and deviations; one pass."""
    where, values = filters.where()
    counts = ", ".join(f"count(*) FILTER (WHERE {test})" for test in REWORK.values())
    row = _rows(
        f"""SELECT count(*), count(*) FILTER (WHERE p.is_ended),
            percentile_disc(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY p.working_days)
                FILTER (WHERE p.is_ended),
            count(*) FILTER (WHERE p.deviations <> '{{}}'),
            (SELECT jsonb_object_agg(code, n) FROM (
                SELECT code, count(*) AS n FROM casework_casepath p, unnest(p.deviations) code
                WHERE {where} GROUP BY code) named),
            {counts}
        FROM casework_casepath p WHERE {where}""",  # noqa: S608  conditions of this module only
        values,
    )[0]
    middle, p90, p95 = row[2] or (None, None, None)
    named = row[4] if isinstance(row[4], dict) else json.loads(row[4] or "{}")
    codes = dict(sorted(named.items(), key=lambda one: (-one[1], one[0])))
    return Totals(
        row[0], row[1], middle, p90, p95, row[3], codes, dict(zip(REWORK, row[5:], strict=True))
    )


def variants(filters: Filters) -> tuple[list[Variant], int]:
    """Return the commonest variants, and how many there are in all."""
    where, values = filters.where()
    rows = _rows(
        f"""WITH v AS (
            SELECT p.variant_id AS key, count(*) AS n,
                percentile_disc(0.5) WITHIN GROUP (ORDER BY p.working_days)
                    FILTER (WHERE p.is_ended) AS median, count(*) OVER () AS variants
            FROM casework_casepath p WHERE {where} GROUP BY p.variant_id
            ORDER BY n DESC, key LIMIT {SHOWN})
        SELECT v.key, k.kinds, v.n, v.median, v.variants
        FROM v JOIN casework_pathvariant k ON k.key = v.key ORDER BY v.n DESC, v.key""",  # noqa: S608
        values,
    )
    return [Variant(*row[:4]) for row in rows], rows[0][4] if rows else 0


def steps(filters: Filters) -> list[Step]:
    """Return the steps, those that took most time in all first: the bottlenecks."""
    where, values = filters.where()
    # Without a filter no row of a case has to be looked up for each of its steps.
    chosen = (
        ""
        if where == "true"
        else f"JOIN casework_casepath p ON p.case_id = s.case_id WHERE {where}"
    )
    rows = _rows(_STEPS.replace("<chosen>", chosen), values)
    return [Step(*row) for row in rows]


_STEPS = f"""
WITH h AS MATERIALIZED (
    SELECT s.edge_id, s.hours, s.working_days, count(*) AS n, sum(s.wait_hours) AS waited
    FROM casework_pathstep s <chosen> GROUP BY s.edge_id, s.hours, s.working_days
), by_hours AS (
    SELECT edge_id, hours, n, waited, sum(n) OVER w AS upto, sum(n) OVER (PARTITION BY edge_id) AS total
    FROM h WINDOW w AS (PARTITION BY edge_id ORDER BY hours)
), by_days AS (
    SELECT edge_id, working_days, sum(n) OVER w AS upto, sum(n) OVER (PARTITION BY edge_id) AS total
    FROM h WINDOW w AS (PARTITION BY edge_id ORDER BY working_days)
), hours AS (
    SELECT edge_id, max(total) AS cases, min(hours) FILTER (WHERE upto >= 0.5 * total) AS median,
        min(hours) FILTER (WHERE upto >= 0.9 * total) AS p90, sum(waited) AS waited,
        sum(n * hours) AS spent
    FROM by_hours GROUP BY edge_id
), days AS (
    SELECT edge_id, min(working_days) FILTER (WHERE upto >= 0.5 * total) AS median,
        min(working_days) FILTER (WHERE upto >= 0.9 * total) AS p90
    FROM by_days GROUP BY edge_id
)
SELECT e.id, e.kind, e.next_kind, hours.cases::bigint, hours.median, hours.p90, days.median, days.p90,
    CASE WHEN hours.spent > 0 THEN least(round(100 * hours.waited / hours.spent), 100) ELSE 0 END::int,
    hours.spent::bigint
FROM hours JOIN days USING (edge_id) JOIN casework_pathedge e ON e.id = hours.edge_id
ORDER BY hours.spent DESC, e.id LIMIT {MOST_STEPS}
"""  # noqa: S608


BREAKDOWNS: dict[str, tuple[str, str]] = {
    "office": ("office_id", "SELECT id::text AS key, name AS label FROM casework_office"),
    "lead": ("lead_id", "SELECT id::text AS key, full_name AS label FROM casework_user"),
    "industry": ("industry", ""),
    "channel": ("channel", ""),
}
"""What cases are compared by -> the column, and where its name is looked up."""


@dataclass(frozen=True)
class Group:
    """One county, inspector, trade or channel with its cases and the days they took."""

    key: str
    label: str
    cases: int
    median: int | None
    p90: int | None
    deviating: int


def breakdown(filters: Filters, by: str) -> list[Group]:
    """Compare the cases by county, inspector, trade or channel; the slowest first."""
    where, values = filters.where()
    column, names = BREAKDOWNS[by]
    joined = f"JOIN ({names}) named USING (key)" if names else ""
    label = "named.label" if names else "g.key"
    rows = _rows(
        f"""SELECT g.key, {label}, g.n, g.parts[1], g.parts[2], g.deviating
        FROM (SELECT p.{column}::text AS key, count(*) AS n,
                count(*) FILTER (WHERE p.deviations <> '{{}}') AS deviating,
                percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY p.working_days)
                    FILTER (WHERE p.is_ended) AS parts
              FROM casework_casepath p WHERE {where} GROUP BY p.{column}) g {joined}
        ORDER BY g.parts[2] DESC NULLS LAST, g.n DESC, g.key LIMIT {SHOWN}""",  # noqa: S608
        values,
    )
    return [Group(*row) for row in rows]


def case_ids(filters: Filters, what: Mapping[str, str], before: int = 0) -> list[int]:
    """Return up to a page and one more of the ids of the cases behind a number, newest first.

    `what` names the number: variant, edge, rework, deviation or outlier; nothing means all of them.
    """
    where, values = filters.where()
    parts = [where]
    if key := what.get("variant"):
        parts.append("p.variant_id = %(variant)s")
        values["variant"] = key
    if (edge := what.get("edge", "")).isdecimal() and len(edge) < 10:
        # A step may be taken twice in one case: the case is listed once.
        parts.append("EXISTS (SELECT 1 FROM casework_pathstep s WHERE s.case_id = p.case_id AND"
                     " s.edge_id = %(edge)s)")  # fmt: skip
        values["edge"] = int(edge)
    if what.get("rework") in REWORK:
        parts.append(REWORK[what["rework"]])
    if code := what.get("deviation"):
        parts.append("p.deviations <> '{}'" if code == "any" else "%(code)s = ANY(p.deviations)")
        values["code"] = code
    if what.get("outlier"):
        parts.append("p.is_ended AND p.working_days > %(limit)s")
        values["limit"] = totals(filters).p95 or 0
    if what.get("ended"):
        parts.append("p.is_ended")
    if before:
        parts.append("p.case_id < %(before)s")
        values["before"] = before
    sql = f"""SELECT p.case_id FROM casework_casepath p WHERE {" AND ".join(parts)}
        ORDER BY p.case_id DESC LIMIT {PAGE + 1}"""  # noqa: S608
    return [row[0] for row in _rows(sql, values)]


def _rows(sql: str, values: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
