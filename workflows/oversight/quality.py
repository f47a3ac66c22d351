"""Patterns of data that cannot be right: dates, proofs, clocks and sums that are missing or do not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from casework import clock
from casework.journal import first_break_in
from casework.models import Case, CaseEvent, Complaint, Dossier
from casework.vocabulary import AlertPattern, ComplaintState, DocumentKind, ReceiptAnswer
from casework.vocabulary import EventKind as K
from workflows.oversight.finding import Found, Look, rows

# An order may be issued before the investigation is finished: then it has no such day.
_DATES = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, NULL::bigint AS complaint_id, c.office_id,
       %(now)s::timestamptz AS happened_at, jsonb_build_object('state', c.state, 'missing', array_to_json(x.missing)) AS facts
FROM {touched} t JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
  CASE WHEN c.state = 'investigated' AND c.investigated_on IS NULL THEN 'investigated_on' END,
  CASE WHEN c.state IN ('complied', 'overdue') AND c.order_served_on IS NULL THEN 'order_served_on' END,
  CASE WHEN c.state IN ('complied', 'overdue') AND c.order_due_on IS NULL THEN 'order_due_on' END,
  CASE WHEN c.state = 'closed' AND c.closed_on IS NULL THEN 'closed_on' END], NULL) AS missing) x
WHERE cardinality(x.missing) > 0
UNION ALL
SELECT 'complaint:' || m.id, NULL, m.id, m.office_id, %(now)s::timestamptz,
       jsonb_build_object('state', m.state, 'missing', jsonb_build_array('case'))
FROM {touched} t JOIN casework_complaint m ON t.stream = 'complaint' AND m.id = t.subject_id
WHERE m.state IN ('accepted', 'result_told') AND m.case_id IS NULL
"""

_CLOSING = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, c.office_id, %(now)s::timestamptz AS happened_at,
       jsonb_build_object('payments', count(*), 'yuan', sum(p.amount_yuan)::text) AS facts,
       (SELECT array_agg(e.id ORDER BY e.id) FROM casework_caseevent e WHERE e.stream = 'case'
        AND e.subject_id = c.id AND e.kind = ANY(%(proof)s)) AS events
FROM {touched} t JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
JOIN casework_wageclaim w ON w.case_id = c.id AND w.withdrawn_at IS NULL
JOIN casework_payment p ON p.claim_id = w.id AND p.proof_id IS NULL AND p.reversal_of_id IS NULL
WHERE c.state = 'closed'
  AND NOT EXISTS (SELECT 1 FROM casework_payment r WHERE r.reversal_of_id = p.id)
  AND %(confirmed)s IS DISTINCT FROM (SELECT a.answer FROM casework_paymentanswer a
                                      WHERE a.payment_id = p.id ORDER BY a.id DESC LIMIT 1)
GROUP BY c.id
"""

_SERVICE = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, c.office_id, %(now)s::timestamptz AS happened_at,
       jsonb_build_object('papers', count(*), 'numbers', jsonb_agg(d.number ORDER BY d.id)) AS facts,
       (SELECT array_agg(e.id ORDER BY e.id) FROM casework_caseevent e WHERE e.stream = 'case'
        AND e.subject_id = c.id AND e.kind = ANY(%(proof)s)) AS events
FROM {touched} t JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
JOIN casework_document d ON d.case_id = c.id AND d.kind = ANY(%(kinds)s) AND d.state = 'issued'
WHERE EXISTS (SELECT 1 FROM casework_servicerecord s WHERE s.document_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM casework_servicerecord s WHERE s.document_id = d.id AND s.proof_id IS NOT NULL)
GROUP BY c.id
"""

# While the court has it, or everything is done and only the closing is left, no term of ours runs.
_CLOCK = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, NULL::bigint AS complaint_id, c.office_id,
       %(now)s::timestamptz AS happened_at, jsonb_build_object('state', c.state) AS facts
FROM {touched} t JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
WHERE c.state IN ('open', 'investigating', 'investigated', 'notice_given', 'hearing', 'reviewed')
  AND NOT EXISTS (SELECT 1 FROM casework_deadline d WHERE d.case_id = c.id
                  AND d.state IN ('running', 'suspended'))
UNION ALL
SELECT 'complaint:' || m.id, NULL, m.id, m.office_id, %(now)s::timestamptz, jsonb_build_object('state', m.state)
FROM {touched} t JOIN casework_complaint m ON t.stream = 'complaint' AND m.id = t.subject_id
WHERE m.state = ANY(%(waiting)s)
  AND NOT EXISTS (SELECT 1 FROM casework_deadline d WHERE d.complaint_id = m.id
                  AND d.state IN ('running', 'suspended'))
