"""Who had a case when: bars on lanes, of work, of waiting, of time that stood still or was another's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clock
from casework.models import CaseEvent, Deadline
from casework.vocabulary import EventKind as K
from casework.vocabulary import Role
from workflows.audit.terms import OF_EMPLOYER, begun_at, ended_at
from workflows.deadlines import RULES
from workflows.deadlines.marks import midnight
from workflows.models import DeskTask

WORK, WAIT, SUSPENDED, TERM = "work", "wait", "suspended", "term"
KINDS: dict[str, str | Promise] = {
    WORK: gettext_lazy("在办"),
    WAIT: gettext_lazy("等待认领、审批"),
    SUSPENDED: gettext_lazy("中止，不计入期限"),
    TERM: gettext_lazy("对方期限"),
}
LANES: dict[str, str | Promise] = {
    "window": gettext_lazy("窗口"),
    "head": gettext_lazy("负责人"),
    "inspector": gettext_lazy("监察员"),
    "approval": gettext_lazy("审批（法制、局长）"),
    "employer": gettext_lazy("企业期限"),
    "elsewhere": gettext_lazy("其他县区、部门"),
    "police": gettext_lazy("公安、检察"),
}
LANE_OF_ROLE: dict[str, str] = {
    Role.CLERK: "window", Role.BODY_HEAD: "head", Role.INSPECTOR: "inspector",
    Role.LEGAL: "approval", Role.DEPARTMENT_HEAD: "approval", Role.CREDIT: "approval",
}  # fmt: skip
ELSEWHERE = frozenset(
    {"receive", "take_over", "designate", "negotiate", "at_department", "receive_case",
     "take_over_case", "designate_case", "negotiate_case", "answer_request", "assist", "court",
     "approve_query"}
)  # fmt: skip
AT_POLICE = frozenset(
    {"await_receipt", "await_new_receipt", "await_decision", "await_reconsideration",
     "await_supervision", "follow_case", "await_judgment"}
)  # fmt: skip
AWAITS_PARTY = frozenset(
    {"watch", "await_statement", "await_performance", "await_objection", "await_supplement",
     "await_answer"}
)  # fmt: skip
"""Desks on which the time is not the inspector's: the other side has its term."""
MIRROR = frozenset({"in_case"})
NEAR = timedelta(seconds=2)


@dataclass(frozen=True)
class Bar:
    """One stretch of time on a lane; `events` are the rows of the journal that fall into it."""

    lane: str
    kind: str
    begin: datetime
    end: datetime
    what: str
    who: str
    is_open: bool = False
    events: tuple[int, ...] = ()
    number: int = 0
    row: int = 0

    @property
    def hours(self) -> float:
        return (self.end - self.begin).total_seconds() / 3600

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def lane_label(self) -> str:
        return str(LANES[self.lane])


@dataclass
class Lane:
    """One lane with its bars; bars that overlap lie in rows of their own."""

    code: str
    bars: list[Bar] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(LANES[self.code])

    @property
    def rows(self) -> int:
        return 1 + max((bar.row for bar in self.bars), default=0)

    def seconds(self, *kinds: str) -> float:
        """Return how long bars of these kinds lasted; what two desks did at once counts once."""
        whole, at = 0.0, None
        for bar in sorted((b for b in self.bars if b.kind in kinds), key=lambda b: b.begin):
            begin = bar.begin if at is None else max(bar.begin, at)
            if bar.end > begin:
                whole += (bar.end - begin).total_seconds()
                at = bar.end
        return whole


def lanes(
    tasks: Iterable[DeskTask],
    clocks: Sequence[Deadline],
    events: Sequence[CaseEvent],
    received: datetime | None,
    until: datetime,
    handed_over: Collection[int] = (),
) -> list[Lane]:
    """Return the lanes that have bars, in their fixed order, as of the moment `until`.

    The clocks of a case `handed_over` (its id) are frozen for good: the matter itself went on.
    """
    still = _still([row for row in clocks if row.case_id not in handed_over], until)
    bars = [*_window(events, received, until), *_terms(clocks, until)]
    for task in tasks:
        bars += [part for bar in _of_task(task, until) for part in _split(bar, still)]
    bars.sort(key=lambda bar: (bar.begin, bar.end, bar.lane))
    found = {code: Lane(code) for code in LANES}
    for number, bar in enumerate(bars, start=1):
        inside = tuple(
            e.pk for e in events if bar.begin - NEAR <= e.at <= bar.end + NEAR
        )  # fmt: skip
        lane = found[bar.lane]
        lane.bars.append(replace(bar, number=number, events=inside, row=_free_row(lane, bar)))
    return [lane for lane in found.values() if lane.bars]


