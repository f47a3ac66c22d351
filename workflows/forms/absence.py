"""Form of an absence: who is away, until when, who stands in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import User
from casework.vocabulary import Role
from workflows.forms.base import day_field
from workflows.forms.handlers import staff_of


class AbsenceForm(forms.Form):
    """The inspectors of one office; the head fills it in."""

    user = forms.ModelChoiceField(label=_("不在岗人员"), queryset=User.objects.none())
    substitute = forms.ModelChoiceField(label=_("代办人"), queryset=User.objects.none())
    from_on = day_field(_("起始日期"))
    until_on = day_field(_("终止日期"))
    reason = forms.CharField(label=_("理由"), max_length=120)

    def __init__(self, *args: Any, office_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("user", "substitute"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = staff_of(office_id, Role.INSPECTOR)
        self.fields["from_on"].initial = clock.today()
