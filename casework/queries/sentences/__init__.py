"""Kind of journal row -> function that tells it in one sentence; one module per subject."""

from __future__ import annotations

from collections.abc import Callable

from casework.queries.sentences import (
    branches,
    cluster,
    contact,
    decision,
    employer,
    handlers,
    listing,
    money,
    papers,
    path,
    publication,
    referral,
    transfer,
    visit,
)
from casework.queries.sentences.words import Facts

__all__ = ["SENTENCES", "Facts"]

SENTENCES: dict[str, Callable[[Facts], str]] = {
    **path.SENTENCES,
    **money.SENTENCES,
    **branches.SENTENCES,
    **listing.SENTENCES,
    **publication.SENTENCES,
    **referral.SENTENCES,
    **transfer.SENTENCES,
    **papers.SENTENCES,
    **employer.SENTENCES,
    **decision.SENTENCES,
    **handlers.SENTENCES,
    **contact.SENTENCES,
    **visit.SENTENCES,
    **cluster.SENTENCES,
}
