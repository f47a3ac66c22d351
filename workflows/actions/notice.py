"""Prior notice (事先告知): draft, return, issue, serve; the party's statement and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.money import total
from casework.models import OrderLine, PriorNotice, Statement
from casework.models.actor import Actor
from casework.queries.benchmark import DEFAULT
from casework.queries.surcharge import surcharge_of, unpaid_at_expiry
from casework.records.evidence import store_upload
from casework.vocabulary import DocumentKind, DocumentState, EventKind, EvidenceKind, NoticeScope
from workflows import deadlines, documents
from workflows.actions.discretion import weigh
from workflows.actions.done import Done
from workflows.actions.order import annex_lines
from workflows.actions.serving import serve
from workflows.actions.surcharge import surcharge_text
from workflows.decision_guards import notice_of, served_notice
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, take

ZERO = Decimal("0.00")
WITH_HANDLING = (NoticeScope.HANDLING, NoticeScope.BOTH)
WITH_PENALTY = (NoticeScope.PENALTY, NoticeScope.BOTH)


def draft_notice(
    case: CaseMachine,
    *,
    actor: Actor,
    scope: str,
    facts: str,
    basis: str,
    term_days: int,
    reasons: str = "",
    surcharge_rate: Decimal = ZERO,
    fine_yuan: Decimal = ZERO,
    violation: str = "",
    departure: str = "",
) -> Done:
    """Draft what is intended: to order payment of what is still owed, to fine, or both.

    Raises Refused when nothing is owed, a fine has no amount or leaves the benchmark without a
    `departure`, or 加付赔偿金 is intended before the term of an order ended unpaid. Law: 行政处罚法
    art. 44, Order 423 arts. 19, 26.
    """
    handles, fines = scope in WITH_HANDLING, scope in WITH_PENALTY
    base = unpaid_at_expiry(case) if handles and surcharge_rate else {}
    _check_intent(case, handles=handles, rate=surcharge_rate, base=base)
    if fines and fine_yuan <= 0:
        raise Refused(_("行政处罚须填写罚款金额。"))
    weighed = weigh(case, violation, fine_yuan, departure) if fines else None
    earlier = notice_of(case)
    if earlier is not None and earlier.served_on is None:
        for paper in earlier.documents:
            documents.void(paper, actor, documents.REPLACED)
    notice = PriorNotice(
        case=case, scope=scope, facts=facts, reasons=reasons, basis=basis, term_days=term_days,
        wages_yuan=case.unpaid_yuan if handles else ZERO,
        surcharge_rate=surcharge_rate if handles else ZERO,
        surcharge_base_yuan=total(base.values()), fine_yuan=fine_yuan if fines else ZERO,
        violation=(violation or DEFAULT) if fines else "",
        departure=weighed.departure if weighed else "", drafted_at=clock.now(),
    )  # fmt: skip
    said = {"facts": facts, "reason": reasons, "basis": basis}
    if handles:
        content = handling_text(notice) + surcharge_text(case, base, surcharge_rate)
        said_of_it = {**said, "content": content}
        notice.handling = documents.draft(
            case, DocumentKind.HANDLING_NOTICE, actor, said_of_it, term_days=term_days
        )
        OrderLine.objects.bulk_create(annex_lines(case, notice.handling))
    if weighed is not None:
        said_of_it = {**said, "content": penalty_text(notice.fine_yuan), "hearing": HEARING_RIGHT,
                      "discretion": weighed.text}  # fmt: skip
        notice.penalty = documents.draft(case, DocumentKind.PENALTY_NOTICE, actor, said_of_it)
    notice.save(force_insert=True)
    record(case, EventKind.NOTICE_DRAFTED, actor=actor, reason=reasons, save=False,
           facts=_sums(notice) | (weighed.facts if weighed else {}))  # fmt: skip
    return Done(outcome="noticed")


def return_notice(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """Send the draft back with a reason; the case stays where it was before the draft."""
    record(case, EventKind.NOTICE_RETURNED, actor=actor, reason=reason, save=False)
    return Done(outcome=before_notice(case))


def before_notice(case: CaseMachine) -> str:
    """Name the desk a returned draft goes back to: by the state it was drafted in."""
    return {"investigated": "returned", "overdue": "returned_overdue"}.get(
        case.state, "returned_noticed"
    )


def issue_notice(case: CaseMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Issue the notice with its number; a penalty must then come within 90 days of filing (D-16)."""
    notice = notice_of(case)
    if notice is None or any(paper.state != DocumentState.DRAFT for paper in notice.documents):
        raise Refused(_("没有待签发的事先告知书。"))
    if notice.handling is not None and notice.wages_yuan != case.unpaid_yuan:
        raise Refused(_("拟稿以后尚欠的金额有变化，请退回重新拟定。"))
    numbers = "、".join(documents.issue(paper, actor) for paper in notice.documents)
    if notice.penalty is not None and not deadlines.running(case, "D-16").exists():
        deadlines.start(case, "D-16", on=case.filed_on)
    record(case, EventKind.NOTICE_ISSUED, actor=actor, reason=opinion, save=False,
           facts={"document": numbers, **_sums(notice)})  # fmt: skip
    return Done(outcome="issued")