"""

_SUMS = """
SELECT 'case:' || c.id AS subject, c.id AS case_id, c.office_id, %(now)s::timestamptz AS happened_at,
       jsonb_build_object('verified', c.verified_yuan::text, 'verified_rows', x.verified::text,
                          'paid', c.paid_yuan::text, 'paid_rows', x.paid::text,
                          'ledger', x.ledger::text) AS facts
FROM {touched} t JOIN casework_case c ON t.stream = 'case' AND c.id = t.subject_id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(w.verified_yuan), 0) AS verified, coalesce(sum(w.paid_yuan), 0) AS paid,
         coalesce(sum((SELECT sum(p.amount_yuan) FROM casework_payment p WHERE p.claim_id = w.id)), 0) AS ledger
  FROM casework_wageclaim w WHERE w.case_id = c.id AND w.withdrawn_at IS NULL) x
WHERE c.state <> 'transferred'
  AND (c.verified_yuan <> x.verified OR c.paid_yuan <> x.paid OR x.paid <> x.ledger)
"""

TO_BE_PROVEN = (
    DocumentKind.PAY_ORDER, DocumentKind.PAYER_ORDER, DocumentKind.PENALTY_NOTICE,
    DocumentKind.HANDLING_NOTICE, DocumentKind.HANDLING_DECISION, DocumentKind.PENALTY_DECISION,
    DocumentKind.URGING_LETTER,
)  # fmt: skip
"""Papers whose service starts a term against somebody."""
SERVED = (
    K.ORDER_SERVED, K.PAYER_ORDER_SERVED, K.NOTICE_SERVED, K.DECISION_SERVED, K.URGING_SERVED,
    K.DOCUMENT_SERVED,
)  # fmt: skip


def dates_missing(look: Look) -> Iterator[Found]:
    """Find matters in a state that needs a day, or a case, that is not there."""
    return _rows(_DATES)


def unproven_closing(look: Look) -> Iterator[Found]:
    """Find closed cases whose payments neither a paper nor a worker's word proves."""
    return _rows(
        _CLOSING, confirmed=ReceiptAnswer.CONFIRMED,
        proof=[str(kind) for kind in (K.PAYMENT_RECORDED, K.CASE_CLOSED)],
    )  # fmt: skip


def unproven_service(look: Look) -> Iterator[Found]:
    """Find cases with papers said to be served, without any proof of it."""
    return _rows(
        _SERVICE, kinds=[str(kind) for kind in TO_BE_PROVEN], proof=[str(kind) for kind in SERVED]
    )


def no_clock(look: Look) -> Iterator[Found]:
    """Find open matters of which no clock runs or stands still."""
    waiting = [ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.TRANSFERRED_OUT]
    return _rows(_CLOCK, waiting=[str(state) for state in waiting])


def sums_differ(look: Look) -> Iterator[Found]:
    """Find cases whose sums are not those of their workers' rows and of the ledger."""
    return _rows(_SUMS)


CHAINED = ("id", "last_seq", "last_hash", "office_id")
BATCH = 500


def chain_broken(dossiers: Sequence[Dossier]) -> Iterator[Found]:
    """Walk the hash chains of these dossiers, all of one kind, and find those that are not whole."""
    for start in range(0, len(dossiers), BATCH):
        some = dossiers[start : start + BATCH]
        chains: dict[int, list[CaseEvent]] = defaultdict(list)
        events = CaseEvent.objects.filter(
            stream=some[0].STREAM, subject_id__in=[one.pk for one in some]
        )
        for event in events.order_by("subject_id", "seq").iterator():
            chains[event.subject_id].append(event)
        for dossier in some:
            yield from _broken(dossier, chains[dossier.pk])


def _broken(dossier: Dossier, chain: Sequence[CaseEvent]) -> Iterator[Found]:
    try:
        event = first_break_in(dossier, chain)
    except ValueError:
        event, seq = None, dossier.last_seq
    else:
        if event is None:
            return
        seq = event.seq
    yield Found(
        subject=f"{dossier.STREAM}:{dossier.pk}", office_id=dossier.office_id,
        happened_at=event.at if event else clock.now(),
        case_id=dossier.pk if isinstance(dossier, Case) else None,
        complaint_id=dossier.pk if isinstance(dossier, Complaint) else None,
        facts={"seq": seq, "cut": event is None}, events=(event.pk,) if event else (),
    )  # fmt: skip


def _rows(sql: str, **params: Any) -> Iterator[Found]:
    return rows(sql, {"now": clock.now(), **params})


ALL = {
    AlertPattern.DATES_MISSING: dates_missing,
    AlertPattern.UNPROVEN_CLOSING: unproven_closing,
    AlertPattern.UNPROVEN_SERVICE: unproven_service,
    AlertPattern.NO_CLOCK: no_clock,
    AlertPattern.SUMS_DIFFER: sums_differ,
}
