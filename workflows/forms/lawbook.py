"""Forms of the law book: another length of a limit, another value of a threshold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.limits import Limit
from casework.records.lawbook import Ground
from workflows.forms.base import day_field, long_text


class GroundForm(forms.Form):
    """From when, on what ground, verified by whom, why."""

    valid_from = day_field(_("生效日期"), help_text=_("不能早于今天；正在办理的事项不受影响。"))
    valid_to = day_field(_("失效日期"), required=False)
    basis = forms.CharField(label=_("依据"), max_length=300, required=False,
                            help_text=_("不填则沿用现有依据。"))  # fmt: skip
    verified_by = forms.CharField(label=_("核实人"), max_length=40, required=False)
    verified_on = day_field(_("核实日期"), required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    reason = long_text(_("修改理由"), rows=2, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today

    def ground(self) -> Ground:
        """Return what was typed beside the numbers."""
        return Ground(**{name: self.cleaned_data[name] for name in Ground.__dataclass_fields__})


class LimitForm(GroundForm):
    """Length and extension in the limit's own unit; empty keeps what the data says."""

    length = forms.IntegerField(label=_("期限"), min_value=0, max_value=3660, required=False)
    extension = forms.IntegerField(label=_("可延长"), min_value=0, max_value=366, required=False)
    field_order = ("length", "extension")

    def __init__(self, *args: Any, limit: Limit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["length"].initial = limit.length
        self.fields["extension"].initial = limit.extension
        if not limit.extension:
            del self.fields["extension"]
        if limit.length is None:
            del self.fields["length"]

    def numbers(self) -> dict[str, int | None]:
        return {name: self.cleaned_data.get(name) for name in ("length", "extension")}


class ThresholdForm(GroundForm):
    value = forms.DecimalField(label=_("数值"), min_value=0, max_digits=14, decimal_places=2)
    field_order = ("value",)
