"""Panels that fill the case page's hole: the next steps with their reasons, the running deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from casework.access import Verdict, scope_of
from casework.law.calendar import DayNote
from casework.models import Case, Complaint, Deadline
from casework.records.branches import branches_of
from casework.vocabulary import DeadlineState, DeadlineUnit, Role
from workflows import deadlines as clocks
from workflows.catalogue import Action, for_record, papers, talk, volume
from workflows.counter.actors import act_url, as_machine, best_actor, open_desks, record_url
from workflows.counter.acts import NOT_AT_THE_COUNTER
from workflows.counter.branch_pages import branch_page
from workflows.counter.next_words import after
from workflows.counter.terms import Term, term_of
from workflows.models import DeskTask
from workflows.moves import Record
from workflows.permissions import listed

TEMPLATES = "workflows/"
PAPER_CODES = frozenset(action.code for action in (*papers.ACTIONS, *volume.ACTIONS))
"""Acts that have a section of their own on the page."""
NO_STEPS = NOT_AT_THE_COUNTER | talk.CODES
ON_VISIT_PAGE = frozenset({"move_visit", "call_off_visit"})
"""Acts that the page of a visit offers."""
# Acts that end no desk and yet are what its work consists of: shown among the next steps.
WORK_OF_DESK = {
    "investigate": ("record_findings",), "watch": ("record_payments",),
    "after_overdue": ("record_payments",),
    "await_statement": ("record_statement", "answer_statement"),
    "reconsider": ("answer_statement",), "review": ("answer_statement",),
    "await_performance": ("record_payments", "record_surcharge_payments", "record_decision_payment"),
    "assist": ("add_assistance_evidence",),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One action on the page: open or closed with its reason."""

    action: Action
    verdict: Verdict


@dataclass(frozen=True)
class Holder:
    """Who has an open desk since when, and whether the reader could take it."""

    task: DeskTask
    step: str
    who: str
    may_claim: bool


@dataclass
class Week:
    """The days of one calendar week of a term: which counted, which were left out and why."""

    first: date
    last: date
    counted: list[DayNote] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    provisional: bool = False

    @property
    def numbers(self) -> str:
        """Which days of the term these are (1–5); empty in a week without a counted day."""
        if not self.counted:
            return ""
        first, last = self.counted[0].ordinal, self.counted[-1].ordinal
        return f"{first}–{last}" if first != last else f"{first}"


@dataclass(frozen=True)
class Clock:
    """One deadline as a bar: used share in percent, days left in its own unit, and its days."""

    deadline: Deadline
    rule: clocks.Rule
    term: Term
    percent: int
    weeks: list[Week]

    @property
    def left(self) -> int:
        return self.term.left

    @property
    def tone(self) -> str:
        return self.term.tone

    @property
    def is_suspended(self) -> bool:
        return self.deadline.state == DeadlineState.SUSPENDED

    @property
    def counts_working_days(self) -> bool:
        return self.deadline.unit == DeadlineUnit.WORKING_DAYS


def steps_for(record: Record, user: Any) -> tuple[list[Step], list[Step], list[DeskTask]]:
    """Return (steps of the open desks, open ones first; further acts now possible; the desks)."""
    as_machine(record)
    desks = open_desks(record)
    on_desk = [code for task in desks for code in getattr(task.flow_task, "actions", ())]
    apart = {code for task in desks if getattr(task.flow_task, "due_of", None)
             for code in task.flow_task.actions}  # fmt: skip
    work = {code for task in desks for code in WORK_OF_DESK.get(task.node, ())}
    main, further = [], []
    for action in for_record(record):
        if action.code in NO_STEPS or (action.desk and action.code not in on_desk):
            continue
        step = Step(action, best_actor(action, record, user, desks)[1])
        if action.code in apart and not step.verdict.ok:
            continue  # the desk of another office beside the matter: nothing is closed to this one
        if action.desk or (action.code in work and step.verdict.ok):
            main.append(step)
        elif step.verdict.ok:
            further.append(step)
    # What can be done first; among that, what brings the matter on, in the order of its desk.
    rank = {code: place for place, code in enumerate(on_desk)}
    main.sort(key=lambda step: (not step.verdict.ok, rank.get(step.action.code, len(rank))))
    return main, further, desks


