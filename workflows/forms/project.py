"""Forms about the construction project of a case, and the steps of art. 59 for government projects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.files.site_roster import read_site_roster
from casework.law.errors import SentenceError
from casework.law.money import ZERO
from casework.models import Case, Complaint
from casework.vocabulary import AccountKind
from workflows.forms.base import ActForm, YuanField, day_field, long_text, sentence
from workflows.forms.roster import ROSTER_BYTES


class ProjectForm(ActForm):
    name = forms.CharField(label=_("项目名称"), max_length=120)
    developer = forms.CharField(label=_("建设单位"), max_length=120, required=False)
    general_contractor = forms.CharField(label=_("施工总承包单位"), max_length=120, required=False)
    address = forms.CharField(label=_("项目地址"), max_length=200, required=False)
    is_government = forms.BooleanField(label=_("政府投资项目"), required=False)
    unsettled = YuanField(
        label=_("建设单位未结清的工程款（元）"), minimum=ZERO, required=False,
        help_text=_("查明的填写；建设单位先行垫付以此为限（条例第二十九条）。"),
    )  # fmt: skip
    unsettled_on = day_field(_("未结清工程款的截止日"), required=False)

    def prepare(self) -> None:
        assert isinstance(self.subject, Case)
        project = self.subject.project
        if project is None:
            first = Complaint.objects.filter(case=self.subject.pk).order_by("id").first()
            self.fields["name"].initial = first.project_name if first else ""
            return
        for name in ("name", "address", "is_government"):
            self.fields[name].initial = getattr(project, name)
        for name in ("developer", "general_contractor"):
            self.fields[name].initial = str(getattr(project, name) or "")
        self.fields["unsettled"].initial = project.unsettled_yuan
        self.fields["unsettled_on"].initial = project.unsettled_on


class EmployerFactsForm(ActForm):
    """What the file of the employer says now stands in the fields."""

    address = forms.CharField(label=_("单位地址"), max_length=200, required=False)
    legal_representative = forms.CharField(
        label=_("法定代表人或者负责人"), max_length=40, required=False
    )
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)

    def prepare(self) -> None:
        assert isinstance(self.subject, Case)
        for name, field in self.fields.items():
            field.initial = getattr(self.subject.employer, name, "")


class SubcontractForm(ActForm):
    giver = forms.CharField(label=_("发包单位"), max_length=120)
    taker = forms.CharField(label=_("承包单位"), max_length=120)
    work = forms.CharField(label=_("分包内容"), max_length=120, required=False)
    is_unlawful = forms.BooleanField(label=_("违法分包或转包"), required=False)


class AccountForm(ActForm):
    kind = forms.ChoiceField(label=_("种类"), choices=lambda: AccountKind.choices)
    bank = forms.CharField(label=_("开户行或出具保函的银行"), max_length=80)
    account_no = forms.CharField(
        label=_("账号或保函号"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    is_guarantee = forms.BooleanField(label=_("以银行保函形式"), required=False)
    lodged = YuanField(label=_("存入或担保金额"))
    since = day_field(_("起始日期"))
    until = day_field(_("保函到期日"), required=False)

    def clean_account_no(self) -> str:
        return "".join(self.cleaned_data["account_no"].split())


class SiteRosterForm(ActForm):
    """The roster as the site keeps it; every faulty row is named, none is half saved."""

    roster = forms.FileField(
        label=_("实名制名册（.xlsx、.csv）"),
        help_text=_("须有“姓名”“身份证号码”两列；可以有班组、工种、进场日期、退场日期、出勤天数。"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("roster")
        if upload is None:
            return data
        if upload.size > ROSTER_BYTES:
            raise ValidationError(_("名单文件超过 10 MB。"))
        try:
            found = read_site_roster(upload.read(), upload.name, clock.today())
        except SentenceError as error:
            raise sentence(error) from error
        for wrong in found.errors:
            words = {"row": wrong.row_number, "column": wrong.column,
                     "what": gettext(wrong.template) % wrong.params}  # fmt: skip
            self.add_error(None, gettext("第 %(row)s 行 %(column)s：%(what)s") % words)
        data["workers"] = found.rows
        return data

    def values(self) -> dict[str, Any]:
        return {"workers": self.cleaned_data["workers"]}


class ReportForm(ActForm):
    government = forms.CharField(label=_("报告的政府"), max_length=60)
    days = forms.IntegerField(
        label=_("责令拨付期限（日）"), min_value=1, max_value=180, initial=30,
        help_text=_("条例没有规定天数，按政府批示填写。"),
    )  # fmt: skip
    text = long_text(_("报告内容"), rows=5, max_length=2000)


class GovernmentAnswerForm(ActForm):
    allocated = YuanField(label=_("拨付金额"), minimum=ZERO)
    allocated_on = day_field(_("拨付日期"))
    is_full = forms.BooleanField(label=_("已足额拨付"), required=False)
    text = long_text(_("处理结果"), rows=3, max_length=1000)

    def prepare(self) -> None:
        self.fields["allocated_on"].initial = clock.today()


class SummonsForm(ActForm):
    summoned = forms.CharField(label=_("被约谈的单位和人员"), max_length=120)
    summoned_on = day_field(_("约谈日期"))
    text = long_text(_("约谈内容"), rows=4, max_length=2000)
