"""Sentences of the proceedings beside the case."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.queries.sentences.words import Facts, plain, word_of
from casework.vocabulary import BranchKind
from casework.vocabulary import EventKind as K


def _about(template: object) -> Callable[[Facts], str]:
    """With the institution asked, where the row names it."""

    def told(f: Facts) -> str:
        return f"{template}（{f['institution']}）" if f.get("institution") else str(template)

    return told


def _stands_alone(f: Facts) -> str:
    return _("“%(kind)s”程序结案后继续") % {"kind": word_of(BranchKind, f.get("kind"))}


SENTENCES: dict[str, Callable[[Facts], str]] = {
    K.FLOW_MOVED: plain(gettext_lazy("转入新版办理流程")),
    K.BRANCH_STANDS_ALONE: _stands_alone,
    K.ACCOUNT_QUERY_REQUESTED: _about(gettext_lazy("申请查询金融账户")),
    K.ACCOUNT_QUERY_ENDORSED: _about(gettext_lazy("同意报市级批准查询")),
    K.ACCOUNT_QUERY_APPROVED: _about(gettext_lazy("市级批准查询")),
    K.ACCOUNT_QUERY_REFUSED: _about(gettext_lazy("不批准查询")),
    K.ACCOUNT_QUERY_SENT: _about(gettext_lazy("送出协助查询通知书")),
    K.ACCOUNT_QUERY_ANSWERED: _about(gettext_lazy("收到查询答复")),
    K.ACCOUNT_QUERY_REFUSED_BY_BANK: _about(gettext_lazy("协助机构拒绝查询，应告知金融监管部门")),
    K.ACCOUNT_QUERY_REGULATOR_TOLD: _about(
        gettext_lazy("将协助机构拒绝查询的情况告知金融监管部门")
    ),
}
