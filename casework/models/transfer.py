"""Transfer (移送): which authority asked which other to take a matter over, and who decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import transfer_states
from casework.fields import StateField
from casework.models.case import Case
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.models.user import User
from casework.vocabulary import OPEN_TRANSFER, TransferState


class Transfer(models.Model):
    """Jurisdiction transfer (管辖移送) of a complaint, or of a filed case, law.md B1.4.

    `from_office` stays the owner until another office has accepted. While a dispute is open,
    `superior` is the common superior that designates; `designated` may not refuse.
    """

    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="transfers"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="transfers"
    )
    from_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="transfers_out")
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="transfers_in")
    hop = models.PositiveSmallIntegerField(_("第几次移送"))
    state = StateField(default=TransferState.PROPOSED, choices=transfer_states)
    reason = models.CharField(_("移送理由"), max_length=200)
    answer = models.CharField(_("答复理由"), max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="designations",
        verbose_name=_("共同的上一级"),
    )  # fmt: skip
    designated = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("指定的管辖机构"),
    )  # fmt: skip
    designation_reason = models.CharField(_("指定理由"), max_length=200, blank=True)
    designated_at = models.DateTimeField(null=True, blank=True)
    designated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("移送")
        verbose_name_plural = _("移送")
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=False) ^ Q(case__isnull=False),
                name="transfer_of_one_matter",
            ),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(state__in=[str(state) for state in OPEN_TRANSFER]),
                name="one_open_transfer",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[str(state) for state in OPEN_TRANSFER]),
                name="one_open_case_transfer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_office} → {self.to_office}"

    @property
    def is_open(self) -> bool:
        """Is it still undecided who has the matter?"""
        return self.state in OPEN_TRANSFER

    @property
    def receiver_id(self) -> int:
        """Id of the office that is to answer: the one designated, else the one asked."""
        return self.designated_id or self.to_office_id

    @property
    def receiver(self) -> Office:
        """The office that is to answer."""
        return self.designated or self.to_office
