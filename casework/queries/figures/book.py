"""The book of figures: code, label, definition, ground and formula of each; the one place for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Number: TypeAlias = int | Decimal
Sums: TypeAlias = Mapping[str, Number]
"""Sums of the measures of `FigureMove`, by name."""

MATTERS, PEOPLE, YUAN, PERCENT, HOURS = _("件"), _("人"), _("元"), "%", _("小时")
CAMPAIGN = _("专项行动部署（通报指标）")
R724_10 = _("《保障农民工工资支付条例》第十条")
R25_18 = _("《关于实施〈劳动保障监察条例〉若干规定》第十八条")
R423_17 = _("《劳动保障监察条例》第十七条")
R423_18 = _("《劳动保障监察条例》第十八条")


@dataclass(frozen=True)
class Figure:
    """One figure. `of` reckons it from sums; None where there is nothing to divide by."""

    code: str
    label: str | Promise
    unit: str | Promise
    definition: str | Promise
    basis: str | Promise
    of: Callable[[Sums], Number | None]

    def shown(self, value: Number | None) -> str:
        """Write a value the same way everywhere: board, table, file and interface."""
        if value is None:
            return "—"
        return f"{value:,.2f}".removesuffix(".00") if self.unit is YUAN else f"{value:,}"


def _sum(name: str) -> Callable[[Sums], Number | None]:
    return lambda sums: sums[name]


def _share(part: Number, whole: Number, *, times: int = 100) -> Decimal | None:
    """Return `times` x part / whole to one decimal, half up; None when the whole is nothing."""
    if not whole:
        return None
    return (Decimal(part) * times / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _ended(sums: Sums) -> Number:
    return sums["closed"] + sums["revoked"]


BOOK: tuple[Figure, ...] = (
    Figure("clues", _("收到线索"), MATTERS,
           _("期间内接收的投诉、举报，按件计；移送的只计入截至日的承办单位。"), R724_10, _sum("clues")),
    Figure("groups", _("集体投诉"), MATTERS,
           _("收到线索中登记为集体投诉的。"), CAMPAIGN, _sum("groups")),
    Figure("accepted", _("受理"), MATTERS,
           _("收到线索中截至日已决定受理的。"), R25_18, _sum("accepted")),
    Figure("acceptance_in_time", _("受理及时率"), PERCENT,
           _("在五个工作日内作出受理决定的，占已作决定和期限已满的比例；补正后重新起算。"), R25_18,
           lambda s: _share(s["accept_in_time"], s["accept_due"])),
    Figure("first_response", _("首次响应时间"), HOURS,
           _("从接收到工作人员第一次办理（指派、接收移送、要求补正等）的平均小时数，只计已响应的。"),
           R724_10, lambda s: _share(Decimal(s["answer_minutes"]) / 60, s["answered"], times=1)),
    Figure("told", _("已告知结果"), MATTERS,
           _("收到线索中截至日已将处理结果告知投诉人的。"), R724_10, _sum("told")),
    Figure("clues_left", _("未办结线索"), MATTERS,
           _("收到线索中截至日没有告知结果，也没有不予受理、告知另循途径、并案、撤回或者逾期未补正办结的。"),
           R724_10, lambda s: s["clues"] - s["settled"]),
    Figure("filed", _("立案"), MATTERS,
           _("期间内首次立案的案件；移送后由接收单位另行立案的不重复计，只计入截至日的承办单位。"),
           R25_18, _sum("filed")),
    Figure("closed", _("结案"), MATTERS,
           _("上述立案案件中截至日已结案的。"), R423_17, _sum("closed")),
    Figure("revoked", _("撤销立案"), MATTERS,
           _("上述立案案件中截至日已撤销立案的。"), R423_18, _sum("revoked")),
    Figure("closing_rate", _("结案率"), PERCENT,
           _("结案与撤销立案之和，占立案的比例。"), CAMPAIGN,
           lambda s: _share(_ended(s), s["filed"])),
    Figure("open", _("在办案件"), MATTERS,
           _("立案减去结案和撤销立案。"), CAMPAIGN, lambda s: s["filed"] - _ended(s)),
    Figure("overdue", _("超期"), MATTERS,
           _("期间内的线索和案件中，截至日有办理期限已过而没有完成的；省内目标不计。"), R423_17,
           _sum("overdue")),
    Figure("workers", _("涉及工人"), PEOPLE,
           _("立案案件中的工人，撤回和另案计算的不计。"), CAMPAIGN, _sum("workers")),
    Figure("amount", _("涉案金额"), YUAN,
           _("立案案件中逐人计算：已认定的按核实金额，未认定的按申报金额。"), CAMPAIGN,
           _sum("amount_yuan")),
    Figure("paid", _("追回"), YUAN,
           _("立案案件支付台账截至日登记的支付，减去冲正。"), CAMPAIGN, _sum("paid_yuan")),
    Figure("recovered", _("追回（已证实）"), YUAN,
           _("追回中有支付凭证或者工人本人确认收到的；工人有异议的不计。与公开统计口径一致。"),
           CAMPAIGN, _sum("recovered_yuan")),
    Figure("owed", _("尚欠"), YUAN, _("涉案金额减去追回。"), CAMPAIGN,
           lambda s: s["amount_yuan"] - s["paid_yuan"]),
    Figure("recovery_rate", _("追回率"), PERCENT, _("追回占涉案金额的比例。"), CAMPAIGN,
           lambda s: _share(s["paid_yuan"], s["amount_yuan"])),
    Figure("advanced", _("先行清偿和垫付"), YUAN,
           _("追回中由总承包单位、建设单位、专用账户、工资保证金、应急周转金支付的。"),
           _("《保障农民工工资支付条例》第二十九条至第三十二条、第六十三条"), _sum("advanced_yuan")),
    Figure("ordered", _("责令改正"), MATTERS,
           _("立案案件中限期改正指令书已送达的。"), R423_18, _sum("ordered")),
    Figure("decided", _("行政处理、处罚决定"), MATTERS,
           _("立案案件中已作出决定的。"), R423_18, _sum("decided")),
    Figure("referred", _("移送公安"), MATTERS, _("立案案件中已移送公安机关的。"),
           _("《行政执法机关移送涉嫌犯罪案件的规定》"), _sum("referred")),
    Figure("police_filed", _("公安立案"), MATTERS, _("移送案件中公安机关已立案的。"),
           _("《行政执法机关移送涉嫌犯罪案件的规定》"), _sum("police_filed")),
    Figure("published", _("社会公布"), MATTERS, _("已向社会公布的重大违法行为。"),
           _("《重大劳动保障违法行为社会公布办法》"), _sum("published")),
    Figure("listed", _("列入失信名单"), _("个"), _("已决定列入的当事人数。"),
           _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》"), _sum("listed")),
)  # fmt: skip
BY_CODE = {figure.code: figure for figure in BOOK}


def values(sums: Sums) -> dict[str, Number | None]:
    """Return every figure of these sums, by code."""
    return {figure.code: figure.of(sums) for figure in BOOK}


def plain(value: Number | None) -> Any:
    """Return a value as the interface and the files carry it: whole numbers, else exact text."""
    return str(value) if isinstance(value, Decimal) else value
