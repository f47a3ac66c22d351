"""What the complainant says of the handling: a complaint about delay (催办), and satisfaction."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from casework import clock, lawbook
from casework.journal import record
from casework.models import Complaint, DelayComplaint, Office, Satisfaction, WageClaim
from casework.models.actor import Actor
from casework.templatetags.casework_format import local_day
from casework.vocabulary import OPEN_TRANSFER, ComplaintState, EventKind
from workflows import deadlines
from workflows.actions.done import Done
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused
from workflows.models import DeskTask
from workflows.routing import common_superior

REPLY = "S-03"
AGAIN = "delay_again_days"
DESK = "answer_delay"
COMPLAINABLE = (
    ComplaintState.FILED, ComplaintState.TRANSFERRED_OUT, ComplaintState.ACCEPTED,
    ComplaintState.MERGED,
)  # fmt: skip
"""States in which the next step is an office's, not the complainant's."""
RATED = (ComplaintState.RESULT_TOLD, ComplaintState.CLOSED)


def complain_delay(
    complaint: ComplaintMachine, *, actor: Actor, text: str, claim: WageClaim | None = None
) -> Done:
    """Put a complaint about delay on the desk of the office above; at most once in some days."""
    _refuse_too_soon(complaint, claim)
    about = handled_by(complaint)
    office = superior_of(complaint, about)
    due = deadlines.compute(clock.today(), lawbook.limit(REPLY).length or 0,
                            lawbook.limit(REPLY).unit).date  # fmt: skip
    open_before = DeskTask.objects.filter(complaint=complaint.pk, node=DESK, finished=None).exists()
    delay = DelayComplaint.objects.create(
        complaint=complaint, claim=claim, office=office, about=about, text=text,
        made_at=clock.now(), due_on=due,
    )  # fmt: skip
    record(complaint, EventKind.DELAY_COMPLAINED, actor=actor, save=False,
           offices=[office.pk, about.pk],
           facts={"delay": delay.pk, "office": office.name, "about": about.name, "due": due,
                  "label": lawbook.limit(REPLY).label.zh, "length": len(text)})  # fmt: skip
    return Done(delay=None if open_before else delay)


def answer_delay(complaint: ComplaintMachine, *, actor: Actor, text: str) -> Done:
    """Answer every open complaint about delay of this matter; the complainant is told."""
    rows = DelayComplaint.objects.select_for_update().filter(
        complaint=complaint.pk, answered_at__isnull=True
    )
    found = list(rows.order_by("id"))
    if not found:
        raise Refused(_("没有等待答复的催办。"))
    now = clock.now()
    for delay in found:
        delay.answer, delay.answered_at, delay.answered_by = text, now, actor.user
        delay.save(update_fields=["answer", "answered_at", "answered_by"])
        facts = {"delay": delay.pk, "office": delay.office_id, "late": delay.due_on < clock.today()}
        if delay.claim_id:
            facts["claim"] = delay.claim_id
        record(complaint, EventKind.DELAY_ANSWERED, actor=actor, save=False,
               offices=[delay.office_id, delay.about_id], facts=facts)  # fmt: skip
    return Done(outcome="answered")


def rate(
    complaint: ComplaintMachine, *, actor: Actor, score: int, text: str = "",
    claim: WageClaim | None = None,
) -> Done:  # fmt: skip
    """Keep how content the complainant is; once, after the result was told."""
    if complaint.satisfactions.filter(claim=claim).exists():
        raise Refused(_("您已经评价过了，谢谢。"))
    office = handled_by(complaint)
    Satisfaction.objects.create(
        complaint=complaint, claim=claim, office=office, score=score, text=text,
        given_at=clock.now(),
    )  # fmt: skip
    record(complaint, EventKind.SATISFACTION_GIVEN, actor=actor, save=False,
           facts={"score": score, "length": len(text)})  # fmt: skip
    return Done()


def handled_by(complaint: Complaint) -> Office:
    """Return the office that handles the matter now: that of the case once there is one."""
    return complaint.case.office if complaint.case is not None else complaint.office


def superior_of(complaint: Complaint, about: Office) -> Office:
    """Return the common superior of whoever has the matter in hand (共同的上一级)."""
    transfer = complaint.transfers.filter(state__in=OPEN_TRANSFER).select_related(
        "to_office__division", "designated__division"
    ).first()  # fmt: skip
    offices = [about]
    if transfer is not None:
        offices.append(transfer.designated or transfer.to_office)
    return common_superior(offices)


def barring(complaint: Complaint, claim_id: int | None) -> DelayComplaint | None:
    """Return the last complaint about delay of this voice while it still bars a new one."""
    last = complaint.delays.filter(claim=claim_id).order_by("-id").first()
    if last is None:
        return None
    waiting = last.answered_at is None and last.due_on >= clock.today()
    return last if waiting or again_on(last) > clock.today() else None


def again_on(last: DelayComplaint) -> date:
    """Return the first day on which the same voice may complain again."""
    pause = int(lawbook.threshold_value(AGAIN))
    return clock.day_of(last.made_at) + timedelta(days=pause)


def _refuse_too_soon(complaint: ComplaintMachine, claim: WageClaim | None) -> None:
    last = barring(complaint, claim.pk if claim else None)
    if last is None:
        return
    if last.answered_at is None and last.due_on >= clock.today():
        raise Refused(
            _("您已经催过，%(office)s正在查，%(due)s前答复您。")
            % {"office": last.office.name, "due": local_day(last.due_on)}
        )
    raise Refused(
        _("您 %(day)s催过一次。%(again)s起可以再催。")
        % {"day": local_day(last.made_at), "again": local_day(again_on(last))}
    )
