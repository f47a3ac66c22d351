"""Every enumeration of the domain; columns refer to them through `casework.choices`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DivisionLevel(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县（市、区）")
    ZONE = "zone", _("功能区")


class Role(models.TextChoices):
    """Roles of law.md part B; one user may hold several, each at one office."""

    CLERK = "clerk", _("窗口人员")
    INSPECTOR = "inspector", _("劳动保障监察员")
    BODY_HEAD = "body_head", _("监察机构负责人")
    DEPARTMENT_HEAD = "department_head", _("行政机关负责人")
    LEGAL = "legal", _("法制审核员")
    SUPERVISOR = "supervisor", _("督查员")
    CREDIT = "credit", _("信用管理员")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("系统管理员")


class Channel(models.TextChoices):
    WEB = "web", _("网上")
    WINDOW = "window", _("窗口")
    PHONE = "phone", _("电话")
    NATIONAL_PLATFORM = "national_platform", _("全国根治欠薪线索反映平台")
    HOTLINE_12333 = "hotline_12333", _("12333 热线")
    HOTLINE_12345 = "hotline_12345", _("12345 热线")
    PETITION = "petition", _("信访")


class ComplaintKind(models.TextChoices):
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")


class Industry(models.TextChoices):
    CONSTRUCTION = "construction", _("工程建设")
    MANUFACTURING = "manufacturing", _("制造业")
    CATERING = "catering", _("餐饮住宿")
    NEW_FORMS = "new_forms", _("新就业形态")
    SERVICES = "services", _("居民服务")
    OTHER = "other", _("其他")


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


class TransferState(models.TextChoices):
    """Jurisdiction transfer (管辖移送), law.md B1.4."""

    PROPOSED = "proposed", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    REFUSED = "refused", _("已退回")
    NEGOTIATING = "negotiating", _("协商中")
    DESIGNATION_REQUESTED = "designation_requested", _("已报请指定管辖")
    DESIGNATED = "designated", _("已指定管辖")


class WithdrawalState(models.TextChoices):
    REQUESTED = "requested", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DECLINED = "declined", _("未确认")


class Finding(models.TextChoices):
    """Finding per worker (逐人认定), needed before the investigation may end."""

    PENDING = "pending", _("待认定")
    OWED = "owed", _("欠薪属实")
    PAID = "paid", _("已付清")
    NOT_MADE_OUT = "not_made_out", _("不能认定")


class PayerKind(models.TextChoices):
    """Who must pay or paid (支付主体), Order 724 arts. 18-30, 36."""

    EMPLOYER = "employer", _("用人单位")
    SUBCONTRACTOR = "subcontractor", _("分包单位")
    GENERAL_CONTRACTOR = "general_contractor", _("施工总承包单位")
    DEVELOPER = "developer", _("建设单位")
    DEPOSIT = "deposit", _("工资保证金")
    EMERGENCY_FUND = "emergency_fund", _("应急周转金")


class PaymentMethod(models.TextChoices):
    BANK = "bank", _("银行转账")
    SPECIAL_ACCOUNT = "special_account", _("工资专户代发")
    CASH = "cash", _("现金（签收）")
    MOBILE = "mobile", _("手机支付")


class ReceiptAnswer(models.TextChoices):
    """What the worker says of a recorded payment."""

    CONFIRMED = "confirmed", _("已收到")
    DISPUTED = "disputed", _("没有收到或数目不对")


class EvidenceKind(models.TextChoices):
    PHOTO = "photo", _("照片")
    AUDIO = "audio", _("录音")
    VIDEO = "video", _("录像")
    DOCUMENT = "document", _("书证")
    ROSTER = "roster", _("工资表名单")
    STATEMENT = "statement", _("询问笔录")
    PAYMENT_PROOF = "payment_proof", _("付款凭证")
    SERVICE_PROOF = "service_proof", _("送达回证")


class DocumentKind(models.TextChoices):
    """Document types with the character used in their number, law.md section 8."""

    REGISTRATION = "registration", _("投诉登记表")
    ACCEPTANCE_NOTICE = "acceptance_notice", _("受理告知书")
    REJECTION = "rejection", _("不予受理决定书")
    SUPPLEMENT_NOTICE = "supplement_notice", _("补正通知书")
    TRANSFER_LETTER = "transfer_letter", _("移送函")
    FILING_APPROVAL = "filing_approval", _("立案审批表")
    EXTENSION_APPROVAL = "extension_approval", _("延长期限审批表")
    PAY_ORDER = "pay_order", _("劳动保障监察限期改正指令书")
    REVOCATION = "revocation", _("撤销立案审批表")
    CLOSING_APPROVAL = "closing_approval", _("结案审批表")
    RESULT_NOTICE = "result_notice", _("结果告知书")


DOCUMENT_NUMBER_WORD = {
    DocumentKind.REGISTRATION: "投",
    DocumentKind.ACCEPTANCE_NOTICE: "受",
    DocumentKind.REJECTION: "不受",
    DocumentKind.SUPPLEMENT_NOTICE: "补",
    DocumentKind.TRANSFER_LETTER: "移函",
    DocumentKind.FILING_APPROVAL: "监立",
    DocumentKind.EXTENSION_APPROVAL: "延",
    DocumentKind.PAY_ORDER: "令",
    DocumentKind.REVOCATION: "撤",
    DocumentKind.CLOSING_APPROVAL: "结",
    DocumentKind.RESULT_NOTICE: "告",
}


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已签发")
    VOID = "void", _("已作废")


class ServiceMode(models.TextChoices):
    """How a document was served (送达方式)."""

    DIRECT = "direct", _("直接送达")
    LEFT = "left", _("留置送达")
    ENTRUSTED = "entrusted", _("委托送达")
    POST = "post", _("邮寄送达")
    ELECTRONIC = "electronic", _("电子送达")
    PUBLIC_NOTICE = "public_notice", _("公告送达")
    POSTED = "posted", _("张贴送达")


class DeadlineState(models.TextChoices):
    RUNNING = "running", _("进行中")
    SUSPENDED = "suspended", _("已中止")
    MET = "met", _("按时完成")
    MET_LATE = "met_late", _("逾期完成")
    CANCELLED = "cancelled", _("已取消")


class DeadlineUnit(models.TextChoices):
    WORKING_DAYS = "working_days", _("工作日")
    CALENDAR_DAYS = "calendar_days", _("日")
    MONTHS = "months", _("个月")
    HOURS = "hours", _("小时")


class MessageKind(models.TextChoices):
    MESSAGE = "message", _("留言")
    CORRECTION = "correction", _("更正信息")
    STAFF_REPLY = "staff_reply", _("工作人员回复")


class EventKind(models.TextChoices):
    """What happened (办理记录). Stored strings never change."""

    COMPLAINT_FILED = "complaint.filed", _("登记投诉")
    COMPLAINT_ROUTED = "complaint.routed", _("确定管辖")
    COMPLAINT_CORRECTED = "complaint.corrected", _("更正投诉信息")
    COMPLAINT_ASSIGNED = "complaint.assigned", _("指派监察员")
    COMPLAINT_SUPPLEMENT_REQUIRED = "complaint.supplement_required", _("要求补正")
    COMPLAINT_SUPPLEMENTED = "complaint.supplemented", _("收到补正材料")
    COMPLAINT_ACCEPTANCE_PROPOSED = "complaint.acceptance_proposed", _("提出受理意见")
    COMPLAINT_ACCEPTANCE_RETURNED = "complaint.acceptance_returned", _("退回受理意见")
    COMPLAINT_ACCEPTED = "complaint.accepted", _("受理投诉")
    COMPLAINT_REJECTED = "complaint.rejected", _("不予受理")
    COMPLAINT_REDIRECTED = "complaint.redirected", _("告知另循途径")
    COMPLAINT_MERGED = "complaint.merged", _("并入案件")
    COMPLAINT_WITHDRAWAL_REQUESTED = "complaint.withdrawal_requested", _("申请撤回")
    COMPLAINT_WITHDRAWAL_DECLINED = "complaint.withdrawal_declined", _("未确认撤回")
    COMPLAINT_WITHDRAWN = "complaint.withdrawn", _("撤回投诉")
    COMPLAINT_CLOSED_INCOMPLETE = "complaint.closed_incomplete", _("逾期未补正办结")
    COMPLAINT_RESULT_TOLD = "complaint.result_told", _("告知处理结果")
    COMPLAINT_CLOSED = "complaint.closed", _("投诉办结")
    TRANSFER_PROPOSED = "transfer.proposed", _("移送有管辖权的机构")
    TRANSFER_ACCEPTED = "transfer.accepted", _("接收移送")
    TRANSFER_REFUSED = "transfer.refused", _("退回移送")
    CASE_OPENED = "case.opened", _("立案")
    CASE_INVESTIGATION_STARTED = "case.investigation_started", _("开始调查")
    CASE_WORKERS_ADDED = "case.workers_added", _("增补工人")
    CASE_EXTENDED = "case.extended", _("延长调查期限")
    CLAIM_FOUND = "claim.found", _("逐人认定")
    CASE_INVESTIGATED = "case.investigated", _("调查终结")
    ORDER_DRAFTED = "order.drafted", _("拟定限期改正指令书")
    ORDER_RETURNED = "order.returned", _("退回限期改正指令书")
    ORDER_ISSUED = "order.issued", _("签发限期改正指令书")
    ORDER_SERVED = "order.served", _("送达限期改正指令书")
    PAYMENT_RECORDED = "payment.recorded", _("登记支付")
    PAYMENT_REVERSED = "payment.reversed", _("冲正支付")
    PAYMENT_CONFIRMED = "payment.confirmed", _("工人确认收款")
    PAYMENT_DISPUTED = "payment.disputed", _("工人对收款有异议")
    CASE_COMPLIED = "case.complied", _("改正履行完毕")
    CASE_OVERDUE = "case.overdue", _("责令期限届满未改正")
    CASE_REVOKED = "case.revoked", _("撤销立案")
    CASE_CLOSED = "case.closed", _("结案")
    EVIDENCE_ADDED = "evidence.added", _("添加证据")
    MESSAGE_RECEIVED = "message.received", _("投诉人留言")
    MESSAGE_SENT = "message.sent", _("回复投诉人")
    NOTE_ADDED = "note.added", _("办案备注")
    TASK_CLAIMED = "task.claimed", _("认领任务")
    TASK_REASSIGNED = "task.reassigned", _("改派任务")
    TASK_RETURNED = "task.returned", _("退回任务")
    DEADLINE_WARNED = "deadline.warned", _("期限预警")
    DEADLINE_PASSED = "deadline.passed", _("期限届满")
    DEADLINE_RECOMPUTED = "deadline.recomputed", _("期限重算")
    IDENTITY_REVEALED = "identity.revealed", _("查看身份信息")


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
    CaseState.REVOKED: _("案件已撤销，原因会告诉您"),
    CaseState.CLOSED: _("办完了"),
}
"""State -> plain words for the complainant (primary-school level)."""
