"""Score employers and projects from their history: all of a kind at once, or one with its working."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from casework import clock, lawbook
from casework.law.risk import LONGEST, RULES, TOP, Line, Rule, back, band, rules_of, winter_began
from casework.law.risk import total as sum_of
from casework.queries.risk.facts_sql import KINDS, facts

SHANGHAI = ZoneInfo("Asia/Shanghai")
_LOCK = 20_240_725
"""Key of the advisory lock: one makes the scores at a time."""
_SCORED = """
, rules AS (
    SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb)
        AS r(key text, fact text, since timestamptz, free numeric, step numeric, weight numeric, most numeric)
), counted AS (
    SELECT f.subject, r.key, sum(f.n) AS n, min(r.free) AS free, min(r.step) AS step,
           min(r.weight) AS weight, min(r.most) AS most
    FROM facts f JOIN rules r ON r.fact = f.fact AND (r.since IS NULL OR f.at >= r.since)
    GROUP BY 1, 2
), lines AS (
    SELECT subject, key, n, least(most, div(greatest(n - free, 0), step) * weight)::int AS points
    FROM counted
), scores AS (
    SELECT subject, least(%(top)s, sum(points))::int AS value,
           jsonb_agg(jsonb_build_array(key, n, points) ORDER BY points DESC, key) AS lines
    FROM lines WHERE points > 0 GROUP BY 1
)
"""
_READ = """
SELECT s.subject, coalesce(v.value, 0), coalesce(v.lines, '[]')
FROM (SELECT subject FROM c UNION SELECT subject FROM k) AS s LEFT JOIN scores v USING (subject)
WHERE s.subject IS NOT NULL ORDER BY 2 DESC, 1
"""
_STORE = """
, made AS (
    INSERT INTO casework_riskscore (kind, {column}_id, "on", value, lines, rules)
    SELECT %(kind)s, subject, %(on)s, value, lines, %(digest)s FROM scores
    JOIN casework_{table} t ON t.id = subject {current}
    RETURNING id, {column}_id AS subject, value
), areas AS (
    SELECT o.id AS office, a.id AS division FROM casework_office o
    JOIN casework_division d ON d.id = o.division_id
    JOIN casework_division a ON d.path = a.path OR d.path LIKE a.path || '/%%'
    WHERE EXISTS (SELECT 1 FROM casework_office own WHERE own.division_id = a.id)
)
INSERT INTO casework_riskplace (score_id, division_id, kind, value)
SELECT DISTINCT m.id, areas.division, %(kind)s, m.value FROM made m
JOIN (SELECT subject, office FROM c UNION SELECT subject, office FROM k) AS w ON w.subject = m.subject
JOIN areas ON areas.office = w.office
"""


@dataclass(frozen=True)
class Source:
    """A matter behind a line: a complaint or a case (its id), with what it counted for."""

    stream: str
    pk: int
    n: Decimal
    at: datetime | None


@dataclass(frozen=True)
class Working:
    """The score of one subject as of a day: its lines, and per rule the matters behind it."""

    on: date
    lines: list[Line]
    sources: Mapping[str, list[Source]]

    @property
    def value(self) -> int:
        return sum_of(self.lines)


def end_of(day: date) -> datetime:
    """Return the moment `day` ends in Henan: what is known on a day was recorded before it."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def since_of(rule: Rule, day: date) -> datetime | None:
    """Return the first moment the rule's window covers as of `day`; None: without a window."""
    if not rule.months:
        return None
    return end_of(back(day, rule.months))


def weights(kind: str, on: date) -> dict[str, Decimal]:
    """Return the points per step of each rule as in force on `on`."""
    return {rule.key: lawbook.threshold_value(rule.key, on) for rule in rules_of(kind)}


def bands() -> tuple[int, int]:
    """Return the first scores of the middle and of the high band, as in force today."""
    return (int(lawbook.threshold_value("risk_middle")), int(lawbook.threshold_value("risk_high")))


def band_of(value: int) -> str:
    """Return the band of a score by today's limits."""
    return band(value, *bands())


