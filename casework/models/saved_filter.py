"""A filter of the desk that its owner gave a name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.user import User


class SavedFilter(models.Model):
    """A named filter: `query` is the query of the address, without search text and page."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_filters")
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(max_length=400)
    is_default = models.BooleanField(_("打开时默认使用"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("保存的筛选")
        verbose_name_plural = _("保存的筛选")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="one_filter_of_a_name"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="one_default_filter"
            ),
        ]

    def __str__(self) -> str:
        return self.name
