"""Picture: what is derived from a photo once: a small copy without metadata, its size, time and place."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.evidence import Evidence


def thumb_path(instance: Picture, filename: str) -> str:
    """A name that says nothing; derived files lie apart from the originals."""
    return f"thumbs/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}.jpg"


class Picture(models.Model):
    """The small copy of an exhibit and what the photo says of itself. Can be made anew at any time.

    The exhibit itself is never touched. `thumb` is empty for a file that cannot be drawn safely.
    Place in degrees (WGS 84), as the camera wrote it: a claim of the file, not a finding.
    """

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="picture")
    thumb = models.FileField(upload_to=thumb_path, max_length=120, blank=True)
    width = models.PositiveIntegerField(_("宽"), default=0)
    height = models.PositiveIntegerField(_("高"), default=0)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(
        _("经度"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("证据图片")
        verbose_name_plural = _("证据图片")

    def __str__(self) -> str:
        return str(self.evidence_id)
