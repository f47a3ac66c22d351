"""Forms of recusal, assistance and summons (law.md B1.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Complaint, Office, Summons, User
from casework.vocabulary import DivisionLevel, RecusalAsker, Role, SummonsChannel, SummonsReceipt
from workflows.forms.acts import InspectorsForm, OfficeChoice
from workflows.forms.base import (
    ActForm,
    CheckedFileField,
    CheckedFilesField,
    day_field,
    long_text,
)


def staff_of(office_id: int, *roles: str) -> QuerySet[User]:
    """Return who holds one of `roles` at an office today."""
    today = clock.today()
    held = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today)
    return User.objects.filter(
        held, memberships__office=office_id, memberships__role__in=roles, is_active=True,
        memberships__valid_from__lte=today,
    ).distinct().order_by("id")  # fmt: skip


def _choose(form: forms.Form, name: str, people: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people


class RecusalForm(ActForm):
    person = forms.ModelChoiceField(label=_("被申请回避的人员"), queryset=User.objects.none())
    asker = forms.ChoiceField(label=_("申请人"), choices=lambda: RecusalAsker.choices)
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        case = self.subject
        heads = staff_of(case.office_id, Role.BODY_HEAD, Role.LEGAL).values("pk")
        people = User.objects.filter(Q(pk__in=[case.lead_id, case.second_id]) | Q(pk__in=heads))
        _choose(self, "person", people.exclude(pk__in=case.recused).order_by("id"))
        if self.actor.is_complainant or self.actor.is_employer:
            del self.fields["asker"]


class RecusalGrantForm(ActForm):
    """The decision, and who takes over when the person handles the case."""

    lead = forms.ModelChoiceField(
        label=_("主办监察员"), queryset=User.objects.none(), required=False
    )
    second = forms.ModelChoiceField(
        label=_("协办监察员"), queryset=User.objects.none(), required=False
    )
    opinion = long_text(_("决定理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        case, person = self.subject.case, self.subject.person_id
        if person not in (case.lead_id, case.second_id):
            del self.fields["lead"], self.fields["second"]
            return
        people = staff_of(case.office_id, Role.INSPECTOR).exclude(pk__in=[*case.recused, person])
        for name in ("lead", "second"):
            _choose(self, name, people)
            self.fields[name].required = True
        stays = case.second_id if person == case.lead_id else case.lead_id
        self.fields["second" if person == case.lead_id else "lead"].initial = stays

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lead") and data.get("lead") == data.get("second"):
            self.add_error("second", _("主办和协办不能是同一人。"))
        return data


class ReplaceForm(InspectorsForm):
    """Other inspectors for a complaint, and who of the present ones must keep away."""

    recused = forms.ModelMultipleChoiceField(
        label=_("须回避的人员"), queryset=User.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        assert isinstance(self.subject, Complaint)
        self.fields["reason"].required = True
        present = [pk for pk in (self.subject.lead_id, self.subject.second_id) if pk]
        _choose(self, "recused", User.objects.filter(pk__in=present))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for person in data.get("recused") or ():
            for name in ("lead", "second"):
                if data.get(name) == person:
                    self.add_error(name, _("%(who)s须回避。") % {"who": person})
        return data


class AssistanceForm(ActForm):
    office = OfficeChoice(label=_("协助单位"), queryset=Office.objects.none())
    matter = long_text(_("委托调查的事项"), rows=4, max_length=2000)
    answer_by = day_field(_("请在此日前回复"))

    def prepare(self) -> None:
        offices = Office.objects.filter(closed_on__isnull=True).exclude(pk=self.subject.office_id)
        _choose(
            self, "office",
            offices.exclude(division__level=DivisionLevel.PROVINCE).select_related(
                "division__parent"
            ),
        )  # fmt: skip


class AssistanceAcceptForm(ActForm):
    helper = forms.ModelChoiceField(label=_("协助主办"), queryset=User.objects.none())
    helper2 = forms.ModelChoiceField(label=_("协助协办"), queryset=User.objects.none())
    answer_by = day_field(_("商定的回复日期"))

    def prepare(self) -> None:
        for name in ("helper", "helper2"):
            _choose(self, name, staff_of(self.subject.office_id, Role.INSPECTOR))
        self.fields["answer_by"].initial = self.subject.answer_by

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("helper") and data.get("helper") == data.get("helper2"):
            self.add_error("helper2", _("主办和协办不能是同一人。"))
        return data


class AssistanceAnswerForm(ActForm):
    text = long_text(_("协助调查结果"), rows=6)
    # mypy: the metaclass takes the field away; `self.files` stays the form's uploads.
    files = CheckedFilesField(label=_("证据材料"), required=False)  # type: ignore[assignment]


class SummonsForm(ActForm):
    channel = forms.ChoiceField(label=_("方式"), choices=lambda: SummonsChannel.choices)
    sent_on = day_field(_("通知日期"))
    appear_by = day_field(_("要求到场日期"))
    receipt = forms.ChoiceField(label=_("送达情况"), choices=lambda: SummonsReceipt.choices)
    proof = CheckedFileField(label=_("送达凭证（回执截图、录音）"), required=False)

    def prepare(self) -> None:
        self.fields["sent_on"].initial = clock.today()


class OfSummonsForm(ActForm):
    summons = forms.ModelChoiceField(label=_("通知"), queryset=Summons.objects.none())

    def prepare(self) -> None:
        _choose(self, "summons", Summons.objects.filter(case=self.subject.pk))


class SummonsProofForm(OfSummonsForm):
    receipt = forms.ChoiceField(label=_("送达情况"), choices=lambda: SummonsReceipt.choices)
    proof = CheckedFileField(label=_("送达凭证（回执截图、录音）"), required=False)
    came = forms.BooleanField(label=_("已到场"), required=False)
    refuses = forms.BooleanField(label=_("明确表示不支付"), required=False)


class EvasionForm(OfSummonsForm):
    facts = long_text(_("逃匿的事实"), rows=4)
    no_force_majeure = forms.BooleanField(
        label=_("已排除自然灾害、突发重大疾病等不可抗力"), required=False
    )
