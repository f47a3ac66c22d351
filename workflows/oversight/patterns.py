"""The patterns alerts are found by: what each means, its threshold, its ground; an administrator may set them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.models import AlertSetting
from casework.vocabulary import AlertFamily
from casework.vocabulary import AlertPattern as P

CONDUCT, QUALITY = AlertFamily.CONDUCT, AlertFamily.QUALITY


@dataclass(frozen=True)
class Pattern:
    """One pattern. `threshold` counts in `unit`; without a unit there is nothing to set but the switch.

    `words` says what is found, with %(n)s for the threshold.
    """

    code: str
    family: str
    words: str | Promise
    basis: str | Promise
    unit: str | Promise = ""
    threshold: int = 0
    least: int = 0
    is_on: bool = True

    @property
    def label(self) -> str:
        return str(P(self.code).label)

    @property
    def explained(self) -> str:
        """Say what is found, with the threshold in force."""
        return str(self.words) % {"n": self.threshold}


_PAY = _("《保障农民工工资支付条例》第四十七条")
_TERM = _("《劳动保障监察条例》第十七条")
_PROCESS = _("《行政处罚法》第四十七条（全过程记录）")
_PRIVACY = _("《个人信息保护法》第五十一条、第五十四条")
_LOGS = _("《网络安全法》第二十一条")
_HOPS = _("《行政处罚法》第二十五条、《保障农民工工资支付条例》第十条")
_SERVICE = _("《行政处罚法》第六十一条")
_ARCHIVE = _("《关于实施〈劳动保障监察条例〉若干规定》第四十条")
_TIMES, _DAYS, _WORDS, _ACTS = _("次"), _("天"), _("个字"), _("件")

PATTERNS: Mapping[str, Pattern] = {
    one.code: one
    for one in (
        Pattern(P.CLOSED_UNPAID, CONDUCT,
                _("案件结束时没有付清，又没有法院终结执行、责令被撤销等理由；撤销立案的，理由少于 %(n)s 个字也算没有理由。"),
                _PAY, _WORDS, 10, 2),
        Pattern(P.SAVED_BY_SUSPENSION, CONDUCT,
                _("中止期限时距离届满不超过 %(n)s 天（0：就在最后一天）。"), _TERM, _DAYS, 0),
        Pattern(P.SAVED_BY_EXTENSION, CONDUCT,
                _("批准延长时距离届满不超过 %(n)s 天（0：就在最后一天）。依法可以延长，次数多了应当查。"),
                _TERM, _DAYS, 0),
        Pattern(P.LATE_EVIDENCE, CONDUCT, _("结案或者撤销立案以后还有人添加证据。"), _PROCESS),
        Pattern(P.UNMASKED_THINLY, CONDUCT,
                _("查看身份证号、手机号、银行卡号时没有选定原因，或者写的原因少于 %(n)s 个字。"), _PRIVACY,
                _WORDS, 4, 1),
        Pattern(P.UNMASKED_OFTEN, CONDUCT, _("同一个人一天内查看身份信息 %(n)s 次以上。"), _PRIVACY,
                _TIMES, 30, 2),
        Pattern(P.ACCOUNT_SHARED, CONDUCT,
                _("同一个账号一小时内从 %(n)s 个以上不同的网络地址登录，前面的登录还没有退出。"), _LOGS,
                _("个地址"), 3, 2),
        Pattern(P.TOO_FAST, CONDUCT,
                _("同一个人十秒内对 %(n)s 件以上不同的事项作出决定（成批指派不计）。"), _PROCESS, _ACTS, 5, 2),
        Pattern(P.TRANSFERRED_TWICE, CONDUCT, _("同一事项移送 %(n)s 次以上。"), _HOPS, _TIMES, 2, 1),
        Pattern(P.RETURNED_TWICE, CONDUCT, _("同一案件的文书、意见或者移送被退回 %(n)s 次以上。"), _PROCESS,
                _TIMES, 2, 1),
        Pattern(P.DATES_MISSING, QUALITY,
                _("按状态应当有的日期没有登记：调查终结、指令书送达、责令期限届满、结案。"), _TERM),
        Pattern(P.UNPROVEN_CLOSING, QUALITY,
                _("已经结案，登记的支付既没有凭证，也没有工人确认。"), _PAY),
        Pattern(P.UNPROVEN_SERVICE, QUALITY,
                _("指令书、告知书、决定书登记了送达，没有送达回证或者照片。"), _SERVICE),
        Pattern(P.NO_CLOCK, QUALITY, _("正在办理的案件或者未受理的投诉没有任何期限在计算。"), _TERM),
        Pattern(P.SUMS_DIFFER, QUALITY, _("案件的核实、已付金额与逐人认定、支付台账的合计不一致。"), _PAY),
        Pattern(P.CHAIN_BROKEN, QUALITY, _("办理记录的校验值、次序或者末尾不符，可能被改动。"), _ARCHIVE),
    )
}  # fmt: skip
"""Code -> pattern as shipped; the thresholds are product defaults, no law names any."""


def in_force() -> dict[str, Pattern]:
    """Return every pattern with the switch and the threshold in force now; one statement."""
    newest = AlertSetting.objects.order_by("pattern", "-id").distinct("pattern")
    found = dict(PATTERNS)
    for row in newest:
        if row.pattern in found:
            found[row.pattern] = replace(
                found[row.pattern], is_on=row.is_on, threshold=row.threshold
            )
    return found
