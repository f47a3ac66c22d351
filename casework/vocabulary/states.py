"""The legal states of the machines, and their plain words for the complainant."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ComplaintState(models.TextChoices):
    """Complaint (投诉), law.md B1.1."""

    FILED = "filed", _("已登记")
    SUPPLEMENT = "supplement", _("待补正")
    CLOSED_INCOMPLETE = "closed_incomplete", _("逾期未补正")
    ACCEPTED = "accepted", _("已受理")
    REJECTED = "rejected", _("不予受理")
    REDIRECTED = "redirected", _("告知另循途径")
    TRANSFERRED_OUT = "transferred_out", _("移送中")
    MERGED = "merged", _("已并案")
    WITHDRAWN = "withdrawn", _("已撤回")
    RESULT_TOLD = "result_told", _("已告知结果")
    CLOSED = "closed", _("已办结")


class CaseState(models.TextChoices):
    """Case (案件), law.md B1.2. Members after OVERDUE are reached by the sanction machines."""

    OPEN = "open", _("已立案")
    INVESTIGATING = "investigating", _("调查中")
    INVESTIGATED = "investigated", _("调查终结")
    ORDERED = "ordered", _("已责令改正")
    COMPLIED = "complied", _("已履行")
    OVERDUE = "overdue", _("逾期未改正")
    NOTICE_GIVEN = "notice_given", _("已事先告知")
    HEARING = "hearing", _("听证")
    REVIEWED = "reviewed", _("已法制审核")
    DECIDED = "decided", _("已决定")
    SERVED = "served", _("决定已送达")
    URGED = "urged", _("已催告")
    ENFORCEMENT = "enforcement", _("已申请强制执行")
    PERFORMED = "performed", _("决定已履行")
    REVOKED = "revoked", _("已撤销立案")
    CLOSED = "closed", _("已结案")
    TRANSFERRED = "transferred", _("已移送")


class TransferState(models.TextChoices):
    """Jurisdiction transfer (管辖移送), law.md B1.4."""

    PROPOSED = "proposed", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    REFUSED = "refused", _("已退回")
    NEGOTIATING = "negotiating", _("协商中")
    DESIGNATION_REQUESTED = "designation_requested", _("已报请指定管辖")
    DESIGNATED = "designated", _("已指定管辖")


class DepartmentState(models.TextChoices):
    """Transfer to another department (转送其他部门), law.md B1.4; Order 724 art. 10."""

    SENT = "dept_sent", _("已转送，待答复")
    ACCEPTED = "dept_accepted", _("对方已受理")
    RETURNED = "dept_returned", _("对方退回")
    RESULT = "dept_result", _("已有结果")


class DepartmentKind(models.TextChoices):
    """Departments that answer for wages in their own trade (Order 724 art. 7)."""

    HOUSING = "housing", _("住房城乡建设")
    TRANSPORT = "transport", _("交通运输")
    WATER = "water", _("水利")
    POLICE = "police", _("公安")
    PETITIONS = "petitions", _("信访")
    JUSTICE = "justice", _("司法行政")
    OTHER = "other", _("其他部门")


OPEN_DEPARTMENT = (DepartmentState.SENT, DepartmentState.ACCEPTED, DepartmentState.RESULT)
"""While a department has it, we keep watching until its result was told."""

OPEN_TRANSFER = (
    TransferState.PROPOSED,
    TransferState.NEGOTIATING,
    TransferState.DESIGNATION_REQUESTED,
    TransferState.DESIGNATED,
)
"""While a transfer is in one of these, the sender is still the owner and nobody decides."""


class VisitState(models.TextChoices):
    """Visit of a site (现场检查)."""

    PLANNED = "planned", _("已安排")
    ON_SITE = "on_site", _("现场检查中")
    DONE = "done", _("已完成")
    CALLED_OFF = "called_off", _("已取消")


class SignerRole(models.TextChoices):
    """Who writes a name under a record on the screen."""

    INSPECTOR = "inspector", _("劳动保障监察员")
    PARTY = "party", _("被询问人、在场人员")


class WithdrawalState(models.TextChoices):
    REQUESTED = "requested", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DECLINED = "declined", _("未确认")


PUBLIC_STATE = {
    ComplaintState.FILED: _("已经登记，正在审查"),
    ComplaintState.SUPPLEMENT: _("需要您补充材料"),
    ComplaintState.CLOSED_INCOMPLETE: _("没有收到补充材料，已结束"),
    ComplaintState.ACCEPTED: _("已经受理，正在办理"),
    ComplaintState.REJECTED: _("不能受理，已告诉您原因"),
    ComplaintState.REDIRECTED: _("已告诉您应该走的途径"),
    ComplaintState.TRANSFERRED_OUT: _("正在转给工地所在地的机构"),
    ComplaintState.MERGED: _("和其他人的投诉一起办理"),
    ComplaintState.WITHDRAWN: _("您已撤回"),
    ComplaintState.RESULT_TOLD: _("办完了，结果已告诉您"),
    ComplaintState.CLOSED: _("办完了"),
    CaseState.OPEN: _("已立案，马上开始调查"),
    CaseState.INVESTIGATING: _("正在调查"),
    CaseState.INVESTIGATED: _("调查完了，正在决定怎么处理"),
    CaseState.ORDERED: _("正在要求单位付钱"),
    CaseState.COMPLIED: _("单位已经付清"),
    CaseState.OVERDUE: _("单位没有按时付清，正在进一步处理"),
    CaseState.NOTICE_GIVEN: _("已告诉单位准备怎么处理，等它说话"),
    CaseState.HEARING: _("单位要求开听证会，正在安排"),
    CaseState.REVIEWED: _("已经审核，马上作决定"),
    CaseState.DECIDED: _("已经作出决定，正在送给单位"),
    CaseState.SERVED: _("决定已送到单位，等它付钱"),
    CaseState.URGED: _("单位还没付，已经催它"),
    CaseState.ENFORCEMENT: _("已经请法院强制执行"),
    CaseState.PERFORMED: _("单位已经照决定付清"),
    CaseState.REVOKED: _("案件已撤销，原因会告诉您"),
    CaseState.CLOSED: _("办完了"),
    CaseState.TRANSFERRED: _("已转给另一个机构办理"),
}
"""State -> plain words for the complainant (primary-school level)."""

PUBLIC_TRANSFER = {
    TransferState.PROPOSED: _("正在转给工地所在地的机构"),
    TransferState.NEGOTIATING: _("两地机构正在商量由谁办，不用您再跑"),
    TransferState.DESIGNATION_REQUESTED: _("上级正在确定由谁办，不用您再跑"),
    TransferState.DESIGNATED: _("上级已经确定由谁办，正在交接"),
}
"""State of an open transfer -> plain words for the complainant."""

PUBLIC_DEPARTMENT = {
    DepartmentState.SENT: _("已转给主管部门，我们继续盯着"),
    DepartmentState.ACCEPTED: _("主管部门已受理，我们继续盯着"),
    DepartmentState.RESULT: _("主管部门有了结果，马上告诉您"),
}
"""State of a matter at another department -> plain words for the complainant."""


class BranchKind(models.TextChoices):
    """A proceeding beside the case (旁支程序)."""

    ACCOUNT_QUERY = "account_query", _("查询金融账户")
    LISTING = "listing", _("失信联合惩戒")
    PUBLICATION = "publication", _("社会公布")
    REFERRAL = "referral", _("涉嫌犯罪移送")
    RECUSAL = "recusal", _("回避")
    ASSISTANCE = "assistance", _("协助调查")


class AccountQueryState(models.TextChoices):
    """Account query (查询金融账户), law.md B1.7."""

    REQUESTED = "requested", _("已申请")
    ENDORSED = "endorsed", _("本级已同意")
    APPROVED = "approved", _("市级已批准")
    REFUSED = "refused", _("未批准")
    SENT = "sent", _("已送协助机构")
    ANSWERED = "answered", _("已答复")
    REFUSED_BY_BANK = "refused_by_bank", _("协助机构拒绝")
    REGULATOR_TOLD = "regulator_told", _("已告知金融监管部门")


class RecusalState(models.TextChoices):
    """Recusal (回避), Order 423 art. 16."""

    ASKED = "asked", _("待决定")
    GRANTED = "granted", _("已决定回避")
    REFUSED = "refused", _("已决定不回避")


class AssistanceState(models.TextChoices):
    """Investigation in another county (异地调查), Order 25 art. 29."""

    REQUESTED = "requested", _("待答复")
    ACCEPTED = "accepted", _("协助中")
    REFUSED = "refused", _("不能协助")
    ANSWERED = "answered", _("已回复结果")
