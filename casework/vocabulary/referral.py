"""Words of the referral of a suspected crime (涉嫌犯罪移送), law.md B1.5."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    """Referral to the police, from the team to the judgment."""

    TEAMED = "teamed", _("已成立专案组")
    REPORTED = "reported", _("已提出移送报告")
    APPROVED = "approved", _("已批准移送")
    NOT_APPROVED = "not_approved", _("不批准移送")
    SENT = "sent", _("已移送公安机关")
    RECEIVED = "received", _("公安机关已签收")
    FORWARDED = "forwarded", _("已转其他公安机关")
    SUPPLEMENT = "supplement", _("公安机关要求补充材料")
    FILED_BY_POLICE = "filed_by_police", _("公安机关已立案")
    HANDED_OVER = "handed_over", _("材料已移交")
    DECLINED = "declined", _("公安机关不予立案")
    OVERDUE_POLICE = "overdue_police", _("公安机关逾期未决定")
    RECONSIDERING = "reconsidering", _("提请复议中")
    RECON_DENIED = "recon_denied", _("复议维持不予立案")
    SUPERVISION = "supervision", _("已建议立案监督")
    EXPLAINED = "explained", _("公安机关已说明理由")
    SUPERVISION_CLOSED = "supervision_closed", _("立案监督终结")
    RETURNED = "returned", _("依法继续行政处理")
    RETURNED_BY_POLICE = "returned_by_police", _("公安机关移回")
    PROSECUTED = "prosecuted", _("已提起公诉")
    JUDGED = "judged", _("已判决")


class ReferralGround(models.TextChoices):
    """How the employer was ordered to pay (法释〔2013〕3号 art. 4)."""

    ORDERED = "ordered", _("责令支付文书已送达，期满仍不支付")
    FUGITIVE = "fugitive", _("逃匿，责令支付文书已张贴并拍照、录像")


class MaterialKind(models.TextChoices):
    """What goes with a referral (移送规定 art. 6; 人社部发〔2014〕100号)."""

    LETTER = "letter", _("涉嫌犯罪案件移送书")
    REPORT = "report", _("涉嫌犯罪案件情况调查报告")
    APPROVAL = "approval", _("涉嫌犯罪案件移送审批表")
    ITEMS = "items", _("涉案物品清单")
    EXPERTISE = "expertise", _("检验报告或者鉴定结论")
    ORDER = "order", _("责令支付文书")
    SERVICE = "service", _("责令支付文书的送达证明")
    STATEMENTS = "statements", _("劳动者询问笔录")
    IDENTITY = "identity", _("单位和有关人员的身份证明")
    OTHER = "other", _("其他有关涉嫌犯罪的材料")


class ExternalParty(models.TextChoices):
    """Who answers from outside; recorded by an inspector with proof."""

    POLICE = "police", _("公安机关")
    PROCURATORATE = "procuratorate", _("人民检察院")
    COURT = "court", _("人民法院")


class ReplyKind(models.TextChoices):
    """What came from police, procuratorate or court."""

    RECEIPT = "receipt", _("移送回执")
    FORWARDING = "forwarding", _("转送通知")
    SUPPLEMENT = "supplement", _("补充材料通知")
    FILING = "filing", _("立案通知")
    REFUSAL = "refusal", _("不予立案通知")
    HANDOVER = "handover", _("移交清单签收")
    RECONSIDERATION = "reconsideration", _("复议决定")
    EXPLANATION = "explanation", _("不立案理由说明")
    FILING_ORDER = "filing_order", _("通知立案书")
    SUPERVISION_RESULT = "supervision_result", _("立案监督结果")
    RETURN = "return", _("移回案件通知")
    PROSECUTION = "prosecution", _("起诉书")
    JUDGMENT = "judgment", _("判决书")
