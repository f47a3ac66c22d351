"""The employer's own page: what concerns it, and what it may send in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.models import EmployerAccess
from casework.models.actor import Actor
from casework.queries.employer_page import EmployerPage, own_listings, served_on_employer
from casework.queries.papers import paper_of
from casework.records import codes
from casework.vocabulary import CaseState, SubmissionKind
from workflows.catalogue import ACTIONS
from workflows.counter.actors import as_machine
from workflows.counter.employer_entry import opened, others
from workflows.counter.terms import term_of
from workflows.deadlines import RULES
from workflows.dispatch import Incomplete, act
from workflows.forms.employer import SubmissionForm
from workflows.machines.step import Refused

POSTS_AN_HOUR = 60
LISTING_ACTS = {
    code: ACTIONS[code].label
    for code in ("object_to_listing", "promise_correction", "apply_for_removal")
}
CASE_ACTS = {
    "record_statement": gettext_lazy("陈述申辩"),
    "ask_hearing": gettext_lazy("要求听证"),
    "ask_recusal": gettext_lazy("申请办案人员回避"),
}
ENDED = (CaseState.CLOSED, CaseState.REVOKED)


@never_cache
@require_safe
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the case to its employer: documents served on it, terms that run, sums, what it sent."""
    access = opened(request, pk)
    if access is None:
        return redirect("employer_entry")
    page = EmployerPage(access)
    terms = [(RULES[row.rule].label, term_of(row)) for row in page.terms if row.rule in RULES]
    listings = [(entry, _acts_on(entry, LISTING_ACTS)) for entry in page.listings]
    context = {
        "page": page,
        "listings": listings,
        "case_acts": [row for row in _acts_on(access.case, CASE_ACTS) if not row["why"]],
        "case": access.case,
        "access": access,
        "terms": terms,
        "others": others(request, access),
        "kinds": SubmissionKind.choices if access.case.state not in ENDED else [],
    }
    return render(request, "workflows/employer/view.html", context)


@never_cache
@require_safe
def employer_document(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Show one document served on the employer, as it was served."""
    access = opened(request, pk)
    if access is None:
        return redirect("employer_entry")
    related = ("office__division", "case__office", "case__lead", "case__second")
    item = get_object_or_404(served_on_employer(access.case).select_related(*related), pk=document)
    with override("zh-hans"):  # a document is Chinese, whoever reads it
        paper = paper_of(item, names=True)
    return render(
        request,
        "workflows/employer/document.html",
        {"paper": paper, "access": access, "document": item},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def employer_send(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The page on which the employer answers, sends its payroll or proposes payment."""
    access = opened(request, pk)
    if access is None:
        return redirect("employer_entry")
    if kind not in SubmissionKind.values or access.case.state in ENDED:
        raise Http404
    form: Any = SubmissionForm(subject=access.case, actor=Actor.employer(), initial={"kind": kind})
    refusal = ""
    if request.method == "POST":
        try:
            _send(request, access, kind)
        except Incomplete as incomplete:
            form = incomplete.form
        except Refused as refused:
            refusal = str(refused)
            form.initial |= {name: request.POST.get(name, "") for name in form.fields}
        else:
            messages.success(request, _("已提交，承办的监察员会看到。"))
            return redirect("employer_page", pk)
    context = {
        "form": form, "refusal": refusal, "access": access, "key": uuid.uuid4(),
        "title": SubmissionKind(kind).label,
    }  # fmt: skip
    return render(request, "workflows/employer/send.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def employer_listing(request: HttpRequest, pk: int, entry: int, code: str) -> HttpResponse:
    """The page on which the employer objects, promises, or applies to be removed early."""
    access = opened(request, pk)
    if access is None:
        return redirect("employer_entry")
    if code not in LISTING_ACTS:
        raise Http404
    found = get_object_or_404(own_listings(access.case), pk=entry)
    return _act_page(request, access, code, found, str(ACTIONS[code].label))


@never_cache
@require_http_methods(["GET", "POST"])
def employer_act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The page on which the employer defends itself, asks for a hearing or for another officer."""
    access = opened(request, pk)
    if access is None:
        return redirect("employer_entry")
    if code not in CASE_ACTS:
        raise Http404
    return _act_page(request, access, code, access.case, str(CASE_ACTS[code]))


def _act_page(
    request: HttpRequest, access: EmployerAccess, code: str, record: Any, title: str
) -> HttpResponse:
    action, actor, found = ACTIONS[code], Actor.employer(), as_machine(record)
    verdict = action.may(found, actor)
    form: Any = action.form(subject=found, actor=actor) if verdict.ok else None
    refusal = verdict.reason
    if request.method == "POST":
        try:
            _may_post(access)
            act(code, record.pk, actor, request.POST, files=request.FILES, key=key_of(request))
        except Incomplete as incomplete:
            form = incomplete.form
        except Refused as refused:
            refusal = str(refused)
            form = action.form(request.POST, request.FILES, subject=found, actor=actor)
        else:
            messages.success(request, _("已提交，承办机构会书面告知结果。"))
            return redirect("employer_page", access.pk)
    context = {
        "form": form, "refusal": refusal, "access": access, "key": uuid.uuid4(),
        "title": title, "basis": action.basis,
    }  # fmt: skip
    return render(request, "workflows/employer/send.html", context)


def _acts_on(record: Any, codes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the employer may do about its case or entry now, and why not where it may not yet."""
    found, actor = as_machine(record), Actor.employer()
    acts = []
    for code, label in codes.items():
        action = ACTIONS[code]
        if action.may_begin(found, actor).ok:
            acts.append({"code": code, "label": label, "why": action.may(found, actor).reason})
    return acts


def _may_post(access: EmployerAccess) -> None:
    if not codes.allow("employer", str(access.pk), limit=POSTS_AN_HOUR, seconds=3600):
        raise Refused(_("一小时内提交得太多了，请过一会儿再试。"))


def _send(request: HttpRequest, access: EmployerAccess, kind: str) -> None:
    _may_post(access)
    files: dict[str, Any] = {name: request.FILES.getlist(name) for name in request.FILES}
    data = request.POST.dict() | {"kind": kind}
    act("employer_send", access.case_id, Actor.employer(), data, files=files,
        key=key_of(request), access=access)  # fmt: skip


def key_of(request: HttpRequest) -> str:
    """Return the key of the form, so that a double click sends once."""
    try:
        return str(uuid.UUID(request.POST.get("key", "")))
    except ValueError:
        return str(uuid.uuid4())
