"""Words of campaigns: scope tags, reports, supervision orders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScopeTag(models.TextChoices):
    """What a campaign is about (law.md section 6); a matter counts that fits any tag."""

    CONSTRUCTION = "construction", _("工程建设")
    NEW_FORMS = "new_forms", _("新就业形态")
    GOVERNMENT = "government", _("政府投资项目")


class ReportKind(models.TextChoices):
    """日督促、周交办、月通报; 季通报."""

    DAILY = "daily", _("日报（日督促）")
    WEEKLY = "weekly", _("周报（周交办）")
    MONTHLY = "monthly", _("月报（月调度、月通报）")
    QUARTERLY = "quarterly", _("季报（季通报）")


class SupervisionKind(models.TextChoices):
    ORDER = "order", _("督办单")
    HAND_OUT = "hand_out", _("交办清单")
