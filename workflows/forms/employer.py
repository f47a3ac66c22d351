"""Forms of the employer's own page, and of the office about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.law.identity import check_contact_phone
from casework.models import EmployerAccess
from casework.vocabulary import SubmissionKind
from workflows.forms.base import ActForm, CheckedFilesField, YuanField, day_field, long_text
from workflows.forms.wizard import checked


class CodeForm(forms.Form):
    """The code as printed in the document; spaces, hyphens and lower case pass."""

    code = forms.CharField(
        label=_("查阅码"), max_length=40,
        help_text=_("送达给单位的文书上的 12 位字母和数字，只能启用一次。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


class CameForm(ActForm):
    """Who comes for the employer, and the phone by which they come back."""

    name = forms.CharField(label=_("经办人姓名"), max_length=40)
    position = forms.CharField(label=_("职务"), max_length=40)
    phone = forms.CharField(
        label=_("手机号"), max_length=30,
        help_text=_("以后用这个手机号接收验证码登录。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        return checked(check_contact_phone, self.cleaned_data["phone"])


class SubmissionForm(ActForm):
    """One thing sent in; which fields are asked follows from its kind."""

    kind = forms.ChoiceField(choices=lambda: SubmissionKind.choices, widget=forms.HiddenInput)
    text = long_text(_("内容"))
    amount_yuan = YuanField(label=_("承诺支付金额"), required=False)
    pay_by = day_field(_("承诺付清日期"), required=False)
    # mypy: the metaclass takes the field away; `self.files` stays the form's uploads.
    files = CheckedFilesField(  # type: ignore[assignment]
        label=_("材料"), required=False,
        help_text=_("工资表、考勤表、付款凭证等，每个不超过 20 MB。"),
    )  # fmt: skip

    def prepare(self) -> None:
        kind = str(self.data.get("kind") or self.initial.get("kind") or "")
        if kind != SubmissionKind.PROPOSAL:
            del self.fields["amount_yuan"], self.fields["pay_by"]
        if kind == SubmissionKind.PAYROLL:
            self.fields["text"].required = False
            self.fields["text"].label = _("说明")
            self.fields["files"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == SubmissionKind.PROPOSAL:
            for name in ("amount_yuan", "pay_by"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("支付方案须写明金额和日期。"))
        return data


class AccessChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.contact_position} · {obj.created_at:%Y-%m-%d}"


class CloseAccessForm(ActForm):
    access = AccessChoice(label=_("查阅权限"), queryset=EmployerAccess.objects.none())
    reason = long_text(_("理由"), rows=2, max_length=200)

    def prepare(self) -> None:
        field = self.fields["access"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = EmployerAccess.objects.filter(
            case=self.subject.pk, revoked_at__isnull=True
        ).order_by("-id")


class NoteForm(ActForm):
    reason = long_text(_("说明"), required=False, rows=2, max_length=200)
