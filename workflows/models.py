"""Desks: viewflow processes and tasks on our own tables, with the columns a desk is listed by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask

from casework.choices import roles
from casework.models import Branch, Case, Complaint, Office, WithdrawalRequest


class DeskProcess(AbstractProcess):
    """One run of a flow about one complaint, case, branch of a case or withdrawal request."""

    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )
    withdrawal = models.ForeignKey(
        WithdrawalRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )

    branch = models.ForeignKey(
        Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )

    class Meta:
        verbose_name = _("办理流程")
        verbose_name_plural = _("办理流程")

    @property
    def subject(self) -> Complaint | Case | Branch:
        """What this run is about: a branch of a case, a case, or a complaint."""
        found = self.branch or self.case or self.complaint
        assert found is not None
        return found


class DeskTask(AbstractTask):
    """One task on a desk: which office, which role, whose, since when, by when.

    `due_on` is derived (the earliest running deadline of the dossier) so that a desk of any length
    is read from one index. `came_from` is the one task before it: our flows neither join nor undo,
    so viewflow's many-to-many `previous` stays empty and costs no statement.
    """

    process = models.ForeignKey(DeskProcess, on_delete=models.PROTECT, related_name="tasks")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT,
        related_name="desk_tasks",
    )  # fmt: skip
    node = models.CharField(max_length=40)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_tasks"
    )
    role = models.CharField(max_length=20, choices=roles, blank=True)
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_tasks"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_tasks"
    )
    branch = models.ForeignKey(
        Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_tasks"
    )
    due_on = models.DateField(_("期限"), null=True, blank=True)
    came_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="led_to"
    )
    outcome = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        indexes = [
            models.Index(fields=["office", "due_on", "id"], name="desk_of_office",
                         condition=Q(finished__isnull=True)),
            models.Index(fields=["owner", "due_on", "id"], name="desk_of_owner",
                         condition=Q(finished__isnull=True)),
            models.Index(fields=["complaint"], name="desk_of_complaint",
                         condition=Q(finished__isnull=True)),
            models.Index(fields=["case"], name="desk_of_case",
                         condition=Q(finished__isnull=True)),
            models.Index(fields=["branch"], name="desk_of_branch",
                         condition=Q(finished__isnull=True)),
        ]  # fmt: skip

    @property
    def subject(self) -> Complaint | Case:
        found = self.case or self.complaint
        assert found is not None
        return found
