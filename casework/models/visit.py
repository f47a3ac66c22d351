"""Visit (现场检查): two inspectors at one place at one time; what is drawn by hand there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.choices import signer_roles, visit_states
from casework.models.case import Case
from casework.models.division import Office
from casework.models.document import Document
from casework.models.user import User
from casework.vocabulary import VisitState


class Visit(models.Model):
    """One planned inspection of a site, by the two inspectors of its case.

    `day`, `starts` and `ends` are local (Asia/Shanghai). A visit is called off, never deleted; what
    is found stands in the records and the evidence. Law: Order 423 arts. 13-16.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="visits")
    state = models.CharField(
        _("状态"), max_length=12, choices=visit_states, default=VisitState.PLANNED
    )
    day = models.DateField(_("日期"))
    starts = models.TimeField(_("开始时间"))
    ends = models.TimeField(_("结束时间"))
    place = models.CharField(_("地点"), max_length=160)
    purpose = models.CharField(_("检查事项"), max_length=200)
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(_("到达时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    outcome = models.CharField(_("检查结果"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("现场检查")
        verbose_name_plural = _("现场检查")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="visit_has_a_length"),
            models.CheckConstraint(
                condition=~Q(lead=F("second")), name="visit_takes_two_inspectors"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "day", "starts"], name="visit_of_office"),
            models.Index(fields=["lead", "day"], name="visit_of_lead"),
            models.Index(fields=["second", "day"], name="visit_of_second"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.day}"


def signature_path(instance: DrawnSignature, filename: str) -> str:
    """A name that says nothing of the person."""
    return f"signatures/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}.png"


class DrawnSignature(models.Model):
    """A name written on the screen under a record (现场手写签名).

    Of an inspector it is the picture beside the own act of signing, never in its place: a colleague's
    device may hold it, so `DocumentSignature` alone counts. Of the person heard it is the signature.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="drawn")
    role = models.CharField(_("签名人身份"), max_length=12, choices=signer_roles)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("姓名"), max_length=40)
    image = models.FileField(upload_to=signature_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    device_of = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("在谁的设备上")
    )

    class Meta:
        verbose_name = _("手写签名")
        verbose_name_plural = _("手写签名")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "role", "name"], name="one_drawn_name")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.name}"
