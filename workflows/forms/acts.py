"""Forms of the handling acts; each cleans to the keyword arguments of its action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.payers import ARTICLE_OF
from casework.models import Branch, Complaint, Office, Payment, User
from casework.vocabulary import (
    DivisionLevel,
    DocumentKind,
    DocumentState,
    PayerKind,
    ReceiptAnswer,
    Role,
    ServiceMode,
)
from workflows.actions.acceptance import ACCEPT, REDIRECT, REJECT
from workflows.forms.base import ActForm, CheckedFilesField, day_field, long_text
from workflows.forms.rows import FindingsForm, PaymentsForm

__all__ = ["FindingsForm", "PaymentsForm"]


class EmptyForm(ActForm):
    """Nothing to fill."""


class OpinionForm(ActForm):
    opinion = long_text(_("意见"), required=False, rows=3)


class ReasonForm(ActForm):
    reason = long_text(_("理由"), rows=3, max_length=300)


class TextForm(ActForm):
    text = long_text(_("内容"))


class PlanForm(ActForm):
    plan = long_text(_("调查计划"), required=False, rows=3)


class MissingForm(ActForm):
    missing = long_text(_("需要补正的材料"), rows=3)


class OutcomeForm(ActForm):
    outcome = long_text(_("处理结果"), rows=3, max_length=200)


class OfficeChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name_with_place)


class TransferForm(ActForm):
    office = OfficeChoice(label=_("接收机构"), queryset=Office.objects.none())
    reason = long_text(_("移送理由"), rows=3, max_length=200)

    def prepare(self) -> None:
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Office.objects.filter(closed_on__isnull=True)
            .exclude(pk=self.subject.office_id)
            .exclude(division__level=DivisionLevel.PROVINCE)
            .select_related("division__parent")
        )


class InspectorsForm(ActForm):
    """Two different inspectors of the owner office, one of them lead (主办)."""

    lead = forms.ModelChoiceField(label=_("主办监察员"), queryset=User.objects.none())
    second = forms.ModelChoiceField(label=_("协办监察员"), queryset=User.objects.none())
    reason = long_text(_("说明"), required=False, rows=2, max_length=300)

    @property
    def office_id(self) -> int | None:
        """The office whose inspectors are offered: the owner of the matter."""
        found: int = self.subject.office_id
        return found

    def prepare(self) -> None:
        today = clock.today()
        held = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today)
        people = User.objects.filter(
            held, memberships__office=self.office_id, memberships__role=Role.INSPECTOR,
            memberships__valid_from__lte=today, is_active=True,
        ).exclude(pk__in=self.subject.recused).distinct().order_by("id")  # fmt: skip
        for name in ("lead", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lead") and data.get("lead") == data.get("second"):
            self.add_error("second", _("主办和协办不能是同一人。"))
        return data


class ProposalForm(ActForm):
    proposal = forms.ChoiceField(
        label=_("意见"),
        widget=forms.RadioSelect,
        choices=[
            (ACCEPT, _("符合第十八条，建议受理并立案")),
            (REJECT, _("违法行为已超过二年，建议不予受理")),
            (REDIRECT, _("已申请仲裁或提起诉讼，建议告知另循途径")),
        ],
    )
    opinion = long_text(_("审查意见"), rows=3)


class ContinuingForm(ActForm):
    branches = forms.ModelMultipleChoiceField(
        label=_("结案后继续的程序"),
        queryset=Branch.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        field = self.fields["branches"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Branch.objects.filter(
            case=self.subject.pk, ended_at__isnull=True, stands_alone=False
        )


class OrderForm(ActForm):
    payer = forms.ChoiceField(
        label=_("支付主体"), choices=lambda: [c for c in PayerKind.choices if c[0] in ARTICLE_OF]
    )
    term_days = forms.IntegerField(
        label=_("改正期限（日）"), min_value=1, max_value=60, initial=7,
        help_text=_("自送达之日起算；少于 5 日请说明理由。"),
    )  # fmt: skip
    facts = long_text(_("认定的事实"), rows=5)
    legal_basis = forms.CharField(
        label=_("指令依据"),
        max_length=200,
        initial="《劳动保障监察条例》第十八条、《保障农民工工资支付条例》第三条",  # goes into a document
    )

    def prepare(self) -> None:
        """Begin with the draft that was sent back, so that nothing is typed twice."""
        if self.is_bound:
            return
        drafts = self.subject.documents.filter(
            kind=DocumentKind.PAY_ORDER, state=DocumentState.DRAFT
        )
        latest = drafts.order_by("-id").first()
        if latest is not None:
            told = {"facts": latest.facts.get("facts"), "legal_basis": latest.facts.get("basis"),
                    "payer": latest.payer, "term_days": latest.term_days}  # fmt: skip
            for name, value in told.items():
                self.fields[name].initial = value or self.fields[name].initial


class ServiceForm(ActForm):
    mode = forms.ChoiceField(label=_("送达方式"), choices=lambda: ServiceMode.choices)
    served_on = day_field(_("送达日期"))
    place = forms.CharField(label=_("送达地点"), max_length=160)
    receiver = forms.CharField(label=_("受送达人"), max_length=60)
    relation = forms.CharField(label=_("与受送达人关系"), max_length=40, required=False)
    witnesses = forms.CharField(label=_("见证人"), max_length=100, required=False)
    proofs = CheckedFilesField(
        label=_("送达回证、照片和录像"), required=False,
        help_text=_("张贴送达须有两张以上照片和一段录像；留置送达须有照片或者录像；邮寄、委托、公告送达须有凭证。"),
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["served_on"].initial = clock.today()


class FilesForm(ActForm):
    # mypy: the metaclass takes the field away; `self.files` stays the form's uploads.
    files = CheckedFilesField(label=_("照片、录音或文件"))  # type: ignore[assignment]
    caption = forms.CharField(label=_("说明"), max_length=200, required=False)


class AnswerForm(ActForm):
    payment = forms.ModelChoiceField(queryset=Payment.objects.none())
    answer = forms.ChoiceField(choices=lambda: ReceiptAnswer.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def prepare(self) -> None:
        field = self.fields["payment"]
        assert isinstance(field, forms.ModelChoiceField)
        assert isinstance(self.subject, Complaint)
        field.queryset = Payment.objects.filter(
            claim__complaint=self.subject.pk, reversal_of__isnull=True
        ).select_related("claim")


class PaymentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.claim.worker.name} · {obj.paid_on} · {obj.amount_yuan}"


class ReversalForm(ActForm):
    payment = PaymentChoice(label=_("要冲正的支付"), queryset=Payment.objects.none())
    reason = long_text(_("理由"), rows=2, max_length=200)

    def prepare(self) -> None:
        field = self.fields["payment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Payment.objects.filter(
            claim__case=self.subject.pk, reversal_of__isnull=True, reversal__isnull=True
        ).select_related("claim__worker")
