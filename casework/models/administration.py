"""The administration log, wordings an administrator may change, and grants that take two people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.choices import admin_kinds, wording_scopes
from casework.models.division import Office
from casework.models.user import User


class AdminEntry(models.Model):
    """One act of administration; the database refuses to change or delete a row.

    `facts` hold names of fields, roles, days and numbers of versions, never a password or a phone.
    """

    at = models.DateTimeField(_("时间"), default=clock.now)
    kind = models.CharField(_("事项"), max_length=30, choices=admin_kinds)
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="admin_entries"
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("管理日志")
        verbose_name_plural = _("管理日志")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="admin_entry_user"),
            models.Index(fields=["office", "-id"], name="admin_entry_office"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Wording(models.Model):
    """One version of a text: the newest is used, an empty one brings the shipped text back.

    `key`: the event of a short message, the block of a document. `office` is empty where a text is
    everybody's. What was issued before `made_at` keeps the version of its time.
    """

    scope = models.CharField(max_length=10, choices=wording_scopes)
    key = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="zh-hans")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="wordings"
    )
    text = models.TextField(_("内容"), blank=True)
    made_at = models.DateTimeField(_("修改时间"), default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("模板")
        verbose_name_plural = _("模板")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["scope", "key", "language", "office", "-id"], name="wording_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key} {self.language} {self.pk}"


class GrantRequest(models.Model):
    """A new administrator waits for a second administrator: nobody appoints one alone."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grant_requests")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("任命申请")
        verbose_name_plural = _("任命申请")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"], condition=models.Q(decided_at__isnull=True),
                name="one_open_grant_request",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} {self.office}"
