"""One matter, one case: merge what was told twice, join complaints of one employer, split again."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Case, CaseEvent, Complaint, Office, Participation, WageClaim
from casework.models import Worker as WorkerRow
from casework.models.actor import Actor
from casework.queries.twins import OPEN, counterparts, twins_of
from casework.records.cases import open_case, refresh_totals, take_in
from casework.vocabulary import (
    CaseState,
    ComplaintKind,
    ComplaintState,
    DocumentKind,
    EventKind,
)
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, take

JOINABLE = (CaseState.OPEN, CaseState.INVESTIGATING)
SPLITTABLE = (CaseState.OPEN, CaseState.INVESTIGATING, CaseState.INVESTIGATED)


def merge_complaint(
    complaint: ComplaintMachine, *, actor: Actor, master: Complaint, reason: str
) -> Done:
    """Merge the complaint into the same matter told elsewhere (并案), before it is accepted.

    The county that filed first keeps it; while none has, the complaint received first.
    """
    merge(complaint, locked(master.pk), actor, reason)
    return Done(outcome="ended")


def merge(complaint: ComplaintMachine, master: Complaint, actor: Actor, reason: str) -> None:
    """Take FILED -> MERGED: linked to `master`; each worker counts once, both offices see both."""
    earlier = (master.received_at, master.pk) < (complaint.received_at, complaint.pk)
    if master.case_id is None and not earlier:
        raise Refused(_("那一件登记在后，应当由那一件并入本件。"))
    take(complaint, "merge", actor, master=master)
    deadlines.meet(complaint, "D-01")
    deadlines.cancel(complaint)
    doubled = set_aside(complaint, master)
    watch_each_other(complaint, master)
    if master.case_id is not None:
        _bring_the_rest(complaint, locked_case(master.case_id), actor)
    facts = {"case": master.case.number if master.case else "", "doubled": doubled}
    record(complaint, EventKind.COMPLAINT_MERGED, actor=actor, reason=reason, save=False,
           facts={**facts, "into": master.tracking_no, "office": master.office.name},
           offices=[master.office_id, complaint.first_office_id])  # fmt: skip
    record(master, EventKind.COMPLAINT_JOINED, actor=actor, reason=reason,
           facts={**facts, "from": complaint.tracking_no, "office": complaint.office.name},
           offices=[complaint.office_id])  # fmt: skip


def filed_elsewhere(complaint: ComplaintMachine) -> Complaint | None:
    """Return the same matter already filed by another county.

    Only where another county has the same people does it come to locks: their rows stay locked
    until commit, so that of two counties that accept in the same second the second waits here and
    then sees the first one's case.
    """
    mine = complaint.claims.filter(withdrawn_at__isnull=True).values("worker")
    told_elsewhere = Complaint.objects.filter(
        employer=complaint.employer_id, employer__isnull=False, kind=ComplaintKind.COMPLAINT,
        claims__worker__in=mine, state__in=OPEN,
    ).exclude(office=complaint.office_id)  # fmt: skip
    if complaint.kind == ComplaintKind.REPORT or not told_elsewhere.exists():
        return None
    workers = list(
        WorkerRow.objects.select_for_update(no_key=True).filter(pk__in=mine).order_by("pk")
    )
    filed = twins_of(complaint, workers).filter(case__isnull=False)
    other = filed.exclude(office=complaint.office_id).first()
    return locked(other.pk) if other is not None else None


def set_aside(complaint: Complaint, master: Complaint) -> int:
    """Let every worker who is in `master` already count there alone; return how many."""
    same = counterparts(complaint, master)
    for mine, theirs in same.items():
        # What counted here before, from an earlier merger, counts there too: one step, no chain.
        WageClaim.objects.filter(Q(pk=mine) | Q(counted_as=mine)).update(counted_as=theirs)
    return len(same)


def covers(complaint: Complaint) -> bool:
    """Is no worker of the complaint left that counts in it?"""
    left = complaint.claims.filter(withdrawn_at__isnull=True, counted_as__isnull=True)
    return not left.exists()


def join(complaint: ComplaintMachine, case: Case, actor: Actor, opinion: str) -> Done:
    """Accept the complaint into a running case of the same office and employer or project."""
    case = locked_case(case.pk)
    require_joinable(complaint, case)
    take(complaint, "accept", actor, case=case)
    deadlines.meet(complaint)
    take_in(complaint, case)
    refresh_totals(case)
    record(complaint, EventKind.COMPLAINT_ACCEPTED, actor=actor, reason=opinion, save=False,
           facts={"case": case.number, "joined": True},
           offices=[complaint.first_office_id])  # fmt: skip
    record(case, EventKind.CASE_JOINED, actor=actor, reason=opinion, save=False,
           facts={"complaint": complaint.tracking_no, "workers": complaint.worker_count,
                  "claimed": complaint.claimed_yuan})  # fmt: skip
    case.save_step()
    complaint.lead, complaint.second = case.lead, case.second
    return Done(outcome="accepted")


def require_joinable(complaint: Complaint, case: Case) -> None:
    """Raise Refused unless the case is of the same office and employer or project, and open."""
    same = case.employer_id is not None and case.employer_id == complaint.employer_id
    same = same or (case.project_id is not None and case.project_id == complaint.project_id)
    if case.office_id != complaint.office_id or not same:
        raise Refused(_("只能并入本单位对同一用人单位或者同一项目的案件。"))
    if case.state not in JOINABLE:
        raise Refused(_("该案调查已经终结，不能再并入，请单独立案。"))


def split_complaint(case: CaseMachine, *, actor: Actor, complaint: Complaint, reason: str) -> Done:
    """Split a complaint off again (分案): its own case, the days it was accepted on stay counted."""
    complaint = locked(complaint.pk)
    if complaint.case_id != case.pk or complaint.state != ComplaintState.ACCEPTED:
        raise Refused(_("这件投诉不在本案中。"))
    others = case.complaints.filter(state=ComplaintState.ACCEPTED).exclude(pk=complaint.pk)
    if not others.exists():
        raise Refused(_("本案只有这一件投诉，不需要分案。"))
    complaint.lead, complaint.second = case.lead, case.second
    own = open_case(complaint)
    own.filed_on = _accepted_on(complaint)
    own.hop_count, own.first_filed_on = case.hop_count, case.first_filed_on
    complaint.case = own
    refresh_totals(own)
    refresh_totals(case)
    own.next_due_on = _same_clock(case, own)
    documents.write(own, DocumentKind.FILING_APPROVAL, actor, {"opinion": reason},
                    number=own.number, complaint=complaint, drafted_by=own.lead)  # fmt: skip
    facts = {"complaint": complaint.tracking_no, "from": case.number, "case": own.number,
             "workers": own.worker_count, "claimed": own.claimed_yuan}  # fmt: skip
    record(case, EventKind.CASE_SPLIT, actor=actor, reason=reason, facts=facts, save=False)
    record(own, EventKind.CASE_SPLIT, actor=actor, reason=reason, facts=facts, save=False)
    record(complaint, EventKind.CASE_SPLIT, actor=actor, reason=reason, facts=facts, save=False)
    own.save()
    complaint.save_step()
    return Done(opened=own)


def locked(pk: int) -> Complaint:
    """Return another complaint locked, with its office and case."""
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("office", "case")
    return rows.get(pk=pk)


def locked_case(pk: int) -> Case:
    """Return a case locked, with its office and inspectors."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("office", "lead", "second").get(pk=pk)


