"""What passes between complainant and office: drafts, messages, one-time codes, wrong tries."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import languages, message_kinds
from casework.fields import EncryptedJSONField, EncryptedTextField
from casework.models.complaint import Complaint
from casework.models.user import User
from casework.vocabulary.people import ASKING

WAITING = Q(author__isnull=True, answered_at__isnull=True, kind__in=ASKING)
"""Messages of complainants that nobody has answered yet."""


def draft_path(instance: DraftFile, filename: str) -> str:
    return f"drafts/{instance.draft_id}/{uuid.uuid4().hex}"


class IntakeDraft(models.Model):
    """A filing not yet sent (草稿), kept on the server under a token that only the phone holds."""

    token_hash = models.CharField(max_length=64, unique=True)
    data = EncryptedJSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    complaint = models.ForeignKey(Complaint, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("投诉草稿")
        verbose_name_plural = _("投诉草稿")

    def __str__(self) -> str:
        return str(self.pk)


class DraftFile(models.Model):
    """A photo or recording that belongs to a draft until it is sent."""

    draft = models.ForeignKey(IntakeDraft, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=draft_path, max_length=120)
    original_name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("草稿附件")
        verbose_name_plural = _("草稿附件")

    def __str__(self) -> str:
        return self.original_name


class Message(models.Model):
    """A message between the complainant and the office (留言); without an author the complainant's.

    `claim` names the worker of a group whose own thread it is; the other threads are of the whole
    complaint (its representative). Written by `workflows.actions.messages` alone, except `told_at`:
    when the relay told the other side (short message sent, notice laid in the inbox).
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="messages")
    claim = models.ForeignKey(
        "casework.WageClaim", null=True, blank=True, on_delete=models.PROTECT,
        related_name="messages",
    )  # fmt: skip
    kind = models.CharField(max_length=12, choices=message_kinds)
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = EncryptedTextField(_("内容"), blank=True)
    files = models.ManyToManyField("casework.Evidence", related_name="messages", blank=True)
    sent_at = models.DateTimeField(_("发出时间"))
    told_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("看过时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    late_at = models.DateTimeField(_("标记未答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = _("留言")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["sent_at", "id"], name="message_waiting", condition=WAITING),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.sent_at:%F}"


class OneTimeCode(models.Model):
    """A code for a phone (短信验证码). `phone` and `code` are emptied once the message is sent."""

    phone_index = models.CharField(max_length=64, db_index=True)
    phone = EncryptedTextField(blank=True, default="")
    code = EncryptedTextField(blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    language = models.CharField(max_length=10, choices=languages, default="zh-hans")
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("短信验证码")
        verbose_name_plural = _("短信验证码")

    def __str__(self) -> str:
        return str(self.pk)


class FailedLookup(models.Model):
    """Wrong tries at a tracking number or from an address: the wait grows with the count."""

    key = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField()

    class Meta:
        verbose_name = _("查询失败记录")
        verbose_name_plural = _("查询失败记录")

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
