"""Who decides which authority has a matter: sender, receiver, the common superior (law.md B1.4)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.access import YES, Verdict
from casework.models import Case, Complaint, Transfer
from casework.models.actor import Actor
from casework.vocabulary import OPEN_TRANSFER, Role, TransferState
from workflows.permissions import Allowed
from workflows.routing import common_superior


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

    return Allowed(explain, lambda: _("接收单位的监察机构负责人"))


def by_sender() -> Allowed:
    """Allow the head of the office that has the matter while it is being transferred."""

    def explain(record: Complaint | Case | Transfer, actor: Actor) -> Verdict:
        owner = record.from_office if isinstance(record, Transfer) else record.office
        if _heads(actor, owner.pk):
            return YES
        return Verdict(False, _("须由%(office)s的负责人办理。") % {"office": owner.name})

    return Allowed(explain, lambda: _("移送单位的监察机构负责人"))


def by_party() -> Allowed:
    """Allow the heads of both offices that dispute, and the timer (law.md B1.4: A or B, SYS)."""

    def explain(record: Complaint | Case | Transfer, actor: Actor) -> Verdict:
        if actor.is_system:
            return YES
        transfer = open_transfer(record)
        other = transfer is not None and _heads(actor, transfer.to_office_id)
        return YES if other else by_sender().explain(record, actor)

    return Allowed(explain, lambda: _("争议双方的监察机构负责人，或者系统"))


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

    return Allowed(explain, lambda: _("共同的上一级机构负责人"))


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

    return Allowed(explain, lambda: _("上级监察机构负责人"))
