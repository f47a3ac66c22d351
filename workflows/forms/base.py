"""What every action form shares: the dossier it is about, who fills it, fields for files and money."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.files.rows import MOST_CLAIMED
from casework.law.errors import SentenceError
from casework.law.money import grouped, parse_yuan
from casework.models.actor import Actor
from casework.records.evidence import inspect

TEXT_LIMIT = 4000
MORE_THAN_FEN = re.compile(r"[.．]\d{3,}")
MAX_FILE_BYTES = 20 * 1024 * 1024


class ActForm(forms.Form):
    """Base of action forms. `values()` gives the keyword arguments of the action."""

    def __init__(self, *args: Any, subject: Any, actor: Actor, **kwargs: Any) -> None:
        self.subject, self.actor = subject, actor
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Hook: set choices and initial values from the dossier."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def sentence(error: SentenceError) -> ValidationError:
    """Return the refusal of the pure layer as a form error in the reader's language."""
    return ValidationError(gettext(error.template) % error.params)


class YuanField(forms.CharField):
    """An amount in yuan as people write it (12,500.00、三万二千、１２００元); cleans to Decimal or None.

    A guess (约五万) or a part of a fen is refused unless `exact` is off: a claim may be told roughly,
    a finding or a payment never.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(
        self, *, minimum: Decimal = Decimal("0.01"), maximum: Decimal = MOST_CLAIMED,
        exact: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.minimum, self.maximum, self.exact = minimum, maximum, exact
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount, approximate = parse_yuan(text)
        except SentenceError as error:
            raise sentence(error) from error
        if self.exact and (approximate or MORE_THAN_FEN.search(text)):
            raise ValidationError(_("请写准确的金额，到分为止。"))
        if amount > self.maximum:
            raise ValidationError(_("金额过大，请核对。"))
        if amount < self.minimum:
            raise ValidationError(
                _("金额不能小于 %(least)s 元。"), params={"least": grouped(self.minimum)}
            )
        return amount


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class CheckedFilesField(forms.FileField):
    """Several files, each of an allowed true kind and at most 20 MB."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        items = data if isinstance(data, (list, tuple)) else [data] if data else []
        if self.required and not items:
            raise ValidationError(self.error_messages["required"], code="required")
        return [check_file(super(CheckedFilesField, self).clean(item, initial)) for item in items]


class CheckedFileField(forms.FileField):
    """One file of an allowed true kind and at most 20 MB."""

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload = super().clean(data, initial)
        return check_file(upload) if upload else None


def check_file(upload: UploadedFile) -> UploadedFile:
    """Return the upload if its content is what it says; raises ValidationError."""
    if (upload.size or 0) > MAX_FILE_BYTES:
        raise ValidationError(_("文件“%(name)s”超过 20 MB。"), params={"name": upload.name})
    try:
        inspect(upload)
    except SentenceError as error:
        raise sentence(error) from error
    return upload


def long_text(label: Any, **kwargs: Any) -> forms.CharField:
    """A text area that keeps what was typed when the page around it is refreshed."""
    rows = kwargs.pop("rows", 4)
    return forms.CharField(
        label=label,
        max_length=kwargs.pop("max_length", TEXT_LIMIT),
        widget=forms.Textarea(attrs={"rows": rows, "data-keep": ""}),
        **kwargs,
    )


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, chosen from the browser's calendar or typed."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **kwargs,
    )
