"""Comment (内部讨论): what colleagues who see a case write to each other about it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.fields import EncryptedTextField
from casework.models.case import Case
from casework.models.user import User


class Comment(models.Model):
    """One remark. Never changed: its author can take it back, then its words are shown to nobody.

    For staff who see the case alone: it is no part of the file and leaves the office by no way.
    `mentions` are ids of the users named with @, fixed when it was written.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(_("内容"))
    mentions: models.Field[list[int], list[int]] = ArrayField(
        models.BigIntegerField(), default=list, blank=True
    )
    written_at = models.DateTimeField(_("时间"))
    retracted_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("内部讨论")
        verbose_name_plural = _("内部讨论")
        indexes = [models.Index(fields=["case", "-id"], name="comment_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"
