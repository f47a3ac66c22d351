"""Who may take which transition: predicates over (record, actor) that explain their refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from casework.access import YES, Verdict
from casework.models import Branch, Case, Complaint, Dossier, Transfer, WithdrawalRequest
from casework.models.actor import Actor
from casework.vocabulary import OPEN_TRANSFER, Role, TransferState
from workflows.routing import city_office, common_superior


class Allowed:
    """A transition permission: callable as django-fsm wants it, with the reason beside it."""

    def __init__(self, explain: Callable[[Any, Actor], Verdict]) -> None:
        self.explain = explain

    def __call__(self, record: Any, actor: Any) -> bool:
        return self.explain(record, actor).ok


def _names(roles: tuple[str, ...]) -> str:
    return "、".join(str(Role(role).label) for role in roles)


def _same_office(record: Dossier | Branch, actor: Actor) -> Verdict:
    if actor.office is None or actor.office.pk != record.office_id:
        return Verdict(
            False, _("现由%(office)s承办，只有该单位可以办理。") % {"office": record.office.name}
        )
    return YES


def by(*roles: str) -> Allowed:
    """Allow the given roles of the owner office."""

    def explain(record: Dossier | Branch, actor: Actor) -> Verdict:
        if actor.role not in roles:
            return Verdict(False, _("此步骤由%(roles)s办理。") % {"roles": _names(roles)})
        return _same_office(record, actor)

    return Allowed(explain)


def by_handlers(*roles: str) -> Allowed:
    """Allow the two inspectors of the record, and further `roles` of the owner office."""

    def explain(record: Any, actor: Actor) -> Verdict:
        office = _same_office(record, actor)
        if not office.ok:
            return office
        if actor.role in roles:
            return YES
        if actor.user_id and actor.user_id in (record.lead_id, record.second_id):
            return YES
        return Verdict(False, _("只有本案主办、协办监察员可以办理。"))

    return Allowed(explain)


def by_complainant_or(*roles: str) -> Allowed:
    """Allow the complainant, and `roles` of the owner office on their behalf."""

    def explain(record: Dossier, actor: Actor) -> Verdict:
        if actor.is_complainant:
            return YES
        return by(*roles).explain(record, actor)

    return Allowed(explain)


def by_employer_or(*roles: str) -> Allowed:
    """Allow the employer itself (its own page), and the handlers or `roles` for it on paper."""

    def explain(record: Any, actor: Actor) -> Verdict:
        return YES if actor.is_employer else by_handlers(*roles).explain(record, actor)

    return Allowed(explain)


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

    return Allowed(explain)


def open_transfer(record: Complaint | Case | Transfer) -> Transfer | None:
    """Return the transfer by which it is still undecided who has the matter, if there is one."""
    if isinstance(record, Transfer):
        return record
    rows = record.transfers.filter(state__in=OPEN_TRANSFER)
    return rows.select_related("from_office", "to_office", "designated", "superior").first()


def _heads(actor: Actor, office_id: int | None) -> bool:
    at = actor.office is not None and actor.office.pk == office_id
    return at and actor.role == Role.BODY_HEAD


def by_receiver(*, refusing: bool = False) -> Allowed:
    """Allow the head of the office that is to answer a transfer: the one asked or designated.

    Whoever was designated may not refuse (law.md B1.4).
    """

    def explain(record: Complaint | Case | Transfer, actor: Actor) -> Verdict:
        transfer = open_transfer(record)
        if transfer is None:
            return Verdict(False, _("没有待接收的移送。"))
        if not _heads(actor, transfer.receiver_id):
            return Verdict(
                False,
                _("须由%(office)s的负责人答复是否接收。") % {"office": transfer.receiver.name},
            )
        if refusing and transfer.state == TransferState.DESIGNATED:
            return Verdict(False, _("上级已指定由本机构管辖，不得再退回。"))
        return YES

    return Allowed(explain)


def by_sender() -> Allowed:
    """Allow the head of the office that has the matter while it is being transferred."""

    def explain(record: Complaint | Case | Transfer, actor: Actor) -> Verdict:
        owner = record.from_office if isinstance(record, Transfer) else record.office
        if _heads(actor, owner.pk):
            return YES
        return Verdict(False, _("须由%(office)s的负责人办理。") % {"office": owner.name})

    return Allowed(explain)


def by_party() -> Allowed:
    """Allow the heads of both offices that dispute, and the timer (law.md B1.4: A or B, SYS)."""

    def explain(record: Complaint | Case | Transfer, actor: Actor) -> Verdict:
        if actor.is_system:
            return YES
        transfer = open_transfer(record)
        other = transfer is not None and _heads(actor, transfer.to_office_id)
        return YES if other else by_sender().explain(record, actor)

    return Allowed(explain)


def by_common_superior() -> Allowed:
    """Allow the head of the common superior of the offices that dispute (Order 423 art. 13)."""

    def explain(record: Complaint | Case | Transfer, actor: Actor) -> Verdict:
        transfer = open_transfer(record)
        if transfer is None:
            return Verdict(False, _("没有待确定的管辖。"))
        superior = transfer.superior or common_superior([transfer.from_office, transfer.to_office])
        at = actor.office is not None and actor.office.pk == superior.pk
        if at and actor.role in (Role.BODY_HEAD, Role.DEPARTMENT_HEAD):
            return YES
        return Verdict(False, _("须由共同的上一级%(office)s指定管辖。") % {"office": superior.name})

    return Allowed(explain)


def by_office_above() -> Allowed:
    """Allow the head of a city's or the province's body above the owner office (提级管辖)."""

    def explain(record: Complaint | Case, actor: Actor) -> Verdict:
        if actor.role == Role.BODY_HEAD and actor.office is not None:
            own, theirs = record.office.division.path, actor.office.division.path
            if own != theirs and own.startswith(theirs):
                return YES
        return Verdict(
            False, _("只有上级机构的负责人可以提级管辖，见《劳动保障监察条例》第十三条。")
        )

    return Allowed(explain)


def by_head_of_complaint() -> Allowed:
    """Allow the head of the office that owns the complaint of a withdrawal request."""

    def explain(record: WithdrawalRequest, actor: Actor) -> Verdict:
        return by(Role.BODY_HEAD).explain(record.complaint, actor)

    return Allowed(explain)


def by_timer() -> Allowed:
    """Allow the timer only."""

    def explain(record: Dossier, actor: Actor) -> Verdict:
        return YES if actor.is_system else Verdict(False, _("此步骤由系统按期限自动进行。"))

    return Allowed(explain)


def by_principal() -> Allowed:
    """Allow the principal head of the owner office's department alone (正职或者主持工作的负责人).

    Law: 行政执法机关移送涉嫌犯罪案件的规定 art. 5.
    """

    def explain(record: Dossier | Branch, actor: Actor) -> Verdict:
        verdict = by(Role.DEPARTMENT_HEAD).explain(record, actor)
        if verdict.ok and not actor.is_principal:
            return Verdict(False, _("只能由正职负责人或者主持工作的负责人批准。"))
        return verdict

    return Allowed(explain)


def by_city_head() -> Allowed:
    """Allow the department head of the city-level office above the record's (Order 724 art. 40)."""

    def explain(record: Dossier | Branch, actor: Actor) -> Verdict:
        city = city_office(record.office)
        if actor.role != Role.DEPARTMENT_HEAD or actor.office is None or actor.office.pk != city.pk:
            return Verdict(False, _("须由%(office)s的行政机关负责人批准。") % {"office": city.name})
        return YES

    return Allowed(explain)
