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
            "total": day_of(f, "total_due"), "old": day_of(f, "old"), "new": day_of(f, "new"),
        }  # fmt: skip
        return str(template) % words

    return told


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.TRANSFER_NEGOTIATING: _told(_("%(a)s与%(b)s协商管辖，协商期间仍由%(a)s承办")),
    K.TRANSFER_KEPT: _told(_("确定仍由%(a)s承办")),
    K.TRANSFER_ESCALATED: _told(_("%(b)s逾期没有答复移送，已报告%(s)s，仍由%(a)s承办")),
    K.TRANSFER_DESIGNATION_REQUESTED: _told(_("报请%(s)s指定管辖，指定之前仍由%(a)s承办")),
    K.TRANSFER_DESIGNATION_EXTENDED: _told(_("指定管辖的期限从%(old)s延至%(new)s")),
    K.TRANSFER_DESIGNATED: _told(_("%(s)s指定由%(b)s管辖")),
    K.TRANSFER_TAKEN_UP: _told(_("%(b)s提级管辖，不再由%(a)s承办")),
    K.CASE_TRANSFERRED: _told(_("案件由%(a)s移送%(b)s，另行立案为 %(case)s")),
    K.CASE_RECEIVED: _told(
        _("接收移送案件 %(earlier)s 并立案，调查期限至%(due)s；自首次立案起九十个工作日至%(total)s")
    ),
}
