"""Open a case row from a complaint and keep its derived totals true to the rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum

from casework import clock
from casework.models import Case, Complaint, WageClaim
from casework.numbering import next_number
from casework.records import search_index
from casework.vocabulary import DOCUMENT_NUMBER_WORD, DocumentKind


def open_case(complaint: Complaint, *, number: str = "") -> Case:
    """Create the case of an accepted complaint, with the two inspectors it was assigned to.

    Numbered like its filing approval (监立), by `number` where the caller has allocated it; claims
    and evidence of the complaint are joined.
    """
    assert complaint.lead is not None
    assert complaint.second is not None
    word = DOCUMENT_NUMBER_WORD[DocumentKind.FILING_APPROVAL]
    case = Case(
        number=number or next_number(complaint.office, word),
        office=complaint.office,
        employer=complaint.employer,
        employer_name=complaint.employer_name,
        project=complaint.project,
        industry=complaint.industry,
        filed_on=clock.today(),
        lead=complaint.lead,
        second=complaint.second,
        recused=complaint.recused,
        worker_count=complaint.worker_count,
        claimed_yuan=complaint.claimed_yuan,
        hop_count=complaint.hop_count,
    )
    case.save(force_insert=True)
    # Rows that count elsewhere already, or left the matter, make the told numbers too high.
    words = search_index.of_case(case.number, complaint)
    if 0 < take_in(complaint, case, words) != complaint.worker_count:
        refresh_totals(case)
    return case


def take_in(complaint: Complaint, case: Case, words: str = "") -> int:
    """Join workers and evidence of a complaint to the case, and what was merged into it before.

    A worker who counts in another matter stays out. `words`: what a new case is found by. One
    statement; returns the rows joined.
    """
    values: dict[str, Any] = {"complaint": complaint.pk, "case": case.pk, "words": words, "is_new": bool(words),
              "at": search_index.midnight(case.filed_on)}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_IN, values)
        return cursor.rowcount


_TAKE_IN = """
WITH family AS (
    SELECT id FROM casework_complaint WHERE id = %(complaint)s OR merged_into_id = %(complaint)s
), merged AS (
    UPDATE casework_complaint SET case_id = %(case)s WHERE merged_into_id = %(complaint)s
), proofs AS (
    UPDATE casework_evidence SET case_id = %(case)s WHERE complaint_id IN (SELECT id FROM family)
), found_by AS (
    INSERT INTO casework_searchentry (case_id, at, words, people, offices, leads, guarded)
    SELECT %(case)s, %(at)s, %(words)s::tsvector, '', '{}', '{}', false WHERE %(is_new)s
    ON CONFLICT DO NOTHING
)
UPDATE casework_wageclaim SET case_id = %(case)s
WHERE complaint_id IN (SELECT id FROM family) AND counted_as_id IS NULL
"""


def refresh_totals(case: Case) -> None:
    """Derive worker count and sums (yuan) from the claims still in the case; the caller saves."""
    sums = WageClaim.objects.filter(case=case.pk, withdrawn_at__isnull=True).aggregate(
        workers=Count("id"), claimed=Sum("claimed_yuan"), verified=Sum("verified_yuan"),
        paid=Sum("paid_yuan"),
    )  # fmt: skip
    zero = Decimal("0.00")
    case.worker_count = sums["workers"]
    case.claimed_yuan = sums["claimed"] or zero
    case.verified_yuan = sums["verified"] or zero
    case.paid_yuan = sums["paid"] or zero


def refresh_complaint(complaint: Complaint) -> None:
    """Derive worker count and claimed sum (yuan) of a complaint from its rows; the caller saves.

    A complaint that names no worker keeps what was told at filing.
    """
    sums = WageClaim.objects.filter(complaint=complaint.pk).aggregate(
        named=Count("id"),
        workers=Count("id", filter=Q(withdrawn_at__isnull=True)),
        claimed=Sum("claimed_yuan", filter=Q(withdrawn_at__isnull=True)),
    )
    if sums["named"]:
        complaint.worker_count = sums["workers"]
        complaint.claimed_yuan = sums["claimed"] or Decimal("0.00")
