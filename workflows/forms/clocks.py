"""Forms of the acts on a clock: which clock, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.templatetags.casework_format import local_day
from casework.vocabulary import DeadlineState
from workflows import deadlines
from workflows.forms.base import ActForm, long_text
from workflows.permissions import SUSPENDABLE


class ClockForm(ActForm):
    """One clock of the case in the state the act asks for, and the reason."""

    STATE = DeadlineState.RUNNING

    rule_id = forms.ChoiceField(label=_("期限"))
    reason = long_text(_("理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        assert isinstance(self.subject, Case)
        rows = deadlines.unended(self.subject, *SUSPENDABLE).filter(state=self.STATE)
        field = self.fields["rule_id"]
        assert isinstance(field, forms.ChoiceField)
        found = list(rows.order_by("due_on", "id"))
        self.ids = [row.rule for row in found]
        field.choices = [self._choice(row) for row in found]

    @staticmethod
    def _choice(row: Any) -> tuple[str, str]:
        rule = deadlines.RULES[row.rule]
        return row.rule, f"{rule.label} · {local_day(row.due_on)}"


class SuspendForm(ClockForm):
    """With the grounds the law's data names, so that nobody has to guess them."""

    def prepare(self) -> None:
        super().prepare()
        grounds = {str(deadlines.said(deadlines.RULES[one].limit.suspension)) for one in self.ids}
        self.fields["rule_id"].help_text = " ".join(sorted(grounds))


class ResumeForm(ClockForm):
    STATE = DeadlineState.SUSPENDED