def watch_each_other(one: Complaint, other: Complaint) -> None:
    """Both offices see both complaints (law.md B1.1, MERGED)."""
    pairs: list[tuple[Complaint, Office]] = [(one, other.office), (other, one.office)]
    Participation.objects.bulk_create(
        [Participation(complaint=row, office=office, reason="merged", since=clock.now())
         for row, office in pairs],
        ignore_conflicts=True,
    )  # fmt: skip


def _bring_the_rest(complaint: ComplaintMachine, case: Case, actor: Actor) -> None:
    """Workers of the merged complaint whom the master does not name join its case."""
    more = _rows_that_count(complaint).count()
    complaint.case = case
    if more:
        if case.state not in JOINABLE:
            raise Refused(_("该案调查已经终结，不能再增加工人，请单独受理。"))
        take_in(complaint, case)
        refresh_totals(case)
        record(case, EventKind.CASE_WORKERS_ADDED, actor=actor, save=False,
               facts={"workers": more, "complaint": complaint.tracking_no})  # fmt: skip
        case.save_step()


def _rows_that_count(complaint: Complaint) -> QuerySet[WageClaim]:
    return WageClaim.objects.filter(complaint=complaint.pk, counted_as__isnull=True)


def _accepted_on(complaint: Complaint) -> date:
    kind = EventKind.COMPLAINT_ACCEPTED
    row = CaseEvent.objects.filter(complaint=complaint.pk, kind=kind).order_by("-seq").first()
    return clock.day_of(row.at) if row is not None else clock.today()


def _same_clock(case: Case, own: Case) -> date:
    """The authority stays the same, so the days used stay used, and an extension holds."""
    old = deadlines.running(case, "D-07").first()
    if old is None:  # the investigation is over: only what has to be done with it runs
        return deadlines.start(own, "D-12").due_on
    term = deadlines.build(own, "D-07", on=own.filed_on, length=old.length)
    term.extended_on = old.extended_on
    deadlines.start_all(own, [term])
    return term.due_on
