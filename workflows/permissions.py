"""Who may take which transition: predicates over (record, actor) that explain their refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from casework.access import YES, Verdict
from casework.law.limits import LIMITS
from casework.models import Branch, Case, Complaint, Dossier, WithdrawalRequest
from casework.models.actor import Actor
from casework.vocabulary import CaseState, DeadlineState, Role
from workflows import deadlines
from workflows.routing import city_office


class Allowed:
    """A transition permission: callable as django-fsm wants it, with the reason beside it.

    `who` says in words who may, for the pages and commands that print the law.
    """

    def __init__(
        self, explain: Callable[[Any, Actor], Verdict], who: Callable[[], str] = str
    ) -> None:
        self.explain = explain
        self.who = who

    def __call__(self, record: Any, actor: Any) -> bool:
        return self.explain(record, actor).ok


def listed(words: Iterable[object]) -> str:
    """Join words as the reader's language lists them; empty ones are left out."""
    return str(_("、")).join(str(word) for word in words if word)


def _names(roles: tuple[str, ...]) -> str:
    return listed(Role(role).label for role in roles)


def _same_office(record: Dossier | Branch, actor: Actor) -> Verdict:
    if actor.user_id in record.recused:
        return Verdict(False, _("您已回避本案，不能再办理。"))
    if actor.office is None or actor.office.pk != record.office_id:
        return Verdict(
            False, _("现由%(office)s承办，只有该单位可以办理。") % {"office": record.office.name}
        )
    return YES


def by(*roles: str) -> Allowed:
    """Allow the given roles of the owner office."""

    def explain(record: Dossier | Branch, actor: Actor) -> Verdict:
        # Once somebody is recused the department head may stand in for the head of the body.
        stands_in = Role.BODY_HEAD in roles and actor.role == Role.DEPARTMENT_HEAD
        if actor.role not in roles and not (stands_in and record.recused):
            return Verdict(False, _("此步骤由%(roles)s办理。") % {"roles": _names(roles)})
        return _same_office(record, actor)

    return Allowed(explain, lambda: _names(roles))


def by_handlers(*roles: str) -> Allowed:
    """Allow the two inspectors of the record, and further `roles` of the owner office."""

    def explain(record: Any, actor: Actor) -> Verdict:
        office = _same_office(record, actor)
        if not office.ok:
            return office
        if actor.role in roles:
            return YES
        pair = (record.lead_id, record.second_id)
        if actor.user_id and actor.user_id in pair:
            return YES
        if actor.stands_for is not None and actor.stands_for.pk in pair:
            return YES
        return Verdict(False, _("只有本案主办、协办监察员可以办理。"))

    return Allowed(explain, lambda: listed((_("主办、协办监察员"), _names(roles))))


def where(fact: Callable[[Any], Verdict], allowed: Allowed) -> Allowed:
    """Allow whom `allowed` does, but only while `fact` holds of the record."""

    def explain(record: Dossier, actor: Actor) -> Verdict:
        verdict: Verdict = allowed.explain(record, actor)
        return fact(record) if verdict.ok else verdict

    return Allowed(explain, allowed.who)


def payment_to_reverse(record: Dossier) -> Verdict:
    """Only a payment that stands can be reversed, and none on which compliance was confirmed."""
    assert isinstance(record, Case)
    if record.state == CaseState.COMPLIED:
        return Verdict(False, _("案件已认定履行，不能冲正。"))
    if record.paid_yuan > 0:
        return YES
    return Verdict(False, _("本案没有登记过支付，没有可以冲正的记录。"))


def by_complainant_or(*roles: str) -> Allowed:
    """Allow the complainant, and `roles` of the owner office on their behalf."""

    def explain(record: Dossier, actor: Actor) -> Verdict:
        if actor.is_complainant:
            return YES
        return by(*roles).explain(record, actor)

    return Allowed(explain, lambda: listed((_("投诉人"), _names(roles))))


def by_employer() -> Allowed:
    """Allow the employer itself, let in by its own page."""

    def explain(record: Any, actor: Actor) -> Verdict:
        return YES if actor.is_employer else Verdict(False, _("此步骤由用人单位在查阅页办理。"))

    return Allowed(explain, lambda: _("用人单位"))


def by_employer_or(*roles: str) -> Allowed:
    """Allow the employer itself (its own page), and the handlers or `roles` for it on paper."""

    def explain(record: Any, actor: Actor) -> Verdict:
        return YES if actor.is_employer else by_handlers(*roles).explain(record, actor)

    return Allowed(explain, lambda: _("用人单位，或者主办、协办监察员代为登记"))


def by_reviewer() -> Allowed:
    """Allow the legal reviewer of the owner office who did not handle the case (行政处罚法 art. 58)."""

    def explain(record: Any, actor: Actor) -> Verdict:
        verdict = by(Role.LEGAL).explain(record, actor)
        if verdict.ok and actor.user_id in (record.lead_id, record.second_id):
            return Verdict(False, _("办案人员不能审核自己办理的案件。"))
        return verdict

    return Allowed(explain, lambda: _names((Role.LEGAL,)))


def by_anyone_concerned() -> Allowed:
    """Allow whoever may ask for a recusal: complainant, employer, handlers, heads and reviewers."""
    office = by_handlers(Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.LEGAL)

    def explain(record: Any, actor: Actor) -> Verdict:
        if actor.is_complainant or actor.is_employer:
            return YES
        return office.explain(record, actor)

    return Allowed(explain, lambda: _("投诉人、用人单位，或者承办单位的办案人员和负责人"))


