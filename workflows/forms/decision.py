"""Forms from the answer to the prior notice to the court (law.md B1.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Appeal, Decision, Document, Statement, User
from casework.vocabulary import (
    AppealKind,
    AppealOutcome,
    CourtResult,
    DocumentState,
    Role,
    StatementAnswer,
)
from workflows.actions.appeal import APPEALABLE
from workflows.forms.acts import ServiceForm
from workflows.forms.base import ActForm, CheckedFileField, YuanField, day_field, long_text


class StatementForm(ActForm):
    text = long_text(_("陈述申辩内容"), rows=5)
    waives = forms.BooleanField(label=_("书面放弃陈述申辩和听证"), required=False)
    file = CheckedFileField(label=_("书面材料"), required=False)


class StatementChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.made_on} · {obj.text[:30]}"


class StatementAnswerForm(ActForm):
    statement = StatementChoice(label=_("陈述申辩"), queryset=Statement.objects.none())
    answer = forms.ChoiceField(label=_("复核意见"), choices=lambda: StatementAnswer.choices)
    answer_text = long_text(_("复核理由"), rows=4)

    def prepare(self) -> None:
        field = self.fields["statement"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Statement.objects.filter(notice__case=self.subject.pk, answer="")
        field.queryset = rows.order_by("id")
        field.initial = rows.order_by("id").values_list("pk", flat=True).first()


class HearingCallForm(ServiceForm):
    """Time, place and chair of the hearing, and how its notice was served."""

    sits_at = forms.DateTimeField(
        label=_("听证时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    where = forms.CharField(label=_("听证地点"), max_length=120)
    chair = forms.ModelChoiceField(
        label=_("听证主持人"), queryset=User.objects.none(),
        help_text=_("由本案调查人员以外的人员主持。"),
    )  # fmt: skip
    field_order = ["sits_at", "where", "chair"]

    def prepare(self) -> None:
        super().prepare()
        today = clock.today()
        held = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today)
        field = self.fields["chair"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            User.objects.filter(
                held, memberships__office=self.subject.office_id, is_active=True,
                memberships__role__in=[Role.LEGAL, Role.DEPARTMENT_HEAD, Role.BODY_HEAD],
                memberships__valid_from__lte=today,
            )
            .exclude(pk__in=[self.subject.lead_id, self.subject.second_id])
            .distinct()
            .order_by("id")
        )  # fmt: skip


class HearingReportForm(ActForm):
    held_on = day_field(_("举行日期"))
    attendees = long_text(_("参加人员"), rows=3)
    report = long_text(_("听证情况"), rows=6)
    opinion = long_text(_("处理意见"), rows=3)

    def prepare(self) -> None:
        self.fields["held_on"].initial = clock.today()


class SubmitForm(ActForm):
    opinion = long_text(_("提交审核的意见"), rows=4)


class ReviewForm(ActForm):
    opinion = long_text(_("审核意见"), rows=5)


class DaysForm(ActForm):
    days = forms.IntegerField(label=_("延长的工作日"), min_value=1, max_value=60, initial=15)
    reason = long_text(_("理由"), rows=3, max_length=300)


class FinePaymentForm(ActForm):
    amount = YuanField(label=_("金额（元）"))
    paid_on = day_field(_("缴付日期"))
    note = forms.CharField(label=_("票据号或者说明"), max_length=200)

    def prepare(self) -> None:
        self.fields["paid_on"].initial = clock.today()


class PaperChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_kind_display()} {obj.number or ''}"


class AppealForm(ActForm):
    document = PaperChoice(label=_("不服的文书"), queryset=Document.objects.none())
    kind = forms.ChoiceField(label=_("途径"), choices=lambda: AppealKind.choices)
    authority = forms.CharField(label=_("受理机关"), max_length=120)
    filed_on = day_field(_("提起日期"))
    suspends = forms.BooleanField(
        label=_("已决定停止执行"), required=False,
        help_text=_("复议、诉讼期间不停止执行，受理机关决定停止的除外。"),
    )  # fmt: skip

    def prepare(self) -> None:
        field = self.fields["document"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Document.objects.filter(
            case=self.subject.pk, kind__in=APPEALABLE, state=DocumentState.ISSUED
        )
        self.fields["filed_on"].initial = clock.today()


class AppealChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_kind_display()} · {obj.authority} · {obj.filed_on}"


class OfAppealForm(ActForm):
    appeal = AppealChoice(label=_("复议、诉讼"), queryset=Appeal.objects.none())

    def prepare(self) -> None:
        field = self.fields["appeal"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Appeal.objects.filter(case=self.subject.pk, outcome=AppealOutcome.PENDING)
        field.queryset = rows.select_related("document__decision")


class SuspensionForm(OfAppealForm):
    reason = long_text(_("决定的机关和文号"), rows=2, max_length=300)


class AppealResultForm(OfAppealForm):
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=lambda: [c for c in AppealOutcome.choices if c[0] != AppealOutcome.PENDING],
    )
    ended_on = day_field(_("结果送达日期"))
    note = long_text(_("文号和主要内容"), rows=3, max_length=300)


class AnnulOrderForm(ActForm):
    annulled_on = day_field(_("撤销日期"))
    ground = long_text(_("撤销的机关、文号和理由"), rows=3, max_length=300)


class AnnulDecisionForm(AnnulOrderForm):
    decision = forms.ModelChoiceField(label=_("被撤销的决定"), queryset=Decision.objects.none())
    redo = forms.BooleanField(label=_("责令重新作出"), required=False)
    field_order = ["decision"]

    def prepare(self) -> None:
        field = self.fields["decision"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Decision.objects.filter(case=self.subject.pk, annulled_on__isnull=True)
        field.queryset = rows.select_related("document")


class UrgingForm(ActForm):
    obligation = long_text(_("应当履行的义务"), rows=4)


class ApplicationForm(ActForm):
    court = forms.CharField(label=_("人民法院"), max_length=120)
    facts = long_text(_("事实、理由和依据"), rows=5)
    opinion = long_text(_("当事人的意见及催告情况"), rows=3)
    subject_matter = long_text(_("申请强制执行标的情况"), rows=3)


class CourtResultForm(ActForm):
    result = forms.ChoiceField(label=_("结果"), choices=lambda: CourtResult.choices)
    result_on = day_field(_("结果日期"))
    note = long_text(_("文号和主要内容"), rows=3, max_length=300)
