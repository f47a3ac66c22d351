"""Forms of one worker leaving a group complaint: the wish, and the head's answer line by line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models import Complaint, WageClaim, WithdrawalRequest
from casework.vocabulary import WithdrawalState
from workflows.forms.base import ActForm, long_text
from workflows.forms.rows import RowsForm

CONFIRM, DECLINE = "confirm", "decline"


class WorkerChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.worker.name} · {obj.claimed_yuan}"


class WorkerWithdrawalForm(ActForm):
    """The workers who leave; on the tracking page the worker's own rows, filled in by the page."""

    claims = WorkerChoice(
        label=_("撤回的工人"), queryset=WageClaim.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        rows = WageClaim.objects.filter(complaint=self.subject.pk, withdrawn_at__isnull=True)
        field = self.fields["claims"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows.select_related("worker")

    def values(self) -> dict[str, Any]:
        return {"claims": list(self.cleaned_data["claims"]), "reason": self.cleaned_data["reason"]}


class DecideWithdrawalsForm(RowsForm):
    """Each waiting wish: voluntary or not, and how that was checked. Lines left open wait on."""

    def claims(self) -> list[WageClaim]:
        assert isinstance(self.subject, Complaint)
        rows = WithdrawalRequest.objects.filter(
            complaint=self.subject.pk, state=WithdrawalState.REQUESTED, claim__isnull=False
        )
        self._wishes = {row.claim_id: row for row in rows.select_related("claim__worker")}
        return [row.claim for row in self._wishes.values() if row.claim is not None]

    def column_titles(self) -> dict[str, Any]:
        return {"fields": [_("确认"), _("核实情况")], "paid": False}

    def remarks_on(self, claim: WageClaim) -> list[str]:
        return [gettext("撤回原因：%(why)s") % {"why": self._wishes[claim.pk].reason}]

    def row_fields(self, claim: WageClaim) -> dict[str, forms.Field]:
        choices = [
            ("", _("暂不答复")),
            (CONFIRM, _("自愿，确认撤回")),
            (DECLINE, _("不予确认，继续办理")),
        ]
        return {
            "answer": forms.ChoiceField(label=_("确认"), choices=choices, required=False),
            "note": forms.CharField(label=_("核实情况"), max_length=300, required=False),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answered = [pk for pk in self._wishes if data.get(f"answer_{pk}")]
        if not answered:
            self.add_error(None, _("请至少答复一名工人的撤回。"))
        for pk in answered:
            if not data.get(f"note_{pk}", "").strip():
                self.add_error(f"note_{pk}", _("请写明如何核实是否自愿。"))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "answers": {
                pk: (data[f"answer_{pk}"] == CONFIRM, data[f"note_{pk}"])
                for pk in self._wishes
                if data.get(f"answer_{pk}")
            }
        }
