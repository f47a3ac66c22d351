"""What waits for my approval: the text with what changed since last time, its ground, two answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.access import may_see
from casework.models import Branch, Case, Complaint, Document, User, WithdrawalRequest
from casework.pages.documents import paper_for, readable
from casework.papers import paper_type
from casework.queries.branch_facts import facts_of
from casework.queries.dossier import shows_names
from casework.queries.paper_diff import changes, is_changed
from casework.queries.proceedings import Proceedings
from casework.vocabulary import ComplaintKind, DocumentState, Role, WithdrawalState
from workflows import documents, meter
from workflows.catalogue import ACTIONS, Action
from workflows.checks import FLOWS
from workflows.counter import article18
from workflows.counter.actors import act_url, as_machine, best_actor, open_desks, record_url
from workflows.counter.desk_filters import DeskFilter
from workflows.counter.desk_rows import Desk, grouped
from workflows.counter.next_words import after
from workflows.counter.record_head import Proposal, RecordHead, proposal_of
from workflows.flows.desk import Desk as DeskNode
from workflows.models import DeskTask
from workflows.moves import Record

ACCEPT = "accept_complaint"
WITHDRAWALS = {"confirm_withdrawal", "decide_worker_withdrawals"}
APPROVERS = (Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.LEGAL)


def _approval_nodes() -> Iterator[str]:
    """The desks of heads and reviewers at which something can be sent back."""
    for flow_class in FLOWS:
        for node in flow_class.instance.nodes():
            if isinstance(node, DeskNode) and node.role in APPROVERS:
                tones = {ACTIONS[code].tone == "back" for code in node.actions}
                if tones == {True, False}:
                    yield node.name


APPROVALS = frozenset(_approval_nodes())


class Approvals(Desk):
    """The part of a desk that waits for an approval."""

    def tasks(self) -> QuerySet[DeskTask]:
        return super().tasks().filter(node__in=APPROVALS, role__in=APPROVERS)


@dataclass(frozen=True)
class Answer:
    """One way to answer: its act, its form on this page, and why it is closed if it is."""

    action: Action
    url: str
    form: Form | None
    blocked: str
    after: str
    is_usual: bool = False

    @property
    def is_return(self) -> bool:
        return self.action.tone == "back"


@login_required
@never_cache
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """List what waits for this user's approval, by deadline."""
    assert isinstance(request.user, User)
    desk = Approvals(request.user)
    rows, following = desk.page(DeskFilter(after=request.GET.get("after", "")))
    context = {
        "groups": grouped(rows, desk.group_sizes()),
        "next_url": f"?after={following}" if following else "",
        "first_url": "?" if request.GET.get("after") else "",
        "row_count": len(rows),
    }
    return render(request, "workflows/approvals.html", context)


@login_required
@never_cache
@require_safe
def approval(request: HttpRequest, task: int) -> HttpResponse:
    """Show what is to be approved beside its ground, with both answers on the page."""
    user = request.user
    assert isinstance(user, User)
    row = (
        DeskTask.objects.select_related(
            "office", "case__office__division", "case__employer", "case__lead", "case__second",
            "complaint__office__division", "complaint__employer", "complaint__lead",
            "complaint__second", "branch",
        ).filter(pk=task, node__in=APPROVALS).first()
    )  # fmt: skip
    if row is None or not may_see(user, row.subject).ok:
        raise Http404
    if row.finished is not None:
        return redirect(record_url(row.subject))
    record = _record(row)
    asked = _what_is_asked(record, row, user)
    answers = _ordered(_answers(record, row, user), asked["proposal"])
    document = _document(record, user)
    line = next(iter(Approvals(user).picked([row.pk])), None)
    head = RecordHead(record.dossier)
    lines: list[Any] = []
    if document is not None:
        before = document.replaces
        now = paper_for(user, document)
        lines = changes(paper_for(user, readable(user, before.pk)) if before else None, now)
    context = {
        "task": row, "record": record.dossier, "record_url": record_url(record),
        "head": head, "term": line.term if line is not None else head.term,
        "document": document, "lines": lines, "is_changed": is_changed(lines),
        "ready": documents.ready(document) if document is not None else None,
        "basis": paper_type(document.kind).basis if document is not None else "",
        "step": meter.step_of(record, row.flow_task.actions[0])
        if isinstance(record, Case) else None,
        "answers": answers, "key": uuid.uuid4().hex, "seen": record.dossier.last_seq,
        **asked,
        "proceedings": _proceedings(record, document),
    }  # fmt: skip
    return render(request, "workflows/approval.html", context)


