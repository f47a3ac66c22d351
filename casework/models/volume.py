"""CaseVolume (卷宗): the file of a case as one PDF, made in the background and kept."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import volume_packs, volume_states
from casework.models.case import Case
from casework.models.user import User
from casework.vocabulary import VolumeState


def storage_path(instance: CaseVolume, filename: str) -> str:
    """A name that says nothing of the case."""
    return f"volumes/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}.pdf"


class CaseVolume(models.Model):
    """One PDF of a case: whole for the archive, or the parts police or court are given.

    `progress` is in percent. `is_confidential`: it holds what a report (举报) told, so it is handed
    to whoever asked for it and to the head alone. `sha256` is of the finished file.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="volumes")
    pack = models.CharField(_("用途"), max_length=10, choices=volume_packs)
    state = models.CharField(max_length=8, choices=volume_states, default=VolumeState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    is_confidential = models.BooleanField(default=False)
    file = models.FileField(upload_to=storage_path, max_length=120, blank=True)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    size = models.PositiveIntegerField(_("大小"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(_("申请时间"))
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("卷宗")
        verbose_name_plural = _("卷宗")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], name="volume_to_make",
                condition=models.Q(state__in=("waiting", "making")),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_pack_display()}"
