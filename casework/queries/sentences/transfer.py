"""Sentences of who shall have the matter: negotiation, designation, cases handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.queries.sentences.words import Facts, day_of
from casework.vocabulary import EventKind as K


def _told(template: Any) -> Callable[[Facts], str]:
    """With sender, receiver, superior, case numbers and days, as far as the template names them."""

    def told(f: Facts) -> str:
        words = {
            "a": f.get("from", ""), "b": f.get("to", ""), "s": f.get("superior", ""),
            "case": f.get("case", ""), "earlier": f.get("earlier", ""), "due": day_of(f, "due"),
            "total": day_of(f, "total_due"), "office": f.get("office", ""),
            "from": f.get("from", ""), "fresh": f.get("new", ""), "n": f.get("workers") or 0,
            "left": f.get("left") or 0, "department": f.get("department", ""),
            "complaint": f.get("complaint", ""), "old": day_of(f, "old"), "new": day_of(f, "new"),
        }  # fmt: skip
        return str(template) % words

    return told


def _merged(f: Facts) -> str:
    if f.get("case"):
        return str(_("并入案件 %(case)s")) % {"case": f["case"]}
    words = {"office": f.get("office", ""), "into": f.get("into", "")}
    return str(_("并入%(office)s的投诉 %(into)s")) % words


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.TRANSFER_NEGOTIATING: _told(_("%(a)s与%(b)s协商管辖，协商期间仍由%(a)s承办")),
    K.TRANSFER_KEPT: _told(_("确定仍由%(a)s承办")),
    K.TRANSFER_ESCALATED: _told(_("%(b)s逾期没有答复移送，已报告%(s)s，仍由%(a)s承办")),
    K.TRANSFER_DESIGNATION_REQUESTED: _told(_("报请%(s)s指定管辖，指定之前仍由%(a)s承办")),
    K.TRANSFER_DESIGNATION_EXTENDED: _told(_("指定管辖的期限从%(old)s延至%(new)s")),
    K.TRANSFER_DESIGNATED: _told(_("%(s)s指定由%(b)s管辖")),
    K.TRANSFER_TAKEN_UP: _told(_("%(b)s提级管辖，不再由%(a)s承办")),
    K.CASE_TRANSFERRED: _told(_("案件由%(a)s移送%(b)s，另行立案为 %(case)s")),
    K.COMPLAINT_MERGED: _merged,
    K.COMPLAINT_JOINED: _told(_("%(office)s的投诉 %(from)s 并入本件")),
    K.COMPLAINT_REOPENED: _told(_("依据新事实重新提出，新的查询号 %(fresh)s")),
    K.COMPLAINT_REPRESENTED: _told(_("推选代表人 %(n)s 名")),
    K.COMPLAINT_INCIDENT: _told(_("标记为群体性、极端事件，应当立即上报")),
    K.COMPLAINT_INCIDENT_REPORTED: _told(_("事件已上报")),
    K.CLAIMS_REDIRECTED: _told(_("%(n)s 名工人告知另循途径，其余 %(left)s 名继续办理")),
    K.DEPARTMENT_SENT: _told(_("转送%(department)s办理，本机构继续跟踪")),
    K.DEPARTMENT_ACCEPTED: _told(_("%(department)s已受理")),
    K.DEPARTMENT_RETURNED: _told(_("%(department)s退回，重新确定由谁办理")),
    K.DEPARTMENT_RESULT: _told(_("收到%(department)s的办理结果，应当告知投诉人")),
    K.CASE_JOINED: _told(_("投诉 %(complaint)s 并入本案，%(n)s 人")),
    K.CASE_SPLIT: _told(_("投诉 %(complaint)s 从 %(from)s 分出，另案 %(case)s")),
    K.CASE_RECEIVED: _told(
        _("接收移送案件 %(earlier)s 并立案，调查期限至%(due)s；自首次立案起九十个工作日至%(total)s")
    ),
}
