"""Forms of accepting, rejecting, merging, splitting, and of rows that go another way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Complaint, WageClaim
from casework.queries.twins import twins_of, workers_of
from casework.vocabulary import ComplaintState
from workflows.actions.joining import JOINABLE
from workflows.forms.base import ActForm, day_field, long_text


class CaseChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj.title} · {obj.get_state_display()}"


class ComplaintChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.tracking_no} · {obj.office.name} · {obj.get_state_display()}"


class ClaimsChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.position} · {obj.worker.name}"


class AcceptForm(ActForm):
    opinion = long_text(_("意见"), required=False, rows=3)
    into = CaseChoice(
        label=_("并入正在办理的案件"), queryset=Case.objects.none(), required=False,
        empty_label=_("单独立案"),
    )  # fmt: skip
    continuing = forms.BooleanField(
        label=_("违法行为有连续或者继续状态，二年期限尚未起算"), required=False
    )

    def prepare(self) -> None:
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        same = Q(employer=self.subject.employer_id, employer__isnull=False)
        same |= Q(project=self.subject.project_id, project__isnull=False)
        field.queryset = Case.objects.filter(
            same, office=self.subject.office_id, state__in=JOINABLE
        ).order_by("id")
        if not self.is_bound and not field.queryset.exists():
            del self.fields["into"]


class RejectForm(ActForm):
    ended_on = day_field(_("违法行为终了之日"))
    not_continuing = forms.BooleanField(
        label=_("已核实违法行为没有连续或者继续状态"),
        help_text=_("期间有过投诉、举报的，不超过二年，应当受理。"),
    )
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        self.fields["ended_on"].initial = getattr(self.subject, "period_end", None)


class MergeForm(ActForm):
    master = ComplaintChoice(label=_("并入哪一件"), queryset=Complaint.objects.none())
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        field = self.fields["master"]
        assert isinstance(field, forms.ModelChoiceField)
        found = twins_of(self.subject, workers_of(self.subject)).values_list("pk", flat=True)
        likely = Q(pk__in=list(found)) | Q(pk=self.subject.possible_duplicate_of_id)
        ended = (ComplaintState.FILED, ComplaintState.SUPPLEMENT,
                 ComplaintState.TRANSFERRED_OUT, ComplaintState.ACCEPTED)  # fmt: skip
        field.queryset = Complaint.objects.filter(
            likely, kind=self.subject.kind, state__in=ended
        ).select_related("office")  # fmt: skip


class ClaimsForm(ActForm):
    """Base: some of the workers still in the complaint."""

    claims = ClaimsChoice(label=_("工人"), queryset=WageClaim.objects.none())

    def prepare(self) -> None:
        field = self.fields["claims"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        rows = WageClaim.objects.filter(complaint=self.subject.pk, withdrawn_at__isnull=True)
        field.queryset = rows.select_related("worker").order_by("position", "id")


class RedirectClaimsForm(ClaimsForm):
    reason = long_text(_("理由和途径"), rows=3, max_length=300)


class RepresentativesForm(ClaimsForm):
    """Who speaks for the group."""


class SplitForm(ActForm):
    complaint = ComplaintChoice(label=_("要分出的投诉"), queryset=Complaint.objects.none())
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        field = self.fields["complaint"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Complaint.objects.filter(
            case=self.subject.pk, state=ComplaintState.ACCEPTED
        ).select_related("office")  # fmt: skip
