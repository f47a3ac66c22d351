"""Words of risk scores and cluster warnings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskKind(models.TextChoices):
    """What is scored."""

    EMPLOYER = "employer", _("用人单位")
    PROJECT = "project", _("工程项目")


class RiskBand(models.TextChoices):
    """Bands of the score; where they begin are thresholds of the law book."""

    HIGH = "high", _("高风险")
    MIDDLE = "middle", _("中风险")
    LOW = "low", _("低风险")


class ClusterKind(models.TextChoices):
    """What complaints gather on."""

    EMPLOYER = "employer", _("用人单位")
    PROJECT = "project", _("工程项目")
    CHAIN = "chain", _("承包链")
