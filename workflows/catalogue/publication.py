"""Acts on a publication, in the order of the law (law.md B1.6; MOHRSS Order 29)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.models.publication import SHOWN_STATES
from casework.vocabulary import CaseState, Role
from casework.vocabulary import PublicationState as S
from workflows.actions import publication
from workflows.catalogue.action import Action
from workflows.forms import publication as forms
from workflows.forms.acts import ReasonForm, TextForm
from workflows.forms.listing import HandedInForm
from workflows.machines.case import CaseMachine as K
from workflows.machines.publication import PublicationMachine as M
from workflows.permissions import by, by_handlers

O29 = _("《重大劳动保障违法行为社会公布办法》")
P48 = _("《重大劳动保障违法行为社会公布办法》，《行政处罚法》第四十八条")
DH = by(Role.DEPARTMENT_HEAD)
AFTER_ORDER = (
    CaseState.OVERDUE, CaseState.NOTICE_GIVEN, CaseState.HEARING, CaseState.REVIEWED,
    CaseState.DECIDED, CaseState.SERVED, CaseState.URGED, CaseState.ENFORCEMENT,
    CaseState.PERFORMED, CaseState.CLOSED,
)  # fmt: skip

ACTIONS = [
    Action("select_publication", _("提出社会公布"), K, publication.select_publication,
           forms.SelectionForm, permission=by_handlers(), states=AFTER_ORDER, desk=False,
           basis=O29),
    Action("approve_publication", _("批准社会公布"), M, publication.approve_publication,
           forms.PrivacyForm, "approve", basis=O29, tone="go"),
    Action("return_publication", _("退回修改"), M, publication.return_publication, ReasonForm,
           permission=DH, states=(S.SELECTED,), basis=O29, tone="back"),
    Action("revise_publication", _("修改公布稿"), M, publication.revise_publication,
           forms.TextOfPublicationForm, permission=by_handlers(), states=(S.SELECTED,),
           basis=O29, tone="go"),
    Action("publish_publication", _("向社会公布"), M, publication.publish_publication,
           forms.MediaForm, "publish", basis=O29, tone="go"),
    Action("object_to_publication", _("对公布提出异议"), M, publication.object_to_publication,
           HandedInForm, "raise_objection", desk=False, basis=O29),
    Action("answer_publication_objection", _("处理公布异议"), M,
           publication.answer_publication_objection, forms.UpheldForm, permission=DH,
           states=(S.OBJECTED,), basis=O29, tone="go"),
    Action("note_changed_decision", _("登记公布所依据的决定变更、撤销"), M,
           publication.note_changed_decision, forms.ChangedForm,
           permission=by_handlers(Role.DEPARTMENT_HEAD), states=SHOWN_STATES, desk=False,
           basis=P48),
    Action("correct_publication", _("更正公布内容"), M, publication.correct_publication,
           TextForm, "correct", basis=P48, tone="go"),
    Action("withdraw_publication", _("撤回公布"), M, publication.withdraw_publication,
           ReasonForm, "withdraw", basis=P48, tone="back"),
    Action("give_up_publication", _("不再公布"), M, publication.give_up_publication, ReasonForm,
           "give_up", desk=False, basis=O29, tone="back"),
]  # fmt: skip
