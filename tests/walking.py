"""Random acts of random people: what they type, and what must hold whatever they did."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum

from casework import clock
from casework.journal import first_break
from casework.models import (
    ActionReceipt,
    Branch,
    Case,
    CaseEvent,
    Complaint,
    Deadline,
    Document,
    Evidence,
    Membership,
    Office,
    Payment,
    WageClaim,
)
from casework.models.actor import Actor
from casework.records.branches import branches_of
from casework.vocabulary import (
    OPEN_DEPARTMENT,
    OPEN_TRANSFER,
    CaseState,
    ComplaintState,
    DeadlineState,
    DocumentState,
    Finding,
    Role,
)
from tests import cast, factories
from workflows.models import DeskProcess, DeskTask
from workflows.moves import own

OFFICES = (cast.JINSHUI, cast.SHANGSHUI, cast.JIYUAN, cast.ZHENGZHOU, cast.HENAN)
ROLES = (
    Role.BODY_HEAD, Role.INSPECTOR, Role.CLERK, Role.DEPARTMENT_HEAD, Role.LEGAL, Role.CREDIT,
    Role.SUPERVISOR,
)  # fmt: skip
COMPLAINT_DESKS = {
    "filed": {"route", "assign", "propose", "decide"},
    "transferred_out": {"receive", "negotiate", "designate", "take_over", "at_department",
                        "tell_department"},
    "supplement": {"await_supplement"}, "accepted": {"in_case", "tell"},
}  # fmt: skip
CASE_DESKS = {
    "open": {"start_up"}, "investigating": {"investigate", "sign"},
    "investigated": {"dispose", "sign", "sign_notice", "serve_notice"},
    "ordered": {"serve", "watch"}, "complied": {"close"}, "revoked": {"close"},
    "overdue": {"after_overdue", "sign_notice", "serve_notice"},
    "notice_given": {"await_statement", "reconsider", "review", "sign_notice", "serve_notice"},
    "hearing": {"call_hearing", "hold_hearing", "reconsider", "review", "sign_notice",
                "serve_notice"},
    "reviewed": {"decide_case"}, "decided": {"serve_decision"}, "performed": {"close"},
    "served": {"await_performance", "close"}, "urged": {"await_performance", "close"},
    "enforcement": {"await_performance", "close"},
}  # fmt: skip
# Desks of the way to the court, beside the case's own while the decision waits to be performed.
ENFORCEMENT_DESKS = {
    "served": {"urge", "serve_urging"}, "urged": {"apply"}, "enforcement": {"court"},
}  # fmt: skip
# Desks of a transfer of the case lie beside its own.
TRANSFER_DESKS = {"receive_case", "settle_case", "negotiate_case", "designate_case",
                  "take_over_case"}  # fmt: skip
COMPLAINT_ENDED = (
    ComplaintState.CLOSED, ComplaintState.REJECTED, ComplaintState.REDIRECTED,
    ComplaintState.WITHDRAWN, ComplaintState.MERGED, ComplaintState.CLOSED_INCOMPLETE,
)  # fmt: skip
CASE_ENDED = (CaseState.CLOSED, CaseState.TRANSFERRED)
TRACES = (CaseEvent, Document, Deadline, DeskTask, DeskProcess, Payment, Branch, Evidence,
          ActionReceipt)  # fmt: skip


STANDS = (
    ("casework_complaint", "id", "id, state, office_id, last_seq, worker_count, claimed_yuan"),
    (
        "casework_case",
        "id",
        "id, state, office_id, last_seq, worker_count, verified_yuan, paid_yuan",
    ),
    ("casework_branch", "id", "id, office_id, ended_at, stands_alone"),
    ("casework_wageclaim", "id", "id, finding, verified_yuan, paid_yuan, withdrawn_at"),
    ("casework_deadline", "id", "id, state, due_on, length"),
)


def everybody() -> list[Actor]:
    """Complainant, employer, timer, and everyone of five offices in every role held there."""
    for name in OFFICES:
        for role in ROLES:
            cast.someone(cast.office(name), role)
        cast.someone(cast.office(name), Role.INSPECTOR, 1)
    Membership.objects.filter(role=Role.DEPARTMENT_HEAD).update(is_principal=True)
    offices = [cast.office(name) for name in OFFICES]
    held = Membership.objects.filter(office__in=offices).select_related("user", "office__division")
    staff = [Actor(row.role, row.user, row.office, row.is_principal) for row in held.order_by("id")]
    return [Actor.complainant(), Actor.employer(), Actor.system(), *staff]


def traces() -> tuple[Any, ...]:
    """How many rows of each kind an act could leave, and how every matter stands; one query."""
    tables = [model._meta.db_table for model in TRACES]
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in tables)  # noqa: S608
    stands = ", ".join(
        f"(SELECT md5(string_agg(concat_ws(',', {columns}), ';' ORDER BY {key})) FROM {table})"  # noqa: S608
        for table, key, columns in STANDS
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}, {stands}")
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def likely(rng: Random, people: list[Actor], code: str, record: Any) -> Actor:
    """Return whoever the desk of the act waits for, if somebody of the cast sits there."""
    tasks = DeskTask.objects.filter(finished__isnull=True, **own(record))
    for task in tasks:
        if code in getattr(task.flow_task, "actions", ()):
            held = [a for a in people if a.office and a.office.pk == task.office_id]
            sitting = [a for a in held if a.role == task.role]
            mine = [a for a in sitting if a.user_id == task.owner_id]
            return rng.choice(mine or sitting or held or people)
    office = [a for a in people if a.office and a.office.pk == record.office_id]
    leads = [a for a in office if a.user_id in (record.lead_id, record.second_id)]
    return rng.choice(leads if leads and rng.random() < 0.6 else office or people)


def typed(rng: Random, action: Any, record: Any, actor: Actor) -> tuple[dict[str, Any], dict]:
    """Return (data, files) for the form of an action: something that fits each field, mostly."""
    form = action.form(subject=record, actor=actor)
    data: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for name, field in form.fields.items():
        if rng.random() < 0.03:
            continue
        if isinstance(field, forms.FileField):
            _choose_file(rng, name, field, files)
        else:
            data[name] = _value(rng, field, form.get_initial_for_field(field, name))
    return data, files


def _choose_file(rng: Random, name: str, field: forms.FileField, files: dict[str, Any]) -> None:
    if not field.required and rng.random() < 0.5:
        return
    upload = SimpleUploadedFile("凭证.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    files[name] = [upload] if name[-1] == "s" else upload


def _value(rng: Random, field: forms.Field, initial: Any) -> Any:
    if isinstance(field, (forms.ModelChoiceField, forms.ChoiceField)):
        return _choice(rng, field, initial)
    if isinstance(field, forms.BooleanField):
        return "on" if field.required or rng.random() < 0.6 else ""
    if isinstance(field, (forms.DateField, forms.DateTimeField)):
        return _moment(rng, field, initial)
    if initial not in (None, "") and rng.random() < 0.8:
        return str(initial)
    if isinstance(field, forms.IntegerField):
        return rng.choice(("1", "5", "7", "12"))
    if type(field).__name__ == "YuanField":
        return rng.choice(("", "500.00", "8000.00"))
    longest = getattr(field, "max_length", None) or 60
    return "已核对，情况属实。"[:longest]


def _choice(rng: Random, field: Any, initial: Any) -> Any:
    if isinstance(field, forms.ModelChoiceField):
        rows = field.queryset
        if rows.model is Office:
            rows = rows.filter(division__name__in=OFFICES)
        keys = [row.pk for row in rows[:20]]
    else:
        keys = [key for key, _label in field.choices if key != ""]
    if isinstance(field, (forms.ModelMultipleChoiceField, forms.MultipleChoiceField)):
        return rng.sample(keys, min(len(keys), 2))
    if initial in keys and rng.random() < 0.3:
        return initial
    return rng.choice(keys) if keys else ""


def _moment(rng: Random, field: forms.Field, initial: Any) -> str:
    if isinstance(field, forms.DateTimeField):
        return f"{clock.today() + timedelta(days=9):%Y-%m-%d} 10:00"
    day = initial or clock.today() + timedelta(days=rng.choice((0, 0, 0, -1, 5, 12)))
    return day.isoformat() if hasattr(day, "isoformat") else str(day)


def check(complaint: Complaint) -> None:
    """One owner, a legal pair of state and desk, whole chains, sums of rows, clocks that ended."""
    complaint = factories.fresh(complaint)
    _one_owner(complaint)
    assert first_break(complaint) is None
    _told_by_the_journal(complaint)
    if complaint.state in COMPLAINT_ENDED:
        assert not running(complaint=complaint.pk), (
            complaint.state,
            running(complaint=complaint.pk),
        )
    for case in Case.objects.filter(pk=complaint.case_id) if complaint.case_id else ():
        _case_holds(factories.fresh(case))


def running(**owner: int) -> list[str]:
    """Return the rules of the clocks that run for this owner."""
    rows = Deadline.objects.filter(state=DeadlineState.RUNNING, **owner)
    return list(rows.values_list("rule", flat=True))


def _one_owner(complaint: Complaint) -> None:
    assert complaint.office_id
    open_desks = [name for name in factories.desks(complaint) if not name.startswith("confirm")]
    # A matter told to another department waits beside, on a desk of its own.
    main = [name for name in open_desks if name in COMPLAINT_DESKS.get(complaint.state, set())]
    expected = 1 if complaint.state in COMPLAINT_DESKS else 0
    assert len(main) == expected, (complaint.state, open_desks)
    if main and complaint.state != ComplaintState.TRANSFERRED_OUT:
        task = DeskTask.objects.get(complaint=complaint.pk, node=main[0], finished__isnull=True)
        assert task.office_id == complaint.office_id
    elsewhere = complaint.department_transfers.filter(
        state__in=OPEN_DEPARTMENT, told_at__isnull=True
    ).count()
    pending = complaint.transfers.filter(state__in=OPEN_TRANSFER, case__isnull=True).count()
    assert pending + elsewhere == (complaint.state == ComplaintState.TRANSFERRED_OUT)


def _case_holds(case: Case) -> None:
    names = [name for name in factories.desks(case) if name not in TRANSFER_DESKS]
    state = case.state
    main_ones, beside = CASE_DESKS.get(state, set()), ENFORCEMENT_DESKS.get(state, set())
    main = [name for name in names if name in main_ones]
    assert len(main) == (1 if main_ones else 0), (state, names)
    expected = 1 if main == ["await_performance"] else 0
    assert len([name for name in names if name in beside]) == expected, (state, names)
    assert first_break(case) is None
    _told_by_the_journal(case)
    if state in CASE_ENDED:
        assert not running(case=case.pk, branch__isnull=True), (state, running(case=case.pk))
    _sums_hold(case)
    for branch in branches_of(case):
        tasks = list(DeskTask.objects.filter(finished__isnull=True, **own(branch)))
        if branch.ended_at is not None:
            assert not running(branch=branch.pk), (branch.kind, running(branch=branch.pk))
            assert not tasks, (branch.kind, tasks)


def _told_by_the_journal(record: Complaint | Case) -> None:
    """No state without an event: the newest row of the journal says state and owner as they are."""
    newest = CaseEvent.objects.filter(stream=record.STREAM, subject_id=record.pk).latest("seq")
    assert newest.seq == record.last_seq
    told = (newest.after["state"], newest.after["office_id"])
    assert told == (record.state, record.office_id), (newest.kind, told)


def _sums_hold(case: Case) -> None:
    """The rows of the workers are the case; nobody is paid beyond what was found."""
    zero = Decimal("0.00")
    staying = WageClaim.objects.filter(case=case.pk, withdrawn_at__isnull=True)
    sums = staying.aggregate(
        claimed=Sum("claimed_yuan"), verified=Sum("verified_yuan"), paid=Sum("paid_yuan")
    )
    assert case.worker_count == staying.count()
    assert case.claimed_yuan == (sums["claimed"] or zero)
    assert case.verified_yuan == (sums["verified"] or zero)
    assert case.paid_yuan == (sums["paid"] or zero)
    ledger = Payment.objects.filter(claim__in=staying).aggregate(total=Sum("amount_yuan"))
    assert case.paid_yuan == (ledger["total"] or zero)
    for claim in staying:
        assert claim.paid_yuan <= (claim.verified_yuan or zero)
        assert claim.finding != Finding.PENDING or claim.verified_yuan is None
    numbers = list(
        Document.objects.filter(case=case.pk).exclude(state=DocumentState.DRAFT)
        .exclude(number__isnull=True).values_list("number", flat=True)
    )  # fmt: skip
    assert len(numbers) == len(set(numbers))
