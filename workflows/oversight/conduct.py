"""Patterns of suspicious handling of a matter, each one statement over the matters touched."""

from __future__ import annotations

from collections.abc import Iterator

from casework.vocabulary import EventKind as K
from workflows.actions.clocks import STOPPED
from workflows.audit.steps import MOVED, RETURNED
from workflows.oversight.finding import Found, Look, rows

# Ended: closed, or revoked and still unpaid. What stands as a ground: the court has ended the
# enforcement, an order or decision was annulled for good, or a revocation with its reasons.
_CLOSED_UNPAID = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, c.office_id, max(e.at) AS happened_at,
       jsonb_build_object('verified', c.verified_yuan::text, 'paid', c.paid_yuan::text,
                          'claimed', c.claimed_yuan::text, 'outcome', c.outcome) AS facts,
       array_agg(e.id ORDER BY e.id) AS events
FROM casework_case c
JOIN {touched} t ON t.stream = 'case' AND t.subject_id = c.id
JOIN casework_caseevent e ON e.stream = 'case' AND e.subject_id = c.id
     AND e.kind IN (%(closed)s, %(revoked)s)
WHERE c.state IN ('closed', 'revoked')
  AND (c.verified_yuan > c.paid_yuan OR (c.paid_yuan = 0 AND c.claimed_yuan > 0))
  AND NOT EXISTS (SELECT 1 FROM casework_enforcement f WHERE f.case_id = c.id AND f.ended_on IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM casework_caseevent a WHERE a.stream = 'case' AND a.subject_id = c.id
                  AND a.kind IN (%(order_annulled)s, %(decision_annulled)s))
  AND (c.verified_yuan > c.paid_yuan OR NOT EXISTS (
       SELECT 1 FROM casework_caseevent r WHERE r.stream = 'case' AND r.subject_id = c.id
       AND r.kind = %(revoked)s AND length(btrim(r.reason)) >= %(n)s))
  AND EXISTS (SELECT 1 FROM casework_wageclaim w WHERE w.case_id = c.id
              AND w.withdrawn_at IS NULL AND w.finding <> 'paid')
GROUP BY c.id
"""

_SUSPENDED = """
SELECT 'deadline:' || d.id AS subject, d.case_id, d.office_id, min(e.at) AS happened_at,
       jsonb_build_object('rule', d.rule, 'due', s.old_due_on, 'on', s.began_on, 'reason', s.reason) AS facts,
       array_agg(e.id) AS events
FROM casework_suspension s
JOIN casework_deadline d ON d.id = s.deadline_id
JOIN {touched} t ON t.stream = 'case' AND t.subject_id = d.case_id
JOIN casework_caseevent e ON e.stream = 'case' AND e.subject_id = d.case_id AND e.kind = %(suspended)s
     AND e.facts->>'rule' = d.rule AND (e.at AT TIME ZONE 'Asia/Shanghai')::date = s.began_on
WHERE s.old_due_on - s.began_on BETWEEN 0 AND %(n)s AND s.reason <> %(stopped)s
GROUP BY d.id, s.id
"""

_EXTENDED = """
SELECT 'deadline:' || d.id AS subject, d.case_id, d.office_id, x.approved_at AS happened_at,
       x.approved_by_id AS person_id,
       jsonb_build_object('rule', d.rule, 'due', x.old_due_on, 'new', x.new_due_on, 'reason', x.reason) AS facts,
       (SELECT array_agg(e.id) FROM casework_caseevent e WHERE e.stream = 'case'
        AND e.subject_id = d.case_id AND e.at = x.approved_at) AS events
