"""What lies on a desk: the open tasks of a person or an office, in order of deadline, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as SqlCase
from django.db.models import (
    Count,
    DateField,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from casework import clock
from casework.access import Scope, scope_of
from casework.law.limits import TARGETS
from casework.models import CaseEvent, Deadline, Office, User
from casework.vocabulary import DeadlineState, Role
from workflows.counter.actors import record_url
from workflows.counter.desk_filters import EVERYTHING, ONLY, DeskFilter
from workflows.counter.keyset import FAR, Cursor, beyond
from workflows.counter.record_head import complainants
from workflows.counter.terms import Term, term, week_ends_on
from workflows.models import DeskTask

PAGE = 50
BATCH = 500
CHIPS = ("today", "late", "unclaimed", "construction", "new_forms")
LATE, TODAY, WEEK, LATER, OPEN_END = range(5)
GROUPS: tuple[tuple[int, str | Promise, str], ...] = (
    (LATE, gettext_lazy("已超期"), "bad"),
    (TODAY, gettext_lazy("今天"), "bad"),
    (WEEK, gettext_lazy("本周"), ""),
    (LATER, gettext_lazy("期限充足"), ""),
    (OPEN_END, gettext_lazy("无期限"), ""),
)
# A complaint waits in this node while its case, on the same desk, is handled.
WAITING = ["in_case"]
CLOSED_BOOK = ("complaint__description", "complaint__imported_facts", "complaint__contact_phone")


@dataclass
class DeskRow:
    """One task as one line."""

    task: DeskTask
    url: str
    title: str
    number: str
    complainant: str
    owed: Any
    state: str
    term: Term | None
    step: str
    first_contact: str
    may_claim: bool
    is_mine: bool
    may_reassign: bool
    bucket: int
    fresh: bool = False
    clock: Deadline | None = None


class Desk:
    """The desk of one user: their own and claimable tasks, or (`whole`) all of their office."""

    def __init__(self, user: User, *, whole: bool = False) -> None:
        self.user = user
        self.scope: Scope = scope_of(user)
        self.today = clock.today()
        self.headed: list[Office] = [
            m.office for m in self.scope.memberships if m.role == Role.BODY_HEAD
        ]
        self.whole = whole and bool(self.headed)

    def tasks(self) -> QuerySet[DeskTask]:
        """Every open task of this desk, not ordered."""
        rows = DeskTask.objects.filter(finished__isnull=True).exclude(node__in=WAITING)
        if self.whole:
            return rows.filter(office__in=[office.pk for office in self.headed])
        # The second inspector answers for the case too: the lead's tasks are on both desks.
        second = Q(case__second=self.user.pk) | Q(case=None, complaint__second=self.user.pk)
        mine = Q(owner=self.user.pk) | (Q(role=Role.INSPECTOR) & second)
        at = [m.office_id for m in self.scope.memberships if m.role == Role.INSPECTOR]
        mine |= Q(owner__in=list(self.scope.absent), role=Role.INSPECTOR, office__in=at)
        for membership in self.scope.memberships:
            mine |= Q(owner__isnull=True, office=membership.office_id, role=membership.role)
        return rows.filter(mine)

    def counts(self, saved: Sequence[DeskFilter] = ()) -> tuple[dict[str, int], list[int]]:
        """How many tasks each chip has, and each of the `saved` views of this tab; one query."""
        named = {
            f"saved_{number}": Count("id", filter=view.condition(self.today), distinct=True)
            for number, view in enumerate(saved)
        }
        found: dict[str, int] = self.tasks().aggregate(
            all=Count("id"),
            **{name: Count("id", filter=ONLY[name](self.today)) for name in CHIPS},
            **named,
        )
        return found, [found.pop(name) for name in named]

    def page(
        self, view: DeskFilter = EVERYTHING, since: datetime | None = None
    ) -> tuple[list[DeskRow], str]:
        """Return at most PAGE lines and the cursor of the next page (empty at the end)."""
        rows = self.ordered(view)
        cursor = Cursor.parse(view.after, len(self._keys())) if view.after else None
        if cursor is not None:
            rows = rows.filter(beyond(self._keys(), cursor.values))
        found = list(rows[: PAGE + 1])
        more = len(found) > PAGE
        found = found[:PAGE]
        following = str(self._cursor_of(found[-1])) if more else ""
        return self.lines(found, since), following

    def batches(self, view: DeskFilter, most: int) -> Iterator[list[DeskRow]]:
        """Yield all lines of a view, in its order, batch by batch; at most `most`."""
        rows = self.ordered(view)
        after: tuple[int, ...] = ()
        for _start in range(0, most, BATCH):
            batch = list((rows.filter(beyond(self._keys(), after)) if after else rows)[:BATCH])
            if batch:
                yield self.lines(batch, None)
            if len(batch) < BATCH:
                return
            after = self._cursor_of(batch[-1]).values

    def picked(self, ids: Iterable[int]) -> list[DeskRow]:
        """The lines of chosen tasks that lie on this desk, in its order."""
        return self.lines(list(self._ordered(self.tasks().filter(pk__in=ids))), None)

    def group_sizes(self, view: DeskFilter = EVERYTHING) -> dict[int, int]:
        """How many tasks each group has on all pages together; one query."""
        rows = self.chosen(view).annotate(bucket=self._bucket())
        return dict(rows.values_list("bucket").annotate(n=Count("id")).order_by())

    def ordered(self, view: DeskFilter) -> QuerySet[DeskTask]:
        return self._ordered(self.chosen(view))

    def chosen(self, view: DeskFilter) -> QuerySet[DeskTask]:
        return view.apply(self.tasks(), self.user, self.today)

    def _keys(self) -> list[str]:
        # The head looks first for what nobody has taken, group by group.
        return ["bucket", "taken", "due_key", "id"] if self.whole else ["due_key", "id"]

    def _ordered(self, rows: QuerySet[DeskTask]) -> QuerySet[DeskTask]:
        return (
            rows.annotate(
                bucket=self._bucket(),
                taken=SqlCase(When(owner__isnull=True, then=0), default=1),
                due_key=Coalesce(F("due_on"), Value(FAR), output_field=DateField()),
            )
            .select_related("owner", "office", "case__office", "complaint__first_office")
            .defer(*CLOSED_BOOK)
            .order_by(*self._keys())
        )

    def _bucket(self) -> SqlCase:
        return SqlCase(
            When(due_on__lt=self.today, then=LATE),
            When(due_on=self.today, then=TODAY),
            When(due_on__lte=week_ends_on(), then=WEEK),
            When(due_on__isnull=False, then=LATER),
            default=OPEN_END,
            output_field=IntegerField(),
        )

    def _cursor_of(self, task: Any) -> Cursor:
        values = {"bucket": task.bucket, "taken": task.taken, "id": task.pk,
                  "due_key": task.due_key.toordinal()}  # fmt: skip
        return Cursor(tuple(values[key] for key in self._keys()))

    def lines(self, tasks: Sequence[Any], since: datetime | None) -> list[DeskRow]:
        subjects = [task.subject for task in tasks]
        names = complainants(subjects)
        clocks = _clocks(tasks)
        changed = changed_since(tasks, since)
        return [
            self._line(task, names[subject.STREAM, subject.pk], clocks, changed)
            for task, subject in zip(tasks, subjects, strict=True)
        ]

    def _line(
        self, task: Any, name: str, clocks: dict[Any, Deadline], changed: set[Any]
    ) -> DeskRow:
        subject = task.subject
        key = (subject.STREAM, subject.pk)
        first = task.complaint.first_office if task.complaint is not None else None
        elsewhere = first is not None and first.pk != task.office_id
        held = self.scope.roles_at(task.office_id) if task.office_id else set()
        clock_ = clocks.get((*key, task.due_on))
        limit = None
        if task.due_on is not None:
            limit = term(task.due_on, *([clock_.unit] if clock_ else []),
                         provisional=bool(clock_ and clock_.is_provisional))  # fmt: skip
        return DeskRow(
            task=task,
            url=record_url(subject),
            title=subject.title,
            number=str(subject),
            complainant=name,
            owed=_owed(subject),
            state=subject.get_state_display(),
            term=limit,
            clock=clock_,
            step=str(task.flow_task.task_title),
            first_contact=first.name if elsewhere and first is not None else "",
            may_claim=task.owner_id is None and task.role in held,
            is_mine=task.owner_id == self.user.pk,
            may_reassign=Role.BODY_HEAD in held,
            bucket=task.bucket,
            fresh=key in changed,
        )


def grouped(
    rows: Sequence[DeskRow], sizes: dict[int, int]
) -> list[tuple[str, str, int, list[DeskRow]]]:
    """Return (heading, tone, size on all pages, lines) per deadline group that has lines here."""
    groups = [
        (str(label), tone, sizes.get(bucket, 0), [row for row in rows if row.bucket == bucket])
        for bucket, label, tone in GROUPS
    ]
    return [group for group in groups if group[3]]


def _subject_ids(tasks: Sequence[DeskTask]) -> tuple[list[int], list[int]]:
    cases = [task.case_id for task in tasks if task.case_id]
    complaints = [task.complaint_id for task in tasks if not task.case_id and task.complaint_id]
    return cases, complaints


def _clocks(tasks: Sequence[DeskTask]) -> dict[tuple[str, int, date], Deadline]:
    """The running clock of each dossier that ends on a day: its unit, and whether it is provisional."""
    cases, complaints = _subject_ids(tasks)
    rows = (
        Deadline.objects.filter(
            Q(case__in=cases) | Q(complaint__in=complaints), state=DeadlineState.RUNNING
        )
        .exclude(rule__in=TARGETS)
        .order_by("due_on", "id")
    )
    found: dict[tuple[str, int, date], Deadline] = {}
    for row in rows:
        stream, pk = ("case", row.case_id) if row.case_id else ("complaint", row.complaint_id or 0)
        found.setdefault((stream, pk, row.due_on), row)
    return found


def changed_since(tasks: Sequence[DeskTask], since: datetime | None) -> set[tuple[str, int]]:
    """Which dossiers something happened to after `since`."""
    if since is None:
        return set()
    cases, complaints = _subject_ids(tasks)
    about = Q(stream="case", subject_id__in=cases) | Q(
        stream="complaint", subject_id__in=complaints
    )
    last = CaseEvent.objects.filter(about).values_list("stream", "subject_id")
    return {(s, pk) for s, pk, at in last.annotate(last=Max("at")).order_by() if at > since}


def _owed(subject: Any) -> Any:
    """Yuan still owed as found; as claimed before that."""
    verified = getattr(subject, "verified_yuan", 0)
    return subject.unpaid_yuan if verified else subject.claimed_yuan
