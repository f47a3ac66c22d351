"""Compare the real path of a case with the legal one; every deviation is named in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clock
from casework.journal import first_break_in
from casework.law.limits import TARGETS
from casework.models import Case, CaseEvent, Deadline, Membership, Office, User
from casework.models.actor import COMPLAINANT, EMPLOYER, SYSTEM, Actor
from casework.vocabulary import CaseState, DeadlineState, Role
from casework.vocabulary import EventKind as K
from workflows import deadlines
from workflows.audit.replay import Walked, walk
from workflows.audit.terms import NOT_OURS
from workflows.machines.case import CaseMachine

NO_BEGINNING, NO_TRANSITION, STATE_DIFFERS, LATE, NO_OFFICE, NO_RIGHT, RECUSED, TAMPERED = (
    "no_beginning", "no_transition", "state_differs", "late", "no_office", "no_right", "recused",
    "tampered",
)  # fmt: skip
LABELS: dict[str, str | Promise] = {
    "no_notice": gettext_lazy("未经告知即决定"),
    "no_review": gettext_lazy("未经法制审核即决定"),
    "no_hearing": gettext_lazy("当事人要求听证，未听证即决定"),
    "no_investigation": gettext_lazy("未经调查即责令改正"),
    "no_service": gettext_lazy("未送达即认定逾期"),
    "no_decision": gettext_lazy("未作决定即送达"),
    "no_urging": gettext_lazy("未经催告即申请强制执行"),
    NO_BEGINNING: gettext_lazy("没有立案记录"),
    NO_TRANSITION: gettext_lazy("法定程序中没有这一步"),
    STATE_DIFFERS: gettext_lazy("记载的状态与办理经过不符"),
    LATE: gettext_lazy("超过法定期限"),
    NO_OFFICE: gettext_lazy("办理时没有相应任职"),
    NO_RIGHT: gettext_lazy("办理人当时无权进行这一步"),
    RECUSED: gettext_lazy("已经回避的人员仍在办理"),
    TAMPERED: gettext_lazy("办理记录被改动"),
}
"""Code of each deviation -> its name."""

NEEDED: tuple[tuple[str, str, str, str | Promise], ...] = (
    (K.DECISION_MADE, K.NOTICE_SERVED, "no_notice", gettext_lazy("《行政处罚法》第四十四条、第四十五条")),
    (K.DECISION_MADE, K.CASE_REVIEWED, "no_review", gettext_lazy("《行政处罚法》第五十八条")),
    (K.ORDER_ISSUED, K.CASE_INVESTIGATION_STARTED, "no_investigation",
     gettext_lazy("《劳动保障监察条例》第十七条、第十八条")),
    (K.CASE_OVERDUE, K.ORDER_SERVED, "no_service", gettext_lazy("《劳动保障监察条例》第十八条")),
    (K.DECISION_SERVED, K.DECISION_MADE, "no_decision", gettext_lazy("《行政处罚法》第六十一条")),
    (K.ENFORCEMENT_APPLIED, K.URGING_SERVED, "no_urging", gettext_lazy("《行政强制法》第五十四条")),
)  # fmt: skip
"""(act, what must have come before it, code, article)."""


@dataclass(frozen=True)
class Deviation:
    """One point at which the real path left the legal one."""

    code: str
    words: str
    basis: str = ""
    event: CaseEvent | None = None
    day: date | None = None

    @property
    def label(self) -> str:
        return str(LABELS[self.code])


@dataclass
class Record:
    """Everything a path is judged by, read beforehand: no statement is sent while judging."""

    case: Case
    events: Sequence[CaseEvent]
    clocks: Sequence[Deadline] = ()
    memberships: Mapping[int, Sequence[Membership]] = field(default_factory=dict)
    offices: Mapping[int, Office] = field(default_factory=dict)


def deviations(record: Record) -> list[Deviation]:
    """Return every deviation of the case, in the order of its journal."""
    found = [*_chain(record), *_path(record), *_late(record)]
    return sorted(found, key=lambda one: one.event.seq if one.event else 1 << 30)


def _chain(record: Record) -> Iterator[Deviation]:
    try:
        event = first_break_in(record.case, record.events)
    except ValueError:
        yield Deviation(TAMPERED, _("办理记录末尾缺少若干条。"))
        return
    if event is not None:
        yield Deviation(TAMPERED, _("第 %(n)s 条记录与其校验值或者次序不符。") % {"n": event.seq},
                        event=event)  # fmt: skip


def _path(record: Record) -> Iterator[Deviation]:
    seen: set[str] = set()
    pair: tuple[int | None, int | None, int | None] = (None, None, None)
    recused: set[int] = set()
    state = ""
    for step in walk(record.events):
        event = step.event
        named = list(_missing(step, seen))
        yield from named
        if not step.legal and not named:
            yield _illegal(step)
        told = event.after.get("state")
        if told is not None and told != step.after and step.legal:
            yield Deviation(STATE_DIFFERS, _differs(str(told), step.after), event=event)
        yield from _rights(record, step, pair, recused)
        seen.add(event.kind)
        if event.kind == K.RECUSAL_GRANTED and event.facts.get("person"):
            recused.add(event.facts["person"])
        if event.after:
            pair = (event.after.get("office_id"), event.after.get("lead_id"),
                    event.after.get("second_id"))  # fmt: skip
        state = step.after
    if state and record.case.state != state:
        yield Deviation(STATE_DIFFERS, _differs(record.case.state, state))


def _missing(step: Walked, seen: set[str]) -> Iterator[Deviation]:
    for kind, before, code, basis in NEEDED:
        if step.event.kind == kind and before not in seen:
            yield Deviation(code, str(LABELS[code]), str(basis), step.event)
    asked = K.HEARING_ASKED in seen and K.HEARING_HELD not in seen
    if step.event.kind == K.DECISION_MADE and asked:
        yield Deviation("no_hearing", str(LABELS["no_hearing"]),
                        str(_("《行政处罚法》第六十三条、第六十四条")), step.event)  # fmt: skip


def _illegal(step: Walked) -> Deviation:
    if not step.before:
        return Deviation(NO_BEGINNING, _("第一条记录不是立案。"), event=step.event)
    words = _("状态为“%(state)s”时不能“%(act)s”。") % {
        "state": _state(step.before), "act": step.event.get_kind_display(),
    }  # fmt: skip
    return Deviation(NO_TRANSITION, words, event=step.event)


def _differs(told: str, walked: str) -> str:
    return _("记载为“%(told)s”，按办理经过应为“%(walked)s”。") % {
        "told": _state(told), "walked": _state(walked),
    }  # fmt: skip


def _state(value: str) -> str:
    return str(CaseState(value).label) if value in CaseState else value


def _rights(
    record: Record,
    step: Walked,
    pair: tuple[int | None, int | None, int | None],
    recused: set[int],
) -> Iterator[Deviation]:
    """Judge who acted: in office on that day, not recused, allowed the transition by the machine."""
    event = step.event
    if event.actor_id is None:
        if event.actor_role not in (SYSTEM, COMPLAINANT, EMPLOYER):
            yield Deviation(NO_OFFICE, _("没有记载办理人。"), event=event)
        return
    if event.actor_id in recused:
        yield Deviation(RECUSED, _("%(who)s已经回避。") % {"who": event.actor}, event=event)
        return
    held = _held(record, event)
    if event.actor_role in Role and held is None:
        words = _("%(who)s在 %(day)s 没有担任%(role)s。") % {
            "who": event.actor, "day": clock.day_of(event.at), "role": Role(event.actor_role).label,
        }  # fmt: skip
        yield Deviation(NO_OFFICE, words, event=event)
        return
    why = _refusal(record, step, pair, recused, held)
    if why:
        yield Deviation(NO_RIGHT, _("“%(act)s”：%(why)s") % {
            "act": event.get_kind_display(), "why": why}, event=event)  # fmt: skip


def _held(record: Record, event: CaseEvent) -> Membership | None:
    day = clock.day_of(event.at)
    return next(
        (
            row
            for row in record.memberships.get(event.actor_id or 0, ())
            if row.role == event.actor_role
            and row.office_id == event.office_id
            and row.valid_from <= day
            and (row.valid_to is None or day <= row.valid_to)
        ),
        None,
    )


class _NeedsRows(Exception):  # noqa: N818  a way out, not a fault
    pass


def _no_rows(*_args: object) -> None:
    raise _NeedsRows


def _refusal(
    record: Record,
    step: Walked,
    pair: tuple[int | None, int | None, int | None],
    recused: set[int],
    held: Membership | None,
) -> str:
    """Ask the machine's own permission of the case as it then stood; return its refusal.

    A permission that asks rows (who is to answer a transfer) cannot be asked of the past: it was
    asked when the act was done, and is left out here.
    """
    transition, event = step.transition, step.event
    office, lead, second = pair
    if transition is None or transition.permission is None:
        return ""
    if office is None or lead is None or second is None:
        return ""
    stood = CaseMachine(
        pk=record.case.pk, state=step.before, office_id=office, lead_id=lead, second_id=second,
        recused=sorted(recused),
    )  # fmt: skip
    if office in record.offices:
        stood.office = record.offices[office]
    actor = Actor(
        event.actor_role, event.actor, record.offices.get(event.office_id or 0),
        is_principal=bool(held and held.is_principal),
        stands_for=User(pk=lead) if "stands_for" in event.facts else None,
    )  # fmt: skip
    try:
        with connection.execute_wrapper(_no_rows):
            verdict = transition.permission.explain(stood, actor)
    except _NeedsRows:
        return ""
    return "" if verdict.ok else str(verdict.reason)


def _late(record: Record) -> Iterator[Deviation]:
    """Name each limit of ours that was met late, or passed and is not met yet."""
    today = clock.today()
    for row in record.clocks:
        if row.rule in TARGETS or row.rule in NOT_OURS:
            continue
        label = deadlines.RULES[row.rule].label
        basis = str(deadlines.RULES[row.rule].basis)
        if row.state == DeadlineState.MET_LATE:
            words = _("%(what)s：应于 %(due)s 前完成，%(done)s 才完成。") % {
                "what": label, "due": row.due_on, "done": row.ended_on}  # fmt: skip
            yield Deviation(LATE, words, basis, day=row.due_on)
        elif row.state == DeadlineState.RUNNING and row.due_on < today:
            words = _("%(what)s：%(due)s 届满，还没有完成。") % {"what": label, "due": row.due_on}
            yield Deviation(LATE, words, basis, day=row.due_on)


def memberships_of(users: Iterable[int]) -> dict[int, list[Membership]]:
    """Return every office these people have held, by person; one statement."""
    found: dict[int, list[Membership]] = {}
    for row in Membership.objects.filter(user__in=set(users)).order_by("id"):
        found.setdefault(row.user_id, []).append(row)
    return found
