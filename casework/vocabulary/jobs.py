"""Long works (长任务): what they are and how far they are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobKind(models.TextChoices):
    """One member per function registered with `workflows.jobs.job`."""

    CLUES = "clues", _("导入线索文件")
    FIGURE_REPORT = "figure_report", _("统计报告")
    SUPERVISION = "supervision", _("督办单")
    DESK_TABLE = "desk_table", _("导出我的案件")
    ALERTS = "alerts", _("监督预警")
    REVIEW = "review", _("案卷评查")
    DESK_PRINT = "desk_print", _("一起打印文书")
    CALENDAR = "calendar", _("按放假安排重算期限")


class JobState(models.TextChoices):
    QUEUED = "queued", _("等待处理")
    RUNNING = "running", _("正在处理")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有完成")
    CANCELLED = "cancelled", _("已取消")
