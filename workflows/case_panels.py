"""The papers on the page of a matter: what is still missing, what can be made of and done with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.access import scope_of
from casework.models import Case, Complaint, Document
from casework.papers import PAPERS
from casework.vocabulary import DocumentKind, DocumentState
from workflows import meter
from workflows.actions.papers import SELF_WRITTEN, SERVED_HERE
from workflows.catalogue import ACTIONS, Action, papers
from workflows.counter.actors import act_url, as_machine, best_actor

DRAFT = "draft_"
ISSUED = DocumentState.ISSUED


def paper_acts(
    request: HttpRequest, record: Complaint | Case, documents: Sequence[Document]
) -> dict[str, Any]:
    """What `request.user` may do now with papers: `make` new ones, act on each of `documents`.

    `rows`: document id -> (address, label, tone). `volumes`: where the file of the case is made,
    `evidence`: where evidence is added; empty where the reader may not.
    """
    as_machine(record)
    possible = [
        action for action in _candidates(record, documents) if _may(action, record, request)
    ]
    is_case = isinstance(record, Case)
    may_export = is_case and _may(ACTIONS["export_file"], record, request)
    add = ACTIONS["add_evidence" if is_case else "add_photo"]
    return {
        "make": [
            (act_url(action.code, record), action.label)
            for action in possible
            if action.code.startswith(DRAFT) or action.code == "record_inquiry_answer"
        ],
        "rows": {paper.pk: _acts_on(paper, record, possible) for paper in documents},
        "evidence": act_url(add.code, record) if _may(add, record, request) else "",
        "volumes": reverse("volumes", args=[record.pk]) if may_export else "",
    }


def _may(action: Action, record: Complaint | Case, request: HttpRequest) -> bool:
    return best_actor(action, record, request.user, [])[1].ok


def _candidates(record: Complaint | Case, documents: Sequence[Document]) -> list[Action]:
    """The acts on papers of this kind of record that have a paper to be about."""
    about = {code for paper in documents for code, _word in _codes_of(paper, record)}
    if any(d.kind == DocumentKind.INQUIRY_NOTICE and d.state == ISSUED for d in documents):
        about.add("record_inquiry_answer")
    return [
        action
        for action in papers.ACTIONS
        if action.machine.STREAM == record.STREAM
        and (action.code in about or action.code.startswith(DRAFT))
    ]


def _codes_of(paper: Document, record: Complaint | Case) -> Iterator[tuple[str, str]]:
    """Yield (act, name of its field for the paper) of what a paper in this state is open to."""
    if getattr(paper, f"{record.STREAM}_id") != record.pk:
        return
    own = paper.kind in SELF_WRITTEN
    if own and paper.state == DocumentState.DRAFT:
        yield f"{DRAFT}{paper.kind}", "replaces"
        if PAPERS[paper.kind].signers:
            yield "sign_paper", "document"
        yield "issue_paper", "document"
    if paper.state == ISSUED and paper.kind in SERVED_HERE and not paper.services.all():
        yield ("serve_paper" if isinstance(record, Case) else "serve_letter"), "document"
    if own and paper.state != DocumentState.VOID:
        yield "void_paper", "document"


def _acts_on(
    paper: Document, record: Complaint | Case, possible: Sequence[Action]
) -> list[tuple[str, Any, str]]:
    by_code = {action.code: action for action in possible}
    return [
        (
            f"{act_url(code, record)}?{field}={paper.pk}",
            _("修改草稿") if code.startswith(DRAFT) else by_code[code].label,
            by_code[code].tone,
        )
        for code, field in _codes_of(paper, record)
        if code in by_code
    ]


def meter_panel(request: HttpRequest, record: Complaint | Case) -> dict[str, Any]:
    """Panel: per legal step what the case has and what it still lacks; for its own office."""
    steps = []
    if (
        isinstance(record, Case)
        and record.closed_on is None
        and record.office_id in scope_of(request.user).office_ids  # type: ignore[arg-type]
    ):
        steps = meter.measure(meter.known_of(record))
    return {"template": "workflows/_meter.html", "context": {"steps": steps}}
