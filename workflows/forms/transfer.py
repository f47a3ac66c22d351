"""Forms of disputes about jurisdiction and of taking a case over (law.md B1.4)."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models import Office
from casework.vocabulary import OPEN_TRANSFER, DivisionLevel
from workflows.forms.acts import InspectorsForm, OfficeChoice
from workflows.forms.base import ActForm, long_text


class DisputeForm(ActForm):
    """Report to the common superior; the office is asked where none has been before."""

    office = OfficeChoice(
        label=_("您认为有管辖权的机构"), queryset=Office.objects.none(), required=False,
        help_text=_("已经移送过、被退回的，可以不选。"),
    )  # fmt: skip
    reason = long_text(_("争议情况和理由"), rows=4, max_length=300)

    def prepare(self) -> None:
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = _offices(Q()).exclude(pk=self.subject.office_id)


class DesignationForm(ActForm):
    """The superior chooses among the offices below it, and itself."""

    office = OfficeChoice(label=_("指定的管辖机构"), queryset=Office.objects.none())
    reason = long_text(_("指定理由"), rows=4, max_length=200)

    def prepare(self) -> None:
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.actor.office is not None:
            below = Q(division__path__startswith=self.actor.office.division.path)
            field.queryset = _offices(below)


class ReceivingForm(InspectorsForm):
    """Two inspectors of the receiving office, which files the case anew."""

    reason = None  # type: ignore[assignment] # the opinion takes its place
    opinion = long_text(_("意见"), required=False, rows=3, max_length=300)

    @property
    def office_id(self) -> int | None:
        return self.actor.office.pk if self.actor.office else None

    def prepare(self) -> None:
        super().prepare()
        back = self.subject.transfers.filter(
            state__in=OPEN_TRANSFER, designated=self.subject.office_id
        )
        if back.exists():  # designated to whoever has it: its inspectors go on
            for name in ("lead", "second"):
                self.fields[name].required = False


class TakeUpForm(InspectorsForm):
    """Two inspectors of the superior office, and why it takes the case."""

    reason = long_text(_("提级理由"), rows=3, max_length=200)

    @property
    def office_id(self) -> int | None:
        return self.actor.office.pk if self.actor.office else None


def _offices(limit: Q) -> QuerySet[Office]:
    rows = Office.objects.filter(limit, closed_on__isnull=True)
    return rows.exclude(division__level=DivisionLevel.PROVINCE).select_related("division__parent")
