"""Forms of the inspection of inspectors: marks of alerts, settings of patterns, file reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.checklist import ITEMS
from casework.models import Office
from casework.records.alerts import MARKS
from casework.vocabulary import AlertState, DivisionLevel, ReplyStance
from workflows.forms.base import YuanField, day_field, long_text

NOTE = 500


class MarkForm(forms.Form):
    """How an alert is judged and why; `seen` is the state it was shown with."""

    state = forms.ChoiceField(
        label=_("处理结果"), widget=forms.RadioSelect,
        choices=[(value, AlertState(value).label) for value in MARKS],
    )  # fmt: skip
    reason = long_text(
        _("理由"), rows=3, max_length=1000, help_text=_("写明核查了什么、怎么认定，不能修改。")
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class PatternForm(forms.Form):
    """Switch and threshold of a pattern; what it counts in is said beside it."""

    is_on = forms.BooleanField(label=_("启用"), required=False)
    threshold = forms.IntegerField(label=_("阈值"), max_value=10_000)
    reason = long_text(_("修改理由"), rows=2, max_length=300)

    def __init__(self, *args: Any, unit: str, least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unit:
            del self.fields["threshold"]
            return
        field = self.fields["threshold"]
        assert isinstance(field, forms.IntegerField)
        field.min_value = least
        field.validators.append(MinValueValidator(least))
        field.widget.attrs["min"] = least
        field.help_text = _("单位：%(unit)s") % {"unit": unit}


class RoundForm(forms.Form):
    """A round of file reviews: of whom, of which days, how many, how drawn, by whom."""

    name = forms.CharField(label=_("名称"), max_length=60)
    closed_from = day_field(_("结案日期自"))
    closed_to = day_field(_("结案日期至"))
    size = forms.IntegerField(label=_("抽取件数"), min_value=1, max_value=300, initial=20)
    risk_percent = forms.IntegerField(
        label=_("按风险抽取的比例（%）"), min_value=0, max_value=100, initial=50,
        help_text=_("其余的随机抽取。种子由系统生成并保存，任何人可以重新抽一遍核对。"),
    )  # fmt: skip
    large_yuan = YuanField(
        label=_("数额较大的标准（元）"), initial="200000", help_text=_("达到的作为抽取理由之一。")
    )
    reply_days = forms.IntegerField(
        label=_("承办单位几个工作日内回复"), min_value=1, max_value=30, initial=10
    )
    area = forms.ChoiceField(label=_("评查哪个地区"), required=False)
    offices = forms.TypedMultipleChoiceField(
        label=_("评查哪些单位"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("都不选的，评查这个地区的全部单位。本单位自己办理的案件由上级评查，不在其中。"),
    )  # fmt: skip
    reviewers = forms.TypedMultipleChoiceField(
        label=_("评查人"), coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("参与过办理，或者在承办单位任过职的，不会分到该案；任务平均分配。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, offices: Sequence[Office], people: list[tuple[int, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.below = offices
        cities = [one for one in offices if one.division.level == DivisionLevel.CITY]
        areas = [(one.division.path, one.division.name) for one in cities]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "area": [("", _("全部")), *areas], "reviewers": people,
            "offices": [(one.pk, one.name) for one in offices],
        }  # fmt: skip
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values
        if not areas:
            del self.fields["area"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("closed_from"), data.get("closed_to")
        if first and last and last < first:
            self.add_error("closed_to", _("结束日期不能早于开始日期。"))
        if last and last > clock.today():
            self.add_error("closed_to", _("日期不能晚于今天。"))
        area = data.pop("area", "")
        inside = [one.pk for one in self.below if one.division.path.startswith(area)]
        chosen = data.get("offices") or inside
        data["offices"] = sorted(set(chosen) & set(inside))
        if not data["offices"]:
            self.add_error("offices", _("所选的单位不在这个地区。"))
        return data


class SheetForm(forms.Form):
    """The score sheet: points and a note for each item. A fault found in the file leaves the points open."""

    opinion = long_text(_("评查意见"), rows=4, max_length=2000)

    def __init__(self, *args: Any, findings: Mapping[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, item in ITEMS.items():
            said = item.text.to(get_language() or "zh-hans")
            words = findings.get(code, [])
            self.fields[f"points_{code}"] = forms.IntegerField(
                label=_("得分：%(item)s") % {"item": said}, min_value=0, max_value=item.full,
                initial=None if words else item.full,
            )  # fmt: skip
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("说明：%(item)s") % {"item": said}, max_length=NOTE, required=False,
                initial="；".join(words)[:NOTE], widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code, item in ITEMS.items():
            points = data.get(f"points_{code}")
            if points is not None and points < item.full and not data.get(f"note_{code}"):
                self.add_error(f"note_{code}", gettext("扣分的项目请写明原因。"))
        return data

    def scores(self) -> tuple[dict[str, int], dict[str, str]]:
        """Return points and notes by item."""
        data = self.cleaned_data
        return (
            {code: data[f"points_{code}"] for code in ITEMS},
            {code: data[f"note_{code}"] for code in ITEMS},
        )


class ReviewReplyForm(forms.Form):
    """What the reviewed office says to its result."""

    stance = forms.ChoiceField(
        label=_("回复"), choices=ReplyStance.choices, widget=forms.RadioSelect
    )
    text = long_text(_("回复内容"), rows=4, max_length=2000,
                     help_text=_("整改了什么，或者对哪一项有异议、理由是什么。只能回复一次。"))  # fmt: skip


class SettleForm(forms.Form):
    """The answer to an objection."""

    upheld = forms.TypedChoiceField(
        label=_("异议是否成立"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("异议成立")), ("no", _("异议不成立，维持评查结果"))],
    )  # fmt: skip
    points = forms.IntegerField(
        label=_("复核得分"), min_value=0, max_value=100, required=False,
        help_text=_("异议成立的填写；原评分表保留。"),
    )  # fmt: skip
    text = long_text(_("答复理由"), rows=3, max_length=2000)
