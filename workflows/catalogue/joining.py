"""Acts on complaints that belong together, or to somebody else (law.md B1.1, B1.4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import ComplaintState, Role
from workflows.actions import department, ending, joining, reopening
from workflows.catalogue.action import HEAD, R724_10, R_PENALTY_25, STAFF, Action
from workflows.forms import acts
from workflows.forms import department as department_forms
from workflows.forms import joining as forms
from workflows.machines.case import CaseMachine as K
from workflows.machines.complaint import ComplaintMachine as C
from workflows.permissions import by_complainant_or

AWAY = (ComplaintState.TRANSFERRED_OUT,)
LIVING = (
    ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.TRANSFERRED_OUT,
    ComplaintState.ACCEPTED,
)  # fmt: skip
R423_14 = _("《劳动保障监察条例》第十四条")
R423_21 = _("《劳动保障监察条例》第二十一条")
R25_12 = _("《关于实施〈劳动保障监察条例〉若干规定》第十二条")
ANSWER = department_forms.AnswerForm

ACTIONS = [
    Action("merge_complaint", _("并入同一件投诉"), C, joining.merge_complaint, forms.MergeForm,
           "merge", basis=R_PENALTY_25),
    Action("redirect_claims", _("部分工人告知另循途径"), C, ending.redirect_claims,
           forms.RedirectClaimsForm, permission=HEAD,
           states=(ComplaintState.FILED, ComplaintState.ACCEPTED), desk=False, basis=R423_21),
    Action("split_complaint", _("分案"), K, joining.split_complaint, forms.SplitForm,
           permission=HEAD, states=tuple(joining.SPLITTABLE), desk=False),
    Action("reopen_complaint", _("依据新事实重新提出"), C, reopening.reopen_complaint,
           acts.TextForm,
           permission=by_complainant_or(Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD),
           states=tuple(reopening.REOPENABLE), desk=False),
    Action("choose_representatives", _("推选代表人"), C, reopening.choose_representatives,
           forms.RepresentativesForm, permission=STAFF, states=LIVING, desk=False,
           basis=R25_12),
    Action("mark_incident", _("标记群体性、极端事件"), C, reopening.mark_incident,
           acts.ReasonForm, permission=STAFF, states=LIVING, desk=False, basis=R423_14),
    Action("report_incident", _("登记事件已上报"), C, reopening.report_incident,
           acts.ReasonForm, permission=STAFF, states=LIVING, desk=False, basis=R423_14),
    Action("send_to_department", _("转送其他部门"), C, department.send_to_department,
           department_forms.SendForm, "send_to_department", basis=R724_10),
    Action("record_department_acceptance", _("登记对方已受理"), C,
           department.record_department_acceptance, ANSWER, permission=STAFF, states=AWAY,
           basis=R724_10),
    Action("record_department_return", _("登记对方退回"), C,
           department.record_department_return, ANSWER, permission=STAFF, states=AWAY,
           basis=R724_10, tone="back"),
    Action("record_department_result", _("登记对方办理结果"), C,
           department.record_department_result, ANSWER, permission=STAFF, states=AWAY,
           basis=R724_10, tone="go"),
    Action("tell_department_result", _("告知对方的办理结果"), C,
           department.tell_department_result, acts.TextForm, "tell_department_result",
           basis=R724_10, tone="go"),
]  # fmt: skip
