"""Form of the payments of additional compensation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.money import grouped
from casework.models import Case, WageClaim
from casework.queries.surcharge import surcharge_of
from casework.vocabulary import PaymentMethod
from workflows.forms.base import CheckedFileField, YuanField, day_field
from workflows.forms.rows import RowsForm


class SurchargePaymentsForm(RowsForm):
    """One payment day and proof for any number of workers; empty amounts are left out."""

    paid_on = day_field(_("支付日期"))
    method = forms.ChoiceField(label=_("支付方式"), choices=lambda: PaymentMethod.choices)
    proof = CheckedFileField(label=_("付款凭证"), required=False)
    note = forms.CharField(label=_("备注"), required=False, max_length=200)

    def prepare(self) -> None:
        super().prepare()
        self.fields["paid_on"].initial = clock.today()

    def claims(self) -> list[WageClaim]:
        assert isinstance(self.subject, Case)
        found = surcharge_of(self.subject)
        lines = found.lines if found else []
        self._lines = {line.claim_id: line for line in lines if line.claim.withdrawn_at is None}
        return [line.claim for line in self._lines.values()]

    def column_titles(self) -> dict[str, Any]:
        return {"fields": [_("本次支付")], "paid": False}

    def remarks_on(self, claim: WageClaim) -> list[str]:
        line = self._lines[claim.pk]
        words = {"sum": grouped(line.amount_yuan), "paid": grouped(line.paid_yuan)}
        return [gettext("赔偿金 %(sum)s 元，已付 %(paid)s 元") % words]

    def row_fields(self, claim: WageClaim) -> dict[str, forms.Field]:
        return {"amount": YuanField(label=_("本次支付"), required=False)}

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        amounts = {pk: data[f"amount_{pk}"] for pk in self._lines if data.get(f"amount_{pk}")}
        keys = ("paid_on", "method", "proof", "note")
        return {"amounts": amounts, **{key: data[key] for key in keys}}
