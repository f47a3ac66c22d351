"""Forms of a publication (law.md B1.6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Publication
from casework.vocabulary import PublicationGround
from workflows.forms.base import ActForm, day_field, long_text

NO_PERSONS = _("会向社会公布：不写工人姓名、电话、住址和证件号码。")


class TextOfPublicationForm(ActForm):
    facts = long_text(_("主要违法事实"), rows=4, max_length=2000, help_text=NO_PERSONS)
    result = long_text(_("处理情况"), rows=3, max_length=2000, help_text=NO_PERSONS)

    def prepare(self) -> None:
        if isinstance(self.subject, Publication):
            self.fields["facts"].initial = self.subject.facts
            self.fields["result"].initial = self.subject.result


class SelectionForm(TextOfPublicationForm):
    ground = forms.ChoiceField(label=_("公布情形"), choices=lambda: PublicationGround.choices)
    is_penalty = forms.BooleanField(label=_("处理情况是行政处罚"), required=False)
    police_filed_on = day_field(_("公安机关立案日期"), required=False)
    at_once = forms.BooleanField(
        label=_("立即公布"), required=False,
        help_text=_("不勾选的，市、县随本季度公布，省随本半年公布。"),
    )  # fmt: skip
    field_order = ("ground", "facts", "result", "is_penalty", "police_filed_on", "at_once")


class PrivacyForm(ActForm):
    privacy = long_text(
        _("国家秘密、商业秘密和个人隐私审查情况"), rows=3, max_length=500
    )  # fmt: skip
    opinion = long_text(_("意见"), required=False, rows=3)


class MediaForm(ActForm):
    outlets = forms.CharField(
        label=_("除门户网站外的报刊、广播、电视"), max_length=200, required=False
    )


class ChangedForm(ActForm):
    changed_on = day_field(_("决定变更或者撤销的日期"))
    reason = long_text(_("变更或者撤销的依据"), rows=3, max_length=300)

    def prepare(self) -> None:
        self.fields["changed_on"].initial = clock.today()


class UpheldForm(ActForm):
    upheld = forms.TypedChoiceField(
        label=_("异议是否成立"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("no", _("不成立，维持公布")), ("yes", _("成立，更正或者撤回公布"))],
    )  # fmt: skip
    result = long_text(_("处理结果"), rows=4, max_length=2000)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
