"""The registry of legal documents: what each of the 25 groups of law.md section 8 must contain."""

from __future__ import annotations

from casework.papers import (
    closing,
    crime,
    decision,
    enforcement,
    inquiry,
    intake,
    jurisdiction,
    listing,
    money,
    order,
    publicity,
)
from casework.papers.base import PRINTED, UNSURE, Field, How, PaperType, To
from casework.vocabulary import DocumentKind

__all__ = [
    "HANDLERS_ONLY",
    "PAPERS",
    "PRINTED",
    "UNSURE",
    "Field",
    "How",
    "PaperType",
    "To",
    "paper_type",
]

PAPERS: dict[str, PaperType] = {
    paper.kind: paper
    for subject in (
        intake,
        inquiry,
        order,
        decision,
        enforcement,
        crime,
        listing,
        publicity,
        jurisdiction,
        closing,
        money,
    )
    for paper in subject.PAPERS
}

HANDLERS_ONLY = [kind for kind, paper in PAPERS.items() if paper.handlers_only]
"""Records of what one person said: the owner office alone reads them."""


def paper_type(kind: str) -> PaperType:
    """Return what a document of this kind must contain. Raises KeyError for an unknown kind."""
    return PAPERS[DocumentKind(kind)]
