"""Facts that must hold on the way from the prior notice to the court; each explains what is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from casework import clock
from casework.access import YES, Verdict
from casework.law.money import grouped
from casework.models import Appeal, Case, Decision, Dossier, Enforcement, Hearing, PriorNotice
from casework.queries.surcharge import unpaid_surcharge
from casework.vocabulary import (
    AppealOutcome,
    CaseState,
    DeadlineState,
    DocumentState,
    ReviewResult,
)
from workflows import deadlines
from workflows.guards import Guard, all_paid

ZERO = Decimal("0.00")
_NOTICE = "_served_notice"


def notice_of(case: Case) -> PriorNotice | None:
    """Return the latest prior notice of the case."""
    rows = case.prior_notices.select_related("handling__office", "penalty__office")
    return rows.order_by("-id").first()


def served_notice(case: Case) -> PriorNotice | None:
    """Return the latest prior notice that was served; form, guards and act ask for it once."""
    if not hasattr(case, _NOTICE):
        rows = case.prior_notices.filter(served_on__isnull=False).annotate(
            unanswered=Count(
                "statements", filter=Q(statements__answer="", statements__waives=False)
            )
        )
        setattr(case, _NOTICE, rows.order_by("-id").first())
    found: PriorNotice | None = getattr(case, _NOTICE)
    return found


def hearing_of(case: Case) -> Hearing | None:
    """Return the hearing asked on the latest served notice."""
    notice = served_notice(case)
    return notice.hearings.order_by("-id").first() if notice else None


def decisions_in_force(case: Case) -> QuerySet[Decision]:
    """Return the decisions that nobody annulled, with their papers."""
    rows = case.decisions.filter(annulled_on__isnull=True)
    return rows.select_related("document").order_by("id")


def enforcement_of(case: Case) -> Enforcement | None:
    """Return the running enforcement of the case: its urging and its application."""
    return case.enforcements.filter(ended_on__isnull=True).order_by("-id").first()


def window(case: Case) -> tuple[date, date] | None:
    """Return the first and the last day on which the court may be asked, or None before service.

    Three months from the end of the period for suing (行政强制法 art. 53, D-19); once that clock
    has begun its own last day counts, which moves while execution is stopped.
    """
    ends = [one.appeal_ends_on for one in decisions_in_force(case) if one.appeal_ends_on]
    if not ends:
        return None
    begun = deadlines.unended(case, "D-19").first()
    last = begun.due_on if begun else deadlines.build(case, "D-19", on=max(ends)).due_on
    if begun is not None and begun.state == DeadlineState.SUSPENDED:
        last = max(last, clock.today())
    return max(ends), last


@Guard
def notice_issued(record: Dossier) -> Verdict:
    """A prior notice is issued and not yet served."""
    assert isinstance(record, Case)
    notice = notice_of(record)
    waiting = notice.documents if notice is not None and notice.served_on is None else []
    if waiting and all(paper.state == DocumentState.ISSUED for paper in waiting):
        return YES
    return Verdict(False, _("事先告知书还没有签发。"))


@Guard
def hearing_term_open(record: Dossier) -> Verdict:
    """A hearing is asked within five working days of the notice (行政处罚法 art. 64)."""
    assert isinstance(record, Case)
    notice = served_notice(record)
    if notice is None or notice.answer_by is None:
        return Verdict(False, _("事先告知书还没有送达。"))
    if notice.penalty_id is None:
        return Verdict(False, _("只告知了行政处理，没有听证程序；可以陈述申辩。"))
    if clock.today() > notice.answer_by:
        return Verdict(False, _("要求听证的期限已于%(day)s届满。") % {"day": notice.answer_by})
    return YES


@Guard
def statement_term_over(record: Dossier) -> Verdict:
    """Nothing is decided before the party had its days, or gave them up in writing (arts. 44, 64)."""
    assert isinstance(record, Case)
    notice = served_notice(record)
    if notice is None or notice.answer_by is None:
        return Verdict(False, _("事先告知书还没有送达。"))
    if clock.today() > notice.answer_by or notice.statements.filter(waives=True).exists():
        return YES
    if notice.hearings.filter(held_on__isnull=False).exists():
        return YES
    return Verdict(
        False,
        _("当事人可以在%(day)s前陈述申辩、要求听证，期满或者书面放弃后才能继续。")
        % {"day": notice.answer_by},
    )


@Guard
def statements_answered(record: Dossier) -> Verdict:
    """Every statement is answered before the decision (行政处罚法 art. 45)."""
    assert isinstance(record, Case)
    notice = served_notice(record)
    left: int = getattr(notice, "unanswered", 0)
    if left:
        return Verdict(False, _("还有 %(n)s 份陈述申辩没有复核答复。") % {"n": left})
    return YES


@Guard
def hearing_reported(record: Dossier) -> Verdict:
    """A hearing that was asked has been held and reported."""
    assert isinstance(record, Case)
    hearing = hearing_of(record)
    if hearing is not None and hearing.held_on is None:
        return Verdict(False, _("当事人要求听证，听证还没有举行。"))
    return YES


@Guard
def reviewed_by_law(record: Dossier) -> Verdict:
    """The last word of the legal review is a yes (行政处罚法 art. 58)."""
    assert isinstance(record, Case)
    notice = served_notice(record)
    last = notice.reviews.order_by("-id").first() if notice else None
    if last is not None and last.result == ReviewResult.PASSED:
        return YES
    return Verdict(False, _("法制审核还没有通过，不能作出决定。"))


@Guard
def no_appeal_pending(record: Dossier) -> Verdict:
    """No reconsideration or suit is going on (行政强制法 art. 53)."""
    assert isinstance(record, Case)
    pending = Appeal.objects.filter(case=record.pk, outcome=AppealOutcome.PENDING).first()
    if pending is None:
        return YES
    return Verdict(
        False,
        _("当事人已提起%(kind)s，尚未终结，不能催告或者申请强制执行。")
        % {"kind": pending.get_kind_display()},
    )


@Guard
def performance_term_over(record: Dossier) -> Verdict:
    """Urging comes after the decision's own term ended."""
    assert isinstance(record, Case)
    ends = [d.perform_by for d in decisions_in_force(record) if d.perform_by]
    if ends and clock.today() > max(ends):
        return YES
    return Verdict(False, _("决定的履行期限尚未届满。"))