def next_steps(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Panel: what can be done now, what not and why, and whose desk it is on."""
    main, further, desks = steps_for(record, request.user)
    context = {
        "steps": [_shown(step, record) for step in main],
        "further": [
            (act_url(s.action.code, record), s.action.label)
            for s in further
            if s.action.code not in PAPER_CODES | ON_VISIT_PAGE
        ],
        "holders": [_holder(task, request.user) for task in desks],
        "record": record,
        "record_url": record_url(record),
    }
    return {"template": f"{TEMPLATES}_next_steps.html", "context": context}


def branches(request: HttpRequest, record: Complaint | Case) -> dict[str, Any]:
    """Panel: the proceedings beside a case, each with its state, its next steps and whose desk."""
    found = branches_of(record) if isinstance(record, Case) else []
    rows = []
    for branch in found:
        main, further, desks = steps_for(branch, request.user)
        rows.append(
            {
                "branch": branch,
                "steps": [_shown(step, branch) for step in main if step.verdict.ok],
                "closed": closed_by_reason(main),
                "further": [(act_url(s.action.code, branch), s.action.label) for s in further],
                "holders": [_holder(task, request.user) for task in desks],
                "page": branch_page(branch),
            }
        )
    return {"template": f"{TEMPLATES}_branches.html", "context": {"branches": rows}}


def closed_by_reason(steps: Iterable[Step]) -> list[tuple[str, str]]:
    """Return (steps, why they are closed): a reason that several share is said once."""
    by_reason: dict[str, list[str]] = {}
    for step in steps:
        if not step.verdict.ok:
            by_reason.setdefault(step.verdict.reason, []).append(str(step.action.label))
    return [(listed(labels), reason) for reason, labels in by_reason.items()]


def _shown(step: Step, record: Record) -> dict[str, Any]:
    action = step.action
    return {
        "title": action.label,
        "url": act_url(action.code, record),
        "why": after(action.code) if step.verdict.ok else "",
        "blocked": step.verdict.reason,
        "article": action.basis,
        "tone": "bad" if action.tone == "back" else "",
    }


def _holder(task: DeskTask, user: Any) -> Holder:
    who = str(task.owner) if task.owner is not None else _("待认领")
    role = Role(task.role).label if task.role else ""
    place = " · ".join(part for part in (str(task.office or ""), str(role), who) if part)
    claimable = task.owner_id is None and bool(task.office_id)
    held = scope_of(user).roles_at(task.office_id) if claimable and task.office_id else set()
    return Holder(task, str(task.flow_task.task_title), place, task.role in held)


def deadlines(request: HttpRequest, record: Complaint | Case) -> dict[str, Any]:
    """Panel: running clocks as bars, each with the days that were counted."""
    rows = clocks.unended_of_all(record).prefetch_related("suspensions").order_by("due_on", "id")
    context = {"clocks": [clock_of(row) for row in rows], "record": record}
    return {"template": f"{TEMPLATES}_deadlines.html", "context": context}


def clock_of(row: Deadline) -> Clock:
    """How much of the clock is used today, and every day of it by week."""
    limit = term_of(row)
    length = row.length
    if row.unit in (DeadlineUnit.MONTHS, DeadlineUnit.YEARS):
        length = (row.due_on - row.started_on).days
    used = min(max(length - limit.left, 0), length)
    percent = round(100 * used / length) if length else 100
    working = row.unit == DeadlineUnit.WORKING_DAYS
    notes = clocks.explain(row, clocks.spans_of(row)) if working else []
    return Clock(row, clocks.RULES[row.rule], limit, percent, by_week(notes))


def by_week(notes: Iterable[DayNote]) -> list[Week]:
    """Put the days of a term together by calendar week, so that sixty stay readable."""
    weeks: list[Week] = []
    for note in notes:
        monday = note.date - timedelta(days=note.date.weekday())
        if not weeks or weeks[-1].first < monday:
            weeks.append(Week(note.date, note.date))
        week = weeks[-1]
        week.last = note.date
        week.provisional = week.provisional or note.provisional
        if note.counted:
            week.counted.append(note)
        else:
            reason = note.name or _(note.label)
            week.skipped[reason] = week.skipped.get(reason, 0) + 1
    return weeks
