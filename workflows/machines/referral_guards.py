"""Who acts on a referral and what must hold for it; each answer says what is missing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.access import YES, Verdict
from casework.models import Case, Deadline, Referral, ServiceRecord
from casework.models.actor import Actor
from casework.queries.limbs import cases_together, crossing_of, limb_met
from casework.queries.referral import pack_of
from casework.vocabulary import DocumentKind, DocumentState, ReferralState, Role, ServiceMode
from workflows.guards import CASE_ENDED, Guard
from workflows.permissions import Allowed, by, by_handlers

UNDECIDED = (ReferralState.TEAMED, ReferralState.REPORTED, ReferralState.APPROVED)
TEAM_OF = 2


def by_team() -> Allowed:
    """Allow the team of the referral and the two inspectors of its case."""

    def explain(record: Any, actor: Actor) -> Verdict:
        handler = by_handlers().explain(record, actor)
        same_office = actor.office is not None and actor.office.pk == record.office_id
        if handler.ok or not same_office or actor.role != Role.INSPECTOR:
            return handler
        if record.team.filter(user=actor.user_id, left_at__isnull=True).exists():
            return YES
        return Verdict(False, _("只有专案组成员和本案主办、协办监察员可以办理。"))

    return Allowed(explain, lambda: str(_("专案组成员，主办、协办监察员")))


def by_team_once_paid() -> Allowed:
    """Allow the team, as soon as all is paid: then the police are told of it."""
    team = by_team()

    def explain(record: Any, actor: Actor) -> Verdict:
        verdict = team.explain(record, actor)
        if not verdict.ok or record.paid_noted_at is not None:
            return verdict
        return paid_in_full.explain(record)

    return Allowed(explain, team.who)


def by_head_who_may_team() -> Allowed:
    """Allow the head of the supervision body, once the case may be suspected of a crime."""

    def explain(case: Any, actor: Actor) -> Verdict:
        head = by(Role.BODY_HEAD).explain(case, actor)
        return may_team(case) if head.ok else head

    return Allowed(explain, lambda: str(Role.BODY_HEAD.label))


def may_team(case: Case) -> Verdict:
    """May a team be formed: ordered, in the term unpaid, the amount reached, no open referral?

    Law: Criminal Law art. 276-1; 法释〔2013〕3号 arts. 3, 4; Order 310 art. 5.
    """
    ordered = order_reached(case)
    if not ordered.ok:
        return ordered
    amount = limb_met(case)
    if not amount.ok:
        return amount
    if Referral.objects.filter(case__in=cases_together(case), ended_at__isnull=True).exists():
        return Verdict(False, _("本案已有正在进行的涉嫌犯罪移送。"))
    return _by_the_first(case)


def _by_the_first(case: Case) -> Verdict:
    """Cases that reach the amount together are referred once, by the office that filed first."""
    crossing = crossing_of(case)
    if crossing is None or crossing.lead_case_id == case.pk:
        return YES
    first = crossing.lead_case
    if first.state in CASE_ENDED:
        return YES
    return Verdict(
        False,
        _("同一单位的欠薪由最先立案的%(office)s一并移送（%(case)s）。")
        % {"office": first.office.name, "case": first.number},
    )


def order_reached(case: Case) -> Verdict:
    """Was the order to pay served, or posted with photos or video (法释〔2013〕3号 art. 4)?"""
    services = list(
        ServiceRecord.objects.filter(
            document__case=case.pk, document__kind=DocumentKind.PAY_ORDER,
            document__state=DocumentState.ISSUED,
        )
    )  # fmt: skip
    if not services:
        return Verdict(False, _("责令支付文书还没有送达，不能认定经责令支付仍不支付。"))
    if all(one.mode == ServiceMode.POSTED and one.proof_id is None for one in services):
        return Verdict(
            False, _("张贴没有拍照或者录像，不能视为已经责令支付（法释〔2013〕3号第四条）。")
        )
    return YES


@Guard
def team_of_two(record: Any) -> Verdict:
    """At least two officers verify (Order 310 art. 5)."""
    if len(record.members) >= TEAM_OF:
        return YES
    return Verdict(False, _("专案组不得少于二人，见移送规定第五条。"))


@Guard
def materials_complete(record: Any) -> Verdict:
    """What art. 6 asks for is there, or is said not to exist."""
    left = pack_of(record).missing()
    if not left:
        return YES
    return Verdict(
        False, _("移送材料还缺少：%(left)s（移送规定第六条）。") % {"left": "、".join(left)}
    )


@Guard
def reconsideration_in_time(record: Any) -> Verdict:
    """Reconsideration is asked for within 3 days of receiving the refusal (Order 310 art. 9)."""
    term = last_term(record, "D-34")
    if term is None or clock.today() <= term.due_on:
        return YES
    return Verdict(
        False,
        _("提请复议的期限已于 %(day)s 届满，不能再提请复议；仍可以建议检察机关立案监督。")
        % {"day": term.due_on},
    )


@Guard
def police_term_over(record: Any) -> Verdict:
    """The police's three days have passed without a decision."""
    return _is_over(record, "D-33")


@Guard
def reconsideration_unanswered(record: Any) -> Verdict:
    """The police's three days for the reconsideration have passed without an answer."""
    return _is_over(record, "D-35")


@Guard
def paid_in_full(record: Any) -> Verdict:
    """Everything found to be owed in the case is paid."""
    if record.case.verified_yuan > 0 and record.case.unpaid_yuan <= 0:
        return YES
    return Verdict(False, _("本案还没有付清。"))


@Guard
def referral_settled(record: Any) -> Verdict:
    """No penalty instead of a referral: whether to refer is decided before the case ends.

    Law: Order 310 art. 11. Decided is a refusal by the principal head, or a referral sent.
    """
    amount = limb_met(record)
    if not amount.ok:
        return YES
    decided = Referral.objects.filter(case__in=cases_together(record)).exclude(state__in=UNDECIDED)
    if decided.exists():
        return YES
    return Verdict(
        False,
        _("%(sums)s，已达到涉嫌犯罪的数额标准。不得以行政处罚代替移送（移送规定第十一条），须先由正职负责人决定是否移送。")
        % {"sums": amount.reason},
    )  # fmt: skip


def last_term(record: Any, rule: str) -> Deadline | None:
    """Return the latest clock of this rule, running or ended."""
    return Deadline.objects.filter(branch=record.pk, rule=rule).order_by("-id").first()


def _is_over(record: Any, rule: str) -> Verdict:
    term = last_term(record, rule)
    if term is not None and clock.today() > term.due_on:
        return YES
    return Verdict(False, _("公安机关的办理期限尚未届满。"))
