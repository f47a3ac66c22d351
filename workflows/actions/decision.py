"""Decide (行政处理决定、行政处罚决定), serve the decision, take down what is paid on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.money import grouped, total
from casework.lawbook import threshold_value
from casework.models import Deadline, Decision, Document, OrderLine, PriorNotice
from casework.models.actor import Actor
from casework.queries.surcharge import unpaid_at_expiry
from casework.vocabulary import DecisionKind, DocumentKind, EventKind
from workflows import deadlines, documents
from workflows.actions.days import check_day
from workflows.actions.discretion import Weighed, weigh
from workflows.actions.done import Done
from workflows.actions.notice import handling_text, penalty_text
from workflows.actions.order import annex_lines
from workflows.actions.serving import serve
from workflows.actions.surcharge import add_surcharge, surcharge_text
from workflows.decision_guards import decisions_in_force, served_notice
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, take

ZERO = Decimal("0.00")
AFTER_SERVICE = ("D-13", "D-18", "D-18b", "D-19", "D-20")


def return_decision(case: CaseMachine, *, actor: Actor, reason: str) -> Done:
    """The department head wants the proposal changed: back to the inspectors."""
    take(case, "send_back", actor)
    record(case, EventKind.DECISION_RETURNED, actor=actor, reason=reason, save=False)
    return Done(outcome="returned")


def extend_decision(case: CaseMachine, *, actor: Actor, days: int, reason: str) -> Done:
    """Give more working days to dispose of the case (Order 25 art. 37, D-12); no maximum in law."""
    running = deadlines.running(case, "D-12").first()
    if running is None:
        raise Refused(_("没有正在计算的处理期限。"))
    before = running.due_on
    if clock.today() > before:
        raise Refused(_("处理期限已经届满（%(day)s），不能再延长。") % {"day": before})
    deadlines.extend(case, running, by=days, approved_by=actor.user, reason=reason)
    record(case, EventKind.DECISION_EXTENDED, actor=actor, reason=reason, save=False,
           facts={"old": before, "new": running.due_on})  # fmt: skip
    return Done(message=_long_disposal(running))


def _long_disposal(running: Deadline) -> str:
    """The law sets no maximum; above the threshold whoever extends is told so."""
    if running.length <= threshold_value("disposal_days_warn"):
        return ""
    return _("已延长至 %(due)s，累计 %(n)s 个工作日，请注意办案时间过长。") % {
        "due": running.due_on, "n": running.length,
    }  # fmt: skip


def decide(
    case: CaseMachine,
    *,
    actor: Actor,
    term_days: int,
    surcharge_rate: Decimal = ZERO,
    fine_yuan: Decimal = ZERO,
    departure: str = "",
    reasons: str = "",
    is_grave: bool = False,
    attendees: str = "",
    votes: str = "",
    other_law: str = "",
) -> Done:
    """Decide as announced or lighter; one paper for the handling, one for the penalty.

    `other_law`: the law that gives a penalty more than the 90 days of 行政处罚法 art. 60.
    Raises Refused when something is heavier than the notice said, or when the fine leaves the
    benchmark without a `departure`. Law: arts. 34, 45, 57, 59, 60.
    """
    take(case, "decide", actor)
    notice = served_notice(case)
    assert notice is not None
    base = unpaid_at_expiry(case) if notice.handling_id and surcharge_rate else {}
    _not_heavier(case, notice, surcharge_rate, base, fine_yuan, term_days)
    weighed = weigh(case, notice.violation, fine_yuan, departure) if fine_yuan else None
    if fine_yuan:
        _within_ninety_days(case, other_law)
    shared = {
        "case": case, "notice": notice, "term_days": term_days, "is_grave": is_grave,
        "attendees": attendees, "decided_on": clock.today(),
    }  # fmt: skip
    made, added = [], ZERO
    if notice.handling_id and (case.unpaid_yuan > 0 or base):
        compensation = surcharge_text(case, base, surcharge_rate)
        made.append(_handling(case, notice, actor, reasons, compensation, shared))
        added = add_surcharge(made[0], base, surcharge_rate) if base else ZERO
    if weighed is not None:
        made.append(_penalty(case, notice, actor, reasons, weighed, shared))
    if not made:
        raise Refused(_("没有尚欠的工资，也没有罚款，不需要作出决定，请撤销立案。"))
    if is_grave:
        said = {"when": clock.now(), "attendees": attendees, "votes": votes, "text": reasons}
        documents.write(case, DocumentKind.PANEL_RECORD, actor, said)
    deadlines.meet(case, "D-12", "D-16")
    deadlines.cancel(case, "D-14")
    for one in made:
        deadlines.start(case, "D-17" if one.kind == DecisionKind.PENALTY else "D-17b")
    record(case, EventKind.DECISION_MADE, actor=actor, reason=reasons, save=False,
           facts={**_told(made), "surcharge": added, "grave": is_grave, "other_law": other_law,
                  **(weighed.facts if weighed else {})})  # fmt: skip
    return Done(outcome="decided")


def serve_decision(case: CaseMachine, *, actor: Actor, served_on: date, **how: Any) -> Done:
    """Record the service: the terms to perform, to appeal and to sue run from it (D-17, D-18)."""
    take(case, "serve_decision", actor)
    made = [one for one in decisions_in_force(case) if one.served_on is None]
    facts = serve([one.document for one in made], actor=actor, served_on=served_on, **how)
    deadlines.meet(case, "D-17", "D-17b", on=served_on)
    terms = [deadlines.build(case, rule, on=served_on) for rule in ("D-18", "D-18b")]
    longest = max(one.term_days for one in made)
    terms.append(deadlines.build(case, "D-13", on=served_on, length=longest))
    deadlines.start_all(case, terms)
    for one in made:
        one.served_on, one.appeal_ends_on = served_on, terms[1].due_on
        one.perform_by = terms[2].due_on
    Decision.objects.bulk_update(made, ["served_on", "appeal_ends_on", "perform_by"])
    record(case, EventKind.DECISION_SERVED, actor=actor, save=False,
           facts=facts | {"due": terms[2].due_on, "appeal_until": terms[1].due_on})  # fmt: skip
    return Done(outcome="served", enforcement=True)


def record_decision_payment(
    case: CaseMachine, *, actor: Actor, amount: Decimal, paid_on: date, note: str = ""
) -> Done:
    """Take down a fine paid (yuan); wages and 加付赔偿金 go through their own ledgers."""
    if paid_on > clock.today():
        raise Refused(_("支付日期不能晚于今天。"))
    left = amount
    for one in decisions_in_force(case):
        check_day(paid_on, after=one.decided_on)
        share = min(left, one.fine_yuan - one.fine_paid_yuan)
        if share > 0:
            one.fine_paid_yuan += share
            one.save(update_fields=["fine_paid_yuan"])
            left -= share
    if left > 0:
        raise Refused(_("登记的金额比决定的多 %(sum)s 元，请核对。") % {"sum": grouped(left)})
    record(case, EventKind.DECISION_PAID, actor=actor, reason=note, save=False,
           facts={"amount": amount, "paid_on": paid_on})  # fmt: skip
    return Done()


def confirm_performed(case: CaseMachine, *, actor: Actor, opinion: str = "") -> Done:
    """Everything is paid: -> PERFORMED; what was under way towards the court ends."""
    take(case, "perform", actor)
    deadlines.meet(case, "D-12", "D-13")
    deadlines.cancel(case, *AFTER_SERVICE)
    end_enforcement(case, opinion)
    record(case, EventKind.CASE_PERFORMED, actor=actor, reason=opinion, save=False,
           facts={"paid": case.paid_yuan})  # fmt: skip
    return Done(outcome="performed", beside="performed")


def end_enforcement(case: CaseMachine, note: str) -> None:
    """End what runs towards the court: the ground has gone."""
    rows = case.enforcements.filter(ended_on__isnull=True)
    rows.update(ended_on=clock.today(), note=note[:300])


def _handling(
    case: CaseMachine, notice: PriorNotice, actor: Actor, reasons: str, compensation: str,
    shared: dict[str, Any],
) -> Decision:  # fmt: skip
    lines = annex_lines(case)
    wages = sum((line.amount_yuan for line in lines), ZERO)
    meant = PriorNotice(term_days=shared["term_days"], wages_yuan=wages)
    within = f"自收到本决定书之日起{shared['term_days']}日内支付。"
    document = _paper(
        case, notice, actor, DocumentKind.HANDLING_DECISION, reasons,
        content=handling_text(meant) or "责令向劳动者加付赔偿金。",
        compensation=compensation and compensation + within,
    )  # fmt: skip
    for line in lines:
        line.document = document
    OrderLine.objects.bulk_create(lines)
    return Decision.objects.create(
        kind=DecisionKind.HANDLING, document=document, wages_yuan=wages, **shared
    )


def _penalty(
    case: CaseMachine, notice: PriorNotice, actor: Actor, reasons: str, weighed: Weighed,
    shared: dict[str, Any],
) -> Decision:  # fmt: skip
    how = f"自收到本决定书之日起{shared['term_days']}日内到指定银行缴纳罚款。"
    document = _paper(case, notice, actor, DocumentKind.PENALTY_DECISION, reasons,
                      content=penalty_text(weighed.fine), performance=how,
                      discretion=weighed.text)  # fmt: skip
    return Decision.objects.create(
        kind=DecisionKind.PENALTY, document=document, fine_yuan=weighed.fine,
        departure=weighed.departure, **shared,
    )  # fmt: skip


def _paper(
    case: CaseMachine, notice: PriorNotice, actor: Actor, kind: str, reasons: str, **said: str
) -> Document:
    facts = {"facts": notice.facts, "reason": reasons or notice.reasons, "basis": notice.basis}
    return documents.write(case, kind, actor, {**facts, **said})


def _not_heavier(
    case: CaseMachine, notice: PriorNotice, rate: Decimal, base: Mapping[int, Decimal],
    fine: Decimal, term_days: int,
) -> None:  # fmt: skip
    heavier = (
        rate > notice.surcharge_rate
        or total(base.values()) > notice.surcharge_base_yuan
        or fine > notice.fine_yuan
        or term_days < notice.term_days
        or (notice.handling_id is not None and case.unpaid_yuan > notice.wages_yuan)
    )
    if heavier:
        raise Refused(
            _("决定不能比事先告知的更重；需要加重的，请退回，重新告知当事人并听取陈述申辩。")
        )


def _within_ninety_days(case: CaseMachine, other_law: str) -> None:
    last = deadlines.build(case, "D-16", on=case.filed_on).due_on
    if clock.today() > last and not other_law.strip():
        raise Refused(
            _("自立案起九十日（%(day)s）内应当作出处罚决定；法律、法规另有规定的，请写明依据。")
            % {"day": last}
        )


def _told(made: list[Decision]) -> dict[str, Any]:
    return {
        "document": "、".join(str(one.document.number) for one in made),
        "kinds": [one.kind for one in made],
        "wages": sum((one.wages_yuan for one in made), ZERO),
        "fine": sum((one.fine_yuan for one in made), ZERO),
    }
