"""The figures counted a second way: plain SQL over the base tables, written without regard to the moves.

One question per figure: of the matters of the period, how many were in such a state at the end of
that day? It knows nothing of spans, moves or balances, and is as slow as it is plain.
"""

# ruff: noqa: S608  constants of this module; values go in as parameters
from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection

from casework.law.limits import TARGETS
from casework.law.payers import ADVANCES

CENT = Decimal("0.01")
CHINA = "AT TIME ZONE 'Asia/Shanghai'"
# Whose it was at the end of the day, and which trade it was thought to be of.
OWNER = f"""coalesce((
    SELECT coalesce(t.designated_id, t.to_office_id) FROM casework_transfer t
    WHERE t.complaint_id = c.id AND t.state = 'accepted' AND (t.decided_at {CHINA})::date <= %(on)s
    ORDER BY t.decided_at DESC LIMIT 1), c.first_office_id)"""
TRADE = f"""coalesce((
    SELECT e.facts->'changes'->'industry'->>0 FROM casework_caseevent e
    WHERE e.stream = 'complaint' AND e.subject_id = c.id AND e.kind = 'complaint.corrected'
      AND e.facts->'changes' ? 'industry' AND (e.at {CHINA})::date > %(on)s
    ORDER BY e.seq LIMIT 1), c.industry)"""
WITHIN = """(%(offices)s::bigint[] IS NULL OR owner = ANY(%(offices)s))
    AND (%(trade)s = '' OR trade = %(trade)s) AND (%(channel)s = '' OR channel = %(channel)s)
    AND (cardinality(%(tags)s::text[]) = 0 OR trade = ANY(%(tags)s)
         OR ('government' = ANY(%(tags)s) AND government))"""


def happened(*kinds: str, stream: str, subject: str) -> str:
    """Has one of these acts stood in its journal by the end of the day?"""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""EXISTS (SELECT FROM casework_caseevent e WHERE e.stream = '{stream}'
        AND e.subject_id = {subject} AND e.kind IN ({listed}) AND (e.at {CHINA})::date <= %(on)s)"""


def late(owner: str) -> str:
    """Was a statutory clock past its day and neither done nor standing still?"""
    return f"""EXISTS (SELECT FROM casework_deadline d WHERE d.{owner} = c.id
        AND d.rule <> ALL(%(targets)s) AND d.due_on < %(on)s
        AND (d.ended_on IS NULL OR d.ended_on > %(on)s)
        AND (d.ended_on IS NOT NULL OR NOT EXISTS (SELECT FROM casework_suspension s
             WHERE s.deadline_id = d.id AND s.ended_on IS NULL AND s.began_on <= %(on)s)))"""


def _complaint_has(*kinds: str) -> str:
    return happened(*kinds, stream="complaint", subject="c.id")


def _case_has(*kinds: str) -> str:
    return happened(*kinds, stream="case", subject="c.id")


COMPLAINTS = f"""
WITH c AS (
    SELECT * FROM (
        SELECT c.*, {OWNER} AS owner, {
    TRADE
} AS trade, coalesce(p.is_government, false) AS government
        FROM casework_complaint c LEFT JOIN casework_constructionproject p ON p.id = c.project_id
        WHERE (c.received_at {CHINA})::date BETWEEN %(begins)s AND %(on)s) c
    WHERE {WITHIN}
), first AS (
    SELECT c.id, floor(extract(epoch FROM min(e.at) - min(c.received_at)) / 60) AS minutes
    FROM c JOIN casework_caseevent e ON e.stream = 'complaint' AND e.subject_id = c.id
    WHERE e.actor_id IS NOT NULL AND (e.at {CHINA})::date <= %(on)s
      AND e.kind NOT IN ('complaint.filed', 'complaint.routed', 'transfer.proposed')
    GROUP BY c.id
), decided AS (
    SELECT d.state = 'met' AND d.ended_on <= d.due_on AS in_time
    FROM casework_deadline d JOIN c ON c.id = d.complaint_id
    WHERE d.rule = 'D-01' AND d.state <> 'suspended'
      AND CASE WHEN d.ended_on <= d.due_on THEN d.state = 'met' AND d.ended_on <= %(on)s
               WHEN d.state = 'cancelled' THEN d.due_on < %(on)s AND d.ended_on > %(on)s
               ELSE d.due_on < %(on)s END
)
SELECT count(*) AS clues, count(*) FILTER (WHERE is_group) AS groups,
       count(*) FILTER (WHERE {_complaint_has("complaint.accepted")}) AS accepted,
       count(*) FILTER (WHERE {_complaint_has("complaint.result_told")}) AS told,
       count(*) FILTER (WHERE NOT {
    _complaint_has(
        "complaint.result_told",
        "complaint.rejected",
        "complaint.redirected",
        "complaint.merged",
        "complaint.withdrawn",
        "complaint.closed_incomplete",
    )
}) AS clues_left,
       count(*) FILTER (WHERE {late("complaint_id")}) AS late,
       (SELECT sum(minutes) FROM first) AS minutes, (SELECT count(*) FROM first) AS answered,
       (SELECT count(*) FROM decided) AS due, (SELECT count(*) FROM decided WHERE in_time) AS in_time
