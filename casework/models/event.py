"""CaseEvent: the journal (办理记录), append-only and hash-chained per dossier; also the outbox."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from casework.choices import event_kinds
from casework.models.case import Case
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.models.user import User


class CurrentTransaction(Func):
    """The writing transaction's id. Readers use it to skip rows that may still be overtaken."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class CaseEvent(models.Model):
    """One act. Written only by `casework.journal.record()`; triggers refuse UPDATE and DELETE.

    `facts` holds ids, dates and amounts for showing the act, never a number that identifies a
    person. `offices` are the ids of all offices concerned, for routing live updates. `after` is how the
    dossier stood after the act (`journal.STANDING`): what it was at any moment is read from it.
    """

    complaint = models.ForeignKey(
        Complaint, null=True, on_delete=models.PROTECT, related_name="events"
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="events")
    stream = models.CharField(max_length=10)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, choices=event_kinds)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="events")
    actor_role = models.CharField(max_length=20)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="events")
    offices = ArrayField(models.BigIntegerField(), default=list)
    at = models.DateTimeField(_("时间"))
    facts = models.JSONField(default=dict)
    reason = models.TextField(_("理由"), blank=True)
    after = models.JSONField(default=dict, editable=False)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "subject_id", "seq"], name="event_seq")
        ]
        indexes = [
            models.Index(fields=["xid", "id"], name="event_order"),
            models.Index(fields=["office", "-id"], name="event_office"),
            GinIndex(fields=["offices"], name="event_offices"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.subject_id} #{self.seq} {self.kind}"


class ActionReceipt(models.Model):
    """An action done under a client-sent key, so that a repeated click or request acts once."""

    key = models.CharField(max_length=64, primary_key=True)
    action = models.CharField(max_length=40)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField(null=True)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("操作回执")
        verbose_name_plural = _("操作回执")

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
