"""The audit of one case: who had it when, its clocks, its chain, its path against the law, any past moment."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.access import informants_known
from casework.models import Case, CaseEvent, Complaint, User
from casework.queries.discretion import hush
from casework.queries.history import Entry, entry
from workflows.audit.case_file import AuditFile
from workflows.audit.lanes import SUSPENDED, TERM, WAIT, WORK, Bar, Lane
from workflows.counter.audit_rights import audited_case, may_audit
from workflows.deadlines.marks import midnight

TICKS = 5
NARROWEST = 0.5
DAY_HOURS = 24


@dataclass(frozen=True)
class Shape:
    """One bar as it is drawn: `x` and `width` in percent, its row of the lane, its words and anchor."""

    x: float
    width: float
    y: float
    height: float
    kind: str
    text: str
    url: str


@dataclass(frozen=True)
class Drawn:
    """One lane as it is drawn, with its sums in words."""

    name: str
    rows: int
    shapes: list[Shape]


@dataclass(frozen=True)
class Line:
    """One act of the log: its anchor, its row in which chain, and what it says."""

    pk: int
    mark: str
    entry: Entry


@login_required
@never_cache
@require_safe
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the audit of one case, of now or (`?at=2026-11-01T12:00`) of a past moment."""
    assert isinstance(request.user, User)
    case = audited_case(request.user, pk)
    at = moment(request.GET.get("at", ""))
    return render(request, "workflows/audit/case.html", page(request.user, case, at))


def page(user: User, case: Case, at: datetime | None) -> dict[str, Any]:
    """Return everything the page shows; the files made of it show the same."""
    file = AuditFile(case, at)
    chains = file.chains  # before anything is hushed: a hash covers the words
    lines = log(file, closed_reports(user, file.complaints))
    return {
        "file": file,
        "record": case,
        "chains": [_chain(*found) for found in chains],
        "lanes": [drawn(lane, *file.span) for lane in file.lanes],
        "ticks": ticks(*file.span),
        "bars": bars_of(file, lines),
        "lines": lines,
        "sums": sums(file.lanes),
        "terms": [term for term in file.terms if term.is_ours],
        "others": [term for term in file.terms if not term.is_ours],
        "deviations": file.deviations,
        "people": _people(file),
        "at_value": timezone.localtime(file.at).strftime("%Y-%m-%dT%H:%M"),
    }


def moment(text: str) -> datetime | None:
    """Return the moment somebody typed, in Shanghai when they name no zone; None for nonsense."""
    try:
        found = parse_datetime(text)
        day = None if found else parse_date(text)
    except ValueError:
        return None
    if day is not None:
        return midnight(day + timedelta(days=1)) - timedelta(seconds=1)
    if found is None:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def closed_reports(user: User, complaints: list[Complaint]) -> set[int]:
    """Return the ids of the reports of which `user` may not learn who told."""
    ids = [row.pk for row in complaints]
    known = Complaint.objects.filter(informants_known(user), pk__in=ids)
    return set(ids) - set(known.values_list("pk", flat=True))


def log(file: AuditFile, closed: Collection[int]) -> list[Line]:
    """Return the acts up to the moment, oldest first; those on a `closed` report without words."""
    return [Line(e.pk, mark_of(e), entry(hush(copy(e), closed))) for e in file.shown]


def mark_of(event: CaseEvent) -> str:
    """Say which row of which chain an act is."""
    words = _("案件 #%(n)s") if event.stream == Case.STREAM else _("投诉 #%(n)s")
    return words % {"n": event.seq}


def drawn(lane: Lane, begin: datetime, end: datetime) -> Drawn:
    """Place the bars of a lane on the whole span, in percent."""
    whole = max((end - begin).total_seconds(), 1.0)
    rows = lane.rows
    shapes = []
    for bar in lane.bars:
        x = 100 * (bar.begin - begin).total_seconds() / whole
        width = 100 * (bar.end - bar.begin).total_seconds() / whole
        width = min(max(width, NARROWEST), 100)
        shapes.append(Shape(
            round(min(x, 100 - width), 3), round(width, 3), round(100 * bar.row / rows, 2),
            round(100 / rows, 2), bar.kind, text_of(bar), f"#bar-{bar.number}",
        ))  # fmt: skip
    return Drawn(lane.name, rows, shapes)


def text_of(bar: Bar) -> str:
    """Say one bar in a sentence: lane, what, who, how long, of which kind."""
    return _("%(lane)s：%(what)s，%(who)s，%(kind)s %(long)s") % {
        "lane": bar.lane_label, "what": bar.what, "who": bar.who or "—", "kind": bar.kind_label,
        "long": lasting(bar.hours),
    }  # fmt: skip


def lasting(hours: float) -> str:
    """Say a length of time in days from two days on, else in hours or minutes."""
    if hours >= 2 * DAY_HOURS:
        return _("%(n)s 天") % {"n": number_format(hours / DAY_HOURS, 1)}
    if hours >= 1:
        return _("%(n)s 小时") % {"n": number_format(hours, 1)}
    minutes = round(hours * 60)
    return ngettext("%(n)s 分钟", "%(n)s 分钟", minutes) % {"n": minutes}


def ticks(begin: datetime, end: datetime) -> list[tuple[float, datetime]]:
    """Return (percent, moment) of the marks under the picture, evenly spaced."""
    step = (end - begin) / TICKS
    return [(round(100 * n / TICKS, 1), begin + n * step) for n in range(TICKS + 1)]


def bars_of(file: AuditFile, lines: list[Line]) -> list[tuple[Bar, list[Line]]]:
    """Return each bar with the lines of the log that fall into it, in order of time."""
    known = {line.pk: line for line in lines}
    bars = sorted((b for lane in file.lanes for b in lane.bars), key=lambda b: b.number)
    return [(bar, [known[pk] for pk in bar.events if pk in known]) for bar in bars]


def sums(lanes: list[Lane]) -> list[tuple[str, str, str, str, str]]:
    """Return per lane: name, and how long it worked, waited, stood still, was the other side's."""
    found = []
    for lane in lanes:
        spent = [lane.seconds(kind) / 3600 for kind in (WORK, WAIT, SUSPENDED, TERM)]
        told = [lasting(hours) if hours else "—" for hours in spent]
        found.append((lane.name, told[0], told[1], told[2], told[3]))
    return found


def _chain(dossier: Case | Complaint, rows: int, broken: str) -> dict[str, Any]:
    return {"dossier": dossier, "rows": rows, "broken": broken, "hash": dossier.last_hash}


def _people(file: AuditFile) -> list[str]:
    ids = [file.standing.lead_id, file.standing.second_id]
    found = User.objects.in_bulk([pk for pk in ids if pk])
    return [str(found[pk]) for pk in ids if pk in found]


def link_panel(request: HttpRequest, record: Complaint | Case) -> dict[str, Any]:
    """Panel of the case page: the way to the audit, for whoever may."""
    user = request.user
    shown = isinstance(record, Case) and isinstance(user, User) and may_audit(user, record)
    return {"template": "workflows/audit/_link.html",
            "context": {"record": record if shown else None}}  # fmt: skip
