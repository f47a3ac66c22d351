"""The page of one clock: its article, its start, every day counted or not, what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casework.access import visible_cases, visible_complaints
from casework.law.calendar import DayNote
from casework.law.terms import LAST, ROLLED, START
from casework.models import Case, Complaint, Deadline
from casework.templatetags.casework_format import local_day, local_minute
from casework.vocabulary import DeadlineState, DeadlineUnit
from workflows import deadlines
from workflows.counter.actors import record_url
from workflows.counter.lawbook import length_in_words
from workflows.counter.terms import term_of


@dataclass(frozen=True)
class Line:
    """One day of the term as it is shown."""

    date: date
    ordinal: int | None
    counted: bool
    why: str
    name: str
    provisional: bool


@login_required
@never_cache
@require_GET
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain one clock to whoever may see its matter."""
    rows = Deadline.objects.select_related(
        "office", "case__office", "complaint__office", "branch"
    ).prefetch_related(
        "extensions__approved_by", "suspensions__ordered_by", "suspensions__ended_by",
        "moves__notice",
    )  # fmt: skip
    found = get_object_or_404(rows, pk=pk)
    record = found.case or found.complaint
    assert record is not None
    _require_visible(request, record)
    return render(request, "workflows/deadline.html", _context(found, record))


@login_required
@never_cache
@require_GET
def nearest(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Lead to the clock whose last day is the next one of a case or complaint."""
    visible: Any = visible_cases if kind == Case.STREAM else visible_complaints
    record = get_object_or_404(visible(request.user), pk=pk)
    rows = deadlines.running(record).order_by("due_on", "id")
    found = next((row for row in rows if not deadlines.RULES[row.rule].limit.is_target), None)
    return redirect("deadline", found.pk) if found else redirect(record_url(record))


def _require_visible(request: HttpRequest, record: Case | Complaint) -> None:
    visible: Any = visible_cases if isinstance(record, Case) else visible_complaints
    if not visible(request.user).filter(pk=record.pk).exists():
        raise Http404


def _context(found: Deadline, record: Case | Complaint) -> dict[str, Any]:
    rule = deadlines.rule_for(record, found.rule)
    notes = deadlines.explain(found, deadlines.spans_of(found))
    siblings = Deadline.objects.filter(**{record.STREAM: record.pk}).exclude(pk=found.pk)
    running = found.state == DeadlineState.RUNNING
    return {
        "deadline": found,
        "rule": rule,
        "record": record,
        "record_url": record_url(record),
        "term": term_of(found) if running else None,
        "length": length_in_words(found.length, found.unit),
        "words": in_words(found, notes),
        "days": [_line(note) for note in notes],
        "counted": sum(note.counted for note in notes),
        "unsure": [note.date for note in notes if note.provisional],
        "others": [(row, deadlines.RULES[row.rule]) for row in siblings.order_by("id")],
        "rules_day": record.rules_day,
    }


def _line(note: DayNote) -> Line:
    return Line(note.date, note.ordinal, note.counted, _(note.label), note.name, note.provisional)


def in_words(found: Deadline, notes: Sequence[DayNote]) -> list[str]:
    """Say in sentences how the last day follows from the start; one step each."""
    if found.unit == DeadlineUnit.HOURS:
        return [
            _("自 %(start)s 起连续计算 %(n)s 小时，夜间、周末和节假日都不扣除。")
            % {"start": local_minute(found.started_at), "n": found.length},
            _("届满于 %(due)s。") % {"due": local_minute(found.due_at)},
        ]
    said = [_first_sentence(found)]
    still = sum(note.reason == "suspended" for note in notes)
    if still:
        said.append(_("其中中止 %(n)s 天，不计入期限。") % {"n": still})
    moved = [note for note in notes if note.reason in (ROLLED, LAST)]
    if moved:
        end = [n for n in notes if n.reason not in (ROLLED, LAST, START)][-1].date
        said.append(
            _("期限的最后一日 %(end)s 是休息日，顺延至其后的第一个工作日。")
            % {"end": local_day(end)}
        )
    said.append(_("届满于 %(due)s。") % {"due": local_day(found.due_on)})
    return said


def _first_sentence(found: Deadline) -> str:
    values = {"start": local_day(found.started_on), "n": found.length}
    sentences = {
        DeadlineUnit.WORKING_DAYS: _(
            "自 %(start)s 起算，当日不计入，只计工作日（含调休上班日），共 %(n)s 个工作日。"
        ),
        DeadlineUnit.CALENDAR_DAYS: _(
            "自 %(start)s 起算，当日不计入，逐日计算，共 %(n)s 日。"
        ),
        DeadlineUnit.MONTHS: _(
            "自 %(start)s 起 %(n)s 个月，届满于相应月份的同一日；该月没有这一日的，为当月最后一日。"
        ),
        DeadlineUnit.YEARS: _(
            "自 %(start)s 起 %(n)s 年，届满于相应年份的同一日；该月没有这一日的，为当月最后一日。"
        ),
    }  # fmt: skip
    return sentences[DeadlineUnit(found.unit)] % values
