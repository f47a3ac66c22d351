"""Facts that must hold for a transition; each guard explains what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, Sum, Value
from django.utils.translation import gettext as _

from casework import clock
from casework.access import YES, Verdict
from casework.law.money import grouped
from casework.models import Case, Complaint, Deadline, Document, Dossier
from casework.queries.receipted import unproven_payments
from casework.vocabulary import (
    OPEN_TRANSFER,
    BranchKind,
    CaseState,
    DeadlineState,
    DocumentKind,
    DocumentState,
    EmployerRole,
    Finding,
)

PASSED = "_guards_passed"
_DRAFT = "_drafted_order"
CASE_ENDED = (CaseState.REVOKED, CaseState.CLOSED, CaseState.TRANSFERRED)


class Guard:
    """A django-fsm condition with the reason beside it.

    `step.take()` asks each guard once and leaves the answer on the locked record for django-fsm's
    own check a moment later, so that no question is put to the database twice.
    """

    def __init__(self, explain: Callable[[Any], Verdict]) -> None:
        self.explain = explain
        self.__name__ = explain.__name__

    def __call__(self, record: Any) -> bool:
        return self in getattr(record, PASSED, ()) or self.explain(record).ok


@Guard
def two_inspectors(record: Dossier) -> Verdict:
    """At least two inspectors, one of them lead (Order 423 art. 16)."""
    assert isinstance(record, (Complaint, Case))
    if {record.lead_id, record.second_id} & set(record.recused):
        return Verdict(False, _("主办或者协办监察员已回避，须先更换。"))
    if record.lead_id and record.second_id and record.lead_id != record.second_id:
        return YES
    return Verdict(False, _("须先指派两名监察员（一名主办），见《劳动保障监察条例》第十六条。"))


@Guard
def no_recusal_pending(record: Dossier) -> Verdict:
    """The investigation begins once every recusal asked for is decided (law.md B1.2)."""
    assert isinstance(record, Case)
    asked = record.branches.filter(kind=BranchKind.RECUSAL, ended_at__isnull=True)
    if asked.exists():
        return Verdict(False, _("回避申请还没有决定，不能开始调查。"))
    return YES


@Guard
def definite_employer(record: Dossier) -> Verdict:
    """A definite employer is named (Order 25 art. 18 (2)); otherwise supplement."""
    if record.employer_id or record.employer_name or record.project_id:
        return YES
    return Verdict(False, _("没有明确的用人单位，须先要求补正。"))


@Guard
def work_on_a_platform_proven(record: Dossier) -> Verdict:
    """Against a platform or its partner there is no contract: orders or accounts take its place."""
    assert isinstance(record, Complaint)
    on_platform = record.employer_role in (EmployerRole.PLATFORM, EmployerRole.PLATFORM_PARTNER)
    if not on_platform or record.evidence.exists():
        return YES
    return Verdict(False, _("新就业形态没有劳动合同的，须先有接单、结算或者聊天记录等证据。"))


@Guard
def supplement_term_over(record: Dossier) -> Verdict:
    """The term to supplement has ended without anything (law.md B1.1)."""
    assert isinstance(record, Complaint)
    term = record.deadlines.filter(rule="S-01").order_by("-id").first()
    if term is None or term.due_on < clock.today():
        return YES
    return Verdict(False, _("补正期限到%(day)s届满，届满之前不能办结。") % {"day": term.due_on})


@Guard
def no_open_withdrawal(record: Dossier) -> Verdict:
    assert isinstance(record, Complaint)
    if record.withdrawals.filter(state="requested").exists():
        return Verdict(False, _("投诉人已申请撤回，须先由负责人确认。"))
    return YES


@Guard
def hops_left(record: Dossier) -> Verdict:
    """A third hop needs the common superior (law.md B1.4)."""
    assert isinstance(record, (Complaint, Case))
    if record.hop_count >= 2:
        return Verdict(False, _("已移送两次，再次移送须报共同的上一级指定管辖。"))
    return YES


@Guard
def every_worker_found(record: Dossier) -> Verdict:
    """Every worker row has a finding (owed, paid, not made out) before the investigation ends."""
    assert isinstance(record, Case)
    counts = record.claims.filter(withdrawn_at__isnull=True).aggregate(
        every=Count("id"), pending=Count("id", filter=Q(finding=Finding.PENDING))
    )
    if counts["pending"]:
        return Verdict(False, _("还有 %(n)s 名工人没有认定。") % {"n": counts["pending"]})
    if not counts["every"]:
        return Verdict(False, _("本案没有工人。"))
    return YES


@Guard
def no_worker_pending(record: Dossier) -> Verdict:
    """No finding is left open; a case all of whose workers withdrew passes."""
    assert isinstance(record, Case)
    left = record.claims.filter(withdrawn_at__isnull=True, finding=Finding.PENDING).count()
    if left:
        return Verdict(False, _("还有 %(n)s 名工人没有认定。") % {"n": left})
    return YES


@Guard
def something_owed(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    if record.unpaid_yuan > 0:
        return YES
    return Verdict(False, _("核实后没有尚欠的工资，不需要责令支付。"))


@Guard
def nothing_owed(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    if record.unpaid_yuan <= 0:
        return YES
    return Verdict(
        False, _("尚有 %(sum)s 元未支付，不能撤销立案。") % {"sum": grouped(record.unpaid_yuan)}
    )


@Guard
def order_drafted(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    return YES if drafted_order(record) else Verdict(False, _("还没有拟定限期改正指令书。"))


@Guard
def payments_proven(record: Dossier) -> Verdict:
    """Each payment has its paper, or the worker confirmed it (law.md B1.2 ORDERED -> COMPLIED)."""
    assert isinstance(record, Case)
    left = unproven_payments(record.pk).count()
    if not left:
        return YES
    return Verdict(
        False,
        _(
            "还有 %(n)s 笔支付既没有凭证，工人也没有确认收到。请冲正后连同凭证重新登记，或者请工人确认。"
        )
        % {"n": left},
    )


@Guard
def all_paid(record: Dossier) -> Verdict:
    """Nothing found to be owed to any worker is left unpaid."""
    assert isinstance(record, Case)
    owed = record.claims.filter(withdrawn_at__isnull=True, finding=Finding.OWED).aggregate(
        verified=Sum("verified_yuan"), paid=Sum("paid_yuan")
    )
    left = (owed["verified"] or 0) - (owed["paid"] or 0)
    if left > 0:
        return Verdict(False, _("尚欠 %(sum)s 元没有支付凭证。") % {"sum": grouped(left)})
    return YES


@Guard
def order_served(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    if record.order_served_on:
        return YES
    return Verdict(False, _("指令书还没有送达，期限未起算。"))


@Guard
def order_term_over(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    if record.order_due_on and clock.today() > record.order_due_on:
        return YES
    return Verdict(False, _("改正期限尚未届满。"))


@Guard
def investigation_clock_open(record: Dossier) -> Verdict:
    """Extension: once, approved on or before the last day (Order 423 art. 17)."""
    clocks = Deadline.objects.filter(case=record.pk, rule="D-07", state=DeadlineState.RUNNING)
    found = clocks.first()
    if found is None:
        return Verdict(False, _("没有正在计算的调查期限。"))
    if found.extended_on is not None:
        return Verdict(False, _("调查期限只能延长一次。"))
    if clock.today() > found.due_on:
        return Verdict(False, _("调查期限已届满（%(day)s），不能再延长。") % {"day": found.due_on})
    return YES


@Guard
def case_not_ended(record: Dossier) -> Verdict:
    """Nobody leaves a case that has ended: its sums and its papers stand."""
    assert isinstance(record, Complaint)
    if record.case is None or record.case.state not in CASE_ENDED:
        return YES
    return Verdict(False, _("案件已经办结，不能再撤回，请告知处理结果。"))


@Guard
def branches_settled(record: Dossier) -> Verdict:
    """Every branch has ended or stands on its own, and no other authority is being asked.

    Law.md B1.2, ANY -> CLOSED; one query answers both.
    """
    assert isinstance(record, Case)
    left = record.branches.filter(ended_at__isnull=True, stands_alone=False).order_by()
    asked = record.transfers.filter(state__in=OPEN_TRANSFER).annotate(kind=Value(""))
    kinds = list(left.values_list("kind").union(asked.values_list("kind")))
    if ("",) in kinds:
        return Verdict(False, _("案件正在移送，须先确定由谁管辖。"))
    names = [str(BranchKind(kind).label) for (kind,) in kinds]
    if not names:
        return YES
    return Verdict(
        False,
        _("还有未终结的程序：%(names)s。须先终结，或者写明该程序结案后继续。")
        % {"names": "、".join(sorted(set(names)))},
    )


@Guard
def no_open_transfer(record: Dossier) -> Verdict:
    """Whoever asked another authority to take the case does not end it meanwhile."""
    assert isinstance(record, Case)
    if record.transfers.filter(state__in=OPEN_TRANSFER).exists():
        return Verdict(False, _("案件正在移送，须先确定由谁管辖。"))
    return YES


@Guard
def case_is_finished(record: Dossier) -> Verdict:
    assert isinstance(record, Complaint)
    if record.case is not None and record.case.closed_on is not None:
        return YES
    return Verdict(False, _("案件还没有结案。"))


def drafted_order(case: Case) -> Document | None:
    """Return the order to pay that waits for its signature; guard and act ask for it once."""
    if not hasattr(case, _DRAFT):
        rows = case.documents.filter(kind=DocumentKind.PAY_ORDER, state=DocumentState.DRAFT)
        setattr(case, _DRAFT, rows.select_related("office").order_by("-id").first())
    found: Document | None = getattr(case, _DRAFT)
    return found


def order_document(case: Case) -> Document | None:
    """Return the latest order to pay that is not void."""
    return (
        case.documents.filter(kind=DocumentKind.PAY_ORDER)
        .exclude(state=DocumentState.VOID)
        .order_by("-id")
        .first()
    )
