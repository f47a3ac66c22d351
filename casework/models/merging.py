"""Merging of duplicate employers (单位档案合并): what was moved, so that it can be put back exactly."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.party import Employer
from casework.models.user import User


class EmployerMerge(models.Model):
    """One merge: `dropped` points to `kept` from now on. `moved`: "app.Model.field" -> row ids."""

    kept = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    dropped = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    reason = models.CharField(_("理由"), max_length=300)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undo_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("单位档案合并")
        verbose_name_plural = _("单位档案合并")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dropped"], condition=Q(undone_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dropped} → {self.kept}"
