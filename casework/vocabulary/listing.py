"""Words of the list of dishonest employers (失信联合惩戒名单) and of publication (社会公布)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingState(models.TextChoices):
    """One party of a listing (失信联合惩戒当事人), law.md B1.3."""

    CANDIDATE = "candidate", _("拟列入")
    NOTIFIED = "notified", _("已告知")
    OBJECTED = "objected", _("有异议待核实")
    DROPPED = "dropped", _("不再列入")
    NOT_LISTED = "not_listed", _("不予列入")
    LISTED = "listed", _("已列入")
    PUBLISHED = "published", _("已公布")
    REMOVAL_REQUESTED = "removal_requested", _("申请提前移出")
    REMOVAL_REFUSED = "removal_refused", _("不予提前移出")
    REMOVED_EARLY = "removed_early", _("已提前移出")
    REVOKED = "revoked", _("列入已撤销")
    EXPIRED = "expired", _("列入期满")
    CLEARED = "cleared", _("已停止公布")


class ListingGround(models.TextChoices):
    """Why an employer may be listed (Order 45 art. 5)."""

    AMOUNT = "amount", _("数额达到认定标准")
    INCIDENT = "incident", _("引发群体性事件、极端事件，社会影响恶劣")


class PartyKind(models.TextChoices):
    """Whom a listing is about (当事人), Order 45 art. 5."""

    EMPLOYER = "employer", _("用人单位")
    LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
    PRINCIPAL = "principal", _("主要负责人")
    MANAGER = "manager", _("直接负责的主管人员")
    OTHER = "other", _("其他直接责任人员")
    GIVER = "giver", _("违法发包、分包的单位")
    TAKER = "taker", _("违法承包的组织或者个人")


class PartyPaperKind(models.TextChoices):
    """What a party handed in (当事人提交的书面材料)."""

    OBJECTION = "objection", _("书面异议")
    COMMENT = "comment", _("逾期意见")
    PROMISE = "promise", _("书面信用承诺")
    REMOVAL = "removal", _("提前移出申请")


class BarKind(models.TextChoices):
    """What bars early removal beside new arrears (Order 45 art. 13 (2), (3))."""

    CRIMINAL = "criminal", _("涉嫌犯罪正在刑事诉讼期间或者已被追究刑事责任")
    OTHER = "other", _("法律、行政法规和党中央、国务院政策文件规定的其他情形")


class SiteKind(models.TextChoices):
    """Where a listing is shown (公布、共享的网站和平台), Order 45 arts. 9, 10, 17."""

    OWN = "own", _("本机关门户网站")
    PLATFORM = "platform", _("同级信用信息共享平台")
    OTHER = "other", _("其他网站")


class PublicationState(models.TextChoices):
    """Publication of a serious violation (社会公布), law.md B1.6."""

    SELECTED = "selected", _("拟公布")
    APPROVED = "approved", _("已批准公布")
    PUBLISHED = "published", _("已公布")
    OBJECTED = "objected", _("有异议待核实")
    KEPT = "kept", _("维持公布")
    CORRECTED = "corrected", _("已更正")
    WITHDRAWN = "withdrawn", _("已撤回公布")


class PublicationGround(models.TextChoices):
    """What must be published (Order 29 art. 5)."""

    ARREARS = "arrears", _("克扣、无故拖欠劳动报酬，数额较大")
    REFERRED = "referred", _("拒不支付劳动报酬，移送司法机关追究刑事责任")
    INSURANCE = "insurance", _("不依法参加社会保险或者不依法缴纳社会保险费，情节严重")
    HOURS = "hours", _("违反工作时间和休息休假规定，情节严重")
    PROTECTED = "protected", _("违反女职工和未成年工特殊劳动保护规定，情节严重")
    CHILD = "child", _("违反禁止使用童工规定")
    EFFECT = "effect", _("因劳动保障违法行为造成严重不良社会影响")
    OTHER = "other", _("其他重大劳动保障违法行为")
