"""Fields of the window form: checked numbers, months, places."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law import identity
from casework.law.errors import SentenceError
from casework.law.periods import parse_date
from casework.models import Division
from casework.queries.places import division_of
from workflows.forms.base import sentence

NO_MEMORY = {"autocomplete": "off"}  # the next person at the window must not see the last one


class CheckedField(forms.CharField):
    """Text that one of the checks of `casework.law.identity` cleans; empty text stays empty."""

    def __init__(self, check: Any, **kwargs: Any) -> None:
        self.check = check
        super().__init__(required=False, max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(self.check(text))
        except SentenceError as error:
            raise sentence(error) from error


class MonthField(forms.CharField):
    """A month (202603, 2026-3, 26年3月) or a day; cleans to its first day, or its last with `last`.

    A text field, not the browser's own for months: its parts stand in another order from one
    browser to the next, and a clerk types without looking.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "202603", **NO_MEMORY})

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        self.last = last
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        found = parse_date(text, clock.today(), last=self.last) if text else None
        if text and found is None:
            raise ValidationError(_("看不懂月份，请写成 2026-03。"))
        if found and not 1980 <= found.year <= clock.today().year + 1:
            raise ValidationError(_("年份不合理，请核对。"))
        return found


class PlaceField(forms.CharField):
    """A county or city by name, short name, sound, initials or code; cleans to Division or None."""

    def clean(self, value: Any) -> Division | None:
        text = super().clean(value)
        if not text:
            return None
        found = division_of(text)
        if found is None:
            raise ValidationError(
                _("没有找到这个地方，请从列表中选择县（市、区）；不在河南的请留空。")
            )
        return found


def checked_id_number(text: str) -> str:
    """Return the checked ID-card number. Raises IdentityError."""
    return identity.check_id_card(text, clock.today()).number


def short_text(name: Any, width: int, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=name, required=False, max_length=width,
        widget=forms.TextInput(attrs={**NO_MEMORY, **attrs}),
    )  # fmt: skip
