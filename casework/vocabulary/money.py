"""Words of wages: findings, payers, ways of paying, answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
