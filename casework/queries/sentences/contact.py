"""Sentences of what passes between complainant and office: read, settled, delay, satisfaction."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from casework.queries.sentences.words import Facts, day_of
from casework.vocabulary import EventKind as K


def _read(f: Facts) -> str:
    return _("查看 %(n)s 条留言") % {"n": len(f.get("messages") or ())}


def _settled(f: Facts) -> str:
    return _("%(n)s 条留言不需回复") % {"n": len(f.get("messages") or ())}


def _unanswered(f: Facts) -> str:
    words = {"n": len(f.get("messages") or ()), "day": day_of(f, "since")}
    return _("%(n)s 条留言逾时没有回复（%(day)s起）") % words


def _complained(f: Facts) -> str:
    words = {"office": f.get("office", ""), "about": f.get("about", ""), "due": day_of(f, "due")}
    return _("投诉人反映%(about)s办理慢，由%(office)s在%(due)s前答复") % words


def _answered(f: Facts) -> str:
    return _("上级答复催办（已过答复期限）") if f.get("late") else _("上级答复催办")


def _rated(f: Facts) -> str:
    return _("投诉人评价：%(score)s 分（满分 5 分）") % {"score": f.get("score", "")}


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.MESSAGE_READ: _read,
    K.MESSAGE_SETTLED: _settled,
    K.MESSAGE_UNANSWERED: _unanswered,
    K.DELAY_COMPLAINED: _complained,
    K.DELAY_ANSWERED: _answered,
    K.SATISFACTION_GIVEN: _rated,
}
