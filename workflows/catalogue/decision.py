"""Acts of a case from the prior notice to the served decision (law.md B1.2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import CaseState as S
from casework.vocabulary import Role
from workflows import decision_guards as guards
from workflows.actions import decision, hearing, notice
from workflows.catalogue.action import R423_18, Action, also
from workflows.forms import acts, sanction
from workflows.forms import decision as forms
from workflows.machines.case import CaseMachine as K
from workflows.permissions import by, by_employer_or, by_handlers, by_reviewer

P44 = _("《行政处罚法》第四十四条、第四十五条")
P57 = _("《行政处罚法》第五十七条至第六十条")
P58 = _("《行政处罚法》第五十八条")
P61 = _("《行政处罚法》第六十一条")
P64 = _("《行政处罚法》第六十三条、第六十四条")
R25_37 = _("《关于实施〈劳动保障监察条例〉若干规定》第三十七条")
NOTIFIABLE = (S.INVESTIGATED, S.OVERDUE, S.NOTICE_GIVEN, S.HEARING)
NOTIFIED = (S.NOTICE_GIVEN, S.HEARING)
HEARD_BY = by(Role.LEGAL, Role.DEPARTMENT_HEAD, Role.BODY_HEAD)

ACTIONS = [
    Action("draft_notice", _("拟定事先告知书"), K, notice.draft_notice, sanction.NoticeForm,
           permission=by_handlers(), states=NOTIFIABLE, basis=P44, tone="go"),
    Action("return_notice", _("退回修改"), K, notice.return_notice, acts.ReasonForm,
           permission=by(Role.LEGAL, Role.BODY_HEAD), states=NOTIFIABLE, tone="back"),
    Action("issue_notice", _("签发事先告知书"), K, notice.issue_notice, acts.OpinionForm,
           permission=by(Role.LEGAL, Role.BODY_HEAD), states=NOTIFIABLE, basis=P44, tone="go"),
    Action("serve_notice", _("登记送达"), K, notice.serve_notice, acts.ServiceForm,
           "give_notice", basis=P44, tone="go"),
    Action("record_statement", _("登记陈述申辩"), K, notice.record_statement,
           forms.StatementForm, permission=by_employer_or(), states=NOTIFIED, desk=False,
           basis=P44),
    Action("answer_statement", _("复核陈述申辩"), K, notice.answer_statement,
           forms.StatementAnswerForm, permission=by_handlers(), states=(*NOTIFIED, S.REVIEWED),
           desk=False, basis=P44),
    Action("ask_hearing", _("要求听证"), K, hearing.ask_hearing, acts.ReasonForm,
           "ask_hearing", basis=P64),
    Action("call_hearing", _("通知听证"), K, hearing.call_hearing, forms.HearingCallForm,
           permission=HEARD_BY, states=(S.HEARING,), basis=P64, tone="go"),
    Action("hold_hearing", _("提交听证报告"), K, hearing.hold_hearing, forms.HearingReportForm,
           permission=HEARD_BY, states=(S.HEARING,), basis=P64, tone="go"),
    Action("submit_for_review", _("提交法制审核"), K, hearing.submit_for_review,
           forms.SubmitForm, basis=P58, tone="go", states=NOTIFIED,
           permission=also(by_handlers(), guards.statement_term_over, guards.statements_answered,
                           guards.hearing_reported)),
    Action("pass_review", _("审核通过"), K, hearing.pass_review, forms.ReviewForm, "review",
           basis=P58, tone="go"),
    Action("return_review", _("退回修改"), K, hearing.return_review, acts.ReasonForm,
           permission=by_reviewer(), states=NOTIFIED, basis=P58, tone="back"),
    Action("extend_decision", _("延长处理期限"), K, decision.extend_decision, forms.DaysForm,
           permission=by(Role.DEPARTMENT_HEAD), states=(*NOTIFIABLE, S.REVIEWED), desk=False,
           basis=R25_37),
    Action("decide_case", _("作出行政决定"), K, decision.decide, sanction.DecisionForm, "decide",
           basis=P57, tone="go"),
    Action("return_decision", _("退回修改"), K, decision.return_decision, acts.ReasonForm,
           "send_back", basis=R423_18, tone="back"),
    Action("serve_decision", _("登记送达"), K, decision.serve_decision, acts.ServiceForm,
           "serve_decision", basis=P61, tone="go"),
    Action("record_decision_payment", _("登记罚款缴付"), K,
           decision.record_decision_payment, forms.FinePaymentForm, permission=by_handlers(),
           states=(S.SERVED, S.URGED, S.ENFORCEMENT), desk=False, basis=R423_18),
    Action("confirm_performed", _("认定履行完毕"), K, decision.confirm_performed,
           acts.OpinionForm, "perform", basis=R423_18, tone="go"),
]  # fmt: skip
