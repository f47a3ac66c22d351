"""Lists that left the system as a file: who, when, which list, which conditions, how many rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models.user import User


class ListExport(models.Model):
    """One export of a list, kept for whoever audits; append-only. `query` holds no person's data:
    the conditions of the address without the text that was looked for."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="list_exports")
    at = models.DateTimeField(_("时间"), default=clock.now)
    what = models.CharField(_("清单"), max_length=20)
    query = models.CharField(_("条件"), max_length=400, blank=True)
    rows = models.PositiveIntegerField(_("行数"))

    class Meta:
        verbose_name = _("清单导出")
        verbose_name_plural = _("清单导出")
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-at"], name="list_export_user")]

    def __str__(self) -> str:
        return f"{self.user} {self.what} {self.rows}"
