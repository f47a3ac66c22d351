"""Acts on the papers of a case: draft one of each kind, sign, issue, void, serve."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import paper_type
from casework.vocabulary import CaseState, DocumentKind, Role
from workflows.actions import papers
from workflows.catalogue.action import OPEN_CASE, R423_16, Action
from workflows.forms import papers as forms
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.permissions import by, by_handlers

K = CaseMachine
INVESTIGATION = (CaseState.OPEN.value, CaseState.INVESTIGATING.value)
LABELS = {
    DocumentKind.INQUIRY_NOTICE: _("拟定调查询问通知书"),
    DocumentKind.INTERVIEW_RECORD: _("制作询问笔录"),
    DocumentKind.INSPECTION_RECORD: _("制作现场检查笔录"),
    DocumentKind.PRESERVATION_LIST: _("登记保存证据"),
    DocumentKind.PRESERVATION_RULING: _("处理登记保存的证据"),
    DocumentKind.WAGE_SHEET: _("制作工资核算表"),
    DocumentKind.DISPOSAL_REPORT: _("拟定案件处理报批表"),
    DocumentKind.ADDRESS_CONFIRMATION: _("登记送达地址确认书"),
}
ANY_TIME = (DocumentKind.DISPOSAL_REPORT, DocumentKind.ADDRESS_CONFIRMATION)


def _draft(kind: DocumentKind) -> Action:
    return Action(
        f"draft_{kind.value}", LABELS[kind], K, papers.draft_paper, forms.draft_form(kind),
        permission=by_handlers(), states=OPEN_CASE if kind in ANY_TIME else INVESTIGATION,
        desk=False, basis=paper_type(kind).basis,
    )  # fmt: skip


ACTIONS = [
    *(_draft(kind) for kind in papers.SELF_WRITTEN),
    Action("sign_paper", _("在笔录上签名"), K, papers.sign_paper, forms.SignPaperForm,
           permission=by(Role.INSPECTOR), states=OPEN_CASE, desk=False, basis=R423_16),
    Action("issue_paper", _("签发文书"), K, papers.issue_paper, forms.IssuePaperForm,
           permission=by_handlers(Role.BODY_HEAD, Role.DEPARTMENT_HEAD), states=OPEN_CASE, desk=False),
    Action("void_paper", _("作废文书"), K, papers.void_paper, forms.VoidPaperForm,
           permission=by_handlers(Role.BODY_HEAD), states=OPEN_CASE, desk=False, tone="back"),
    Action("serve_paper", _("登记文书送达"), K, papers.serve_paper, forms.ServePaperForm,
           permission=by_handlers(), states=OPEN_CASE, desk=False,
           basis=_("《行政处罚法》第六十一条")),
    Action("serve_letter", _("登记告知书送达"), ComplaintMachine, papers.serve_paper,
           forms.ServePaperForm, permission=by_handlers(), desk=False,
           basis=_("《关于实施〈劳动保障监察条例〉若干规定》第三十八条")),
    Action("record_inquiry_answer", _("登记单位答复"), K, papers.record_answer,
           forms.AnswerToInquiryForm, permission=by_handlers(), states=INVESTIGATION, desk=False,
           basis=_("《河南省劳动保障监察条例》第十三条")),
]  # fmt: skip
