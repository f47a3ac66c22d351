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
    USER_UNIT = "user_unit", _("用工单位")
    LICENCE_LENDER = "licence_lender", _("被挂靠单位")
    INVESTOR = "investor", _("合伙人或者出资人")
    SUCCESSOR = "successor", _("合并、分立后的单位")
    SPECIAL_ACCOUNT = "special_account", _("农民工工资专用账户")


class PaymentMethod(models.TextChoices):
    BANK = "bank", _("银行转账")
    SPECIAL_ACCOUNT = "special_account", _("工资专户代发")
    CASH = "cash", _("现金（签收）")
    MOBILE = "mobile", _("手机支付")


class ReceiptAnswer(models.TextChoices):
    """What the worker says of a recorded payment."""

    CONFIRMED = "confirmed", _("已收到")
    DISPUTED = "disputed", _("没有收到或数目不对")


class ExtraReason(models.TextChoices):
    """Why money is on record beside the claims, scenario 15 of law.md."""

    OVER_PAYMENT = "over_payment", _("超出核实金额")
    NOT_LISTED = "not_listed", _("收款人不在名单")


class AccountKind(models.TextChoices):
    """Money set aside for the wages of a project, Order 724 arts. 26, 32."""

    SPECIAL_ACCOUNT = "special_account", _("农民工工资专用账户")
    DEPOSIT = "deposit", _("工资保证金")


class PayBasis(models.TextChoices):
    """How pay is counted in the computation aid (工资计算)."""

    DAYS = "days", _("计时：天数 × 日工资")
    PIECES = "pieces", _("计件：件数 × 单价")
    MONTHS = "months", _("月薪：月数 × 月工资")
