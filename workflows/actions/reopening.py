"""After the end, and about the group: reopen on new facts, representatives, mass incidents."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from casework import clock, lawbook
from casework.journal import record
from casework.models import CaseEvent, Complaint, WageClaim
from casework.models.actor import Actor
from casework.records.complaints import Filing
from casework.records.parties import WorkerFacts
from casework.vocabulary import ComplaintState, EventKind
from workflows import deadlines
from workflows.actions.done import Done
from workflows.actions.intake import receive_complaint
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused

REOPEN_MONTHS = 24
"""New facts reopen a matter within the two years of Order 423 art. 20."""


def reopen_complaint(complaint: ComplaintMachine, *, actor: Actor, text: str) -> Done:
    """File a new complaint linked to the ended one, on new facts; the old one stays as it ended."""
    closed = CaseEvent.objects.filter(complaint=complaint.pk, kind=EventKind.COMPLAINT_CLOSED)
    ended = closed.order_by("-seq").first()
    if ended is None:
        raise Refused(_("这件投诉还没有办结。"))
    last = deadlines.calendar().add_months(clock.day_of(ended.at), REOPEN_MONTHS).date
    if clock.today() > last:
        raise Refused(_("办结已超过二年（到%(day)s），请重新投诉。") % {"day": last})
    if Complaint.objects.filter(reopens=complaint.pk).exists():
        raise Refused(_("已经依据新事实重新提出过，请在新的投诉中补充。"))
    office = complaint.office if actor.is_complainant else actor.office
    received = receive_complaint(_again(complaint, text), actor=actor, office=office)
    fresh = received.complaint
    fresh.reopens_id = complaint.pk
    fresh.save(update_fields=["reopens"])
    record(complaint, EventKind.COMPLAINT_REOPENED, actor=actor, reason=text, save=False,
           facts={"new": fresh.tracking_no}, offices=[fresh.office_id])  # fmt: skip
    message = _("已登记为新的投诉 %(no)s，查询码 %(code)s（只显示这一次，请抄下来）。")
    return Done(
        filed=fresh, filed_outcome=received.done.outcome,
        message=message % {"no": fresh.tracking_no, "code": received.query_code},
    )  # fmt: skip


def _again(old: Complaint, text: str) -> Filing:
    """The same people, employer and place; what is told is new."""
    rows = old.claims.select_related("worker").order_by("position", "id")
    return Filing(
        workers=[
            WorkerFacts(
                name=row.worker.name, claimed_yuan=row.claimed_yuan,
                id_number=row.worker.id_number, phone=row.phone, bank_card=row.bank_card,
                post=row.post, period_start=row.period_start, period_end=row.period_end,
                is_representative=row.is_representative,
            )
            for row in rows
        ],
        language=old.language,
        employer_name=old.employer_name,
        uscc=old.employer.uscc if old.employer else "",
        site_division=old.site_division,
        site_address=old.site_address,
        project_name=old.project_name,
        project=old.project,
        industry=old.industry,
        kind=old.kind,
        channel=old.channel,
        is_anonymous=old.is_anonymous,
        contact_name=old.contact_name,
        contact_phone=old.contact_phone,
        period_text=old.period_text,
        period_start=old.period_start,
        period_end=old.period_end,
        description=text,
        requests=old.requests,
    )  # fmt: skip


def choose_representatives(
    complaint: ComplaintMachine, *, actor: Actor, claims: Sequence[WageClaim]
) -> Done:
    """Name the representatives of a group complaint (推选代表人), as few as the rule allows."""
    least = int(lawbook.threshold_value("group_min"))
    most = int(lawbook.threshold_value("reps_max"))
    staying = complaint.claims.filter(withdrawn_at__isnull=True)
    if staying.count() < least:
        raise Refused(_("%(n)s 人以上的集体投诉才推选代表人。") % {"n": least})
    chosen = [claim.pk for claim in claims]
    if len(chosen) > most:
        raise Refused(_("代表人最多 %(n)s 名。") % {"n": most})
    staying.update(is_representative=False)
    staying.filter(pk__in=chosen).update(is_representative=True)
    record(complaint, EventKind.COMPLAINT_REPRESENTED, actor=actor, save=False,
           facts={"workers": len(chosen), "claims": chosen})  # fmt: skip
    return Done()


def mark_incident(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """Mark a mass or extreme incident: it is reported up within two hours (D-42, art. 14)."""
    if complaint.incident_at is not None:
        raise Refused(_("已经标记为群体性、极端事件。"))
    complaint.incident_at = clock.now()
    deadlines.start(complaint, "D-42")
    record(complaint, EventKind.COMPLAINT_INCIDENT, actor=actor, reason=reason, save=False)
    return Done()


def report_incident(complaint: ComplaintMachine, *, actor: Actor, reason: str) -> Done:
    """The incident was reported to the government and the superior; the clock is met."""
    if not deadlines.running(complaint, "D-42").exists():
        raise Refused(_("没有待上报的事件。"))
    deadlines.meet(complaint, "D-42")
    record(complaint, EventKind.COMPLAINT_INCIDENT_REPORTED, actor=actor, reason=reason,
           save=False)  # fmt: skip
    return Done()


REOPENABLE = (ComplaintState.CLOSED, ComplaintState.RESULT_TOLD)
