"""Acts that decide which authority has a matter (law.md B1.4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import ComplaintState
from workflows.actions import case_transfer, designation, transfer
from workflows.catalogue.action import (
    HEAD,
    OPEN_CASE,
    R423_13,
    R724_10,
    R_PENALTY_25,
    Action,
)
from workflows.forms import acts
from workflows.forms import transfer as forms
from workflows.jurisdiction import (
    by_common_superior,
    by_office_above,
    by_party,
    by_receiver,
    by_sender,
)
from workflows.machines.case import CaseMachine as K
from workflows.machines.complaint import ComplaintMachine as C
from workflows.permissions import by_timer

ON_ITS_WAY = (ComplaintState.TRANSFERRED_OUT,)
UNDECIDED = (ComplaintState.FILED, ComplaintState.TRANSFERRED_OUT)

ACTIONS = [
    Action("negotiate_transfer", _("与退回的机构协商"), C, designation.negotiate_transfer,
           acts.ReasonForm, "dispute", permission=by_sender(), basis=R_PENALTY_25),
    Action("keep_complaint", _("协商后由本机构承办"), C, designation.keep_matter,
           acts.ReasonForm, "stay", basis=R_PENALTY_25),
    Action("request_designation", _("报请指定管辖"), C, designation.request_designation,
           forms.DisputeForm, permission=by_party(), states=UNDECIDED, basis=R423_13),
    Action("designate_transfer", _("指定管辖"), C, designation.designate,
           forms.DesignationForm, permission=by_common_superior(), states=ON_ITS_WAY,
           basis=R423_13, tone="go"),
    Action("extend_designation", _("延长指定管辖期限"), C, designation.extend_designation,
           acts.ReasonForm, permission=by_common_superior(), states=ON_ITS_WAY, desk=False,
           basis=R423_13),
    Action("take_up_complaint", _("提级管辖"), C, transfer.take_up_complaint,
           acts.ReasonForm, "take_up", permission=by_office_above(), basis=R423_13),
    Action("escalate_transfer", _("移送逾期未答复，报告上级"), C, designation.escalate_transfer,
           acts.EmptyForm, permission=by_timer(), states=ON_ITS_WAY, desk=False, at_counter=False),
    Action("transfer_case", _("案件移送"), K, case_transfer.transfer_case, acts.TransferForm,
           permission=HEAD, states=OPEN_CASE, desk=False, basis=R423_13),
    Action("dispute_case", _("报请指定案件管辖"), K, case_transfer.dispute_case,
           acts.TransferForm, permission=HEAD, states=OPEN_CASE, desk=False, basis=R423_13),
    Action("accept_case_transfer", _("接收案件并立案"), K, case_transfer.accept_case_transfer,
           forms.ReceivingForm, permission=by_receiver(), states=OPEN_CASE, basis=R724_10,
           tone="go"),
    Action("refuse_case_transfer", _("退回案件"), K, case_transfer.refuse_case_transfer,
           acts.ReasonForm, permission=by_receiver(refusing=True), states=OPEN_CASE,
           basis=R724_10, tone="back"),
    Action("keep_case", _("案件仍由本机构办理"), K, designation.keep_matter, acts.ReasonForm,
           permission=by_sender(), states=OPEN_CASE, basis=R_PENALTY_25),
    Action("negotiate_case", _("与退回案件的机构协商"), K, designation.negotiate_transfer,
           acts.ReasonForm, permission=by_sender(), states=OPEN_CASE, basis=R_PENALTY_25),
    Action("request_case_designation", _("报请指定案件管辖"), K,
           designation.request_designation, acts.ReasonForm, permission=by_party(),
           states=OPEN_CASE, basis=R423_13),
    Action("designate_case", _("指定案件管辖"), K, designation.designate,
           forms.DesignationForm, permission=by_common_superior(), states=OPEN_CASE,
           basis=R423_13, tone="go"),
    Action("extend_case_designation", _("延长指定案件管辖期限"), K,
           designation.extend_designation, acts.ReasonForm, permission=by_common_superior(),
           states=OPEN_CASE, desk=False, basis=R423_13),
    Action("take_up_case", _("案件提级管辖"), K, case_transfer.take_up_case,
           forms.TakeUpForm, permission=by_office_above(), states=OPEN_CASE, desk=False,
           basis=R423_13),
    Action("escalate_case_transfer", _("案件移送逾期未答复，报告上级"), K,
           designation.escalate_transfer, acts.EmptyForm, permission=by_timer(),
           states=OPEN_CASE, desk=False, at_counter=False),
]  # fmt: skip
