"""Acts about the construction project of a case and the steps of art. 59 for government projects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import CaseState, Role
from workflows.actions import employer_facts, government, project
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.catalogue.money import FOUND, while_
from workflows.forms import project as forms
from workflows.machines.case import CaseMachine
from workflows.permissions import by, by_handlers, where

K = CaseMachine
HERE = tuple(state.value for state in CaseState if state != CaseState.TRANSFERRED)
"""A notice to the public may come after the case was closed."""
HANDLERS = by_handlers()
NO_PROJECT = _("请先登记本案的工程项目。")
NOT_REPORTED = _("还没有向政府报告。")
R724_26 = _("《保障农民工工资支付条例》第二十六条、第三十二条")
R724_28 = _("《保障农民工工资支付条例》第二十八条")
R724_59 = _("《保障农民工工资支付条例》第五十九条")

ACTIONS = [
    Action("record_employer", _("登记单位基本情况"), K, employer_facts.record_employer,
           forms.EmployerFactsForm, permission=where(employer_facts.names_an_employer, HANDLERS),
           states=HERE, desk=False, basis=_("《行政处罚法》第五十九条")),
    Action("record_project", _("登记工程项目"), K, project.record_project, forms.ProjectForm,
           permission=HANDLERS, states=OPEN_CASE, desk=False),
    Action("record_subcontract", _("登记分包关系"), K, project.record_subcontract,
           forms.SubcontractForm, permission=while_(HANDLERS, "project", NO_PROJECT),
           states=OPEN_CASE, desk=False,
           basis=_("《保障农民工工资支付条例》第三十条、第三十六条")),
    Action("record_project_account", _("登记专用账户或保证金"), K, project.record_account,
           forms.AccountForm, permission=while_(HANDLERS, "project", NO_PROJECT),
           states=OPEN_CASE, desk=False, basis=R724_26),
    Action("import_site_roster", _("导入实名制名册"), K, project.import_roster,
           forms.SiteRosterForm, permission=while_(HANDLERS, "project", NO_PROJECT),
           states=OPEN_CASE, desk=False, basis=R724_28),
    Action("report_to_government", _("报告本级政府"), K, government.report_to_government,
           forms.ReportForm,
           permission=while_(by(Role.DEPARTMENT_HEAD), "government",
                             _("只有政府投资项目才报告本级政府。")),
           states=FOUND, desk=False, basis=R724_59),
    Action("record_government_answer", _("登记政府处理结果"), K,
           government.record_government_answer, forms.GovernmentAnswerForm,
           permission=while_(HANDLERS, "reported", NOT_REPORTED),
           states=FOUND, desk=False, basis=R724_59),
    Action("summon_by_superior", _("上级约谈"), K, government.summon_by_superior,
           forms.SummonsForm, permission=while_(government.by_superior(), "reported", NOT_REPORTED),
           states=FOUND, desk=False, basis=R724_59),
]  # fmt: skip
