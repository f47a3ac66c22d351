"""Forms of prior notice and decision: 加付赔偿金 with what it comes to, the fine beside its benchmark."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.law.benchmark import Suggestion
from casework.law.errors import gettext_noop
from casework.law.money import grouped, total
from casework.law.surcharge import LEAST, MOST
from casework.models import Case, PriorNotice
from casework.queries.benchmark import DEFAULT, suggestion_for, violations
from casework.queries.surcharge import surcharges_on, unpaid_at_expiry
from casework.vocabulary import NoticeScope
from workflows.actions.discretion import weigh
from workflows.actions.notice import WITH_PENALTY
from workflows.decision_guards import notice_of, served_notice
from workflows.forms.base import ActForm, YuanField, long_text
from workflows.machines.step import Refused

ZERO = Decimal("0.00")
RATES = [
    ("0.00", _("不加付")),
    *((f"0.{tens}0", f"{tens}0%") for tens in range(5, 10)),
    ("1.00", "100%"),
]

# As they stand in the penalty benchmark (casework/data), here for the catalogue.
VIOLATIONS = (
    gettext_noop("以实物、有价证券支付工资，未编制台账或者扣押工资卡（单位）"),
    gettext_noop("以实物、有价证券支付工资，未编制台账或者扣押工资卡（个人）"),
    gettext_noop("未设专用账户、未存工资保证金、未实行实名制管理"),
    gettext_noop("分包单位未按月考核编表、施工总承包单位未监督或者未设告示牌"),
    gettext_noop("建设单位未提供支付担保、未按约定拨付人工费用"),
    gettext_noop("阻挠监察、拒不执行责令改正或者打击报复"),
)


class Late:
    """Help that is worked out when a page prints it: an act only looks whether there is any."""

    def __init__(self, say: Callable[[], str]) -> None:
        self._say = say

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return self._say()


class SanctionForm(ActForm):
    """What notice and decision share: the rate on what was unpaid, the fine and why it is that much."""

    surcharge_rate = forms.TypedChoiceField(
        label=_("加付赔偿金"), choices=RATES, coerce=Decimal, required=False
    )
    fine_yuan = YuanField(label=_("罚款（元）"), required=False)
    departure = long_text(
        _("偏离裁量基准的理由"), rows=2, max_length=300, required=False,
        help_text=_("罚款不在建议的幅度内的填写；写入文书和办案记录。"),
    )  # fmt: skip

    def prepare(self) -> None:
        self._tell("surcharge_rate", lambda: surcharge_words(self.subject))
        self._tell("fine_yuan", lambda: fine_words(self.suggestion()))

    def _tell(self, name: str, say: Callable[[], str]) -> None:
        self.fields[name].help_text = Late(say)  # type: ignore[assignment]

    def violation(self) -> str:
        """Return the violation the fine is for, as far as it is known before the form is valid."""
        raise NotImplementedError

    def suggestion(self) -> Suggestion:
        return suggestion_for(self.subject, self.violation())

    def weigh_fine(self, data: dict[str, Any]) -> None:
        """Hold the fine against the benchmark; what is missing is said at its field."""
        try:
            weigh(self.subject, self.violation(), data["fine_yuan"], data.get("departure") or "")
        except Refused as refusal:
            over = data["fine_yuan"] > self.suggestion().most_yuan
            self.add_error("fine_yuan" if over else "departure", str(refusal))

    def values(self) -> dict[str, Any]:
        given = super().values()
        return {**given, **{name: given[name] or ZERO for name in ("fine_yuan", "surcharge_rate")}}


class NoticeForm(SanctionForm):
    scope = forms.ChoiceField(label=_("拟作出"), choices=lambda: NoticeScope.choices)
    facts = long_text(_("认定的事实和证据"), rows=5)
    reasons = long_text(_("理由"), rows=3, required=False)
    basis = forms.CharField(
        label=_("法律依据"), max_length=300,
        initial="《保障农民工工资支付条例》第三条、《劳动保障监察条例》第十八条、第二十六条、第三十条",  # goes into a document
    )  # fmt: skip
    term_days = forms.IntegerField(
        label=_("履行期限（日）"), min_value=1, max_value=90, initial=15,
        help_text=_("自决定送达之日起算。"),
    )  # fmt: skip
    violation_kind = forms.ChoiceField(
        label=_("处罚的违法行为"), required=False,
        help_text=_("只在作出行政处罚时使用；幅度按本案情节由裁量基准算出。"),
    )  # fmt: skip
    field_order = [
        "scope", "facts", "reasons", "basis", "term_days", "surcharge_rate", "violation_kind",
        "fine_yuan", "departure",
    ]  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["violation_kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, self._label(name)) for name in violations()]
        earlier = None if self.is_bound else notice_of(self.subject)
        if earlier is not None and earlier.served_on is None:
            self._begin_with(earlier)

    def _begin_with(self, draft: PriorNotice) -> None:
        """Begin with the draft that was sent back, so that nothing is typed twice."""
        told = {
            "scope": draft.scope, "facts": draft.facts, "reasons": draft.reasons,
            "basis": draft.basis, "term_days": draft.term_days,
            "surcharge_rate": f"{draft.surcharge_rate:.2f}", "departure": draft.departure,
            "violation_kind": draft.violation, "fine_yuan": draft.fine_yuan or "",
        }  # fmt: skip
        for name, value in told.items():
            self.fields[name].initial = value

    def violation(self) -> str:
        chosen = self.data.get(self.add_prefix("violation_kind")) if self.is_bound else None
        return chosen if chosen in violations() else DEFAULT

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope") in WITH_PENALTY and data.get("fine_yuan"):
            self.weigh_fine(data)
        return data

    def values(self) -> dict[str, Any]:
        given = super().values()
        given["violation"] = given.pop("violation_kind")
        return given

    def _label(self, name: str) -> str:
        found = suggestion_for(self.subject, name)
        words = {"low": grouped(found.low_yuan), "high": grouped(found.high_yuan),
                 "what": gettext(found.label)}  # fmt: skip
        return gettext("%(what)s（建议 %(low)s–%(high)s 元）") % words


class DecisionForm(SanctionForm):
    """What is decided; filled with what was announced, and never heavier."""

    term_days = forms.IntegerField(label=_("履行期限（日）"), min_value=1, max_value=90)
    reasons = long_text(_("理由"), rows=4, required=False)
    is_grave = forms.BooleanField(label=_("情节复杂或者重大，经集体讨论"), required=False)
    attendees = long_text(_("集体讨论出席人员"), rows=2, required=False)
    votes = long_text(_("表决情况"), rows=2, required=False)
    other_law = forms.CharField(
        label=_("超过九十日的法律依据"), max_length=200, required=False,
        help_text=_("自立案起超过九十日作出处罚的填写。"),
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        notice = served_notice(self.subject)
        if notice is not None:
            self.fields["surcharge_rate"].initial = str(notice.surcharge_rate)
            self.fields["fine_yuan"].initial = notice.fine_yuan or ""
            self.fields["departure"].initial = notice.departure
            self.fields["term_days"].initial = notice.term_days
            self.fields["reasons"].initial = notice.reasons

    def violation(self) -> str:
        notice = served_notice(self.subject)
        return (notice.violation if notice is not None else "") or DEFAULT

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_grave"):
            for name in ("attendees", "votes"):
                if not data.get(name):
                    self.add_error(name, _("经集体讨论的，须填写出席人员和表决情况。"))
        if data.get("fine_yuan"):
            self.weigh_fine(data)
        return data


def surcharge_words(case: Case) -> str:
    """Say what was unpaid when the order expired and what 50 and 100 % of it come to."""
    base = unpaid_at_expiry(case)
    if not base:
        return gettext("责令支付的期限届满时没有未付的工资。")
    low, high = (surcharges_on(base.values(), rate) for rate in (LEAST, MOST))
    return gettext(
        "期限届满时 %(n)s 人共 %(base)s 元未付；加付 50%% 为 %(low)s 元，100%% 为 %(high)s 元。"
    ) % {
        "n": len(base),
        "base": grouped(total(base.values())),
        "low": grouped(low),
        "high": grouped(high),
    }


def fine_words(found: Suggestion) -> SafeString:
    """Say the suggested amount, why, and how it was worked out; the working goes into the document
    and stays Chinese."""
    chinese = {"why": "；".join(found.reasons), "how": found.working, "basis": found.basis}
    words: dict[str, str] = {
        "amount": grouped(found.amount_yuan), "low": grouped(found.low_yuan),
        "high": grouped(found.high_yuan),
        **{name: format_html('<span lang="zh">{}</span>', text) for name, text in chinese.items()},
    }  # fmt: skip
    said = gettext(
        "裁量基准建议 %(amount)s 元（%(low)s 元至 %(high)s 元）。%(why)s。算法：%(how)s。"
    )
    if not found.confirmed:
        said += gettext("档次：%(basis)s。")
    return format_html(said % {name: f"{{{name}}}" for name in words}, **words)
