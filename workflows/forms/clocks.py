"""Forms of the acts on a clock: which clock, why, how much longer."""

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

LONGEST_EXTENSION = 365


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
        field.choices = [self._choice(row) for row in rows.order_by("due_on", "id")]

    @staticmethod
    def _choice(row: Any) -> tuple[str, str]:
        rule = deadlines.RULES[row.rule]
        return row.rule, f"{rule.label} · {local_day(row.due_on)}"


class SuspendForm(ClockForm):
    """With the grounds the law's data names, so that nobody has to guess them."""

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["rule_id"]
        assert isinstance(field, forms.ChoiceField)
        grounds = {str(deadlines.said(deadlines.RULES[one].limit.suspension))
                   for one, _label in field.choices}  # fmt: skip
        field.help_text = " ".join(sorted(grounds))


class ResumeForm(ClockForm):
    STATE = DeadlineState.SUSPENDED


class ExtendDisposalForm(ActForm):
    days = forms.IntegerField(
        label=_("延长几个工作日"), min_value=1, max_value=LONGEST_EXTENSION,
        help_text=_("法律没有规定上限；累计超过 30 个工作日时系统提醒。"),
    )  # fmt: skip
    reason = long_text(_("理由"), rows=3, max_length=300)