def serve_notice(case: CaseMachine, *, actor: Actor, served_on: date, **how: Any) -> Done:
    """Record the service; the party has five working days to speak or to ask for a hearing (D-14)."""
    take(case, "give_notice", actor)
    notice = notice_of(case)
    assert notice is not None
    facts = serve(notice.documents, actor=actor, served_on=served_on, **how)
    deadlines.cancel(case, "D-14")
    term = deadlines.start(case, "D-14", on=served_on)
    notice.served_on, notice.answer_by = served_on, term.due_on
    notice.save(update_fields=["served_on", "answer_by"])
    record(case, EventKind.NOTICE_SERVED, actor=actor, facts=facts | {"due": term.due_on},
           save=False)  # fmt: skip
    return Done(outcome="served")


def record_statement(
    case: CaseMachine,
    *,
    actor: Actor,
    text: str,
    waives: bool = False,
    file: UploadedFile | None = None,
) -> Done:
    """Take down the party's statement and defence, or that it gives up both in writing."""
    notice = _served(case)
    stored = None
    if file is not None:
        complaint = case.complaints.order_by("id").first()
        assert complaint is not None
        stored = store_upload(complaint, file, added_by=actor.user, kind=EvidenceKind.STATEMENT)
    if waives and stored is None and not actor.is_employer:
        raise Refused(_("放弃陈述申辩和听证须有当事人的书面材料，请上传。"))
    Statement.objects.create(
        notice=notice, made_on=clock.today(), text=text, file=stored, waives=waives,
        by_employer=actor.is_employer,
    )  # fmt: skip
    late = notice.answer_by is not None and clock.today() > notice.answer_by
    record(case, EventKind.STATEMENT_MADE, actor=actor, save=False,
           facts={"waives": waives, "late": late, "length": len(text)})  # fmt: skip
    return Done()


def answer_statement(
    case: CaseMachine, *, actor: Actor, statement: Statement, answer: str, answer_text: str
) -> Done:
    """Answer one statement with reasons; needed before the decision (行政处罚法 art. 45)."""
    statement.answer, statement.answer_text = answer, answer_text
    statement.answered_at, statement.answered_by = clock.now(), actor.user
    statement.save(update_fields=["answer", "answer_text", "answered_at", "answered_by"])
    record(case, EventKind.STATEMENT_ANSWERED, actor=actor, reason=answer_text, save=False,
           facts={"statement": statement.pk, "answer": answer})  # fmt: skip
    return Done()


HEARING_RIGHT = (
    "你单位有权要求听证，请自收到本告知书之日起五个工作日内向本机关提出；逾期未提出的，视为放弃。"
)


def handling_text(notice: PriorNotice) -> str:
    """Say what is to be paid; goes into a document."""
    if not notice.wages_yuan:
        return ""
    return f"自收到决定之日起{notice.term_days}日内，按附表支付劳动者工资共计{notice.wages_yuan:,.2f}元。"


def penalty_text(fine: Decimal) -> str:
    """Say the fine; goes into a document."""
    return f"罚款{fine:,.2f}元。"


def _check_intent(
    case: CaseMachine, *, handles: bool, rate: Decimal, base: Mapping[int, Decimal]
) -> None:
    if handles and case.unpaid_yuan <= 0 and not base:
        raise Refused(_("没有尚欠的工资，不能作出支付工资的行政处理。"))
    if handles and rate:
        _check_surcharge(case, base)


def _check_surcharge(case: CaseMachine, base: Mapping[int, Decimal]) -> None:
    if case.order_due_on is None or clock.today() <= case.order_due_on:
        raise Refused(
            _("责令支付的期限届满仍未支付的，才能加付赔偿金，见《劳动保障监察条例》第二十六条。")
        )
    if not base:
        raise Refused(_("期限届满时没有未付的工资，不能加付赔偿金。"))
    if surcharge_of(case) is not None:
        raise Refused(_("本案已决定加付赔偿金。"))


def _served(case: CaseMachine) -> PriorNotice:
    notice = served_notice(case)
    if notice is None:
        raise Refused(_("事先告知书还没有送达。"))
    return notice


def _sums(notice: PriorNotice) -> dict[str, Any]:
    return {
        "scope": notice.scope, "wages": notice.wages_yuan, "rate": notice.surcharge_rate,
        "surcharge_base": notice.surcharge_base_yuan, "fine": notice.fine_yuan,
    }  # fmt: skip
