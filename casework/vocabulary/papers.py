"""Words of evidence, documents and service."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    INCOMPLETE_NOTICE = "incomplete_notice", _("逾期未补正办结告知书")
    PAYER_ORDER = "payer_order", _("限期改正指令书（其他责任单位）")
    GOVERNMENT_REPORT = "government_report", _("政府投资项目欠薪报告")
    REDIRECT_NOTICE = "redirect_notice", _("告知另循途径书")
    INQUIRY_NOTICE = "inquiry_notice", _("劳动保障监察调查询问通知书")
    INTERVIEW_RECORD = "interview_record", _("调查询问笔录")
    INSPECTION_RECORD = "inspection_record", _("现场检查笔录")
    PRESERVATION_LIST = "preservation_list", _("证据先行登记保存清单")
    PRESERVATION_RULING = "preservation_ruling", _("先行登记保存证据处理决定书")
    WAGE_SHEET = "wage_sheet", _("工资核算表")
    DISPOSAL_REPORT = "disposal_report", _("案件处理报批表")
    PENALTY_NOTICE = "penalty_notice", _("行政处罚事先告知书")
    HANDLING_NOTICE = "handling_notice", _("行政处理事先告知书")
    HEARING_NOTICE = "hearing_notice", _("行政处罚听证通知书")
    HEARING_RECORD = "hearing_record", _("听证笔录")
    HEARING_REPORT = "hearing_report", _("听证报告")
    LEGAL_REVIEW = "legal_review", _("法制审核意见书")
    PANEL_RECORD = "panel_record", _("集体讨论记录")
    HANDLING_DECISION = "handling_decision", _("劳动保障监察行政处理决定书")
    PENALTY_DECISION = "penalty_decision", _("劳动保障监察行政处罚决定书")
    SERVICE_RECEIPT = "service_receipt", _("送达回证")
    ADDRESS_CONFIRMATION = "address_confirmation", _("送达地址（电子送达）确认书")
    URGING_LETTER = "urging_letter", _("履行行政决定催告书")
    ENFORCEMENT_REQUEST = "enforcement_request", _("强制执行申请书")
    REFERRAL_APPROVAL = "referral_approval", _("涉嫌犯罪案件移送审批表")
    REFERRAL_LETTER = "referral_letter", _("涉嫌犯罪案件移送书")
    REFERRAL_REPORT = "referral_report", _("涉嫌犯罪案件情况调查报告")
    REFERRAL_LIST = "referral_list", _("涉嫌犯罪案件移送材料清单")
    REFERRAL_RECEIPT = "referral_receipt", _("涉嫌犯罪案件移送回执")
    POLICE_RECONSIDER = "police_reconsider", _("提请复议书")
    SUPERVISION_REQUEST = "supervision_request", _("建议立案监督函")
    LISTING_NOTICE = "listing_notice", _("拟列入失信联合惩戒名单告知书")
    OBJECTION_RESULT = "objection_result", _("异议核实结果告知书")
    LISTING_DECISION = "listing_decision", _("列入失信联合惩戒名单决定书")
    NOT_LISTED = "not_listed", _("不予列入失信联合惩戒名单决定书")
    REMOVAL_APPLICATION = "removal_application", _("提前移出失信联合惩戒名单申请书")
    REMOVAL_DECISION = "removal_decision", _("提前移出失信联合惩戒名单决定书")
    REMOVAL_REFUSAL = "removal_refusal", _("不予提前移出失信联合惩戒名单决定书")
    LISTING_RESTORATION = "listing_restoration", _("恢复列入失信联合惩戒名单决定书")
    LISTING_REVOCATION = "listing_revocation", _("撤销列入失信联合惩戒名单决定书")
    REMOVAL_NOTICE = "removal_notice", _("移出失信联合惩戒名单告知书")
    PUBLICATION_APPROVAL = "publication_approval", _("重大劳动保障违法行为社会公布审批表")
    PUBLICATION_TEXT = "publication_text", _("重大劳动保障违法行为社会公布稿")
    ACCOUNT_APPROVAL = "account_approval", _("查询金融账户审批表")
    ACCOUNT_QUERY_NOTICE = "account_query_notice", _("协助查询通知书")
    REGULATOR_LETTER = "regulator_letter", _("协助机构拒绝查询情况告知函")
    JURISDICTION_REPORT = "jurisdiction_report", _("管辖权争议报请书")
    DESIGNATION_NOTICE = "designation_notice", _("指定管辖通知书")
    HANDOVER_LIST = "handover_list", _("案件移交清单")
    FILE_CATALOGUE = "file_catalogue", _("卷宗目录")
    ASSISTANCE_LETTER = "assistance_letter", _("协助调查函")
    ASSISTANCE_REPLY = "assistance_reply", _("协助调查复函")


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
    DocumentKind.INCOMPLETE_NOTICE: "未补",
    DocumentKind.PAYER_ORDER: "令",
    DocumentKind.GOVERNMENT_REPORT: "报",
    DocumentKind.REDIRECT_NOTICE: "另告",
    DocumentKind.INQUIRY_NOTICE: "询",
    DocumentKind.INTERVIEW_RECORD: "询笔",
    DocumentKind.INSPECTION_RECORD: "检笔",
    DocumentKind.PRESERVATION_LIST: "存",
    DocumentKind.PRESERVATION_RULING: "存决",
    DocumentKind.WAGE_SHEET: "核",
    DocumentKind.DISPOSAL_REPORT: "报批",
    DocumentKind.PENALTY_NOTICE: "罚先告",
    DocumentKind.HANDLING_NOTICE: "处理告",
    DocumentKind.HEARING_NOTICE: "听告",
    DocumentKind.HEARING_RECORD: "听笔",
    DocumentKind.HEARING_REPORT: "听报",
    DocumentKind.LEGAL_REVIEW: "审",
    DocumentKind.PANEL_RECORD: "议",
    DocumentKind.HANDLING_DECISION: "处理",
    DocumentKind.PENALTY_DECISION: "罚",
    DocumentKind.SERVICE_RECEIPT: "送",
    DocumentKind.ADDRESS_CONFIRMATION: "送确",
    DocumentKind.URGING_LETTER: "催告",
    DocumentKind.ENFORCEMENT_REQUEST: "强执申",
    DocumentKind.REFERRAL_APPROVAL: "移审",
    DocumentKind.REFERRAL_LETTER: "移",
    DocumentKind.REFERRAL_REPORT: "移报",
    DocumentKind.REFERRAL_LIST: "移单",
    DocumentKind.REFERRAL_RECEIPT: "移回",
    DocumentKind.POLICE_RECONSIDER: "提复",
    DocumentKind.SUPERVISION_REQUEST: "监督",
    DocumentKind.LISTING_NOTICE: "列告",
    DocumentKind.OBJECTION_RESULT: "异核",
    DocumentKind.LISTING_DECISION: "列",
    DocumentKind.NOT_LISTED: "不列",
    DocumentKind.REMOVAL_APPLICATION: "移出申",
    DocumentKind.REMOVAL_DECISION: "移出",
    DocumentKind.REMOVAL_REFUSAL: "不移出",
    DocumentKind.LISTING_RESTORATION: "恢列",
    DocumentKind.LISTING_REVOCATION: "撤列",
    DocumentKind.REMOVAL_NOTICE: "移出告",
    DocumentKind.PUBLICATION_APPROVAL: "公布审",
    DocumentKind.PUBLICATION_TEXT: "公布",
    DocumentKind.ACCOUNT_APPROVAL: "查审",
    DocumentKind.ACCOUNT_QUERY_NOTICE: "协查",
    DocumentKind.REGULATOR_LETTER: "金函",
    DocumentKind.JURISDICTION_REPORT: "争报",
    DocumentKind.DESIGNATION_NOTICE: "指辖",
    DocumentKind.HANDOVER_LIST: "交",
    DocumentKind.FILE_CATALOGUE: "卷",
    DocumentKind.ASSISTANCE_LETTER: "协函",
    DocumentKind.ASSISTANCE_REPLY: "协复",
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


class VolumePack(models.TextChoices):
    """For whom the file of a case is put together (卷宗)."""

    WHOLE = "whole", _("全卷（归档）")
    POLICE = "police", _("移送公安机关")
    COURT = "court", _("申请人民法院强制执行")


class VolumeState(models.TextChoices):
    WAITING = "waiting", _("等待制作")
    MAKING = "making", _("正在制作")
    READY = "ready", _("可以下载")
    FAILED = "failed", _("制作失败")
