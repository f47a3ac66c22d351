"""Cluster warning (聚集预警): complaints that gather on one employer, project or chain of contractors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import cluster_kinds
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.models.party import ConstructionProject, Employer


class ClusterWarning(models.Model):
    """One gathering, from the complaint that reached the threshold until nothing new came for a window.

    `employer` is of a chain (承包链) the contractor or developer at its head. The numbers are those
    of all complaints that joined. `superior` has all counties concerned under it.
    """

    kind = models.CharField(_("对象"), max_length=10, choices=cluster_kinds)
    employer = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        ConstructionProject, null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    superior = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("预警时间"))
    grew_at = models.DateTimeField(_("最近增加"))
    complaints_n = models.PositiveIntegerField(_("投诉件数"))
    workers_n = models.PositiveIntegerField(_("工人人数"))
    counties_n = models.PositiveIntegerField(_("县区数"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("聚集预警")
        verbose_name_plural = _("聚集预警")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=False, project__isnull=True)
                | Q(employer__isnull=True, project__isnull=False),
                name="cluster_one_subject",
            ),
            models.UniqueConstraint(
                fields=["kind", "employer"], name="one_cluster_per_employer",
                condition=Q(ended_at__isnull=True, employer__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "project"], name="one_cluster_per_project",
                condition=Q(ended_at__isnull=True, project__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-grew_at", "-id"], name="cluster_recent")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"

    @property
    def title(self) -> str:
        """The name of what they gather on."""
        return str(self.employer or self.project)


class ClusterComplaint(models.Model):
    """One complaint of a gathering, with the office that had it when it joined."""

    cluster = models.ForeignKey(ClusterWarning, on_delete=models.PROTECT, related_name="members")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="gatherings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        verbose_name = _("聚集的投诉")
        verbose_name_plural = _("聚集的投诉")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "complaint"], name="once_in_a_cluster")
        ]
        indexes = [models.Index(fields=["office", "cluster"], name="cluster_office")]

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.complaint_id}"


class ClusterGrowth(models.Model):
    """What a gathering came to each time it grew (append-only: triggers refuse UPDATE and DELETE)."""

    cluster = models.ForeignKey(ClusterWarning, on_delete=models.PROTECT, related_name="growths")
    at = models.DateTimeField(_("时间"))
    complaints_n = models.PositiveIntegerField(_("投诉件数"))
    workers_n = models.PositiveIntegerField(_("工人人数"))
    counties_n = models.PositiveIntegerField(_("县区数"))
    added = models.PositiveIntegerField(_("新增件数"))
    superior = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("聚集变化")
        verbose_name_plural = _("聚集变化")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.cluster_id} {self.complaints_n}"
