"""Papers of many matters as one PDF, too many for a page to wait for."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404

from casework.law.errors import gettext_noop
from casework.pages.documents import paper_for, readable
from casework.printing.pdf import pdf_of
from casework.queries.papers import Paper
from casework.vocabulary import JobKind
from workflows.jobs import Outcome, Progress, job

READING = gettext_noop("正在汇集文书")
PRINTED = gettext_noop("共 %(papers)s 份文书。")
NAME = "文书.pdf"


@job(JobKind.DESK_PRINT, queue="documents")
def print_papers(progress: Progress) -> Outcome:
    """Set the papers named by id with the rights their owner has now, in the order given."""
    ids: list[int] = progress.params["documents"]
    reader = progress.actor.staff
    progress.begin(len(ids), READING)
    papers: list[Paper] = []
    for pk in progress.each(ids):
        with suppress(Http404):  # handed to another office meanwhile
            papers.append(paper_for(reader, readable(reader, pk)))
    content = pdf_of(papers) if papers else None
    return Outcome(
        PRINTED, {"papers": len(papers)}, content=content, name=NAME,
        content_type="application/pdf",
    )  # fmt: skip
