"""What complaint and case have in common: an owner office, a journal head, a next due day."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import industries
from casework.models.division import Office
from casework.models.party import ConstructionProject, Employer


class Dossier(models.Model):
    """A record with a journal chain. `last_seq` is also the version shown in forms.

    `last_seq` and `last_hash` are written by `casework.journal.record()` alone; `next_due_on` is
    derived from the running deadlines by `workflows.deadlines`.
    """

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("承办单位")
    )
    employer = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    employer_name = models.CharField(_("被投诉单位"), max_length=120, blank=True)
    project = models.ForeignKey(
        ConstructionProject, null=True, blank=True, on_delete=models.PROTECT,
        related_name="%(class)ss",
    )  # fmt: skip
    industry = models.CharField(_("行业"), max_length=20, choices=industries)
    worker_count = models.PositiveIntegerField(_("涉及人数"), default=0)
    claimed_yuan = models.DecimalField(_("申报金额"), max_digits=14, decimal_places=2, default=0)
    last_seq = models.PositiveIntegerField(default=0, editable=False)
    last_hash = models.CharField(max_length=64, default="", editable=False)
    next_due_on = models.DateField(_("最近期限"), null=True, blank=True)
    rules_on = models.DateField(
        _("适用规则的日期"), null=True, blank=True,
        help_text=_("空：立案（接收）之日；只由 move_rules 命令改变。"),
    )  # fmt: skip

    recused: models.Field[list[int], list[int]] = ArrayField(
        models.BigIntegerField(), default=list, blank=True, editable=False
    )
    """Ids of the people who may not act here any more (回避); their earlier acts stay listed."""

    class Meta:
        abstract = True

    STREAM = ""
    KIND = ""
    STEP_FIELDS: tuple[str, ...] = ()

    @property
    def dossier(self) -> Self:
        """The record whose row is locked and whose journal is written: itself."""
        return self

    @property
    def title(self) -> str:
        raise NotImplementedError

    @property
    def began_on(self) -> date:
        """Day on which the matter began: the rules in force then stay with it."""
        raise NotImplementedError

    @property
    def rules_day(self) -> date:
        """Day whose rules this dossier runs on."""
        return self.rules_on or self.began_on

    def save_step(self) -> None:
        """Write what an action may have changed, by one UPDATE; encrypted columns stay untouched."""
        self.save(update_fields=self.STEP_FIELDS)
