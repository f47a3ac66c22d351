"""Acts by and about the employer's own page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import CaseState
from workflows.actions import employer
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.forms import employer as forms
from workflows.machines.case import CaseMachine as K
from workflows.permissions import by_employer, by_handlers

R724_50 = _("《保障农民工工资支付条例》第五十条")
ANY_STATE = tuple(state.value for state in CaseState)

ACTIONS = [
    Action("give_employer_code", _("发给单位查阅码"), K, employer.give_employer_code,
           forms.NoteForm, permission=by_handlers(), states=ANY_STATE, desk=False),
    Action("close_employer_access", _("停用单位查阅权限"), K, employer.close_employer_access,
           forms.CloseAccessForm, permission=by_handlers(), states=ANY_STATE, desk=False),
    Action("employer_came", _("单位启用查阅码"), K, employer.employer_came, forms.CameForm,
           permission=by_employer(), states=ANY_STATE, desk=False, at_counter=False),
    Action("employer_send", _("单位提交材料"), K, employer.employer_send, forms.SubmissionForm,
           permission=by_employer(), states=OPEN_CASE, desk=False, basis=R724_50, at_counter=False),
]  # fmt: skip
