"""Acts on the clocks of a case: stand still, go on. More time has its own acts (case, decision)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions import clocks
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.forms import clocks as forms
from workflows.machines.case import CaseMachine as K
from workflows.permissions import to_resume, to_suspend

ACTIONS = [
    Action("suspend_clock", _("中止期限"), K, clocks.suspend_clock, forms.SuspendForm,
           permission=to_suspend(), states=OPEN_CASE, desk=False),
    Action("resume_clock", _("恢复期限"), K, clocks.resume_clock, forms.ResumeForm,
           permission=to_resume(), states=OPEN_CASE, desk=False),
]  # fmt: skip
