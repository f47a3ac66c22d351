"""Forms of campaigns and of supervision orders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import lawbook
from casework.models import Campaign
from casework.vocabulary import ScopeTag, SupervisionKind
from workflows.forms.base import day_field, long_text


class CampaignForm(forms.ModelForm):
    """What a campaign is: its days, goals, scope, and which one it is compared with."""

    begins = day_field(_("开始日期"))
    ends = day_field(_("结束日期"))
    arrears_zero_on = day_field(
        _("存量欠薪清零日"), help_text=_("核实的欠薪到这一天应当清零（两个清零之一）。")
    )
    clues_zero_on = day_field(
        _("线索清零日"), help_text=_("接收的线索到这一天应当全部办结（两个清零之二）。")
    )
    goals = long_text(_("目标"), rows=3, max_length=1000, required=False)
    tags = forms.MultipleChoiceField(
        label=_("范围"), choices=ScopeTag.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("符合其中任何一项的都计入；都不选的，全部投诉和案件计入。"),
    )  # fmt: skip

    class Meta:
        model = Campaign
        fields = ("name", "begins", "ends", "arrears_zero_on", "clues_zero_on", "goals", "tags",
                  "previous")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        previous = self.fields["previous"]
        assert isinstance(previous, forms.ModelChoiceField)
        previous.queryset = Campaign.objects.exclude(pk=self.instance.pk)
        previous.empty_label = _("没有（与上年同一期间比较）")
        previous.help_text = _("用来比较去年同期的数字。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("结束日期不能早于开始日期。"))
        before = data.get("previous")
        if before and begins and before.begins >= begins:
            self.add_error("previous", _("上一次行动应当早于这一次。"))
        return data


class SupervisionForm(forms.Form):
    """An order to an office; which matters it is about is picked beside it."""

    kind = forms.ChoiceField(label=_("种类"), choices=SupervisionKind.choices)
    text = long_text(_("督办要求"), rows=4, max_length=2000)
    working_days = forms.IntegerField(
        label=_("几个工作日内回复"), min_value=1, max_value=30,
        initial=lambda: lawbook.limit("S-04").length,
        help_text=_("法律没有规定回复期限，一般为五个工作日。"),
    )  # fmt: skip
    campaign = forms.ModelChoiceField(
        label=_("专项行动"), queryset=Campaign.objects.all(), required=False,
        empty_label=_("不属于专项行动"),
    )  # fmt: skip


class ReplyForm(forms.Form):
    text = long_text(_("办理情况"), rows=5, max_length=4000)
