"""Forms of the desk: give a task back, hand it to a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import User
from workflows.forms.base import long_text
from workflows.models import DeskTask


class ReturnForm(forms.Form):
    reason = long_text(_("退回理由"), rows=3, max_length=300)


class ReassignForm(forms.Form):
    """The colleagues who hold the task's role at its office."""

    colleague = forms.ModelChoiceField(label=_("改派给"), queryset=User.objects.none())
    reason = long_text(_("理由"), rows=2, max_length=300)

    def __init__(self, *args: Any, task: DeskTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        held = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today)
        field = self.fields["colleague"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            User.objects.filter(
                held, memberships__office=task.office_id, memberships__role=task.role,
                memberships__valid_from__lte=today, is_active=True,
            )
            .exclude(pk=task.owner_id)
            .distinct()
            .order_by("id")
        )  # fmt: skip
