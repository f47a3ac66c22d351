"""Numbers: gap-free document numbers per authority, word and year; random tracking numbers."""

from __future__ import annotations

import secrets

from django.db import connection

from casework import clock
from casework.crypto import blind_index
from casework.models import NumberSequence, Office

TRACKING_DIGITS = 12
QUERY_CODE_DIGITS = 6


def next_number(office: Office, word: str) -> str:
    """Allocate the next number, e.g. 金水人社监立字〔2026〕第0041号, in the caller's transaction.

    The sequence row stays locked until commit, so a rollback leaves no gap (law.md section 8).
    """
    return next_numbers(office, word)[word]


def next_numbers(office: Office, *words: str) -> dict[str, str]:
    """Allocate the next number of each word by one statement; always locked in the same order."""
    year = clock.today().year
    table = NumberSequence._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (office_id, word, year, last) "  # noqa: S608
            "SELECT %s, word, %s, 1 FROM unnest(%s::text[]) AS word ORDER BY word "
            f"ON CONFLICT (office_id, word, year) DO UPDATE SET last = {table}.last + 1 "
            "RETURNING word, last",
            [office.pk, year, list(words)],
        )
        rows = cursor.fetchall()
    return {word: f"{office.short_name}{word}字〔{year}〕第{serial:04d}号" for word, serial in rows}


def new_tracking_no() -> str:
    """Return a random public tracking number of 12 digits; it tells nothing of order or place."""
    return str(secrets.randbelow(9 * 10 ** (TRACKING_DIGITS - 1)) + 10 ** (TRACKING_DIGITS - 1))


def new_query_code() -> str:
    """Return a random query code of 6 digits; shown once, kept only as a keyed hash."""
    return f"{secrets.randbelow(10**QUERY_CODE_DIGITS):0{QUERY_CODE_DIGITS}d}"


def query_code_hash(tracking_no: str, code: str) -> str:
    """Return the keyed hash under which a query code is stored (useless without the server key)."""
    return blind_index(f"{tracking_no}:{code}", "query_code")
