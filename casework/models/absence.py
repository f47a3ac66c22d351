"""Absence (外出、休假) of a member of staff, and who stands in meanwhile (代办)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models.division import Office
from casework.models.user import User


class Absence(models.Model):
    """One span of days, both inclusive (Asia/Shanghai), in which `substitute` acts for `user`.

    The substitute sees the tasks and may act where the absent inspector may; each act says for whom.
    An absence is ended, never deleted: who stood in when is part of how a case was handled.
    """

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="absences", verbose_name=_("不在岗人员")
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="stands_in", verbose_name=_("代办人")
    )
    from_on = models.DateField(_("起始日期"))
    until_on = models.DateField(_("终止日期"))
    reason = models.CharField(_("理由"), max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("提前结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("不在岗")
        verbose_name_plural = _("不在岗")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(user=F("substitute")), name="nobody_stands_in_for_oneself"
            ),
        ]
        indexes = [
            models.Index(fields=["substitute", "until_on"], name="absence_of_substitute",
                         condition=Q(ended_at__isnull=True)),
            models.Index(fields=["user", "until_on"], name="absence_of_user",
                         condition=Q(ended_at__isnull=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} {self.from_on}–{self.until_on}"

    @classmethod
    def on(cls, day: date) -> QuerySet[Absence]:
        """The absences that hold on `day`."""
        return cls._default_manager.filter(
            ended_at__isnull=True, from_on__lte=day, until_on__gte=day
        )
