"""Words of the decision, of remedies against it, of enforcement, and of what stands beside a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeScope(models.TextChoices):
    """What a prior notice (事先告知) announces."""

    HANDLING = "handling", _("行政处理")
    PENALTY = "penalty", _("行政处罚")
    BOTH = "both", _("行政处理和行政处罚")


class DecisionKind(models.TextChoices):
    HANDLING = "handling", _("行政处理决定")
    PENALTY = "penalty", _("行政处罚决定")


class StatementAnswer(models.TextChoices):
    """What becomes of a statement (陈述申辩复核)."""

    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    NOT_ADOPTED = "not_adopted", _("不采纳")


class ReviewResult(models.TextChoices):
    """Opinion of the legal review (法制审核)."""

    PASSED = "passed", _("审核通过")
    RETURNED = "returned", _("退回修改")


class AppealKind(models.TextChoices):
    RECONSIDERATION = "reconsideration", _("行政复议")
    SUIT = "suit", _("行政诉讼")


class AppealOutcome(models.TextChoices):
    PENDING = "pending", _("审理中")
    UPHELD = "upheld", _("维持或者驳回")
    WITHDRAWN = "withdrawn", _("申请人撤回")
    REDO = "redo", _("撤销并责令重新作出")
    ANNULLED = "annulled", _("撤销")


class CourtResult(models.TextChoices):
    """What the court did with an application for enforcement (申请强制执行)."""

    GRANTED = "granted", _("裁定准予执行")
    EXECUTED = "executed", _("执行完毕")
    ENDED = "ended", _("终结执行")
    REFUSED = "refused", _("不予受理或者不准予执行")


class RecusalAsker(models.TextChoices):
    """On whose word a recusal (回避) is asked."""

    OFFICER = "officer", _("办案人员本人")
    COMPLAINANT = "complainant", _("投诉人")
    EMPLOYER = "employer", _("被投诉单位")


class SummonsChannel(models.TextChoices):
    """By which provable channel the responsible person was told to come (人社部发〔2014〕100号)."""

    WRITTEN = "written", _("书面通知")
    PHONE = "phone", _("电话（有录音）")
    SMS = "sms", _("短信")


class SummonsReceipt(models.TextChoices):
    """How far it is proved that the summons arrived."""

    SENT = "sent", _("已发出，未见送达")
    DELIVERED = "delivered", _("有送达凭证")
    ANSWERED = "answered", _("对方有回应")