FROM c
"""
CASES = f"""
WITH c AS MATERIALIZED (
    SELECT * FROM (
        SELECT k.id, k.office_id AS owner, k.industry AS trade,
               (SELECT channel FROM casework_complaint c WHERE c.case_id = k.id ORDER BY id LIMIT 1) AS channel,
               coalesce(p.is_government, false) AS government
        FROM casework_case k LEFT JOIN casework_constructionproject p ON p.id = k.project_id
        WHERE k.filed_on BETWEEN %(begins)s AND %(on)s) c
    WHERE {WITHIN}
), claim AS MATERIALIZED (
    SELECT w.id, coalesce((
        SELECT CASE WHEN r->>0 = 'pending' THEN w.claimed_yuan ELSE coalesce((r->>1)::numeric, 0) END
        FROM casework_caseevent e, LATERAL (SELECT e.facts->'rows'->w.id::text AS r) found
        WHERE e.stream = 'case' AND e.subject_id = w.case_id AND e.kind = 'claim.found'
          AND r IS NOT NULL AND (e.at {CHINA})::date <= %(on)s ORDER BY e.seq DESC LIMIT 1),
        w.claimed_yuan) AS yuan
    FROM casework_wageclaim w JOIN c ON c.id = w.case_id
    WHERE w.withdrawn_at IS NULL OR (w.withdrawn_at {CHINA})::date > %(on)s
), paid AS (
    SELECT p.id, p.amount_yuan, p.payer, p.reversal_of_id, p.proof_id,
        (SELECT a.answer FROM casework_paymentanswer a WHERE a.payment_id = p.id
           AND (a.answered_at {CHINA})::date <= %(on)s ORDER BY a.answered_at DESC, a.id DESC LIMIT 1) AS answer,
        EXISTS (SELECT FROM casework_payment r WHERE r.reversal_of_id = p.id
           AND (r.recorded_at {CHINA})::date <= %(on)s) AS reversed
    FROM casework_payment p JOIN casework_wageclaim w ON w.id = p.claim_id JOIN c ON c.id = w.case_id
    WHERE (p.recorded_at {CHINA})::date <= %(on)s
)
SELECT count(*) AS filed, count(*) FILTER (WHERE {_case_has("case.closed")}) AS closed,
       count(*) FILTER (WHERE {_case_has("case.revoked")}) AS revoked,
       count(*) FILTER (WHERE {late("case_id")}) AS late,
       count(*) FILTER (WHERE {_case_has("order.served")}) AS ordered,
       count(*) FILTER (WHERE {_case_has("decision.made")}) AS decided,
       (SELECT count(*) FROM claim) AS workers, (SELECT coalesce(sum(yuan), 0) FROM claim) AS amount,
       (SELECT coalesce(sum(amount_yuan), 0) FROM paid) AS paid,
       (SELECT coalesce(sum(amount_yuan), 0) FROM paid WHERE payer = ANY(%(advances)s)) AS advanced,
       (SELECT coalesce(sum(amount_yuan), 0) FROM paid WHERE reversal_of_id IS NULL AND NOT reversed
          AND CASE WHEN answer IS NULL THEN proof_id IS NOT NULL ELSE answer = 'confirmed' END
       ) AS recovered
FROM c
"""


def counted(
    begins: date, on: date, *, offices: list[int] | None = None, trade: str = "",
    channel: str = "", tags: tuple[str, ...] = (),
) -> dict[str, int | Decimal | None]:  # fmt: skip
    """Return the figures by their codes, of what was received or filed from `begins` to `on`, as of `on`."""
    given = {
        "begins": begins, "on": on, "offices": offices, "trade": trade, "channel": channel,
        "tags": list(tags), "targets": sorted(TARGETS), "advances": list(ADVANCES),
    }  # fmt: skip
    one, two = _row(COMPLAINTS, given), _row(CASES, given)
    two |= {name: two[name].quantize(CENT) for name in ("amount", "paid", "advanced", "recovered")}
    ended = two["closed"] + two["revoked"]
    return {
        **{code: one[code] for code in ("clues", "groups", "accepted", "told", "clues_left")},
        **{code: two[code] for code in ("filed", "closed", "revoked", "workers", "amount", "paid",
                                        "recovered", "ordered")},
        "acceptance_in_time": _share(100 * one["in_time"], one["due"]),
        "first_response": _share(one["minutes"], 60 * one["answered"]),
        "closing_rate": _share(100 * ended, two["filed"]), "open": two["filed"] - ended,
        "overdue": one["late"] + two["late"], "owed": two["amount"] - two["paid"],
        "recovery_rate": _share(100 * two["paid"], two["amount"]),
        "advanced": two["advanced"], "decided": two["decided"],
    }  # fmt: skip


def _row(sql: str, given: dict[str, Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def _share(part: Any, whole: Any) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
