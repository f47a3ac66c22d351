"""End a complaint, or some of its rows, without a case: incomplete, too late, another way open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import WageClaim
from casework.models.actor import Actor
from casework.records.cases import refresh_complaint, refresh_totals
from casework.vocabulary import CaseState, DocumentKind, EventKind
from workflows import deadlines
from workflows.actions.acceptance import issue_notice
from workflows.actions.done import Done
from workflows.actions.joining import locked_case
from workflows.actions.limitation import limitation_of
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, take

BEFORE_ORDER = (CaseState.OPEN, CaseState.INVESTIGATING, CaseState.INVESTIGATED)


def close_incomplete(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Nothing came within the term: closed with a notice, may be filed again."""
    take(complaint, "close_incomplete", actor)
    number = issue_notice(complaint, DocumentKind.INCOMPLETE_NOTICE, actor, {"reason": reason})
    deadlines.cancel(complaint)
    record(complaint, EventKind.COMPLAINT_CLOSED_INCOMPLETE, actor=actor, reason=reason,
           facts={"document": number}, save=False)  # fmt: skip
    return Done(outcome="ended")


def reject_complaint(
    complaint: ComplaintMachine, *, actor: Actor, reason: str, ended_on: date,
    not_continuing: bool,
) -> Done:  # fmt: skip
    """Refuse acceptance in writing with remedies: more than two years (Order 423 art. 20).

    `not_continuing`: the head has established that the violation does not go on. Raises Refused
    while the two years run, or when somebody told of the violation within them.
    """
    take(complaint, "reject", actor)
    if not not_continuing:
        raise Refused(_("违法行为有连续或者继续状态的，自终了之日起算，不能不予受理。"))
    found = limitation_of(complaint, ended_on)
    assert found is not None
    if found.earlier_on is not None:
        raise Refused(
            _("%(day)s已有对该单位的投诉或者举报在案，没有超过二年，应当受理。")
            % {"day": found.earlier_on}
        )
    if not found.is_over:
        raise Refused(
            _("违法行为终了于%(end)s，二年期限到%(last)s届满，投诉没有超过期限。")
            % {"end": found.ended_on, "last": found.last_day}
        )
    told = complaint.period_end.isoformat() if complaint.period_end else ""
    return _end(complaint, actor, EventKind.COMPLAINT_REJECTED, DocumentKind.REJECTION, reason,
                ended_on=ended_on.isoformat(), told_end=told,
                last_day=found.last_day.isoformat())  # fmt: skip


def redirect_complaint(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Tell the complainant the way that is open: arbitration or suit already pending."""
    take(complaint, "redirect", actor)
    return _end(
        complaint, actor, EventKind.COMPLAINT_REDIRECTED, DocumentKind.REDIRECT_NOTICE, reason
    )


def redirect_claims(
    complaint: ComplaintMachine, *, actor: Actor, claims: Sequence[WageClaim], reason: str
) -> Done:
    """Some workers of a group have gone to arbitration or court: these rows leave, the rest go on.

    Law: Order 423 art. 21.
    """
    chosen = [claim.pk for claim in claims]
    staying = complaint.claims.filter(withdrawn_at__isnull=True)
    if not staying.exclude(pk__in=chosen).exists():
        raise Refused(_("全部工人都已申请仲裁或者起诉的，请对整件投诉“告知另循途径”。"))
    case = locked_case(complaint.case_id) if complaint.case_id else None
    if case is not None and case.state not in BEFORE_ORDER:
        raise Refused(_("指令书已经签发，不能再告知另循途径。"))
    now = clock.now()
    left = staying.filter(pk__in=chosen).update(withdrawn_at=now, redirected_at=now)
    refresh_complaint(complaint)
    number = issue_notice(complaint, DocumentKind.REDIRECT_NOTICE, actor, {"reason": reason})
    facts = {"workers": left, "claims": chosen, "left": complaint.worker_count,
             "document": number}  # fmt: skip
    record(complaint, EventKind.CLAIMS_REDIRECTED, actor=actor, reason=reason, facts=facts,
           save=False)  # fmt: skip
    if case is not None:
        refresh_totals(case)
        record(case, EventKind.CLAIMS_REDIRECTED, actor=actor, reason=reason, save=False,
               facts={**facts, "complaint": complaint.tracking_no, "left": case.worker_count})  # fmt: skip
        case.save_step()
    return Done()


def _end(
    complaint: ComplaintMachine, actor: Actor, event: str, document: str, reason: str, **facts: str
) -> Done:
    deadlines.meet(complaint, "D-01")
    deadlines.cancel(complaint)
    number = issue_notice(complaint, document, actor, {"reason": reason})
    record(complaint, event, actor=actor, reason=reason, facts={"document": number, **facts},
           offices=[complaint.first_office_id], save=False)  # fmt: skip
    return Done(outcome="ended")
