"""Forms of a visit: its time, what is taken on the site, the record with drawn names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.errors import SentenceError
from casework.models import Visit
from casework.papers import paper_type
from casework.records.signatures import Drawing, drawing_from
from casework.vocabulary import VisitState
from workflows.actions.visit import OPEN_VISIT
from workflows.forms.base import ActForm, CheckedFilesField, day_field, sentence
from workflows.forms.papers import field_of, written


def time_field(label: Any) -> forms.TimeField:
    """A time of day, from the browser's clock or typed."""
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class _Timed(ActForm):
    day = day_field(_("日期"))
    starts = time_field(_("开始时间"))
    ends = time_field(_("结束时间"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("结束时间应当晚于开始时间。"))
        return data


class PlanVisitForm(_Timed):
    place = forms.CharField(label=_("地点"), max_length=160)
    purpose = forms.CharField(label=_("检查事项"), max_length=200)

    def prepare(self) -> None:
        self.fields["day"].initial = clock.today()
        complaint = self.subject.complaints.order_by("id").first()
        if complaint is not None:
            self.fields["place"].initial = complaint.site_address
        self.fields["purpose"].initial = _("核查用工和工资支付情况，制作笔录")


class VisitChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.day.isoformat()} {obj.starts:%H:%M} {obj.place}"


class _OfVisit(ActForm):
    """An act on one visit of the case."""

    states: tuple[str, ...] = tuple(OPEN_VISIT)
    visit = VisitChoice(label=_("现场检查"), queryset=Visit.objects.none())

    def prepare(self) -> None:
        field = self.fields["visit"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Visit.objects.filter(case=self.subject.pk, state__in=self.states)
        field.queryset = rows.select_related("lead", "second").order_by("day", "starts", "id")
        field.initial = field.queryset.first()


class MoveVisitForm(_OfVisit, _Timed):
    states = (VisitState.PLANNED,)
    reason = forms.CharField(label=_("理由"), max_length=300)


class CallOffVisitForm(_OfVisit):
    states = (VisitState.PLANNED,)
    reason = forms.CharField(label=_("理由"), max_length=300)


class BeginVisitForm(_OfVisit):
    states = (VisitState.PLANNED,)
    at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class SitePhotoForm(_OfVisit):
    states = (*OPEN_VISIT, VisitState.DONE)
    # mypy: the metaclass takes the field away; `self.files` stays the form's uploads.
    files = CheckedFilesField(label=_("照片"))  # type: ignore[assignment]
    caption = forms.CharField(label=_("说明"), max_length=200, required=False)
    at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    latitude = forms.DecimalField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    accuracy_m = forms.IntegerField(
        required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput
    )


class EndVisitForm(_OfVisit):
    states = (VisitState.ON_SITE,)
    outcome = forms.CharField(label=_("检查结果"), max_length=300)
    at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class DrawingField(forms.CharField):
    """A name drawn on the screen, as a data URL; cleans to a Drawing or None."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Drawing | None:
        try:
            return drawing_from(value if isinstance(value, str) else "")
        except SentenceError as error:
            raise sentence(error) from error


class SiteRecordForm(_OfVisit):
    """A record with its drawn names; made per kind by `site_record_form()`."""

    states = (*OPEN_VISIT, VisitState.DONE)
    kind = ""
    party_name = forms.CharField(label=_("被询问人或者在场人员姓名"), max_length=40, required=False)
    own = DrawingField(label=_("我的签名"), required=False)
    second = DrawingField(label=_("另一名监察员签名"), required=False)
    party = DrawingField(label=_("被询问人或者在场人员签名"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("party") and not data.get("refusal") and "refusal" in self.fields:
            self.add_error(
                "refusal", ValidationError(_("被询问人没有签名的，请写明拒绝签名的情况。"))
            )
        if data.get("party") and not data.get("party_name"):
            self.add_error("party_name", ValidationError(_("请写明签名人的姓名。")))
        return data

    def values(self) -> dict[str, Any]:
        names = ("visit", "party_name", "own", "second", "party")
        facts = {k: v for k, v in self.cleaned_data.items() if k not in names}
        given = {name: self.cleaned_data[name] for name in names}
        return {"kind": self.kind, "facts": written(facts), **given}


def site_record_form(kind: str) -> type[SiteRecordForm]:
    """Return the form class of a record written on the site."""
    paper = paper_type(kind)
    fields = {spec.name: field_of(spec) for spec in paper.fields if spec.by_hand}
    return type(f"Site{paper.kind.name.title()}Form", (SiteRecordForm,), {**fields, "kind": kind})
