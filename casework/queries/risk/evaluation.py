"""Hold-out: score everybody as of a past day, then look at what happened until another day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection

from casework import clock
from casework.law import holdout
from casework.law.risk import HIGH, KINDS, LOW, MIDDLE
from casework.models import RiskEvaluation
from casework.queries.risk.scoring import band_of, digest, end_of, scores_as_of

COMPLAINTS = {"employer": "risk_e_complaints", "project": "risk_p_complaints"}
AT = (10, 20, 50, 100)
"""How many visits: the lengths of list that are looked at."""
TENTH = 10
# With whom something new happened after the day: a complaint received and accepted, or an order not obeyed.
_HAPPENED = """
SELECT c.{column}_id FROM casework_complaint c
JOIN casework_caseevent e ON e.stream = 'complaint' AND e.subject_id = c.id
WHERE c.received_at >= %(begin)s AND c.received_at < %(end)s AND c.{column}_id IS NOT NULL
  AND e.kind IN ('complaint.accepted', 'complaint.merged') AND e.at < %(end)s
UNION
SELECT k.{column}_id FROM casework_case k
JOIN casework_caseevent e ON e.stream = 'case' AND e.subject_id = k.id
WHERE e.kind = 'case.overdue' AND e.at >= %(begin)s AND e.at < %(end)s AND k.{column}_id IS NOT NULL
"""
_PROJECT_OF_CASE = """
UNION
SELECT k.project_id FROM casework_complaint c JOIN casework_case k ON k.id = c.case_id
JOIN casework_caseevent e ON e.stream = 'complaint' AND e.subject_id = c.id
WHERE c.received_at >= %(begin)s AND c.received_at < %(end)s AND k.project_id IS NOT NULL
  AND e.kind IN ('complaint.accepted', 'complaint.merged') AND e.at < %(end)s
"""


def happened(kind: str, after: date, until: date) -> set[int]:
    """Return the ids of subjects with a new accepted complaint or a refusal after `after`, by `until`."""
    sql = _HAPPENED.format(column=kind) + (_PROJECT_OF_CASE if kind == "project" else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, {"begin": end_of(after), "end": end_of(until)})
        return {pk for (pk,) in cursor.fetchall()}


def evaluate(kind: str, as_of: date, until: date) -> dict[str, Any]:
    """Return the measures of the scores of `as_of` against what happened by `until`, plain for JSON.

    `score`, `complaints` (number of past complaints alone) and `chance` (base rate) stand side by
    side. Raises ValueError unless as_of < until <= today.
    """
    if not as_of < until <= clock.today():
        raise ValueError("as_of < until <= today")
    hit = happened(kind, as_of, until)
    scores = scores_as_of(kind, as_of)
    by_score = [(value, pk in hit) for pk, value, _lines in scores]
    by_count = [(_count(kind, lines), pk in hit) for pk, _value, lines in scores]
    base = holdout.base_rate(by_score)
    lengths = sorted({k for k in (*AT, len(by_score) // TENTH) if 0 < k <= len(by_score)})
    bands = holdout.by_band(by_score, band_of, (HIGH, MIDDLE, LOW))
    return {
        "subjects": len(by_score), "hits": sum(found for _v, found in by_score), "base": base,
        "tenth": len(by_score) // TENTH,
        "score": _of(by_score, lengths), "complaints": _of(by_count, lengths),
        "chance": {"auc": 0.5, "top": [asdict(_chance(by_score, k, base)) for k in lengths]},
        "bands": [asdict(group) for group in bands],
    }  # fmt: skip


def store(as_of: date, until: date) -> list[RiskEvaluation]:
    """Evaluate both kinds and keep the result; the same again replaces it."""
    return [
        RiskEvaluation.objects.update_or_create(
            kind=kind, as_of=as_of, until=until, rules=digest(kind, clock.today()),
            defaults={"measures": evaluate(kind, as_of, until), "made_at": clock.now()},
        )[0]
        for kind in KINDS
    ]  # fmt: skip


def _of(rows: list[holdout.Scored], lengths: list[int]) -> dict[str, Any]:
    return {"auc": holdout.auc(rows), "top": [asdict(holdout.top(rows, k)) for k in lengths]}


def _chance(rows: list[holdout.Scored], k: int, base: float) -> holdout.Top:
    return holdout.Top(k, k * base, base, k / len(rows), 1.0 if base else 0.0)


def _count(kind: str, lines: list[Any]) -> int:
    return next((int(n) for key, n, _points in lines if key == COMPLAINTS[kind]), 0)