FROM casework_clockextension x
JOIN casework_deadline d ON d.id = x.deadline_id
JOIN {touched} t ON t.stream = 'case' AND t.subject_id = d.case_id
WHERE x.old_due_on - (x.approved_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN 0 AND %(n)s
"""

# Of staff alone: what a complainant or an employer still hands in is no fault of the office.
_LATE_EVIDENCE = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, c.office_id, min(x.added_at) AS happened_at,
       (array_agg(x.added_by_id ORDER BY x.id))[1] AS person_id,
       jsonb_build_object('closed', (min(k.at) AT TIME ZONE 'Asia/Shanghai')::date,
                          'pieces', count(DISTINCT x.id)) AS facts,
       array_agg(DISTINCT k.id) || array_remove(array_agg(DISTINCT e.id), NULL) AS events
FROM {touched} t
JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
JOIN casework_caseevent k ON k.stream = 'case' AND k.subject_id = c.id
     AND k.kind IN (%(closed)s, %(revoked)s)
JOIN casework_complaint m ON m.case_id = c.id
JOIN casework_evidence x ON x.complaint_id = m.id AND x.added_at > k.at AND x.added_by_id IS NOT NULL
LEFT JOIN casework_caseevent e ON (e.case_id = c.id OR e.complaint_id = m.id)
     AND e.actor_id = x.added_by_id AND e.at BETWEEN x.added_at - interval '1 second' AND x.added_at + interval '5 seconds'
WHERE c.state IN ('closed', 'revoked') AND NOT x.from_employer
GROUP BY c.id
"""

_TRANSFERRED = """
SELECT t.stream || ':' || t.subject_id AS subject, c.id AS case_id, m.id AS complaint_id,
       coalesce(c.office_id, m.office_id) AS office_id, max(e.at) AS happened_at,
       jsonb_build_object('times', greatest(coalesce(c.hop_count, 0), coalesce(m.hop_count, 0))) AS facts,
       array_agg(e.id ORDER BY e.id) AS events
FROM {touched} t
LEFT JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
LEFT JOIN casework_complaint m ON t.stream = 'complaint' AND m.id = t.subject_id
JOIN casework_caseevent e ON e.stream = t.stream AND e.subject_id = t.subject_id
     AND e.kind = ANY(%(moved)s)
WHERE greatest(coalesce(c.hop_count, 0), coalesce(m.hop_count, 0)) >= %(n)s
GROUP BY t.stream, t.subject_id, c.id, m.id
"""

_RETURNED = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, c.office_id, max(e.at) AS happened_at,
       jsonb_build_object('times', count(*)) AS facts, array_agg(e.id ORDER BY e.id) AS events
FROM {touched} t
JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
JOIN casework_caseevent e ON e.case_id = c.id AND e.kind = ANY(%(returned)s)
GROUP BY c.id HAVING count(*) >= %(n)s
"""


def closed_unpaid(look: Look) -> Iterator[Found]:
    """Find cases that ended with wages unpaid and nothing in the file that says why."""
    return rows(_CLOSED_UNPAID, {
        "n": look.threshold, "closed": K.CASE_CLOSED, "revoked": K.CASE_REVOKED,
        "order_annulled": K.ORDER_ANNULLED, "decision_annulled": K.DECISION_ANNULLED,
    })  # fmt: skip


def saved_by_suspension(look: Look) -> Iterator[Found]:
    """Find clocks that were stopped by hand when they were about to run out."""
    return rows(
        _SUSPENDED, {"n": look.threshold, "suspended": K.CLOCK_SUSPENDED, "stopped": STOPPED}
    )


def saved_by_extension(look: Look) -> Iterator[Found]:
    """Find clocks that were extended when they were about to run out."""
    return rows(_EXTENDED, {"n": look.threshold})


def late_evidence(look: Look) -> Iterator[Found]:
    """Find ended cases to whose file somebody added evidence afterwards."""
    return rows(_LATE_EVIDENCE, {"closed": K.CASE_CLOSED, "revoked": K.CASE_REVOKED})


def transferred_twice(look: Look) -> Iterator[Found]:
    """Find complaints and cases that were handed on and on."""
    moved = [*MOVED, K.TRANSFER_PROPOSED]
    return rows(_TRANSFERRED, {"n": look.threshold, "moved": [str(kind) for kind in moved]})


def returned_twice(look: Look) -> Iterator[Found]:
    """Find cases whose papers, opinions or transfers came back again and again."""
    return rows(_RETURNED, {"n": look.threshold, "returned": [str(kind) for kind in RETURNED]})