def digest(kind: str, on: date) -> str:
    """Return what tells one version of rules and weights from another."""
    said = [
        [rule.key, rule.fact, rule.months, rule.free, rule.step, rule.most, str(weight)]
        for rule, weight in _weighted(kind, on)
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def scores_as_of(kind: str, day: date) -> list[tuple[int, int, list[Any]]]:
    """Return (subject id, score, lines) of everybody with a history by the end of `day`.

    Weights are those in force today: a change of weights is tried on past days this way.
    """
    sql = facts(kind, moved=day < clock.today(), only=False) + _SCORED + _READ
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(kind, day, clock.today()))
        return [(pk, value, _plain(lines)) for pk, value, lines in cursor.fetchall()]


def rebuild(kind: str) -> int:
    """Make the scores of today of all employers, or all projects, anew; return how many rows.

    Readers see the old ones until all is done.
    """
    today = clock.today()
    table = "employer" if kind == "employer" else "constructionproject"
    current = "AND t.merged_into_id IS NULL" if kind == "employer" else ""
    store = _STORE.format(column=kind, table=table, current=current)
    values = {**_values(kind, today, today), "kind": kind, "digest": digest(kind, today)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("DELETE FROM casework_riskplace WHERE kind = %s", [kind])
        cursor.execute("DELETE FROM casework_riskscore WHERE kind = %s", [kind])
        cursor.execute(facts(kind, moved=False, only=False) + _SCORED + store, values)
        cursor.execute("SELECT count(*) FROM casework_riskscore WHERE kind = %s", [kind])
        return int(cursor.fetchone()[0])


def working(kind: str, pk: int, day: date) -> Working:
    """Return the score of one subject as of `day` with the matters behind each line; one statement."""
    sql = facts(kind, moved=day < clock.today(), only=True)
    sql += ' SELECT fact, n, complaint, "case", at FROM facts ORDER BY at DESC NULLS LAST'
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_values(kind, day, clock.today()), "only": pk})
        rows = cursor.fetchall()
    lines, sources = [], defaultdict(list)
    for rule, weight in _weighted(kind, clock.today()):
        since = since_of(rule, day)
        counted = Decimal(0)
        for fact, n, complaint, case, at in rows:
            if fact != rule.fact or (since is not None and (at is None or at < since)):
                continue
            counted += n
            if complaint or case:
                stream = "complaint" if complaint else "case"
                sources[rule.key].append(Source(stream, complaint or case, n, at))
        points = rule.points(counted, weight)
        if points:
            lines.append(Line(rule, counted, points))
    lines.sort(key=lambda line: (-line.points, line.rule.key))
    return Working(day, lines, dict(sources))


def lines_of(stored: list[Any]) -> list[Line]:
    """Return stored lines with their rules; a rule that is no longer there is left out."""
    return [Line(RULES[key], Decimal(str(n)), points) for key, n, points in stored if key in RULES]


def _weighted(kind: str, on: date) -> list[tuple[Rule, Decimal]]:
    found = weights(kind, on)
    return [(rule, found[rule.key]) for rule in rules_of(kind)]


def _values(kind: str, day: date, weights_on: date) -> dict[str, Any]:
    rules = []
    for rule, weight in _weighted(kind, weights_on):
        since = since_of(rule, day)
        rules.append({
            "key": rule.key, "fact": rule.fact, "since": since.isoformat() if since else None,
            "free": rule.free, "step": rule.step, "weight": str(weight), "most": rule.most,
        })  # fmt: skip
    winter = winter_began(day)
    longest = end_of(back(day, LONGEST))
    return {
        "on": day, "end": end_of(day), "longest": longest, "kinds": list(KINDS), "top": TOP,
        "winter": datetime.combine(winter, time(), SHANGHAI) if winter else longest,
        "year": end_of(back(day, 12)), "rules": json.dumps(rules),
    }  # fmt: skip


def _plain(lines: Any) -> list[Any]:
    found: list[Any] = json.loads(lines) if isinstance(lines, str) else lines
    return found
