"""Panels of the papers of a case: what is still missing, what can be written, the whole file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from casework.access import scope_of
from casework.models import Case, Complaint
from casework.papers import PAPERS
from casework.vocabulary import DocumentKind, DocumentState
from workflows import meter
from workflows.actions.papers import SELF_WRITTEN, SERVED_HERE
from workflows.catalogue import ACTIONS, papers
from workflows.counter.actors import act_url, as_machine, best_actor


def papers_panel_rows(record: Complaint | Case, user: Any) -> list[tuple[str, Any]]:
    """Return (address, label) of the acts on papers that `user` may do now."""
    about = _codes_with_papers(record)
    return [
        (act_url(action.code, record), action.label)
        for action in papers.ACTIONS
        if action.machine.STREAM == record.STREAM
        and (action.code in about or action.code.startswith("draft_"))
        and best_actor(action, record, user, [])[1].ok
    ]


def _codes_with_papers(record: Complaint | Case) -> set[str]:
    """Which acts on a written paper have one to be about."""
    there = set(record.documents.values_list("kind", "state"))
    drafts = {kind for kind, state in there if state == DocumentState.DRAFT} & set(SELF_WRITTEN)
    issued = {kind for kind, state in there if state == DocumentState.ISSUED}
    found = {
        "sign_paper": any(PAPERS[kind].signers for kind in drafts),
        "issue_paper": bool(drafts),
        "void_paper": bool(drafts or issued & set(SELF_WRITTEN)),
        "serve_paper": bool(issued & set(SERVED_HERE)),
        "serve_letter": bool(issued & set(SERVED_HERE)),
        "record_inquiry_answer": DocumentKind.INQUIRY_NOTICE in issued,
    }
    return {code for code, holds in found.items() if holds}


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


def papers_panel(request: HttpRequest, record: Complaint | Case) -> dict[str, Any]:
    """Panel: the papers that can be written, signed, issued or served; the file of the case."""
    context: dict[str, Any] = {"record": record, "acts": [], "may_export": False}
    as_machine(record)
    context["acts"] = papers_panel_rows(record, request.user)
    if isinstance(record, Case):
        export = best_actor(ACTIONS["export_file"], record, request.user, [])
        context["may_export"] = export[1].ok
    return {"template": "workflows/_papers_panel.html", "context": context}
