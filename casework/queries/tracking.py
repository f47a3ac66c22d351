"""What a complainant reads of the own complaint: who, which step, by when, how much; no other person.

A holder of the query code sees all workers of the complaint with masked names; `claim_ids` narrows
the view to one worker's own rows (law.md scenario 12, section 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework import clock
from casework.models import (
    CaseEvent,
    Complaint,
    Deadline,
    Membership,
    Office,
    Transfer,
    WageClaim,
)
from casework.queries.tracking_money import Money, PaymentLine, claims_of, money_of, payments_of
from casework.queries.tracking_now import Now, now_of
from casework.queries.tracking_thread import Voice, voice_of
from casework.queries.tracking_words import (
    AHEAD,
    AHEAD_OF_DEPARTMENT,
    BY_WHEN,
    OF_THE_EMPLOYER,
    REASONS,
    TOLD,
    due_text,
    short_day,
)
from casework.vocabulary import (
    OPEN_DEPARTMENT,
    OPEN_TRANSFER,
    PUBLIC_DEPARTMENT,
    PUBLIC_STATE,
    PUBLIC_TRANSFER,
    ComplaintState,
    DeadlineState,
    DepartmentState,
    EventKind,
    Role,
    TransferState,
    WithdrawalState,
)

WITH_CASE = (ComplaintState.ACCEPTED, ComplaintState.MERGED)
ENDED = (
    ComplaintState.CLOSED, ComplaintState.RESULT_TOLD, ComplaintState.WITHDRAWN,
    ComplaintState.REJECTED, ComplaintState.REDIRECTED, ComplaintState.CLOSED_INCOMPLETE,
)  # fmt: skip


@dataclass
class Responsible:
    """Who answers now, of which office, under which number."""

    name: str
    role: str
    office: Office
    phone: str


@dataclass
class Progress:
    """Everything on the tracking page that follows the case by itself."""

    complaint: Complaint
    whole: bool
    state: str
    key: str
    responsible: Responsible
    transfer: Transfer | None
    steps: list[tuple[str, str, str]]
    due: Deadline | None
    due_text: str
    is_late: bool
    reason: tuple[str, str] | None
    withdrawal_open: bool
    claims: list[WageClaim]
    money: Money
    payments: list[PaymentLine]
    now: Now
    voice: Voice

    @property
    def ended(self) -> bool:
        return self.complaint.state in ENDED

    @property
    def who(self) -> str:
        """Who does what happens now, in words."""
        doer = self.responsible
        named = doer.name != doer.office.name
        return self.now.who_is(f"{doer.office.name} {doer.name}" if named else doer.name)


def get_tracked(pk: int) -> Complaint | None:
    """Return the complaint with all that the page names, by one query."""
    return (
        Complaint.objects.select_related(
            "office", "first_office", "first_officer", "lead", "case__lead", "case__office"
        )
        .filter(pk=pk)
        .first()
    )


def progress_of(complaint: Complaint, claim_ids: Sequence[int] | None = None) -> Progress:
    """Return the tracking page of `complaint`; `claim_ids` limits it to one worker's own rows."""
    whole = claim_ids is None
    in_case = complaint.state in WITH_CASE and complaint.case is not None
    key = _state_key(complaint)
    transfer = _open_transfer(complaint)
    state = str(PUBLIC_STATE.get(key) or _("正在办理"))  # type: ignore[call-overload]
    department = ""
    if transfer is not None:
        state = str(PUBLIC_TRANSFER[TransferState(transfer.state)])
    elif complaint.state == ComplaintState.TRANSFERRED_OUT:
        department = _at_department(complaint)
        state = str(PUBLIC_DEPARTMENT[DepartmentState(department)]) if department else state
    claims = claims_of(complaint, claim_ids)
    if not claims and claim_ids and _redirected(claim_ids):
        state = _("您已走仲裁或法院，请按那条途径办理")
    due = _next_due(complaint)
    return Progress(
        complaint=complaint,
        whole=whole,
        state=state,
        key=key,
        responsible=_responsible(complaint),
        transfer=transfer,
        steps=_steps(complaint, AHEAD_OF_DEPARTMENT if department else _ahead(key), state),
        due=due,
        due_text=due_text(due),
        is_late=bool(due and due.due_on < clock.today()),
        reason=_reason(complaint) if whole else None,
        withdrawal_open=_withdrawal_open(complaint, claim_ids),
        claims=claims,
        money=money_of(complaint, claims, whole=whole),
        payments=payments_of(claims),
        now=now_of(
            complaint.state, key if in_case else "", transfer.state if transfer else "", department
        ),
        voice=voice_of(complaint, claim_ids),
    )


