"""The one dispatcher: every act on a complaint or case, from page, API, import or timer, runs here.

Order: idempotency key -> row lock -> what happened since -> desk -> permission and guard -> form ->
action (FSM transition, journal, deadlines) -> dossier saved -> next desk. One transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.forms import Form
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected

from casework.access import standing_in
from casework.models import ActionReceipt, Branch, Case, CaseEvent, Complaint, Office
from casework.models.actor import Actor
from casework.numbering import new_tracking_no
from casework.records.complaints import Filing
from casework.records.evidence import files_of_a_whole_act
from casework.records.receipts import claim_key
from casework.vocabulary import EventKind
from workflows import deadlines, moves
from workflows.actions.done import Done
from workflows.actions.intake import receive_complaint
from workflows.catalogue import ACTIONS, Action
from workflows.flows.complaint import ComplaintFlow
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, require

# Events that change nothing an open form depends on: they never make a form out of date.
HARMLESS = [
    EventKind.MESSAGE_RECEIVED, EventKind.MESSAGE_SENT, EventKind.NOTE_ADDED,
    EventKind.EVIDENCE_ADDED, EventKind.DEADLINE_WARNED, EventKind.DEADLINE_PASSED,
    EventKind.IDENTITY_REVEALED, EventKind.PAYMENT_CONFIRMED, EventKind.PAYMENT_DISPUTED,
    EventKind.TASK_CLAIMED, EventKind.DEADLINE_ESCALATED, EventKind.DEADLINE_RECOMPUTED,
    EventKind.REFERRAL_MATERIAL_ADDED,
    EventKind.FILE_EXPORTED, EventKind.FILE_DOWNLOADED,
    EventKind.MESSAGE_READ, EventKind.MESSAGE_SETTLED, EventKind.MESSAGE_UNANSWERED,
    EventKind.DELAY_COMPLAINED, EventKind.DELAY_ANSWERED, EventKind.SATISFACTION_GIVEN,
    EventKind.COMMENT_ADDED, EventKind.COMMENT_RETRACTED,
    EventKind.VISIT_PLANNED, EventKind.VISIT_MOVED, EventKind.VISIT_CALLED_OFF,
    EventKind.VISIT_BEGUN, EventKind.VISIT_ENDED,
]  # fmt: skip


DEADLOCK_ATTEMPTS = 3


class Overtaken(Refused):
    """A colleague changed the record after the form was shown; `events` say who did what."""

    def __init__(self, events: list[CaseEvent]) -> None:
        self.events = events
        last = events[-1]
        who = str(last.actor) if last.actor else _("系统")
        super().__init__(
            _("%(who)s 刚刚办理了“%(what)s”。您填写的内容已保留，请看过后再提交。")
            % {"who": who, "what": last.get_kind_display()}
        )


class Incomplete(Refused):
    """The form is not complete; `form` carries the errors and everything that was typed."""

    def __init__(self, form: Form) -> None:
        self.form = form
        super().__init__(_("有的内容需要改正。"))


@dataclass
class Result:
    """What was done: the record after the act, and whether it had been done before (same key)."""

    record: moves.Record
    done: Done
    repeated: bool = False


def act(
    code: str,
    record_id: int,
    actor: Actor,
    data: Mapping[str, Any] | None = None,
    *,
    files: Mapping[str, Any] | None = None,
    key: str = "",
    seen: int | None = None,
    **extra: Any,
) -> Result:
    """Do action `code` on the record and move its desk on.

    `key`: sent by the client once per form; a second call with it changes nothing. `seen`: the
    record's `last_seq` when the form was shown. `extra` goes to the action as it is (timers).
    Raises Refused, Overtaken or Incomplete; then nothing was written.
    """
    action = ACTIONS[code]
    values = (action, record_id, actor, data, files, key, seen, extra)
    for attempt in range(DEADLOCK_ATTEMPTS):
        try:
            with files_of_a_whole_act():
                return _act_once(*values)
        except OperationalError as error:
            # A case and its complaints may be locked from either side; the one PostgreSQL gives up
            # has written nothing and simply goes again.
            last = attempt == DEADLOCK_ATTEMPTS - 1 or connection.in_atomic_block
            if last or not isinstance(error.__cause__, DeadlockDetected):
                raise
    raise AssertionError("unreachable")


def _act_once(
    action: Action,
    record_id: int,
    actor: Actor,
    data: Mapping[str, Any] | None,
    files: Mapping[str, Any] | None,
    key: str,
    seen: int | None,
    extra: Mapping[str, Any],
) -> Result:
    with transaction.atomic():
        record = _lock(action, record_id)
        actor = standing_in(actor, record.dossier)
        if key and not claim_key(key, action.code, actor):
            return Result(record, Done(), repeated=True)
        _check_seen(record.dossier, seen)
        desks = moves.open_desks(record)
        task = moves.task_of(action.code, desks) if action.desk else None
        require(action.may_begin(record, actor))
        form = action.form(data or {}, files or None, subject=record, actor=actor)
        if not form.is_valid():
            verdict = action.may(record, actor)
            raise Incomplete(form) if verdict.ok else Refused(verdict.reason)
        before = moves.state_before(record)
        done = action.run(record, actor=actor, **form.values(), **extra)
        if deadlines.were_touched(record):
            deadlines.refresh_next_due(record)
        record.save_step()
        if record.dossier is not record:
            _settle_case(record.dossier)
        moves.move_on(record, task, done, actor, desks)
        moves.follow(record, before, moves.beside(desks, task))
    return Result(record, done)


def file_complaint(
    filing: Filing, actor: Actor, *, office: Office | None = None, key: str = ""
) -> tuple[Complaint, str]:
    """File a complaint and put it on its first desk; return it with the query code.

    The code is shown once; with a `key` already used the code is empty and the earlier complaint
    is returned.
    """
    with transaction.atomic():
        number = new_tracking_no()
        if key and not claim_key(key, "file_complaint", actor, number):
            receipt = ActionReceipt.objects.get(key=key)
            return Complaint.objects.get(tracking_no=receipt.result), ""
        received = receive_complaint(filing, actor=actor, office=office, tracking_no=number)
        ComplaintFlow.begin.run(complaint=received.complaint, outcome=received.done.outcome)
    return received.complaint, received.query_code


def _lock(action: Action, record_id: int) -> Any:
    """Lock the record; a branch under the row of its case, so that one order of locks holds."""
    if issubclass(action.machine, Branch):
        case = _locked(CaseMachine, [], branches=record_id)
        related = ["office__division", *action.machine.READ_WITH]
        branch = action.machine._default_manager.select_related(*related).get(pk=record_id)
        branch.case = case
        return branch
    more = ["first_office", "case"] if action.machine is ComplaintMachine else []
    return _locked(action.machine, more, pk=record_id)


def _locked(machine: Any, more: list[str], **which: int) -> Any:
    related = ["office__division", "employer", "lead", "second", *more]
    rows = machine._default_manager.select_for_update(of=("self",)).select_related(*related)
    return rows.get(**which)


def _settle_case(case: Any) -> None:
    """Save the case after an act on its branch; its desks follow a clock the act started there."""
    if deadlines.were_touched(case):
        before = moves.state_before(case)
        deadlines.refresh_next_due(case)
        moves.follow(case, before, [desk.pk for desk in moves.open_desks(case)])
    case.save_step()


def _check_seen(record: Complaint | Case, seen: int | None) -> None:
    if seen is None or seen >= record.last_seq:
        return
    since = CaseEvent.objects.filter(
        stream=record.STREAM, subject_id=record.pk, seq__gt=seen
    ).exclude(kind__in=HARMLESS)
    events = list(since.select_related("actor").order_by("seq"))
    if events:
        raise Overtaken(events)
