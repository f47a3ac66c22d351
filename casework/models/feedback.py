"""What the complainant says of the handling: a complaint about delay (催办), and satisfaction."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.fields import EncryptedTextField
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.models.reply import OwedReply
from casework.models.user import User

LEAST_SCORE, MOST_SCORE = 1, 5


class DelayComplaint(OwedReply):
    """A complaint about delay, straight to the office above the one that handles the matter.

    `office` is the supervising office that answers by `due_on`; `about` the office complained of.
    Without `answered_at` it is open. `claim`: one worker of a group complains for himself.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="delays")
    claim = models.ForeignKey(
        "casework.WageClaim", null=True, blank=True, on_delete=models.PROTECT, related_name="delays"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="delays", verbose_name=_("督办单位")
    )
    about = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("被催办单位")
    )
    text = EncryptedTextField(_("内容"))
    made_at = models.DateTimeField(_("催办时间"))
    due_on = models.DateField(_("答复期限"))
    answer = EncryptedTextField(_("答复"), blank=True, default="")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("答复人"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("催办")
        verbose_name_plural = _("催办")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["office", "due_on", "id"], name="delay_open",
                         condition=Q(answered_at__isnull=True)),
            models.Index(fields=["next_mark_at", "id"], name="delay_next_mark",
                         condition=Q(answered_at__isnull=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.made_at:%F}"


class Satisfaction(models.Model):
    """How content the complainant is (满意度), 1 to 5 and words; once, after the result was told.

    `office` is the one that handled the matter. A worker of a group (`claim`) speaks for himself.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="satisfactions")
    claim = models.ForeignKey(
        "casework.WageClaim", null=True, blank=True, on_delete=models.PROTECT,
        related_name="satisfactions",
    )  # fmt: skip
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="satisfactions")
    score = models.PositiveSmallIntegerField(_("评分"))
    text = EncryptedTextField(_("意见"), blank=True, default="")
    given_at = models.DateTimeField(_("评价时间"))

    class Meta:
        verbose_name = _("满意度评价")
        verbose_name_plural = _("满意度评价")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "claim"], name="satisfaction_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(score__gte=LEAST_SCORE, score__lte=MOST_SCORE),
                name="satisfaction_score",
            ),
        ]
        indexes = [models.Index(fields=["office", "given_at"], name="satisfaction_office")]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.score}"
