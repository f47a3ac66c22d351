"""Sentences of who handles a case: recusal and assistance; and of a summons that was not followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, day_of, plain, word_of
from casework.vocabulary import EventKind as K
from casework.vocabulary import RecusalAsker, SummonsChannel, SummonsReceipt


def _about(template: Any) -> Callable[[Facts], str]:
    """Of whom it is, of which office; with the number of the letter where one was written."""

    def told(f: Facts) -> str:
        text = template % {
            "who": f.get("who", ""), "asker": word_of(RecusalAsker, f.get("asker")),
            "office": f.get("office", ""),
        }  # fmt: skip
        return f"{text}（{f['document']}）" if f.get("document") else text

    return told


def _granted(f: Facts) -> str:
    text = _("决定%(who)s回避") % {"who": f.get("who", "")}
    if not f.get("lead"):
        return text
    return text + _("，由主办 %(lead)s、协办 %(second)s继续办理") % {
        "lead": f["lead"], "second": f.get("second", ""),
    }  # fmt: skip


def _summoned(f: Facts) -> str:
    return _("%(channel)s通知单位负责人于%(day)s前到场（%(receipt)s）") % {
        "channel": word_of(SummonsChannel, f.get("channel")), "day": day_of(f, "appear_by"),
        "receipt": word_of(SummonsReceipt, f.get("receipt")),
    }  # fmt: skip


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.RECUSAL_ASKED: _about(gettext_lazy("%(asker)s申请%(who)s回避，决定前照常办理")),
    K.RECUSAL_GRANTED: _granted,
    K.RECUSAL_REFUSED: _about(gettext_lazy("决定%(who)s不回避")),
    K.ASSISTANCE_REQUESTED: _about(gettext_lazy("委托%(office)s协助调查")),
    K.ASSISTANCE_ACCEPTED: _about(gettext_lazy("%(office)s同意协助调查")),
    K.ASSISTANCE_REFUSED: _about(gettext_lazy("%(office)s不能协助调查")),
    K.ASSISTANCE_EVIDENCE: _about(gettext_lazy("%(office)s添加协助调查的证据")),
    K.ASSISTANCE_ANSWERED: _about(gettext_lazy("%(office)s回复协助调查结果")),
    K.SUMMONS_SENT: _summoned,
    K.EVASION_FOUND: plain(gettext_lazy("认定单位负责人逃匿")),
}
