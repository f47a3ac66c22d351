"""Many tasks of the desk at once: appoint inspectors for all, print summaries or papers as one PDF."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from casework.access import scope_of
from casework.law.errors import SentenceError
from casework.models import Case, Complaint, Document, User
from casework.pages.documents import paper_for, readable
from casework.printing.pdf import pdf_of
from casework.queries.papers import Paper
from casework.vocabulary import DocumentKind, DocumentState, JobKind
from workflows import jobs
from workflows.counter.appointing import MOST, AppointForm, appoint_all, choices, rows_for
from workflows.counter.desk_rows import Desk
from workflows.counter.desk_summary import summaries
from workflows.counter.picking import ids_in
from workflows.counter.workload import Team

MOST_PAPERS = 500
AT_ONCE = 20
"""Papers set while the page waits; more are a long work of their own."""
SUMMARY, PAPERS = "summary", "papers"
Record = Case | Complaint


class PrintForm(forms.Form):
    """What to print of the chosen matters."""

    what = forms.ChoiceField(
        label=gettext_lazy("打印什么"), widget=forms.RadioSelect,
        choices=[(SUMMARY, gettext_lazy("案情摘要，每件一页")), (PAPERS, gettext_lazy("已编号的文书"))],
        initial=SUMMARY,
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("哪些文书"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只在打印文书时有用；不选就是全部。"),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind, DocumentKind(kind).label) for kind in kinds]
        if not kinds:
            del self.fields["kinds"]


@login_required
@never_cache
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Appoint two inspectors for each chosen matter of a head's office, each by its own act.

    One that is refused stops none of the others; the answer names what became of each. The same
    form sent again does nothing twice.
    """
    user = _user(request)
    desk = Desk(user, whole=True)
    if not desk.headed:
        messages.error(request, _("只有负责人可以指派监察员。"))
        return redirect(_back(request))
    picked = _records(request, desk)
    if not picked:
        return _none_chosen(request)
    headed = {office.pk for office in desk.headed}
    office = next((one.office for one in picked if one.office_id in headed), desk.headed[0])
    records = [record for record in picked if record.office_id == office.pk]
    if not records:
        messages.error(request, _("选中的都不由本单位承办，不能指派本单位的监察员。"))
        return redirect(_back(request))
    form = AppointForm(request.POST if "pick" in request.POST else None)
    if form.is_bound and form.is_valid():
        done = appoint_all(user, records, request.POST, form.cleaned_data["reason"])
        context = {"outcomes": done, "back": _back(request),
                   "refused": sum(1 for one in done if one.refused)}  # fmt: skip
        return render(request, "workflows/desk_assigned.html", context)
    team = Team(office.pk, [record.employer_id for record in records])
    context = {
        "office": office, "rows": rows_for(team, records), "options": choices(team.loads),
        "left_out": len(picked) - len(records), "form": form, "key": request.POST.get("key") or uuid.uuid4().hex,
        "action": _again("desk_assign", request), "back": _back(request),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "workflows/desk_assign.html", context, status=status)


@login_required
@never_cache
@require_POST
def print_together(request: HttpRequest) -> HttpResponse:
    """Ask what to print of the chosen matters, then give it as one PDF."""
    user = _user(request)
    records = _records(request, Desk(user, whole=True)) or _records(request, Desk(user))
    if not records:
        return _none_chosen(request)
    found = _papers_of(records)
    kinds = list(dict.fromkeys(found.order_by("kind").values_list("kind", flat=True)))
    form = PrintForm(request.POST if "what" in request.POST else None, kinds=kinds)
    if form.is_bound and form.is_valid():
        if form.cleaned_data["what"] == SUMMARY:
            with override("zh-hans"):
                return _pdf(summaries(user, records), _("案情摘要"))
        chosen = form.cleaned_data.get("kinds") or kinds
        answer = _papers(request, found.filter(kind__in=chosen))
        if isinstance(answer, HttpResponse):
            return answer
        form.add_error(None, answer)
    context = {"form": form, "records": records, "action": _again("desk_print", request),
               "back": _back(request)}  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "workflows/desk_print.html", context, status=status)


def _papers_of(records: Sequence[Record]) -> Any:
    cases = [record.pk for record in records if isinstance(record, Case)]
    complaints = [record.pk for record in records if isinstance(record, Complaint)]
    issued = Document.objects.filter(state=DocumentState.ISSUED, number__isnull=False)
    return issued.filter(case__in=cases) | issued.filter(complaint__in=complaints)


def _papers(request: HttpRequest, documents: Any) -> HttpResponse | str:
    """The papers by matter and day, at once or as a long work; or a sentence why nothing is printed."""
    user = _user(request)
    ids = list(
        documents.order_by("case_id", "complaint_id", "issued_at", "id").values_list(
            "pk", flat=True
        )
    )
    if len(ids) > MOST_PAPERS:
        return _("共 %(n)s 份，一次最多打印 %(most)s 份。请少选几件，或者只选一两种文书。") % {
            "n": len(ids), "most": MOST_PAPERS,
        }  # fmt: skip
    if len(ids) > AT_ONCE:
        first = scope_of(user).memberships[0]
        actor = scope_of(user).actor_at(first.office, first.role)
        try:
            return redirect("job", jobs.start(JobKind.DESK_PRINT, actor, {"documents": ids}).pk)
        except SentenceError as refusal:
            return str(refusal)
    papers = []
    for pk in ids:
        with suppress(Http404):
            papers.append(paper_for(user, readable(user, pk)))
    return _pdf(papers, _("文书")) if papers else _("选中的案件里没有您可以打印的文书。")


def _pdf(papers: Sequence[Paper], name: str) -> HttpResponse:
    response = HttpResponse(pdf_of(papers), content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    return response


def _ids(request: HttpRequest) -> list[int]:
    return ids_in(request.POST.getlist("task") or request.GET.getlist("task"))


def _records(request: HttpRequest, desk: Desk) -> list[Record]:
    """The matters of the chosen tasks that lie on this desk, each once, in its order; at most 50."""
    tasks = [row.task for row in desk.picked(_ids(request)[: 2 * MOST])]
    keys = list(dict.fromkeys((task.subject.STREAM, task.subject.pk) for task in tasks))[:MOST]
    found: dict[tuple[str, int], Record] = {}
    for model in (Case, Complaint):
        ids = [pk for stream, pk in keys if stream == model.STREAM]
        rows = model._default_manager.filter(pk__in=ids).select_related(
            "office__division", "employer", "lead", "second"
        )
        found |= {(model.STREAM, row.pk): row for row in rows}
    return [found[key] for key in keys]


def _none_chosen(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("请先在列表里选中要办的任务。"))
    return redirect(_back(request))


def _again(name: str, request: HttpRequest) -> str:
    """The address of the second step: it names the tasks, so that a repeated POST finds them."""
    query = [("task", pk) for pk in _ids(request)[: 2 * MOST]] + [("next", _back(request))]
    return f"{reverse(name)}?{urlencode(query)}"


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/") else reverse("desk")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
