"""Evidence (证据): a stored file with its hash, who added it and when."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import evidence_kinds
from casework.files.images import DRAWN
from casework.models.case import Case
from casework.models.complaint import Complaint
from casework.models.user import User


def storage_path(instance: Evidence, filename: str) -> str:
    """A name that says nothing of the person: the uploaded name is kept in a column only."""
    return f"evidence/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """One file of proof. Added, never replaced; `sha256` is taken while it is stored."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="evidence")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(_("种类"), max_length=16, choices=evidence_kinds)
    file = models.FileField(upload_to=storage_path, max_length=120)
    original_name = models.CharField(_("文件名"), max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    from_employer = models.BooleanField(_("单位提交"), default=False)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(
        _("经度"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    accuracy_m = models.PositiveIntegerField(_("定位精度（米）"), null=True, blank=True)
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("证据")
        verbose_name_plural = _("证据")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_picture(self) -> bool:
        """Can every browser draw it, and we make a small copy of it?"""
        return self.content_type in DRAWN
