"""Sentences of the referral of a suspected crime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, day_of, numbered, plain, word_of, yuan_of
from casework.vocabulary import EventKind as K
from casework.vocabulary import MaterialKind


def _teamed(f: Facts) -> str:
    return _("成立涉嫌犯罪移送专案组：%(team)s") % {"team": "、".join(f.get("team") or ())}


def _team_changed(f: Facts) -> str:
    return _("调整涉嫌犯罪移送专案组：%(team)s") % {"team": "、".join(f.get("team") or ())}


def _material(f: Facts) -> str:
    kind = word_of(MaterialKind, f.get("material"))
    words = _("移送材料：本案没有%(kind)s") if f.get("absent") else _("登记移送材料：%(kind)s")
    return words % {"kind": kind}


def _reported(f: Facts) -> str:
    return _("提出移送书面报告：%(n)s 人，%(sum)s 元，须在%(due)s前审批") % {
        "n": f.get("workers") or 0, "sum": yuan_of(f, "amount"), "due": day_of(f, "due"),
    }  # fmt: skip


def _with(template: Any, key: str = "police") -> Callable[[Facts], str]:
    """With the name of the other authority."""
    return lambda f: template % {"organ": f.get(key, "")}


def _with_due(template: Any, key: str = "police") -> Callable[[Facts], str]:
    """With the name of the other authority and the last day of what follows."""
    return lambda f: template % {"organ": f.get(key, ""), "due": day_of(f, "due")}


def _supervision(f: Facts) -> str:
    text = _("建议%(organ)s立案监督") % {"organ": f.get("organ", "")}
    return text + _("（已逾三日期限）") if f.get("late") else text


def _resumed(template: Any) -> Callable[[Facts], str]:
    def told(f: Facts) -> str:
        if not f.get("due"):
            return str(template)
        return f"{template}" + _("，处理期限至%(due)s") % {"due": day_of(f, "due")}

    return told


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.REFERRAL_TEAMED: _teamed,
    K.REFERRAL_TEAM_CHANGED: _team_changed,
    K.REFERRAL_MATERIAL_ADDED: _material,
    K.REFERRAL_REPORTED: _reported,
    K.REFERRAL_APPROVED: numbered(gettext_lazy("正职负责人批准移送，二十四小时内移送公安机关")),
    K.REFERRAL_NOT_APPROVED: numbered(gettext_lazy("正职负责人不批准移送")),
    K.REFERRAL_SENT: _with(gettext_lazy("移送%(organ)s，抄送同级人民检察院")),
    K.REFERRAL_RECEIVED: _with_due(gettext_lazy("%(organ)s签收移送，应在%(due)s前决定是否立案")),
    K.REFERRAL_FORWARDED: _with(gettext_lazy("转送%(organ)s")),
    K.REFERRAL_SUPPLEMENT_ASKED: _with(gettext_lazy("%(organ)s要求补充材料")),
    K.REFERRAL_SUPPLEMENTED: _with(gettext_lazy("向%(organ)s补充材料")),
    K.REFERRAL_FILED: _with_due(gettext_lazy("%(organ)s立案，须在%(due)s前移交物品和材料")),
    K.REFERRAL_DECLINED: _with_due(
        gettext_lazy("%(organ)s不予立案，须在%(due)s前提请复议或者建议立案监督")
    ),
    K.REFERRAL_POLICE_OVERDUE: _with(gettext_lazy("%(organ)s三日内没有作出决定")),
    K.REFERRAL_HANDED_OVER: _with(gettext_lazy("向%(organ)s移交涉案物品和材料")),
    K.REFERRAL_RECONSIDERATION_ASKED: _with(gettext_lazy("提请%(organ)s复议")),
    K.REFERRAL_RECONSIDERATION_DENIED: _with_due(
        gettext_lazy("%(organ)s复议维持不予立案，须在%(due)s前建议立案监督")
    ),
    K.REFERRAL_SUPERVISION_ASKED: _supervision,
    K.REFERRAL_EXPLAINED: _with(gettext_lazy("%(organ)s说明不立案理由")),
    K.REFERRAL_FILING_ORDERED: _with_due(
        gettext_lazy("%(organ)s通知公安机关立案，应在%(due)s前立案"), "organ"
    ),
    K.REFERRAL_SUPERVISION_CLOSED: _with(gettext_lazy("%(organ)s终结立案监督"), "organ"),
    K.REFERRAL_TAKEN_BACK: _resumed(gettext_lazy("公安机关没有立案，依法继续行政处理")),
    K.REFERRAL_RETURNED_BY_POLICE: _resumed(gettext_lazy("公安机关移回案件，追究行政责任")),
    K.REFERRAL_PROSECUTED: _with(gettext_lazy("%(organ)s提起公诉"), "organ"),
    K.REFERRAL_JUDGED: _with(gettext_lazy("%(organ)s作出判决"), "organ"),
    K.REFERRAL_PAID: plain(gettext_lazy("移送期间欠薪已付清，移送继续，须告知公安机关")),
    K.REFERRAL_POLICE_TOLD: _with(gettext_lazy("告知%(organ)s欠薪已付清")),
}
