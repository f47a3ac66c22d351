"""Forms with one row per worker: findings and payments."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Case, Computation, Liability, WageClaim
from casework.queries.minimum import warnings_of
from casework.vocabulary import Finding, PayerKind, PaymentMethod
from workflows.forms.base import ActForm, CheckedFileField, YuanField

ZERO = Decimal("0.00")


@dataclass
class Row:
    """One worker with the bound fields of its line."""

    claim: WageClaim
    fields: dict[str, BoundField]
    remarks: list[str] = field(default_factory=list)


class RowsForm(ActForm):
    """Base: builds fields named `<field>_<claim id>` for every worker still in the case."""

    def claims(self) -> list[WageClaim]:
        rows = WageClaim.objects.filter(case=self.subject.pk, withdrawn_at__isnull=True)
        return list(rows.select_related("worker").order_by("position", "id"))

    def row_fields(self, claim: WageClaim) -> dict[str, forms.Field]:
        raise NotImplementedError

    def column_titles(self) -> dict[str, Any]:
        """Headings of the columns: of the fields, and whether what is still owed is shown."""
        raise NotImplementedError

    def remarks_on(self, claim: WageClaim) -> list[str]:
        """Hook: what is said beneath the worker's name."""
        return []

    def prepare(self) -> None:
        self._claims = self.claims()
        self._names: dict[int, list[str]] = {}
        for claim in self._claims:
            extra = self.row_fields(claim)
            self._names[claim.pk] = list(extra)
            for name, input_ in extra.items():
                input_.label = (
                    f"{claim.worker.name} · {input_.label}"  # said where no column heads it
                )
                self.fields[f"{name}_{claim.pk}"] = input_

    def rows(self) -> list[Row]:
        """Lines for the template, in the order of the roster."""
        return [
            Row(
                claim,
                {name: self[f"{name}_{claim.pk}"] for name in self._names[claim.pk]},
                self.remarks_on(claim),
            )
            for claim in self._claims
        ]

    def common(self) -> list[BoundField]:
        """The fields that are not of one worker, in the order they were declared."""
        of_rows = {f"{name}_{pk}" for pk, names in self._names.items() for name in names}
        return [field for field in self.visible_fields() if field.name not in of_rows]


