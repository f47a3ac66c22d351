"""Plain words of the tracking page: what happened, what comes next, by when, and for what reason."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casework.models import Deadline
from casework.templatetags.casework_format import local_day
from casework.vocabulary import CaseState, ComplaintState, EventKind

TOLD = {
    EventKind.COMPLAINT_FILED: gettext_lazy("已登记"),
    EventKind.TRANSFER_PROPOSED: gettext_lazy("转给工地所在地的机构"),
    EventKind.TRANSFER_ACCEPTED: gettext_lazy("工地所在地的机构已接收"),
    EventKind.TRANSFER_REFUSED: gettext_lazy("对方没有接收，另行确定由谁办"),
    EventKind.TRANSFER_NEGOTIATING: gettext_lazy("两地机构商量由谁办"),
    EventKind.TRANSFER_KEPT: gettext_lazy("确定由原来的机构办"),
    EventKind.TRANSFER_DESIGNATION_REQUESTED: gettext_lazy("报上级确定由谁办"),
    EventKind.TRANSFER_DESIGNATED: gettext_lazy("上级确定了由谁办"),
    EventKind.TRANSFER_TAKEN_UP: gettext_lazy("上级机构直接办理"),
    EventKind.CLAIMS_REDIRECTED: gettext_lazy("有工人已走仲裁或法院，其他人继续办理"),
    EventKind.DEPARTMENT_SENT: gettext_lazy("转给主管部门，我们盯着"),
    EventKind.DEPARTMENT_ACCEPTED: gettext_lazy("主管部门已受理"),
    EventKind.DEPARTMENT_RETURNED: gettext_lazy("主管部门退回，我们接着办"),
    EventKind.DEPARTMENT_RESULT: gettext_lazy("主管部门有了结果"),
    EventKind.COMPLAINT_REOPENED: gettext_lazy("有新情况，重新提出"),
    EventKind.CASE_TRANSFERRED: gettext_lazy("案件转给另一个机构，另行立案"),
    EventKind.COMPLAINT_ASSIGNED: gettext_lazy("已派两名监察员"),
    EventKind.COMPLAINT_SUPPLEMENT_REQUIRED: gettext_lazy("请您补充材料"),
    EventKind.COMPLAINT_SUPPLEMENTED: gettext_lazy("收到您补充的材料"),
    EventKind.COMPLAINT_ACCEPTED: gettext_lazy("已受理，已立案"),
    EventKind.COMPLAINT_REJECTED: gettext_lazy("决定不予受理"),
    EventKind.COMPLAINT_REDIRECTED: gettext_lazy("告诉您应该走的途径"),
    EventKind.COMPLAINT_MERGED: gettext_lazy("和其他投诉一起办理"),
    EventKind.COMPLAINT_WITHDRAWAL_REQUESTED: gettext_lazy("您申请撤回"),
    EventKind.COMPLAINT_WITHDRAWAL_DECLINED: gettext_lazy("没有同意撤回，继续办理"),
    EventKind.COMPLAINT_WITHDRAWN: gettext_lazy("您已撤回"),
    EventKind.COMPLAINT_CLOSED_INCOMPLETE: gettext_lazy("没有收到补充材料，已结束"),
    EventKind.COMPLAINT_RESULT_TOLD: gettext_lazy("已告诉您结果"),
    EventKind.CASE_INVESTIGATION_STARTED: gettext_lazy("开始调查"),
    EventKind.CASE_EXTENDED: gettext_lazy("案情复杂，调查时间延长"),
    EventKind.CASE_INVESTIGATED: gettext_lazy("调查完了"),
    EventKind.ORDER_ISSUED: gettext_lazy("下了指令书，要求单位付钱"),
    EventKind.ORDER_SERVED: gettext_lazy("指令书已送到单位"),
    EventKind.CASE_COMPLIED: gettext_lazy("单位已付清"),
    EventKind.CASE_OVERDUE: gettext_lazy("单位没有按时付清"),
    EventKind.REFERRAL_SENT: gettext_lazy("单位涉嫌犯罪，已移送公安机关"),
    EventKind.NOTICE_SERVED: gettext_lazy("已告诉单位准备怎么处理"),
    EventKind.HEARING_CALLED: gettext_lazy("要开听证会，听单位怎么说"),
    EventKind.DECISION_MADE: gettext_lazy("作出了决定"),
    EventKind.DECISION_SERVED: gettext_lazy("决定已送到单位"),
    EventKind.APPEAL_FILED: gettext_lazy("单位不服，去申请复议或者打官司"),
    EventKind.APPEAL_ENDED: gettext_lazy("单位的复议或者官司有了结果"),
    EventKind.ORDER_ANNULLED: gettext_lazy("原来的指令书被撤销，重新处理"),
    EventKind.DECISION_ANNULLED: gettext_lazy("原来的决定被撤销"),
    EventKind.URGING_SERVED: gettext_lazy("催单位付钱"),
    EventKind.ENFORCEMENT_APPLIED: gettext_lazy("请法院强制执行"),
    EventKind.ENFORCEMENT_RULED: gettext_lazy("法院有了结果"),
    EventKind.CASE_PERFORMED: gettext_lazy("单位已照决定付清"),
    EventKind.CASE_REVOKED: gettext_lazy("案件已撤销"),
    EventKind.CASE_CLOSED: gettext_lazy("案件办结"),
}
OF_THE_EMPLOYER = (
    EventKind.NOTICE_SERVED, EventKind.HEARING_CALLED, EventKind.DECISION_MADE,
    EventKind.DECISION_SERVED, EventKind.APPEAL_FILED, EventKind.APPEAL_ENDED,
    EventKind.DECISION_ANNULLED, EventKind.URGING_SERVED, EventKind.ENFORCEMENT_APPLIED,
    EventKind.ENFORCEMENT_RULED,
)  # fmt: skip
"""Steps against the employer that every complainant of the case is told of."""
AHEAD = {
    ComplaintState.FILED: gettext_lazy("审查以后，告诉您受不受理"),
    ComplaintState.TRANSFERRED_OUT: gettext_lazy("对方接收以后，由对方审查"),
    ComplaintState.SUPPLEMENT: gettext_lazy("收到您的材料以后，接着审查"),
    CaseState.OPEN: gettext_lazy("调查单位的考勤和工资账"),
    CaseState.INVESTIGATING: gettext_lazy("把每个人欠多少核实清楚"),
    CaseState.INVESTIGATED: gettext_lazy("要求单位付钱，或者告诉您不能认定的原因"),
    CaseState.ORDERED: gettext_lazy("单位按时付清；不付就进一步处理"),
    CaseState.OVERDUE: gettext_lazy("依法处罚、公开曝光，直到申请法院强制执行"),
    CaseState.NOTICE_GIVEN: gettext_lazy("听完单位的话，审核以后作决定"),
    CaseState.HEARING: gettext_lazy("开完听证会，审核以后作决定"),
    CaseState.REVIEWED: gettext_lazy("作出决定，送给单位"),
    CaseState.DECIDED: gettext_lazy("送到单位以后，单位要按时付钱"),
    CaseState.SERVED: gettext_lazy("单位照决定付钱；不付就催，再请法院强制执行"),
    CaseState.URGED: gettext_lazy("还不付，就请法院强制执行"),
    CaseState.ENFORCEMENT: gettext_lazy("法院执行，拿到的钱发给您"),
    CaseState.PERFORMED: gettext_lazy("结案，告诉您结果"),
    CaseState.COMPLIED: gettext_lazy("结案，告诉您结果"),
    CaseState.CLOSED: gettext_lazy("告诉您结果"),
    CaseState.REVOKED: gettext_lazy("告诉您结果"),
}
AHEAD_OF_DEPARTMENT = gettext_lazy("主管部门有了结果，我们告诉您")
BY_WHEN = {
    "D-01": gettext_lazy("%(day)s前，告诉您受不受理"),
    "D-02": gettext_lazy("%(day)s前，告诉您立不立案"),
    "D-04": gettext_lazy("%(day)s前，确定由哪里办"),
    "D-05": gettext_lazy("%(day)s前，对方答复接不接收"),
    "D-06": gettext_lazy("%(day)s前，上级确定由谁办"),
    "J-04": gettext_lazy("%(day)s前，向主管部门要结果"),
    "J-01": gettext_lazy("%(day)s前，商量好由谁办"),
    "J-02": gettext_lazy("%(day)s前，上级指定的机构接收"),
    "D-07": gettext_lazy("最迟到%(day)s，调查完"),
    "D-12": gettext_lazy("%(day)s前，作出处理"),
    "D-13": gettext_lazy("%(day)s前，单位应当付清"),
    "D-14": gettext_lazy("%(day)s前，单位可以说明情况"),
    "D-17": gettext_lazy("%(day)s前，决定送到单位"),
    "D-17b": gettext_lazy("%(day)s前，决定送到单位"),
    "D-19": gettext_lazy("%(day)s前，请法院强制执行"),
    "D-20": gettext_lazy("%(day)s前，等单位付钱"),
    "D-21": gettext_lazy("%(day)s前，告诉您结果"),
    "S-01": gettext_lazy("请您在%(day)s前补充材料"),
}
REASONS = {
    ComplaintState.SUPPLEMENT: (
        EventKind.COMPLAINT_SUPPLEMENT_REQUIRED,
        gettext_lazy("要补充什么"),
    ),
    ComplaintState.REJECTED: (EventKind.COMPLAINT_REJECTED, gettext_lazy("原因")),
    ComplaintState.REDIRECTED: (EventKind.COMPLAINT_REDIRECTED, gettext_lazy("应该走的途径")),
    ComplaintState.RESULT_TOLD: (EventKind.COMPLAINT_RESULT_TOLD, gettext_lazy("结果")),
    ComplaintState.CLOSED: (EventKind.COMPLAINT_RESULT_TOLD, gettext_lazy("结果")),
}


def short_day(day: date) -> str:
    """The day without the weekday where Chinese sets it behind a space; English keeps the whole."""
    chinese = (get_language() or "").startswith("zh")
    return local_day(day).split(" ")[0] if chinese else local_day(day)


def due_text(due: Deadline | None) -> str:
    """Say by when the next step comes; empty when no term runs."""
    if due is None:
        return ""
    said = str(BY_WHEN[due.rule]) % {"day": local_day(due.due_on)}
    return said + _("（放假安排还没公布，日子可能有变。）") if due.is_provisional else said
