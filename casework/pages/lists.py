"""The list of cases and complaints, and finding by a person's number without leaving a trace of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework import clock
from casework.pages.frame import StaffRequest, staff_page
from casework.queries import search
from casework.queries.cases import CASE_TONE
from casework.queries.complaints import COMPLAINT_TONE, ENDED
from casework.vocabulary import CaseState, Industry


class PersonForm(forms.Form):
    """A phone or ID-card number; sent by POST so that no log and no history keeps it."""

    number = forms.CharField(
        label=gettext_lazy("完整号码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: StaffRequest) -> HttpResponse:
    """Show the matters this user may see; on POST those of one phone or ID-card number."""
    filters = search.Filters.read(request.GET)
    form = PersonForm(request.POST or None)
    context = _frame(request, filters, form)
    if request.method == "POST":
        return by_person(request, form, context)
    page = search.listing(request.user, filters)
    context |= {
        "rows": page.rows,
        "provisional": search.provisional(page.rows),
        "older_url": _url(filters, after=page.older) if page.older else "",
        "newest_url": _url(filters, after="") if filters.after else "",
    }
    return render(request, "casework/pages/cases.html", context)


def by_number(request: StaffRequest, number: str) -> HttpResponse:
    """Answer with the matters of one person's number; the number stands in no address."""
    form = PersonForm({"number": number})
    return by_person(request, form, _frame(request, search.Filters(), form))


def by_person(request: StaffRequest, form: PersonForm, context: dict[str, Any]) -> HttpResponse:
    found = search.by_person(request.user, form.cleaned_data["number"]) if form.is_valid() else None
    if found is None and form.is_valid():
        form.add_error("number", _("这不是完整的手机号或身份证号，请核对。"))
    context |= {"rows": found or [], "by_person": True}
    return render(request, "casework/pages/cases.html", context)


def _frame(request: StaffRequest, filters: search.Filters, form: PersonForm) -> dict[str, Any]:
    return {
        "filters": filters,
        "form": form,
        "today": clock.today(),
        "tones": {str(k): v for tones in (CASE_TONE, COMPLAINT_TONE) for k, v in tones.items()},
        "ended": {*ENDED, CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED},
        "states": search.state_choices(),
        "industries": Industry.choices,
        "offices": search.offices_of(request.user),
        "chips": _chips(filters),
    }


def _chips(filters: search.Filters) -> list[tuple[str, str, None, bool]]:
    words = ((search.ALL, _("全部")), (search.CASES, _("案件")), (search.COMPLAINTS, _("投诉")))
    chips = [
        (_url(filters, show=show, state="", after=""), word, None, filters.show == show)
        for show, word in words
    ]
    late = _url(filters, overdue="" if filters.overdue else "1", after="")
    return [*chips, (late, _("超期"), None, filters.overdue)]


def _url(filters: search.Filters, **changes: str) -> str:
    values = {
        "q": filters.text, "show": filters.show, "state": filters.state,
        "office": str(filters.office or ""), "industry": filters.industry,
        "overdue": "1" if filters.overdue else "", "after": filters.after, **changes,
    }  # fmt: skip
    return "?" + urlencode({key: value for key, value in values.items() if value})