def _free_row(lane: Lane, bar: Bar) -> int:
    taken = {other.row for other in lane.bars if other.end > bar.begin}
    return next(row for row in range(len(taken) + 1) if row not in taken)


def _window(
    events: Sequence[CaseEvent], received: datetime | None, until: datetime
) -> Iterator[Bar]:
    """From the receipt to the registration: the window's own time."""
    filed = next((event for event in events if event.kind == K.COMPLAINT_FILED), None)
    if filed is None or filed.at > until:
        return
    begin = min(received or filed.at, filed.at)
    who = str(filed.actor) if filed.actor else _("投诉人自行登记")
    yield Bar("window", WORK, begin, filed.at, str(filed.get_kind_display()), who)


def _terms(clocks: Sequence[Deadline], until: datetime) -> Iterator[Bar]:
    """The terms of the employer, from the day they run to their last day or their end."""
    for row in clocks:
        if row.rule not in OF_EMPLOYER or begun_at(row) > until:
            continue
        last = midnight(row.due_on) + timedelta(days=1)
        end = min(ended_at(row) or last, last, until)
        begin = min(midnight(row.started_on), end)
        label = str(RULES[row.rule].label)
        yield Bar("employer", TERM, begin, end, label, _("用人单位"), is_open=end == until)


def _of_task(task: DeskTask, until: datetime) -> Iterator[Bar]:
    if not task.role or task.node in MIRROR or task.created > until:
        return
    end = min(task.finished or until, until)
    is_open = task.finished is None or task.finished > until
    what = str(getattr(task.flow_task, "task_title", task.node))
    place = str(task.office) if task.office else ""
    who = " · ".join(part for part in (str(task.owner or ""), place) if part)
    bar = Bar(_lane_of(task), WORK, task.created, end, what, who, is_open)
    if bar.lane in ("police", "elsewhere"):
        yield replace(bar, kind=TERM if bar.lane == "police" else WAIT)
        return
    if task.node in AWAITS_PARTY:
        yield replace(bar, kind=TERM)
        return
    taken = min(max(task.assigned or end, task.created), end)
    if taken > task.created:
        yield replace(bar, kind=WAIT, end=taken, is_open=is_open and taken == end)
    if end > taken or taken == task.created:
        yield replace(bar, begin=taken)


def _lane_of(task: DeskTask) -> str:
    if task.node in AT_POLICE:
        return "police"
    if task.node in ELSEWHERE:
        return "elsewhere"
    return LANE_OF_ROLE.get(task.role, "head")


def _still(clocks: Iterable[Deadline], until: datetime) -> list[tuple[datetime, datetime]]:
    """The spans during which the investigation or the decision stood still."""
    found = []
    for row in clocks:
        if row.rule not in ("D-07", "D-12"):
            continue
        for one in row.suspensions.all():
            last = clock.day_of(until) if one.ended_on is None else one.ended_on
            begin, end = midnight(one.began_on), min(midnight(last), until)
            if one.ended_on is None:
                end = until
            if end > begin:
                found.append((begin, end))
    return sorted(found)


def _split(bar: Bar, still: Iterable[tuple[datetime, datetime]]) -> Iterator[Bar]:
    """Cut what stood still out of a bar of work or waiting."""
    if bar.kind not in (WORK, WAIT) or bar.lane == "elsewhere":
        yield bar
        return
    at = bar.begin
    for begin, end in still:
        begin, end = max(begin, at), min(end, bar.end)  # noqa: PLW2901
        if end <= begin:
            continue
        if begin > at:
            yield replace(bar, begin=at, end=begin, is_open=False)
        yield replace(bar, kind=SUSPENDED, begin=begin, end=end)
        at = end
    if at < bar.end or at == bar.begin:
        yield replace(bar, begin=at)