class FindingsForm(RowsForm):
    """A finding per worker; 欠薪属实 needs an amount (yuan).

    `all_as_claimed` finds every worker still pending as 欠薪属实 with the amount in its line, which
    is the claimed one unless somebody typed another.
    """

    all_as_claimed = forms.BooleanField(
        label=_("全部按申报金额认定"),
        required=False,
        help_text=_("勾选后，仍为“待认定”的各行都认定为欠薪属实；已另行认定的行不变。"),
    )

    def column_titles(self) -> dict[str, Any]:
        return {"fields": [_("认定"), _("核实金额"), _("认定说明")], "paid": False}

    @cached_property
    def _warnings(self) -> dict[int, str]:
        assert isinstance(self.subject, Case)
        return warnings_of(self.subject, self._claims)

    @cached_property
    def _computed(self) -> dict[int, str]:
        rows = Computation.objects.filter(claim__in=[c.pk for c in self._claims]).order_by("id")
        return {row.claim_id: row.working for row in rows}

    def remarks_on(self, claim: WageClaim) -> list[str]:
        """Pay below the minimum wage, and the latest computation with its working."""
        said = (self._warnings.get(claim.pk, ""), self._computed.get(claim.pk, ""))
        return [text for text in said if text]

    def row_fields(self, claim: WageClaim) -> dict[str, forms.Field]:
        return {
            "finding": forms.ChoiceField(
                label=_("认定"), choices=Finding.choices, initial=claim.finding, required=False
            ),
            "verified": YuanField(
                label=_("核实金额"), required=False, minimum=ZERO,
                initial=claim.claimed_yuan if claim.verified_yuan is None else claim.verified_yuan,
            ),
            "note": forms.CharField(
                label=_("认定说明"), required=False, max_length=300, initial=claim.finding_note
            ),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("all_as_claimed"):
            self._fill_pending(data)
        for claim in self._claims:
            owed = data.get(f"finding_{claim.pk}") == Finding.OWED
            if owed and f"verified_{claim.pk}" in data and not data[f"verified_{claim.pk}"]:
                self.add_error(f"verified_{claim.pk}", _("“欠薪属实”须填写大于零的核实金额。"))
        return data

    def _fill_pending(self, data: dict[str, Any]) -> None:
        for claim in self._claims:
            if data.get(f"finding_{claim.pk}", "") in ("", Finding.PENDING):
                data[f"finding_{claim.pk}"] = Finding.OWED
                if f"verified_{claim.pk}" not in self.errors:
                    data[f"verified_{claim.pk}"] = (
                        data.get(f"verified_{claim.pk}") or claim.claimed_yuan
                    )

    def values(self) -> dict[str, Any]:
        found = {}
        for claim in self._claims:
            finding = self.cleaned_data.get(f"finding_{claim.pk}")
            if finding and finding != Finding.PENDING:
                found[claim.pk] = {
                    "finding": finding,
                    "verified_yuan": self.cleaned_data.get(f"verified_{claim.pk}") or ZERO,
                    "note": self.cleaned_data.get(f"note_{claim.pk}", ""),
                }
        return {"findings": found}


class PaymentsForm(RowsForm):
    """One payment day, payer and proof for any number of workers; empty amounts are left out.

    `all_in_full` pays every worker without an amount of their own what is still owed.
    """

    paid_on = forms.DateField(
        label=_("支付日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    payer = forms.ChoiceField(label=_("支付主体"), choices=lambda: PayerKind.choices)
    method = forms.ChoiceField(label=_("支付方式"), choices=lambda: PaymentMethod.choices)
    proof = CheckedFileField(
        label=_("付款凭证"), required=False,
        help_text=_("没有凭证的，要等工人确认收到，才能认定已履行。"),
    )  # fmt: skip
    note = forms.CharField(label=_("备注"), required=False, max_length=200)
    liability = forms.ModelChoiceField(
        label=_("由哪家责任单位支付"), queryset=Liability.objects.none(), required=False
    )
    excess_reason = forms.CharField(
        label=_("多付的理由"), required=False, max_length=200,
        help_text=_("超出尚欠的部分另行登记，不冲抵欠薪；不写理由则不能多付。"),
    )  # fmt: skip
    all_in_full = forms.BooleanField(
        label=_("全部付清"),
        required=False,
        help_text=_("勾选后，没有填写金额的各行都按尚欠金额登记；已填写的行按填写的金额。"),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["paid_on"].initial = clock.today()
        liable = list(Liability.objects.filter(case=self.subject.pk, ended_at__isnull=True))
        if not liable:
            del self.fields["liability"]
            return
        field = self.fields["liability"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Liability.objects.filter(pk__in=[row.pk for row in liable])

    def column_titles(self) -> dict[str, Any]:
        return {"fields": [_("本次支付")], "paid": True}

    def row_fields(self, claim: WageClaim) -> dict[str, forms.Field]:
        return {"amount": YuanField(label=_("本次支付"), required=False)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("all_in_full"):
            for claim in self._claims:
                name = f"amount_{claim.pk}"
                if name not in self.errors and not data.get(name) and claim.unpaid_yuan > ZERO:
                    data[name] = claim.unpaid_yuan
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        amounts = {
            claim.pk: data[f"amount_{claim.pk}"]
            for claim in self._claims
            if data.get(f"amount_{claim.pk}")
        }
        keys = ("paid_on", "payer", "method", "proof", "note", "excess_reason", "liability")
        return {"amounts": amounts, **{key: data[key] for key in keys if key in data}}
