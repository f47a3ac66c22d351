"""What an alert says in words: its facts in lines, by the names they have in `Alert.facts`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.models import Alert, Case
from casework.templatetags.casework_format import local_day, yuan
from casework.vocabulary import CaseState, ComplaintState
from workflows import deadlines


def _yuan(value: Any) -> str:
    return _("%(amount)s 元") % {"amount": yuan(Decimal(value))}


def _day(value: Any) -> str:
    return str(local_day(date.fromisoformat(value)))


def _rule(value: Any) -> str:
    return str(deadlines.RULES[value].label) if value in deadlines.RULES else str(value)


def _state(value: Any) -> str:
    states: dict[str, Any] = {**dict(ComplaintState.choices), **dict(CaseState.choices)}
    return str(states.get(value, value))


def _times(value: Any) -> str:
    return ngettext("%(n)s 次", "%(n)s 次", int(value)) % {"n": value}


def _count(value: Any) -> str:
    return ngettext("%(n)s 件", "%(n)s 件", int(value)) % {"n": value}


def _missing(values: Any) -> str:
    return "、".join(str(MISSING.get(name, name)) for name in values)


MISSING: Mapping[str, str | Promise] = {
    "case": gettext_lazy("立案（受理以后没有案件）"),
    **{
        name: Case._meta.get_field(name).verbose_name  # type: ignore[union-attr, misc]
        for name in ("investigated_on", "order_served_on", "order_due_on", "closed_on")
    },
}
FACTS: Mapping[str, tuple[str | Promise, Callable[[Any], str]]] = {
    "claimed": (gettext_lazy("申报金额"), _yuan),
    "verified": (gettext_lazy("核实金额"), _yuan),
    "verified_rows": (gettext_lazy("逐人核实合计"), _yuan),
    "paid": (gettext_lazy("已付金额"), _yuan),
    "paid_rows": (gettext_lazy("逐人已付合计"), _yuan),
    "ledger": (gettext_lazy("支付台账合计"), _yuan),
    "yuan": (gettext_lazy("没有凭证的金额"), _yuan),
    "outcome": (gettext_lazy("处理结果"), str),
    "rule": (gettext_lazy("期限"), _rule),
    "due": (gettext_lazy("原届满日"), _day),
    "new": (gettext_lazy("新届满日"), _day),
    "on": (gettext_lazy("中止日"), _day),
    "reason": (gettext_lazy("理由"), str),
    "closed": (gettext_lazy("结束日期"), _day),
    "pieces": (gettext_lazy("其后添加的证据"), _count),
    "times": (gettext_lazy("次数"), _times),
    "matters": (gettext_lazy("事项"), _count),
    "day": (gettext_lazy("日期"), _day),
    "seconds": (gettext_lazy("秒数以内"), str),
    "places": (gettext_lazy("不同的网络地址"), str),
    "state": (gettext_lazy("状态"), _state),
    "missing": (gettext_lazy("缺少"), _missing),
    "payments": (gettext_lazy("没有凭证的支付"), _times),
    "papers": (gettext_lazy("没有回证的文书"), _count),
    "numbers": (gettext_lazy("文号"), "、".join),
    "seq": (gettext_lazy("第几条记录"), str),
}
"""Name of a fact -> its label, and how its value is written."""


def facts_of(alert: Alert) -> list[tuple[str, str]]:
    """Return the facts of an alert as (label, value), in the order of FACTS."""
    return [
        (str(label), write(alert.facts[name]))
        for name, (label, write) in FACTS.items()
        if alert.facts.get(name) not in (None, "", [])
    ]


def in_short(alert: Alert) -> str:
    """Say the facts in one line, for lists."""
    left_out = ("state", "outcome", "reason", "numbers", "seconds")
    found = [
        _("%(label)s：%(value)s") % {"label": label, "value": write(alert.facts[name])}
        for name, (label, write) in FACTS.items()
        if name not in left_out and alert.facts.get(name) not in (None, "", [])
    ]
    return _("；").join(found)
