"""Form of the yearly holiday notice: pasted text or rows, its year and its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clock
from casework.law.calendar import CalendarDay
from casework.law.notices import Doubt, Notice, read_notice, rows_of
from workflows.forms.base import long_text

YEARS = (2004, 2100)


class NoticeForm(forms.Form):
    """Cleans to the days to store; what a line says wrongly stands in `doubts`."""

    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=YEARS[0], max_value=YEARS[1])
    source = forms.CharField(
        label=gettext_lazy("文号或者名称"), max_length=120,
        help_text=gettext_lazy("例如：国办发明电〔2026〕××号"),
    )  # fmt: skip
    partial = forms.BooleanField(
        label=gettext_lazy("只更正列出的日子，不是全年的通知"), required=False
    )
    text = long_text(
        gettext_lazy("通知内容"), rows=10, max_length=20_000,
        help_text=gettext_lazy(
            "粘贴通知正文，或者每行一条：放假,2027-02-05,2027-02-11,春节；上班,2027-02-20"
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year + 1
        self.doubts: list[Doubt] = []
        self.notice: Notice | None = None

    @property
    def whole(self) -> bool:
        return not self.cleaned_data.get("partial")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "text" in cleaned and "year" in cleaned:
            self.notice = read_notice(cleaned["text"], cleaned["year"], whole=self.whole)
            self.doubts = self.notice.doubts
            if self.doubts:
                raise ValidationError(_("有的内容需要改正，什么都没有保存。"))
        return cleaned

    def rows(self) -> list[CalendarDay]:
        """Return the days to store; only after the form was found valid."""
        assert self.notice is not None
        return rows_of(self.notice, self.cleaned_data["source"], whole=self.whole)