def by_recusal_decider() -> Allowed:
    """Allow the head of the body, of the head's own recusal the department head; never the person.

    Law: Order 25 arts. 20-25.
    """

    def explain(record: Any, actor: Actor) -> Verdict:
        if actor.user_id is not None and actor.user_id == record.person_id:
            return Verdict(False, _("本人的回避由他人决定。"))
        decider = Role.DEPARTMENT_HEAD if record.of_head else Role.BODY_HEAD
        return by(decider).explain(record, actor)

    return Allowed(explain, lambda: _names((Role.BODY_HEAD, Role.DEPARTMENT_HEAD)))


def by_helpers() -> Allowed:
    """Allow the two inspectors of the helping office named for an assistance (Order 25 art. 29)."""

    def explain(record: Any, actor: Actor) -> Verdict:
        office = _same_office(record, actor)
        if not office.ok:
            return office
        if actor.user_id and actor.user_id in (record.helper_id, record.helper2_id):
            return YES
        return Verdict(False, _("只有协助单位指定的两名监察员可以办理。"))

    return Allowed(explain, lambda: _("协助单位指定的监察员"))


def by_filer_or(*roles: str) -> Allowed:
    """Allow whoever files (clerk, complainant, import) at filing, and `roles` of the owner later.

    The first-contact officer stays known for ever, but moves the matter only while it is still
    with the office that took it in.
    """

    def explain(record: Dossier, actor: Actor) -> Verdict:
        assert isinstance(record, Complaint)
        if actor.is_complainant or actor.is_system:
            return YES
        filed_it = actor.user_id is not None and actor.user_id == record.first_officer_id
        if filed_it and _same_office(record, actor).ok:
            return YES
        return by(*roles).explain(record, actor)

    return Allowed(explain, lambda: listed((_("登记人"), _names(roles))))


def by_head_of_complaint() -> Allowed:
    """Allow the head of the office that owns the complaint of a withdrawal request."""

    def explain(record: WithdrawalRequest, actor: Actor) -> Verdict:
        return by(Role.BODY_HEAD).explain(record.complaint, actor)

    return Allowed(explain, lambda: str(Role.BODY_HEAD.label))


def of_complaint(*roles: str) -> Allowed:
    """Allow whoever handles the complaint that a row belongs to, and `roles` of its office."""
    handlers = by_handlers(*roles)
    return Allowed(lambda row, actor: handlers.explain(row.complaint, actor), handlers.who)


def by_timer() -> Allowed:
    """Allow the timer only."""

    def explain(record: Dossier, actor: Actor) -> Verdict:
        return YES if actor.is_system else Verdict(False, _("此步骤由系统按期限自动进行。"))

    return Allowed(explain, lambda: _("系统按期限自动"))


def by_principal() -> Allowed:
    """Allow the principal head of the owner office's department alone (正职或者主持工作的负责人).

    Law: 行政执法机关移送涉嫌犯罪案件的规定 art. 5.
    """

    def explain(record: Dossier | Branch, actor: Actor) -> Verdict:
        verdict = by(Role.DEPARTMENT_HEAD).explain(record, actor)
        if verdict.ok and not actor.is_principal:
            return Verdict(False, _("只能由正职负责人或者主持工作的负责人批准。"))
        return verdict

    return Allowed(explain, lambda: _("行政机关正职或者主持工作的负责人"))


def by_city_head() -> Allowed:
    """Allow the department head of the city-level office above the record's (Order 724 art. 40)."""

    def explain(record: Dossier | Branch, actor: Actor) -> Verdict:
        city = city_office(record.office)
        if actor.role != Role.DEPARTMENT_HEAD or actor.office is None or actor.office.pk != city.pk:
            return Verdict(False, _("须由%(office)s的行政机关负责人批准。") % {"office": city.name})
        return YES

    return Allowed(explain, lambda: _("设区的市级行政机关负责人"))


def by_timer_or_handlers() -> Allowed:
    """Allow the timer, and the two inspectors of the record who need not wait for it."""
    handlers = by_handlers()

    def explain(record: Dossier | Branch, actor: Actor) -> Verdict:
        return YES if actor.is_system else handlers.explain(record, actor)

    return Allowed(explain, lambda: "、".join((_("系统"), handlers.who())))


SUSPENDABLE = tuple(limit.id for limit in LIMITS.values() if limit.suspension.zh)
"""Rules whose data name a ground on which their clock may stand still."""


def to_suspend() -> Allowed:
    """Allow the heads of the owner office while a clock runs that may stand still."""
    return _with_clock(by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD), DeadlineState.RUNNING, SUSPENDABLE)


def to_resume() -> Allowed:
    """Allow the heads of the owner office while a clock stands still."""
    return _with_clock(
        by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD), DeadlineState.SUSPENDED, SUSPENDABLE
    )


def _with_clock(who: Allowed, state: str, rule_ids: tuple[str, ...]) -> Allowed:
    def explain(record: Dossier, actor: Actor) -> Verdict:
        verdict = who.explain(record, actor)
        if not verdict.ok:
            return verdict
        rows = deadlines.unended(record, *rule_ids).filter(state=state)
        return YES if rows.exists() else Verdict(False, _("没有可以这样办理的期限。"))

    return Allowed(explain, who.who)
