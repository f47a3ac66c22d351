"""Forms that open the tracking page: number and query code, or a phone and its one-time code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.law.identity import check_contact_phone
from workflows.forms.wizard import checked


class TrackForm(forms.Form):
    """Tracking number and query code as read from paper: spaces and full-width digits pass."""

    number = forms.CharField(
        label=_("查询号"), max_length=30, help_text=_("12 位数字"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("查询码"), max_length=20, help_text=_("6 位数字"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        return digits(self.cleaned_data["number"])

    def clean_code(self) -> str:
        return digits(self.cleaned_data["code"])


class PhoneForm(forms.Form):
    """The phone to which a one-time code goes."""

    phone = forms.CharField(
        label=_("手机号"), max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        return checked(check_contact_phone, self.cleaned_data["phone"])


class OneTimeForm(forms.Form):
    """The one-time code as typed."""

    code = forms.CharField(
        label=_("短信里的 6 位数字"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return digits(self.cleaned_data["code"])


def digits(text: str) -> str:
    """Return the decimal digits of `text` as ASCII."""
    return "".join(str(int(c)) for c in text if c.isdecimal())
