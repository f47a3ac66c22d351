"""Acts on the referral of a suspected crime (law.md B1.5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import ReferralState, Role
from workflows.actions import referral, referral_police, referral_remedies
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.forms import referral as forms
from workflows.forms.acts import EmptyForm, ReasonForm
from workflows.machines.case import CaseMachine as K
from workflows.machines.referral import ReferralMachine as R
from workflows.machines.referral_guards import (
    by_head_who_may_team,
    by_team,
    by_team_once_paid,
)
from workflows.permissions import by, by_timer

P, M = referral_police, referral_remedies
R310_5 = _("《行政执法机关移送涉嫌犯罪案件的规定》第五条")
R310_6 = _("《行政执法机关移送涉嫌犯罪案件的规定》第六条")
R310_7 = _("《行政执法机关移送涉嫌犯罪案件的规定》第七条")
R310_8 = _("《行政执法机关移送涉嫌犯罪案件的规定》第八条")
R310_9 = _("《行政执法机关移送涉嫌犯罪案件的规定》第九条")
R310_10 = _("《行政执法机关移送涉嫌犯罪案件的规定》第十条")
R310_12 = _("《行政执法机关移送涉嫌犯罪案件的规定》第十二条")
R310_13 = _("《行政执法机关移送涉嫌犯罪案件的规定》第十三条")
STILL_RUNS = tuple(
    state.value for state in ReferralState
    if state not in (ReferralState.NOT_APPROVED, ReferralState.RETURNED,
                     ReferralState.RETURNED_BY_POLICE, ReferralState.JUDGED)
)  # fmt: skip
SPC_6 = _("法释〔2013〕3号第六条")
SUPERVISION = _("《人民检察院办理行政执法机关移送涉嫌犯罪案件的规定》")

ACTIONS = [
    Action("open_referral", _("成立涉嫌犯罪专案组"), K, referral.open_referral, forms.TeamForm,
           permission=by_head_who_may_team(), states=OPEN_CASE, desk=False, basis=R310_5),
    Action("report_referral", _("提出移送书面报告"), R, referral.report_referral,
           forms.ReportForm, "report", basis=R310_5, tone="go"),
    Action("change_referral_team", _("调整专案组"), R, referral.change_referral_team,
           forms.TeamChangeForm, permission=by(Role.BODY_HEAD), states=STILL_RUNS, desk=False,
           basis=R310_5),
    Action("add_material", _("登记移送材料"), R, referral.add_material, forms.MaterialForm,
           permission=by_team(), basis=R310_6),
    Action("approve_referral", _("批准移送"), R, referral.approve_referral, forms.DecisionForm,
           "approve", basis=R310_5, tone="go"),
    Action("refuse_referral", _("不批准移送"), R, referral.refuse_referral, forms.RefusalForm,
           "refuse", basis=R310_5, tone="back"),
    Action("send_referral", _("移送公安机关"), R, referral.send_referral, forms.SendForm, "send",
           basis=R310_5, tone="go"),
    Action("record_police_receipt", _("登记公安机关回执"), R, P.record_police_receipt,
           forms.ReceiptForm, "receive", basis=R310_7, tone="go"),
    Action("record_forwarding", _("登记转送其他公安机关"), R, P.record_forwarding,
           forms.ForwardForm, "forward", basis=R310_7),
    Action("record_police_filing", _("登记公安机关立案"), R, P.record_police_filing,
           forms.ReplyForm, "police_files", basis=R310_8, tone="go"),
    Action("record_police_refusal", _("登记公安机关不予立案"), R, P.record_police_refusal,
           forms.ReasonedReplyForm, "decline", basis=R310_8),
    Action("record_supplement_request", _("登记要求补充材料"), R, P.record_supplement_request,
           forms.ReasonedReplyForm, "ask_supplement", basis=R310_8),
    Action("supplement_referral", _("补充移送材料"), R, P.supplement_referral, forms.SupplyForm,
           "supplement", basis=R310_8, tone="go"),
    Action("mark_police_overdue", _("公安机关逾期未决定"), R, P.mark_police_overdue, EmptyForm,
           "police_become_overdue", basis=R310_8, at_counter=False),
    Action("request_reconsideration", _("提请公安机关复议"), R, M.request_reconsideration,
           ReasonForm, "reconsider", basis=R310_9, tone="go"),
    Action("record_reconsideration_denied", _("登记复议维持"), R, M.record_reconsideration_denied,
           forms.ReasonedReplyForm, "reconsideration_denied", basis=R310_9),
    Action("request_supervision", _("建议检察机关立案监督"), R, M.request_supervision,
           forms.SupervisionForm, transitions=("ask_supervision", "ask_supervision_of_silence"),
           basis=R310_9, tone="go"),
    Action("record_explanation", _("登记不立案理由说明"), R, M.record_explanation,
           forms.ReasonedReplyForm, "explain", basis=SUPERVISION),
    Action("record_filing_order", _("登记通知立案书"), R, M.record_filing_order, forms.ReplyForm,
           "filing_ordered", basis=SUPERVISION),
    Action("record_supervision_closed", _("登记立案监督终结"), R, M.record_supervision_closed,
           forms.ReasonedReplyForm, "close_supervision", basis=SUPERVISION),
    Action("return_to_decision", _("继续行政处理"), R, M.return_to_decision, ReasonForm,
           "take_back", basis=R310_10, tone="back"),
    Action("hand_over_materials", _("移交涉案物品和材料"), R, P.hand_over_materials,
           forms.HandOverForm, "hand_over", basis=R310_12, tone="go"),
    Action("record_prosecution", _("登记提起公诉"), R, P.record_prosecution, forms.OrganForm,
           "prosecute"),
    Action("record_judgment", _("登记判决"), R, P.record_judgment, forms.OrganForm, "judge"),
    Action("record_police_return", _("登记公安机关移回"), R, M.record_police_return,
           forms.ReasonedReplyForm, "police_return", basis=R310_13, tone="back"),
    Action("note_referral_paid", _("移送期间付清欠薪"), R, referral.note_referral_paid, EmptyForm,
           permission=by_timer(), desk=False, basis=SPC_6, at_counter=False),
    Action("tell_police_of_payment", _("登记告知公安机关已付清"), R,
           referral.tell_police_of_payment, forms.PoliceToldForm, permission=by_team_once_paid(),
           states=referral.WITH_POLICE_OR_LATER, desk=False, basis=SPC_6),
]  # fmt: skip
