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
    REFERRAL_APPROVAL = "referral_approval", _("涉嫌犯罪案件移送审批表")
    REFERRAL_LETTER = "referral_letter", _("涉嫌犯罪案件移送书")
    REFERRAL_REPORT = "referral_report", _("涉嫌犯罪案件情况调查报告")
    REFERRAL_LIST = "referral_list", _("涉嫌犯罪案件移送材料清单")
    REFERRAL_RECEIPT = "referral_receipt", _("涉嫌犯罪案件移送回执")
    POLICE_RECONSIDER = "police_reconsider", _("提请复议书")
    SUPERVISION_REQUEST = "supervision_request", _("建议立案监督函")
    ACCOUNT_APPROVAL = "account_approval", _("查询金融账户审批表")
    ACCOUNT_QUERY_NOTICE = "account_query_notice", _("协助查询通知书")
    REGULATOR_LETTER = "regulator_letter", _("协助机构拒绝查询情况告知函")


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
    DocumentKind.REFERRAL_APPROVAL: "移审",
    DocumentKind.REFERRAL_LETTER: "移",
    DocumentKind.REFERRAL_REPORT: "移报",
    DocumentKind.REFERRAL_LIST: "移单",
    DocumentKind.REFERRAL_RECEIPT: "移回",
    DocumentKind.POLICE_RECONSIDER: "提复",
    DocumentKind.SUPERVISION_REQUEST: "监督",
    DocumentKind.ACCOUNT_APPROVAL: "查审",
    DocumentKind.ACCOUNT_QUERY_NOTICE: "协查",
    DocumentKind.REGULATOR_LETTER: "金函",
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
