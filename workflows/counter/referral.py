"""The page of a referral: what to do, the materials of art. 6, both clocks, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.access import visible_cases
from casework.models import Deadline, Referral
from casework.pages.panels import render_panel
from casework.queries.referral import facts_of, pack_of
from casework.vocabulary import DeadlineState, DeadlineUnit
from workflows.counter.record_head import RecordHead
from workflows.counter.terms import Term, term_of
from workflows.deadlines import RULES, Rule
from workflows.machines.referral import ReferralMachine

OF_OTHERS = {"D-33", "D-35", "D-38", "D-38b"}
"""Terms of police and procuratorate: for information, in calendar days that do not roll."""
TONE = {DeadlineState.MET: "ok", DeadlineState.MET_LATE: "bad"}


@dataclass(frozen=True)
class Line:
    """One clock: its rule, its last day by the calendar and as it counts, how it stands."""

    deadline: Deadline
    rule: Rule
    term: Term | None

    @property
    def counts_hours(self) -> bool:
        return self.deadline.unit == DeadlineUnit.HOURS

    @property
    def by_calendar(self) -> date:
        """The last day before it moves on from a day off."""
        return self.deadline.started_on + timedelta(days=self.deadline.length)

    @property
    def is_rolled(self) -> bool:
        return not self.counts_hours and self.by_calendar != self.deadline.due_on

    @property
    def word(self) -> str:
        return self.term.text if self.term is not None else self.deadline.get_state_display()

    @property
    def tone(self) -> str:
        if self.term is not None:
            return self.term.tone
        return TONE.get(DeadlineState(self.deadline.state), "")


@login_required
@never_cache
@require_safe
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one referral to whoever sees its case."""
    related = ("office__division", "decided_by", "case__office__division", "case__lead",
               "case__second", "case__employer")  # fmt: skip
    user: Any = request.user
    rows = ReferralMachine.objects.filter(case__in=visible_cases(user))
    record = get_object_or_404(rows.select_related(*related), pk=pk)
    lines = _lines(record)
    context = {
        "referral": record,
        "record": record.case,
        "head": RecordHead(record.case),
        "steps": render_panel("workflows.panels.next_steps", request, record),
        "checklist": pack_of(record).checklist(),
        "materials": pack_of(record).materials,
        "replies": record.replies.select_related("proof", "recorded_by"),
        "papers": record.documents.order_by("id"),
        "facts": facts_of(record),
        "ours": [line for line in lines if line.deadline.rule not in OF_OTHERS],
        "theirs": [line for line in lines if line.deadline.rule in OF_OTHERS],
    }
    return render(request, "workflows/referral.html", context)


def _lines(record: Referral) -> list[Line]:
    rows = record.deadlines.exclude(state=DeadlineState.CANCELLED).order_by("id")
    return [
        Line(row, RULES[row.rule], term_of(row) if row.state == DeadlineState.RUNNING else None)
        for row in rows
    ]
