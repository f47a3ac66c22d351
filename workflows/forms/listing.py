"""Forms of a listing (law.md B1.3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.errors import SentenceError
from casework.law.identity import check_id_card, check_uscc
from casework.law.money import grouped
from casework.models import BlacklistEntry, Document, ListingCase, RemovalBar, SiteNotice
from casework.queries.listings import corrected_on
from casework.vocabulary import BarKind, DocumentState, PartyKind
from workflows.actions.listing_decision import DECISIONS
from workflows.forms.acts import ServiceForm
from workflows.forms.base import (
    ActForm,
    CheckedFileField,
    CheckedFilesField,
    day_field,
    long_text,
    sentence,
)
from workflows.machines.listing_guards import violation_numbers

SITES_AT_MOST = 20


class IncidentForm(ActForm):
    text = long_text(_("事件经过和社会影响"), rows=4, max_length=2000)
    evidence = CheckedFilesField(label=_("证据"))


class PartyForm(ActForm):
    group = forms.ModelChoiceField(label=_("列入事项"), queryset=ListingCase.objects.none())
    party_kind = forms.ChoiceField(label=_("当事人类别"), choices=lambda: PartyKind.choices)
    is_person = forms.BooleanField(label=_("是自然人"), required=False)
    name = forms.CharField(label=_("名称或者姓名"), max_length=120)
    code = forms.CharField(
        label=_("统一社会信用代码或者身份证号码"), max_length=24, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("公布自然人时只显示后四位。"),
    )  # fmt: skip
    position = forms.CharField(label=_("职务"), max_length=40, required=False)

    def prepare(self) -> None:
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ListingCase.objects.filter(case=self.subject.pk).select_related("employer")
        field.initial = field.queryset.order_by("-pk").first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code = data.get("code", "")
        try:
            if code and data.get("is_person"):
                data["code"] = check_id_card(code, clock.today()).number
            elif code:
                data["code"] = check_uscc(code)
        except SentenceError as error:
            self.add_error("code", sentence(error))
        return data

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        code = data.pop("code")
        return {**data, ("id_number" if data["is_person"] else "uscc"): code}


class ReasonsForm(ActForm):
    """What was found, as the notice and the decision say it; published with the listing."""

    facts = long_text(
        _("列入事由"), rows=4, max_length=1000,
        help_text=_("会向社会公布：不写工人姓名、电话、住址和证件号码。"),
    )  # fmt: skip

    def prepare(self) -> None:
        if self.is_bound or not isinstance(self.subject, BlacklistEntry):
            return
        group = self.subject.group
        with_amount = group.crossing
        self.fields["facts"].initial = self.subject.reason or (
            f"拖欠 {with_amount.workers} 名劳动者工资共计 {grouped(with_amount.unpaid_yuan)} 元，"
            "经责令限期支付，期满仍未支付。"
            if with_amount is not None
            else "拖欠劳动者工资，经责令限期支付，期满仍未支付，引发群体性事件，社会影响恶劣。"
        )


class DecisionForm(ReasonsForm):
    service_plan = forms.CharField(
        label=_("送达安排"), max_length=200, help_text=_("何时、以何种方式、由谁送达当事人。")
    )


class PaperServiceForm(ServiceForm):
    document = forms.ModelChoiceField(label=_("文书"), queryset=Document.objects.none())
    field_order = ("document",)

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["document"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Document.objects.filter(
            branch=self.subject.pk, kind__in=DECISIONS, state=DocumentState.ISSUED,
            services__isnull=True,
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        data = super().values()
        return {**data, "document": data["document"].pk}


class HandedInForm(ActForm):
    """What a party hands in: on line it is received today; on paper the office says when."""

    text = long_text(_("内容"), rows=4, max_length=2000)
    received_on = day_field(_("收到日期"), required=False)
    proof = CheckedFileField(label=_("附件"), required=False)

    def prepare(self) -> None:
        if self.actor.is_employer:
            del self.fields["received_on"]
        else:
            self.fields["received_on"].initial = clock.today()


class RemovalForm(HandedInForm):
    text = long_text(_("申请理由"), rows=3, max_length=2000)
    promise = long_text(_("书面信用承诺"), rows=3, max_length=2000)
    proof = CheckedFileField(label=_("已改正的证明材料"))
    field_order = ("text", "promise", "proof", "received_on")


class ObjectionAnswerForm(ActForm):
    upheld = forms.TypedChoiceField(
        label=_("异议是否成立"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("no", _("不成立，继续列入程序")), ("yes", _("成立，不再列入这名当事人"))],
    )  # fmt: skip
    result = long_text(_("核实结果"), rows=4, max_length=2000)

    def clean_upheld(self) -> bool:
        given = self.cleaned_data["upheld"]
        if given == "":
            raise ValidationError(gettext("请选一个。"))
        return bool(given)


class RefusalForm(ActForm):
    """Reasons against a removal; what bars it by law is already there."""

    reason = long_text(_("理由"), rows=4, max_length=1000)

    def prepare(self) -> None:
        if self.is_bound or not isinstance(self.subject, BlacklistEntry):
            return
        words = []
        numbers = violation_numbers(self.subject)
        if numbers:
            words.append("列入期间再次拖欠工资：" + "、".join(numbers))
        if corrected_on(self.subject.group) is None:
            words.append("拖欠的工资没有全部支付。")
        self.fields["reason"].initial = "\n".join(words)


class PublishForm(ActForm):
    platform_receipt = forms.CharField(label=_("信用信息共享平台回执号"), max_length=120)
    other_sites = long_text(_("其他网站，一行一个"), rows=3, required=False, max_length=1000)
    privacy_checked = forms.BooleanField(
        label=_("已检查：不含工人信息、住址、电话，自然人证件号码只有后四位")
    )

    def clean_other_sites(self) -> list[str]:
        lines = [line.strip()[:80] for line in self.cleaned_data["other_sites"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))[:SITES_AT_MOST]


class AnnulmentForm(ActForm):
    annulled_on = day_field(_("撤销日期"))
    reason = long_text(_("撤销的依据"), rows=3, max_length=300)

    def prepare(self) -> None:
        self.fields["annulled_on"].initial = clock.today()


class SiteForm(ActForm):
    site = forms.ModelChoiceField(label=_("网站"), queryset=SiteNotice.objects.none())
    cleared_on = day_field(_("停止公布日期"))
    clearance = forms.CharField(label=_("回执号或者核对情况"), max_length=120)
    proof = CheckedFileField(label=_("截图或者回执"), required=False)

    def prepare(self) -> None:
        self.fields["cleared_on"].initial = clock.today()
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = SiteNotice.objects.filter(entry=self.subject.pk, cleared_on__isnull=True)


class SeenForm(ActForm):
    site = forms.ModelChoiceField(label=_("网站"), queryset=SiteNotice.objects.none())
    seen_on = day_field(_("发现日期"))

    def prepare(self) -> None:
        self.fields["seen_on"].initial = clock.today()
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = SiteNotice.objects.filter(entry=self.subject.pk)


class BarForm(ActForm):
    kind = forms.ChoiceField(label=_("情形"), choices=lambda: BarKind.choices)
    text = forms.CharField(label=_("依据（文书名称、文号）"), max_length=200)
    since = day_field(_("起始日期"))


class LiftForm(ActForm):
    bar = forms.ModelChoiceField(label=_("情形"), queryset=RemovalBar.objects.none())
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        field = self.fields["bar"]
        assert isinstance(field, forms.ModelChoiceField)
        if isinstance(self.subject, BlacklistEntry):
            field.queryset = RemovalBar.objects.filter(
                group=self.subject.group_id, lifted_on__isnull=True
            )
