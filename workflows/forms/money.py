"""Forms of the acts about money beside the ledger: liable parties, their orders, recourse, extras."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.errors import SentenceError
from casework.law.identity import check_uscc
from casework.law.payers import ARTICLE_OF
from casework.models import Document, ExtraPayment, Liability
from casework.queries.payers import recourses_of
from casework.vocabulary import DocumentKind, DocumentState, PayerKind, PaymentMethod
from workflows.forms.acts import ServiceForm
from workflows.forms.base import (
    ActForm,
    CheckedFileField,
    YuanField,
    day_field,
    long_text,
    sentence,
)

BASIS = "《劳动保障监察条例》第十八条、《保障农民工工资支付条例》第三十条"  # goes into a document


def uscc_or_error(text: str) -> str:
    """Return a checked credit code, empty for none; raises ValidationError."""
    try:
        return check_uscc(text) if text.strip() else ""
    except SentenceError as error:
        raise sentence(error) from error


def liable_kinds() -> list[tuple[str, Any]]:
    """The kinds of party an order may name: those of whom the law says so."""
    return [(value, label) for value, label in PayerKind.choices if value in ARTICLE_OF]


class LiabilityForm(ActForm):
    kind = forms.ChoiceField(label=_("责任主体"), choices=liable_kinds)
    name = forms.CharField(label=_("单位名称"), max_length=120)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=24, required=False)
    article = forms.CharField(
        label=_("责任条款"), max_length=40, required=False,
        help_text=_("留空按所选主体填写；违法分包、工程违法等请写第三十六条、第三十七条。"),
    )  # fmt: skip
    reason = long_text(_("认定理由"), rows=3, max_length=300)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_uscc(self) -> str:
        return uscc_or_error(self.cleaned_data["uscc"])

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["article"] = data["article"].strip() or ARTICLE_OF[data["kind"]]
        return data


class LiabilityChoice(ActForm):
    """Base of forms about one of the parties liable now."""

    liability = forms.ModelChoiceField(label=_("责任单位"), queryset=Liability.objects.none())

    def prepare(self) -> None:
        field = self.fields["liability"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.open_to().select_related("document")

    def open_to(self) -> Any:
        return Liability.objects.filter(case=self.subject.pk, ended_at__isnull=True)


class EndLiabilityForm(LiabilityChoice):
    reason = long_text(_("理由"), rows=3, max_length=300)


class PayerOrderForm(LiabilityChoice):
    term_days = forms.IntegerField(
        label=_("改正期限（日）"), min_value=1, max_value=60, initial=7,
        help_text=_("自送达之日起算；少于 5 日请说明理由。"),
    )  # fmt: skip
    facts = long_text(_("认定的事实"), rows=5)
    legal_basis = forms.CharField(label=_("指令依据"), max_length=200, initial=BASIS)

    def open_to(self) -> Any:
        ordered = Q(document__state=DocumentState.ISSUED)
        return super().open_to().exclude(ordered)


class PayerOrderChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.facts['addressee']} {obj.number or ''}".strip()


def drafts(form: ActForm) -> Any:
    rows = Document.objects.filter(case=form.subject.pk, kind=DocumentKind.PAYER_ORDER)
    return rows.filter(state=DocumentState.DRAFT)


def to_serve(form: ActForm) -> Any:
    rows = Document.objects.filter(case=form.subject.pk, kind=DocumentKind.PAYER_ORDER)
    return rows.filter(state=DocumentState.ISSUED, services__isnull=True)


class IssuePayerOrderForm(ActForm):
    document = PayerOrderChoice(label=_("指令书"), queryset=Document.objects.none())
    opinion = long_text(_("意见"), required=False, rows=3)

    def prepare(self) -> None:
        self.fields["document"].queryset = drafts(self)  # type: ignore[attr-defined]


class ReturnPayerOrderForm(ActForm):
    document = PayerOrderChoice(label=_("指令书"), queryset=Document.objects.none())
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        self.fields["document"].queryset = drafts(self)  # type: ignore[attr-defined]


class ServePayerOrderForm(ServiceForm):
    document = PayerOrderChoice(label=_("指令书"), queryset=Document.objects.none())
    field_order = ["document"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["document"].queryset = to_serve(self)  # type: ignore[attr-defined]


class RecourseForm(ActForm):
    recourse = forms.TypedChoiceField(label=_("追偿"), coerce=int)
    amount = YuanField(label=_("到账金额"))
    received_on = day_field(_("到账日期"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def prepare(self) -> None:
        self._rows = {row.recourse.pk: row for row in recourses_of([self.subject])}
        field = self.fields["recourse"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, f"{row.recourse} · {row.left}") for pk, row in self._rows.items()]
        self.fields["received_on"].initial = clock.today()

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "recourse": self._rows[data["recourse"]].recourse}


class ExtraPaymentForm(ActForm):
    payee = forms.CharField(label=_("收款人"), max_length=60)
    amount = YuanField(label=_("金额"))
    paid_on = day_field(_("支付日期"))
    payer = forms.ChoiceField(label=_("支付主体"), choices=lambda: PayerKind.choices)
    method = forms.ChoiceField(label=_("支付方式"), choices=lambda: PaymentMethod.choices)
    reason = long_text(_("登记理由"), rows=2, max_length=200)
    proof = CheckedFileField(label=_("付款凭证"), required=False)

    def prepare(self) -> None:
        self.fields["paid_on"].initial = clock.today()


class ExtraChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        who = obj.claim.worker.name if obj.claim else obj.payee
        return f"{who} · {obj.paid_on} · {obj.amount_yuan}"


class ExtraReversalForm(ActForm):
    extra = ExtraChoice(label=_("要冲正的付款"), queryset=ExtraPayment.objects.none())
    reason = long_text(_("理由"), rows=2, max_length=200)

    def prepare(self) -> None:
        rows = ExtraPayment.objects.filter(
            case=self.subject.pk, reversal_of__isnull=True, reversal__isnull=True
        )
        self.fields["extra"].queryset = rows.select_related("claim__worker")  # type: ignore[attr-defined]
