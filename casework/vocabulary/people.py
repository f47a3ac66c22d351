"""Where, who, through which door, in which trade."""

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


class EmployerRole(models.TextChoices):
    """What the accused unit is on a site or on a platform (新就业形态); empty: ordinary or unknown."""

    PLATFORM_PARTNER = "platform_partner", _("平台合作用工企业")
    PLATFORM = "platform", _("平台企业")
    GENERAL_CONTRACTOR = "general_contractor", _("施工总承包单位")
    SUBCONTRACTOR = "subcontractor", _("分包单位")
    DEVELOPER = "developer", _("建设单位")
    DISPATCHER = "dispatcher", _("劳务派遣单位")


class MessageKind(models.TextChoices):
    MESSAGE = "message", _("一般留言")
    CORRECTION = "correction", _("更正信息")
    FILES = "files", _("材料")
    STAFF_REPLY = "staff_reply", _("工作人员回复")


ASKING = ("message", "correction")
"""Kinds of messages the complainant expects an answer to."""


class SubmissionKind(models.TextChoices):
    """What an employer sends in by its own page."""

    ANSWER = "answer", _("书面答复")
    PAYROLL = "payroll", _("工资表等材料")
    PROPOSAL = "proposal", _("支付方案")
