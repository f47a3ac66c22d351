"""Forms of additional compensation: the rate with what it would come to, and its payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.money import total
from casework.law.surcharge import LEAST, MOST, surcharge
from casework.models import Case, WageClaim
from casework.queries.surcharge import surcharge_of, unpaid_at_expiry
from casework.vocabulary import PaymentMethod, SurchargeState
from workflows.forms.base import ActForm, CheckedFileField, YuanField, day_field, long_text
from workflows.forms.rows import RowsForm


class SurchargeForm(ActForm):
    percent = forms.IntegerField(
        label=_("加付比例（%）"), min_value=int(LEAST * 100), max_value=int(MOST * 100), initial=50
    )
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        assert isinstance(self.subject, Case)
        if self.subject.order_due_on is None:
            return
        base = unpaid_at_expiry(self.subject)
        low, high = (total(surcharge(b, rate) for b in base.values()) for rate in (LEAST, MOST))
        self.fields["percent"].help_text = gettext(
            "期限届满时 %(n)s 人共 %(base)s 元未付；加付 50%% 为 %(low)s 元，100%% 为 %(high)s 元。"
        ) % {"n": len(base), "base": total(base.values()), "low": low, "high": high}

    def values(self) -> dict[str, Any]:
        rate = Decimal(self.cleaned_data["percent"]) / 100
        return {"rate": rate, "reason": self.cleaned_data["reason"]}


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
        found = surcharge_of(self.subject, SurchargeState.DECIDED)
        lines = found.lines if found else []
        self._lines = {line.claim_id: line for line in lines if line.claim.withdrawn_at is None}
        return [line.claim for line in self._lines.values()]

    def column_titles(self) -> dict[str, Any]:
        return {"fields": [_("本次支付")], "paid": False}

    def remarks_on(self, claim: WageClaim) -> list[str]:
        line = self._lines[claim.pk]
        words = {"sum": line.amount_yuan, "paid": line.paid_yuan}
        return [gettext("赔偿金 %(sum)s 元，已付 %(paid)s 元") % words]

    def row_fields(self, claim: WageClaim) -> dict[str, forms.Field]:
        return {"amount": YuanField(label=_("本次支付"), required=False)}

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        amounts = {pk: data[f"amount_{pk}"] for pk in self._lines if data.get(f"amount_{pk}")}
        keys = ("paid_on", "method", "proof", "note")
        return {"amounts": amounts, **{key: data[key] for key in keys}}