def _at_department(complaint: Complaint) -> str:
    rows = complaint.department_transfers.filter(state__in=OPEN_DEPARTMENT, told_at__isnull=True)
    return rows.values_list("state", flat=True).first() or ""


def _redirected(claim_ids: Sequence[int]) -> bool:
    return WageClaim.objects.filter(pk__in=claim_ids, redirected_at__isnull=False).exists()


def _withdrawal_open(complaint: Complaint, claim_ids: Sequence[int] | None) -> bool:
    """Is the reader's own wish waiting: that of the whole complaint, or of the worker's own rows?"""
    mine = Q(claim__isnull=True) if claim_ids is None else Q(claim__in=claim_ids)
    return complaint.withdrawals.filter(mine, state=WithdrawalState.REQUESTED).exists()


def _state_key(complaint: Complaint) -> str:
    if complaint.state in WITH_CASE and complaint.case is not None:
        return complaint.case.state
    return complaint.state


def _responsible(complaint: Complaint) -> Responsible:
    running = complaint.case if complaint.state in WITH_CASE else None
    office = running.office if running else complaint.office
    lead = running.lead if running else complaint.lead
    if lead is not None:
        return Responsible(str(lead), _("主办监察员"), office, lead.work_phone or office.hotline)
    head = (
        Membership.objects.filter(office=office, role=Role.BODY_HEAD, valid_to__isnull=True)
        .select_related("user")
        .order_by("id")
        .first()
    )
    name = str(head.user) if head else office.name
    return Responsible(name, _("机构负责人") if head else _("值班电话"), office, office.hotline)


def _open_transfer(complaint: Complaint) -> Transfer | None:
    rows = complaint.transfers.filter(state__in=OPEN_TRANSFER)
    return rows.select_related("to_office", "designated").first()


def _events(complaint: Complaint) -> list[CaseEvent]:
    # Of the case only its own stream: acts on other people's complaints stay theirs.
    mine = Q(stream=Complaint.STREAM, subject_id=complaint.pk)
    if complaint.case_id:
        of_case = complaint.case.lineage() if complaint.case else [complaint.case_id]
        told = Q(kind__in=OF_THE_EMPLOYER)
        for subject in ("case.", "order.", "referral."):
            told |= Q(kind__startswith=subject)
        mine |= Q(stream="case", subject_id__in=of_case) & told
    return list(CaseEvent.objects.filter(mine, kind__in=TOLD).order_by("at", "id"))


def _ahead(key: str) -> str | Promise | None:
    return AHEAD.get(key)  # type: ignore[call-overload]


def _steps(
    complaint: Complaint, ahead: str | Promise | None, state: str
) -> list[tuple[str, str, str]]:
    steps = [
        (
            _("，").join((short_day(clock.day_of(event.at)), str(TOLD[EventKind(event.kind)]))),
            "",
            "done",
        )
        for event in _events(complaint)
    ]
    if complaint.state in ENDED:
        return steps
    steps.append((state, "", "current"))
    if ahead:
        steps.append((_("接下来：%(step)s") % {"step": ahead}, "", "todo"))
    return steps


def _next_due(complaint: Complaint) -> Deadline | None:
    whose = Q(complaint=complaint)
    if complaint.case_id and complaint.state in WITH_CASE:
        whose |= Q(case=complaint.case_id)
    rows = Deadline.objects.filter(whose, state=DeadlineState.RUNNING, rule__in=BY_WHEN)
    return rows.order_by("due_on", "id").first()


def _reason(complaint: Complaint) -> tuple[str, str] | None:
    if complaint.state not in REASONS:
        return None
    kind, label = REASONS[ComplaintState(complaint.state)]
    event = complaint.events.filter(stream=Complaint.STREAM, kind=kind).order_by("-seq").first()
    return (str(label), event.reason) if event and event.reason else None
