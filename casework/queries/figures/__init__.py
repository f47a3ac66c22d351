"""Figures of the law (law.md section 6): one module for board, reports, files and the interface.

`read()` gives sheets, `BOOK` says what each figure means. Everything is derived from the journal
and dated rows and can be rebuilt; a past day gives what stood in the journal at its end.
"""

from casework.queries.figures.account import (
    LEAST_RANKED,
    Account,
    Line,
    account,
    content,
    digest,
    shown,
)
from casework.queries.figures.book import BOOK, BY_CODE, Figure, Number, plain
from casework.queries.figures.derive import keep, rebuild, refresh
from casework.queries.figures.parts_sql import GOVERNMENT
from casework.queries.figures.sheet import (
    TAGS,
    Scope,
    Sheet,
    a_year_before,
    read,
    today_of,
)

__all__ = [
    "BOOK",
    "BY_CODE",
    "GOVERNMENT",
    "LEAST_RANKED",
    "TAGS",
    "Account",
    "Figure",
    "Line",
    "Number",
    "Scope",
    "Sheet",
    "a_year_before",
    "account",
    "content",
    "digest",
    "keep",
    "plain",
    "read",
    "rebuild",
    "refresh",
    "shown",
    "today_of",
]
