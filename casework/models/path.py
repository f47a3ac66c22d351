"""The path of each case (办理路径), derived from the journal; `manage.py rebuild_paths` makes it anew."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import channels, event_kinds, industries
from casework.models.case import Case
from casework.models.division import Office
from casework.models.user import User


class PathVariant(models.Model):
    """One way a case can go: its kinds of act in order; many cases share it."""

    key = models.CharField(max_length=32, primary_key=True)
    kinds = ArrayField(models.CharField(max_length=40))

    class Meta:
        verbose_name = _("办理路径")
        verbose_name_plural = _("办理路径")

    def __str__(self) -> str:
        return self.key


class PathEdge(models.Model):
    """One step of paths: an act and the one that followed it."""

    kind = models.CharField(max_length=40, choices=event_kinds)
    next_kind = models.CharField(max_length=40, choices=event_kinds)

    class Meta:
        verbose_name = _("办理步骤")
        verbose_name_plural = _("办理步骤")
        constraints = [models.UniqueConstraint(fields=["kind", "next_kind"], name="one_edge")]

    def __str__(self) -> str:
        return f"{self.kind} > {self.next_kind}"


class CasePath(models.Model):
    """One case as it is compared with others; `seq` is the row of its journal it was read up to.

    `working_days` and `hours` run from the first act of the path to the last one.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="path"
    )
    seq = models.PositiveIntegerField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=20, choices=industries)
    channel = models.CharField(max_length=20, choices=channels, blank=True)
    filed_on = models.DateField()
    is_ended = models.BooleanField()
    variant = models.ForeignKey(
        PathVariant, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    working_days = models.PositiveIntegerField()
    hours = models.PositiveIntegerField()
    returned = models.PositiveSmallIntegerField()
    transferred = models.PositiveSmallIntegerField()
    reopened = models.PositiveSmallIntegerField()
    supplemented = models.PositiveSmallIntegerField()
    deviations = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        verbose_name = _("案件路径")
        verbose_name_plural = _("案件路径")
        indexes = [
            models.Index(fields=["variant", "case"], name="path_variant"),
            models.Index(fields=["office", "filed_on"], name="path_office"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class PathStep(models.Model):
    """How long one case took from one act to the next; `wait_hours` nobody had taken it up."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    place = models.PositiveSmallIntegerField()
    edge = models.ForeignKey(
        PathEdge, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    working_days = models.PositiveIntegerField()
    hours = models.PositiveIntegerField()
    wait_hours = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("案件步骤")
        verbose_name_plural = _("案件步骤")
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="one_step_at_a_place")
        ]
        indexes = [models.Index(fields=["edge", "case"], name="step_edge")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.place}"
