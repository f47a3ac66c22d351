"""Legal documents (文书), their gap-free numbers, and the record of service (送达回证)."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from casework.choices import document_kinds, document_states, payer_kinds, service_modes
from casework.models.branch import Branch
from casework.models.case import Case
from casework.models.claim import WageClaim
from casework.models.complaint import Complaint
from casework.models.division import Office
from casework.models.evidence import Evidence
from casework.models.user import User
from casework.vocabulary import DocumentState


class NumberSequence(models.Model):
    """The last number issued per authority × document kind × year; the row is locked at issue."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("文号序列")
        verbose_name_plural = _("文号序列")
        constraints = [
            models.UniqueConstraint(fields=["office", "word", "year"], name="one_sequence")
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.year}: {self.last}"


class Document(models.Model):
    """One legal document. The number comes at issue; a void document keeps its number."""

    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    branch = models.ForeignKey(
        Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=document_kinds)
    number = models.CharField(_("文号"), max_length=60, null=True, blank=True, unique=True)
    state = models.CharField(max_length=8, choices=document_states, default=DocumentState.DRAFT)
    facts = models.JSONField(default=dict)
    payer = models.CharField(_("支付主体"), max_length=20, choices=payer_kinds, blank=True)
    term_days = models.PositiveSmallIntegerField(_("改正期限（日）"), null=True, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    version = models.PositiveSmallIntegerField(_("稿次"), default=1)
    void_reason = models.CharField(_("作废理由"), max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True) | ~Q(state="draft"),
                name="draft_has_no_number",
            )
        ]
        # People name a document by the end of its number: 〔2026〕12号.
        indexes = [
            models.Index(OpClass(Reverse("number"), "text_pattern_ops"), name="document_number_end")
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_kind_display())


class DocumentSignature(models.Model):
    """One inspector's name under a document that needs two (Order 423 art. 16)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("文书签名")
        verbose_name_plural = _("文书签名")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "user"], name="one_signature_each")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.user}"


class OrderLine(models.Model):
    """One worker's amount in an order to pay (指令书逐人附表), in yuan."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="lines")
    claim = models.ForeignKey(WageClaim, on_delete=models.PROTECT, related_name="order_lines")
    amount_yuan = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("指令书附表")
        verbose_name_plural = _("指令书附表")
        constraints = [
            models.UniqueConstraint(fields=["document", "claim"], name="one_line_per_claim")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.claim_id}"


class ServiceRecord(models.Model):
    """Record of service (送达回证). The term of an order runs from `served_on`."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="services")
    mode = models.CharField(_("送达方式"), max_length=16, choices=service_modes)
    served_on = models.DateField(_("送达日期"))
    place = models.CharField(_("送达地点"), max_length=160)
    receiver = models.CharField(_("受送达人"), max_length=60)
    relation = models.CharField(_("与受送达人关系"), max_length=40, blank=True)
    witnesses = models.CharField(_("见证人"), max_length=100, blank=True)
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("送达回证")
        verbose_name_plural = _("送达回证")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.document} {self.served_on}"
