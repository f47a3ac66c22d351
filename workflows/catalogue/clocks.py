"""Acts on the clocks of a case: stand still, go on, more time for the disposal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions import clocks
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.forms import clocks as forms
from workflows.machines.case import CaseMachine as K
from workflows.permissions import to_extend_disposal, to_resume, to_suspend

ACTIONS = [
    Action("suspend_clock", _("中止期限"), K, clocks.suspend_clock, forms.SuspendForm,
           permission=to_suspend(), states=OPEN_CASE, desk=False),
    Action("resume_clock", _("恢复期限"), K, clocks.resume_clock, forms.ResumeForm,
           permission=to_resume(), states=OPEN_CASE, desk=False),
    Action("extend_disposal", _("延长处理期限"), K, clocks.extend_disposal,
           forms.ExtendDisposalForm, permission=to_extend_disposal(), states=OPEN_CASE, desk=False,
           basis=_("《关于实施〈劳动保障监察条例〉若干规定》第三十七条")),
]  # fmt: skip
