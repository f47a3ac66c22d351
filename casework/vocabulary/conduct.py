"""Words of the inspection of inspectors: file reviews (案卷评查), and alerts on conduct and data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AlertFamily(models.TextChoices):
    CONDUCT = "conduct", _("可疑情形")
    QUALITY = "quality", _("数据质量")


class AlertPattern(models.TextChoices):
    """What an alert is about; how each is found stands in `workflows.oversight`."""

    CLOSED_UNPAID = "closed_unpaid", _("没有支付、没有理由即结束")
    SAVED_BY_SUSPENSION = "saved_by_suspension", _("期限将满时中止")
    SAVED_BY_EXTENSION = "saved_by_extension", _("期限将满时延长")
    LATE_EVIDENCE = "late_evidence", _("结案后添加证据")
    UNMASKED_THINLY = "unmasked_thinly", _("查看身份信息没有写明理由")
    UNMASKED_OFTEN = "unmasked_often", _("一天内查看身份信息过多")
    ACCOUNT_SHARED = "account_shared", _("一个账号同时在多处登录")
    TOO_FAST = "too_fast", _("短时间内办理过多，不可能逐件审查")
    TRANSFERRED_TWICE = "transferred_twice", _("移送两次以上")
    RETURNED_TWICE = "returned_twice", _("同一事项反复退回")
    DATES_MISSING = "dates_missing", _("缺少法定日期")
    UNPROVEN_CLOSING = "unproven_closing", _("结案没有支付凭证")
    UNPROVEN_SERVICE = "unproven_service", _("送达没有回证")
    NO_CLOCK = "no_clock", _("在办事项没有期限")
    SUMS_DIFFER = "sums_differ", _("金额前后不符")
    CHAIN_BROKEN = "chain_broken", _("办理记录被改动")


class AlertState(models.TextChoices):
    """OPEN until a supervisor marked it; CLEARED is the sweep's word on data that was put right."""

    OPEN = "open", _("待核查")
    FOLLOWED = "followed", _("继续跟进")
    EXPLAINED = "explained", _("已说明")
    CONFIRMED = "confirmed", _("已查实")
    CLEARED = "cleared", _("已补正")


class DrawnBy(models.TextChoices):
    RANDOM = "random", _("随机")
    RISK = "risk", _("按风险")


class DrawReason(models.TextChoices):
    """Why a case was drawn by risk; the points of each stand in `workflows.oversight.drawing`."""

    ALERT = "alert", _("有可疑情形")
    UNPAID = "unpaid", _("没有支付即结束")
    DELAY = "delay", _("投诉人催办过")
    DEVIATION = "deviation", _("偏离法定程序")
    EXTENDED = "extended", _("延长过期限")
    LARGE_SUM = "large_sum", _("数额较大")


class ReviewState(models.TextChoices):
    WAITING = "waiting", _("待评查")
    SUBMITTED = "submitted", _("已评查")
    REPLIED = "replied", _("承办单位已回复")
    SETTLED = "settled", _("异议已答复")


class Grade(models.TextChoices):
    EXCELLENT = "excellent", _("优秀")
    PASS = "pass", _("合格")
    FAIL = "fail", _("不合格")


class ReplyStance(models.TextChoices):
    RECTIFIED = "rectified", _("接受并整改")
    OBJECTED = "objected", _("提出异议")
