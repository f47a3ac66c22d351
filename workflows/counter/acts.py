"""The page of one act on a complaint or case: its form, its ground, what follows, and the answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import FileField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casework.access import Verdict, may_see, visible_cases, visible_complaints
from casework.models import Branch, Case, CaseEvent, Complaint
from casework.models.actor import Actor
from casework.queries.branch_facts import facts_of
from casework.queries.discretion import hush
from casework.queries.dossier import shows_names
from casework.records.receipts import done_before
from casework.vocabulary import ComplaintKind, Role
from workflows import meter
from workflows.catalogue import ACTIONS, Action, talk
from workflows.counter import article18
from workflows.counter.actors import as_machine, best_actor, open_desks, record_url
from workflows.counter.next_words import after
from workflows.counter.record_head import RecordHead, proposal_of, sent_back
from workflows.dispatch import Incomplete, Overtaken, Result, act
from workflows.machines.step import Refused
from workflows.models import DeskTask
from workflows.moves import Record

NOT_AT_THE_COUNTER = frozenset(act.code for act in ACTIONS.values() if not act.at_counter)
NOT_AT_THE_COUNTER |= {"mark_plan_broken"}
MOST_DIGITS = 10
NAMED_BY_LINK = ("document", "replaces", "comment")
"""What a link may choose beforehand: which paper or comment it is about. No words, no amounts."""
RELATED = ("office__division", "lead", "second", "employer")
WITH_ARTICLE_18 = {"propose_decision", "accept_complaint"}


@dataclass
class Sheet:
    """Everything one act page is about: the act, the record, who acts and whether they may."""

    action: Action
    record: Record
    desks: list[DeskTask]
    actor: Actor
    verdict: Verdict


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act_page(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """Show the form of an act, or do it."""
    action = _action(code, kind)
    try:
        sheet = _sheet(request, action, pk)
    except Http404:
        # A second click on what took the record out of sight: it is done, not gone.
        if done_before(_key(request), code, request.user.pk):
            return _repeated(request, action)
        raise
    if request.method != "POST":
        return _page(request, sheet, _empty_form(request, sheet))
    try:
        result = act(
            code, pk, sheet.actor, request.POST, files=request.FILES,
            key=_key(request), seen=_seen(request),
        )  # fmt: skip
    except Incomplete as refusal:
        return _page(request, sheet, refusal.form, status=422)
    except Overtaken as refusal:
        sheet = _sheet(request, action, pk)
        return _page(
            request, sheet, _typed_form(request, sheet), status=409,
            refusal=str(refusal), events=refusal.events,
        )  # fmt: skip
    except Refused as refusal:
        sheet = _sheet(request, action, pk)
        return _page(request, sheet, _typed_form(request, sheet), status=409, refusal=str(refusal))
    return _done(request, action, result)


def _action(code: str, kind: str) -> Action:
    action = ACTIONS.get(code)
    if action is None or code in NOT_AT_THE_COUNTER or kind != action.machine.STREAM:
        raise Http404
    return action


def _sheet(request: HttpRequest, action: Action, pk: int) -> Sheet:
    record = as_machine(_visible(request.user, action, pk))
    desks = open_desks(record)
    actor, verdict = best_actor(action, record, request.user, desks)
    on_desk = any(action.code in getattr(task.flow_task, "actions", ()) for task in desks)
    if verdict.ok and action.desk and not on_desk:
        verdict = Verdict(False, _("这一步现在不在办理桌上，可能已有人办过，请刷新后查看。"))
    return Sheet(action, record, desks, actor, verdict)


def _visible(user: Any, action: Action, pk: int) -> Record:
    """The record of the act, if this person may see it; a branch is seen with its case."""
    if issubclass(action.machine, Branch):
        rows = action.machine._default_manager.filter(case__in=visible_cases(user))
        branch: Branch = get_object_or_404(
            rows.select_related("office__division", *(f"case__{name}" for name in RELATED)), pk=pk
        )
        return branch
    if issubclass(action.machine, Case):
        return get_object_or_404(visible_cases(user).select_related(*RELATED), pk=pk)
    more = ("first_office", "site_division", "case")
    return get_object_or_404(visible_complaints(user).select_related(*RELATED, *more), pk=pk)


def _empty_form(request: HttpRequest, sheet: Sheet) -> Form | None:
    if not sheet.verdict.ok:
        return None
    named = {name: request.GET[name] for name in NAMED_BY_LINK if name in request.GET}
    return sheet.action.form(subject=sheet.record, actor=sheet.actor, initial=named)


def _typed_form(request: HttpRequest, sheet: Sheet) -> Form | None:
    """The form with everything that was typed; files have to be chosen again.

    Not for whoever has no right to this act at all: its lines name the workers.
    """
    permission = sheet.action.permission
    if permission is not None and not permission.explain(sheet.record, sheet.actor).ok:
        return None
    return sheet.action.form(request.POST, request.FILES, subject=sheet.record, actor=sheet.actor)


def _page(
    request: HttpRequest,
    sheet: Sheet,
    form: Form | None,
    *,
    status: int = 200,
    refusal: str = "",
    events: list[CaseEvent] | None = None,
) -> HttpResponse:
    action, record = sheet.action, sheet.record
    checklist = []
    if action.code in WITH_ARTICLE_18 and isinstance(record, Complaint):
        checklist = article18.conditions(record)
    dossier = record.dossier
    context = {
        "action": action,
        "record": dossier,
        "branch": record if record is not dossier else None,
        "branch_facts": facts_of(record) if isinstance(record, Branch) else [],
        "head": RecordHead(dossier),
        "verdict": sheet.verdict,
        "acting": _acting(sheet.actor),
        "form": form,
        "has_files": _has_files(form),
        "checklist": checklist,
        "step": meter.step_of(record, action.code) if isinstance(record, Case) else None,
        "proposal": proposal_of(dossier) if action.code == "accept_complaint" else None,
        "sent_back": sent_back(dossier, action.code),
        "after": after(action.code),
        "refusal": refusal,
        "events": _shown(request, dossier, events or []) if form is not None else [],
        "key": _key(request) or uuid.uuid4().hex,
        "seen": dossier.last_seq,
        "back_url": record_url(record),
    }
    return render(request, "workflows/act.html", context, status=status)


def _shown(
    request: HttpRequest, record: Complaint | Case, events: list[CaseEvent]
) -> list[CaseEvent]:
    """What colleagues did meanwhile; of a report without the words that tell who reported."""
    user: Any = request.user
    secret = isinstance(record, Complaint) and record.kind == ComplaintKind.REPORT
    closed = {record.pk} if secret and not shows_names(user, record) else set()
    return [hush(event, closed) for event in events]


def _acting(actor: Actor) -> str:
    if actor.office is None or not actor.role:
        return ""
    return f"{actor.office.name} · {Role(actor.role).label}"


def _has_files(form: Form | None) -> bool:
    return form is not None and any(isinstance(f, FileField) for f in form.fields.values())


def _key(request: HttpRequest) -> str:
    """The key of the form, if it is one of ours; a made-up one is not kept."""
    try:
        return uuid.UUID(request.POST.get("key", "")).hex
    except ValueError:
        return ""


def _seen(request: HttpRequest) -> int | None:
    """How far the journal was when the form was shown; a form without it is not compared."""
    text = request.POST.get("seen", "")
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else 0


def _done(request: HttpRequest, action: Action, result: Result) -> HttpResponse:
    record = result.record
    if action.code == "export_file":
        return redirect("volumes", record.pk)
    if action.code == "accept_complaint" and isinstance(record, Complaint):
        record = result.done.opened or record.case or record
    user: Any = request.user
    # Whoever sends a matter back may lose sight of it by that very act.
    where = record_url(record) if may_see(user, record.dossier).ok else "desk"
    if result.repeated:
        return _repeated(request, action, where)
    if action.code in talk.CODES and where != "desk":
        return redirect(f"{where}#talk")  # what was said stands there; nothing more to say
    text = result.done.message or _("“%(act)s”已办理。") % {"act": action.label}
    messages.success(request, text)
    return redirect(where)


def _repeated(request: HttpRequest, action: Action, where: str = "desk") -> HttpResponse:
    messages.info(request, _("“%(act)s”已经办过，没有重复办理。") % {"act": action.label})
    return redirect(where)