@Guard
def urging_issued(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    found = enforcement_of(record)
    if found is not None and found.urging is not None and found.urged_on is None:
        return YES
    return Verdict(False, _("催告书还没有签发。"))


@Guard
def urging_waited(record: Dossier) -> Verdict:
    """Ten working days after the urging was served (行政强制法 arts. 54, 69; D-20)."""
    assert isinstance(record, Case)
    found = enforcement_of(record)
    if found is None or found.wait_until is None:
        return Verdict(False, _("催告书还没有送达。"))
    if clock.today() > found.wait_until:
        return YES
    return Verdict(False, _("催告书送达后须满十个工作日（%(day)s）。") % {"day": found.wait_until})


@Guard
def enforcement_window_open(record: Dossier) -> Verdict:
    """From the end of the period for suing, for three months (行政强制法 art. 53; D-19)."""
    assert isinstance(record, Case)
    span = window(record)
    if span is None:
        return Verdict(False, _("决定还没有送达。"))
    first, last = span
    if clock.today() < first:
        return Verdict(False, _("起诉期限至%(day)s，届满才可以申请强制执行。") % {"day": first})
    if clock.today() > last:
        return Verdict(False, _("申请强制执行的期限已于%(day)s届满。") % {"day": last})
    return YES


@Guard
def enforcement_window_over(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    span = window(record)
    if span is not None and clock.today() > span[1]:
        return YES
    return Verdict(False, _("申请强制执行的期限还没有届满。"))


@Guard
def not_performed(record: Dossier) -> Verdict:
    assert isinstance(record, Case)
    if decision_performed.explain(record).ok:
        return Verdict(False, _("决定已经履行，请登记履行完毕。"))
    return YES


@Guard
def decision_performed(record: Dossier) -> Verdict:
    """Wages, additional compensation and fine of every decision in force are paid."""
    assert isinstance(record, Case)
    wages = all_paid.explain(record)
    if not wages.ok:
        return wages
    decisions = list(decisions_in_force(record))
    extra = unpaid_surcharge(record)
    fine = sum((d.fine_yuan - d.fine_paid_yuan for d in decisions), ZERO)
    if extra > 0:
        return Verdict(False, _("加付赔偿金尚有 %(sum)s 元未支付。") % {"sum": grouped(extra)})
    if fine > 0:
        return Verdict(False, _("罚款尚有 %(sum)s 元未缴纳。") % {"sum": grouped(fine)})
    return YES


@Guard
def paid_or_lost(record: Dossier) -> Verdict:
    """Everything is paid, or the decision that said so was annulled for good."""
    assert isinstance(record, Case)
    lost = record.state == CaseState.REVOKED and record.decisions.exists()
    return YES if lost else all_paid.explain(record)


@Guard
def enforcement_ended(record: Dossier) -> Verdict:
    """The court has ended the enforcement, or its window was missed and that is on record."""
    assert isinstance(record, Case)
    last = record.enforcements.order_by("-id").first()
    if last is not None and last.ended_on is not None:
        return YES
    return Verdict(False, _("强制执行还没有终结，不能结案。"))
