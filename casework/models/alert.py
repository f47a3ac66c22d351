"""Alerts on conduct and on data (监督预警): what was found, how it was judged, by which settings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.conduct_choices import alert_families, alert_patterns, alert_states
from casework.models.case import Case
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.models.user import User
from casework.vocabulary import AlertState


class Alert(models.Model):
    """One finding; a pattern finds the same `subject` once, however often it looks.

    `subject` names what it is about: "case:12", "complaint:3", "user:7:2026-11-25". `events` are
    the ids of the journal rows that prove it; `facts` hold days, amounts and counts, never who a
    worker is. `state` is derived from the last mark; the sweep alone writes CLEARED.
    """

    pattern = models.CharField(_("情形"), max_length=24, choices=alert_patterns)
    family = models.CharField(max_length=10, choices=alert_families)
    subject = models.CharField(max_length=60)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("有关人员"),
    )  # fmt: skip
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(_("发生时间"))
    found_at = models.DateTimeField(_("发现时间"), default=clock.now)
    facts = models.JSONField(default=dict)
    events = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(
        _("状态"), max_length=10, choices=alert_states, default=AlertState.OPEN
    )

    class Meta:
        verbose_name = _("监督预警")
        verbose_name_plural = _("监督预警")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "subject"], name="one_alert_of_a_subject")
        ]
        indexes = [
            models.Index(fields=["family", "state", "-id"], name="alert_state"),
            models.Index(fields=["office", "family", "-id"], name="alert_office"),
            models.Index(fields=["pattern", "-id"], name="alert_pattern"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern} {self.subject}"


class AlertMark(models.Model):
    """A supervisor's word on an alert, with the reason; the database refuses to change a row."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="marks")
    state = models.CharField(_("处理"), max_length=10, choices=alert_states)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        verbose_name = _("预警处理")
        verbose_name_plural = _("预警处理")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.state}"


class AlertSetting(models.Model):
    """One version of a pattern's switch and threshold; the newest counts, none is ever changed."""

    pattern = models.CharField(_("情形"), max_length=24, choices=alert_patterns)
    is_on = models.BooleanField(_("启用"), default=True)
    threshold = models.PositiveIntegerField(_("阈值"))
    reason = models.CharField(_("修改理由"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        verbose_name = _("预警设置")
        verbose_name_plural = _("预警设置")
        ordering = ["-id"]
        indexes = [models.Index(fields=["pattern", "-id"], name="alert_setting_newest")]

    def __str__(self) -> str:
        return f"{self.pattern} {self.threshold}"


class AlertSweep(models.Model):
    """One run of the sweep: up to which journal row and sign-in it looked, and what it found.

    The next run begins at `xid` and `sign_in`. `case_chain` and `complaint_chain` are the last
    dossiers whose hash chain was walked: so many a run, and from the beginning again after the last.
    """

    began_at = models.DateTimeField(_("开始时间"), default=clock.now)
    xid = models.BigIntegerField(default=0)
    sign_in = models.BigIntegerField(default=0)
    case_chain = models.BigIntegerField(default=0)
    complaint_chain = models.BigIntegerField(default=0)
    found = models.PositiveIntegerField(_("新发现"), default=0)
    cleared = models.PositiveIntegerField(_("已补正"), default=0)

    class Meta:
        verbose_name = _("监督检查")
        verbose_name_plural = _("监督检查")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.began_at:%F %T}"
