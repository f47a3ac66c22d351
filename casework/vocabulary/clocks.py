"""Words of deadlines."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    YEARS = "years", _("年")


class ClockMoveCause(models.TextChoices):
    """Why a last day moved without an act on the case."""

    NOTICE = "notice", _("放假安排通知")
    RULES = "rules", _("改用另一日的规则")
