"""Forms of computation, instalment plan and bank file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.files.bank_file import read_bank_file
from casework.files.rows import RowError
from casework.law.errors import SentenceError
from casework.law.money import ZERO, parse_yuan
from casework.law.periods import parse_date
from casework.law.wages import OVERTIME, reckon
from casework.models import WageClaim
from casework.records.bank_match import claims_with_numbers, match
from casework.vocabulary import PayBasis, PayerKind
from workflows.actions.payment import Entry
from workflows.forms.base import ActForm, YuanField, check_file, day_field, long_text, sentence
from workflows.forms.roster import ROSTER_BYTES

MOST_INSTALMENTS = 36
HOURS = {
    "workday": _("工作日加班小时（150%）"),
    "rest_day": _("休息日加班小时（200%）"),
    "holiday": _("法定休假日加班小时（300%）"),
}


class ClaimChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.worker.name} · {obj.claimed_yuan}"


class ComputationForm(ActForm):
    """One worker's pay: quantity × rate, overtime, what was already paid."""

    claim = ClaimChoice(label=_("工人"), queryset=WageClaim.objects.none())
    basis = forms.ChoiceField(label=_("计算方式"), choices=lambda: PayBasis.choices)
    quantity = forms.DecimalField(
        label=_("天数、件数或月数"), min_value=0, max_digits=9, decimal_places=2
    )
    rate = YuanField(label=_("日工资、单价或月工资"))
    workday = forms.DecimalField(
        label=HOURS["workday"], min_value=0, max_digits=6, decimal_places=1, required=False,
        help_text=_("计件的填写加班时间内的件数。"),
    )  # fmt: skip
    rest_day = forms.DecimalField(
        label=HOURS["rest_day"], min_value=0, max_digits=6, decimal_places=1, required=False
    )
    holiday = forms.DecimalField(
        label=HOURS["holiday"], min_value=0, max_digits=6, decimal_places=1, required=False
    )
    paid = YuanField(label=_("已付、借支"), required=False, minimum=ZERO)
    take_over = forms.BooleanField(label=_("按计算结果认定为欠薪属实"), required=False)

    def prepare(self) -> None:
        rows = WageClaim.objects.filter(case=self.subject.pk, withdrawn_at__isnull=True)
        self.fields["claim"].queryset = rows.select_related("worker")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        overtime = {key: data[key] for key, _label, _times in OVERTIME if data.get(key)}
        paid = data.get("paid") or ZERO
        try:
            data["reckoning"] = reckon(
                data["basis"], data["quantity"], data["rate"], overtime=overtime, paid=paid
            )
        except SentenceError as error:
            raise sentence(error) from error
        numbers = {"quantity": data["quantity"], "rate": data["rate"], "paid": paid, **overtime}
        data["inputs"] = numbers
        return data

    def values(self) -> dict[str, Any]:
        keys = ("claim", "basis", "inputs", "reckoning", "take_over")
        return {key: self.cleaned_data[key] for key in keys}


class PlanForm(ActForm):
    """Who promised, and one instalment a line: day and amount."""

    promised_by = forms.CharField(label=_("承诺人"), max_length=60)
    agreed_on = day_field(_("承诺日期"))
    lines = long_text(
        _("分期（一行一期：日期 金额）"), rows=5, max_length=2000,
        help_text=_("例如：2026-12-20 30000"),
    )  # fmt: skip
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def prepare(self) -> None:
        self.fields["agreed_on"].initial = clock.today()

    def clean_lines(self) -> list[tuple[date, Decimal]]:
        found: list[tuple[date, Decimal]] = []
        texts = [text for text in self.cleaned_data["lines"].splitlines() if text.strip()]
        for number, text in enumerate(texts, 1):
            found.append(self._line(number, text))
        if len(found) > MOST_INSTALMENTS:
            raise ValidationError(_("分期太多，请核对。"))
        if [day for day, _amount in found] != sorted({day for day, _amount in found}):
            raise ValidationError(_("各期日期须依次递增。"))
        return found

    def _line(self, number: int, text: str) -> tuple[date, Decimal]:
        parts = text.replace("，", " ").replace(",", "").split()
        day = parse_date(parts[0], clock.today())
        if len(parts) != 2 or day is None:
            raise ValidationError(_("第 %(n)s 行看不懂，请写成：日期 金额。"), params={"n": number})
        try:
            amount, vague = parse_yuan(parts[1])
        except SentenceError as error:
            raise sentence(error) from error
        if vague or amount <= 0 or day <= clock.today():
            raise ValidationError(
                _("第 %(n)s 行的金额须准确并大于零，日期须晚于今天。"), params={"n": number}
            )
        return day, amount

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**{k: data[k] for k in ("promised_by", "agreed_on", "note")},
                "instalments": data["lines"]}  # fmt: skip


class BankFileForm(ActForm):
    """The bank's file; every row that cannot be booked is named, and none is half saved."""

    bank_file = forms.FileField(
        label=_("银行代发文件（.xlsx、.csv）"),
        help_text=_("须有收款人、账号或身份证号（至少后四位）、金额三列。"),
    )
    payer = forms.ChoiceField(label=_("支付主体"), choices=lambda: PayerKind.choices)
    paid_on = day_field(_("没有日期的行按此日登记"))
    only_matched = forms.BooleanField(
        label=_("只登记对得上的行"), required=False,
        help_text=_("不勾选时，有一行对不上就全部不登记。"),
    )  # fmt: skip
    excess_reason = forms.CharField(label=_("多付的理由"), max_length=200, required=False)

    def prepare(self) -> None:
        self.fields["paid_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("bank_file")
        if upload is None or self.errors:
            return data
        if upload.size > ROSTER_BYTES:
            raise ValidationError(_("名单文件超过 10 MB。"))
        if upload.name.lower().endswith(".xlsx"):
            check_file(upload)
        try:
            read = read_bank_file(upload.read(), upload.name, clock.today())
        except SentenceError as error:
            raise sentence(error) from error
        matched, errors = match(
            read.rows, claims_with_numbers(self.subject.pk), default_day=data["paid_on"],
            excess=bool(data["excess_reason"].strip()),
        )  # fmt: skip
        wrong = sorted([*read.errors, *errors], key=lambda error: error.row_number)
        if wrong and (not data["only_matched"] or not matched):
            self._report(wrong)
        data["entries"] = [Entry(*row) for row in matched]
        return data

    def _report(self, errors: Iterable[RowError]) -> None:
        for wrong in errors:
            words = {"row": wrong.row_number, "column": wrong.column,
                     "what": gettext(wrong.template) % wrong.params}  # fmt: skip
            self.add_error(None, gettext("第 %(row)s 行 %(column)s：%(what)s") % words)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        keys = ("entries", "payer", "excess_reason")
        return {"file": data["bank_file"], **{key: data[key] for key in keys}}