def _what_is_asked(record: Record, task: DeskTask, user: User) -> dict[str, Any]:
    """What there is to read beside a draft, or in its place, by the kind of record."""
    branch = record if isinstance(record, Branch) else None
    accepting = ACCEPT in task.flow_task.actions
    proposed = record if isinstance(record, Complaint) and accepting else None
    return {
        "branch": branch,
        "branch_facts": facts_of(branch) if branch is not None else [],
        "proposal": proposal_of(proposed) if proposed is not None else None,
        "checklist": article18.conditions(proposed) if proposed is not None else [],
        "wishes": _wishes(record, task, user),
    }


def _proceedings(record: Record, draft: Document | None) -> Proceedings | None:
    """What a decision is asked on, announced and heard, where there is no draft to read."""
    return Proceedings(record) if isinstance(record, Case) and draft is None else None


def _wishes(record: Record, task: DeskTask, user: User) -> list[WithdrawalRequest]:
    """The open wishes to withdraw that are to be confirmed; of a report only for who may know."""
    if not isinstance(record, Complaint) or not WITHDRAWALS & set(task.flow_task.actions):
        return []
    if record.kind == ComplaintKind.REPORT and not shows_names(user, record):
        return []
    asked = record.withdrawals.filter(state=WithdrawalState.REQUESTED)
    return list(asked.select_related("claim__worker").order_by("id"))


def _record(task: DeskTask) -> Record:
    if task.branch is None:
        return as_machine(task.subject)
    kind: Any = as_machine(task.branch).__class__
    branch: Branch = kind._default_manager.select_related("office__division").get(pk=task.branch_id)
    assert task.case is not None
    branch.case = task.case
    return branch


def _answers(record: Record, task: DeskTask, user: User) -> list[Answer]:
    """Every act of this desk, approvals first; with no form where it is closed to this user."""
    desks = open_desks(record)
    found = []
    for code in task.flow_task.actions:
        action = ACTIONS[code]
        actor, verdict = best_actor(action, record, user, desks)
        form = (
            action.form(subject=record, actor=actor, auto_id=f"id_{code}_%s")
            if verdict.ok
            else None
        )
        found.append(
            Answer(action, act_url(code, record), form, verdict.reason, after(code))
        )  # fmt: skip
    return found


def _ordered(answers: list[Answer], proposal: Proposal | None) -> list[Answer]:
    """The usual yes (what was proposed) and the usual no first; whatever else follows, folded."""
    wanted = proposal.act if proposal is not None else ""
    yes = next((a for a in answers if a.action.code == wanted), None)
    yes = yes or next((a for a in answers if not a.is_return), None)
    no = next((a for a in answers if a.is_return and a is not yes), None)
    usual = [replace(answer, is_usual=True) for answer in (yes, no) if answer is not None]
    return usual + [answer for answer in answers if answer is not yes and answer is not no]


def _document(record: Record, user: User) -> Document | None:
    """The draft that lies with the approver: the latest one of the record."""
    drafts = record.documents.filter(state=DocumentState.DRAFT).order_by("-id")
    latest = drafts.values_list("pk", flat=True).first()
    if latest is None:
        return None
    try:
        return readable(user, latest)
    except Http404:
        return None
