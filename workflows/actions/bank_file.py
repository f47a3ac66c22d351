"""Book a bank's payment file (银行代发文件) into the ledger, with the file itself as proof."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework.models import Evidence, Liability
from casework.models.actor import Actor
from casework.records.evidence import store, store_upload
from casework.vocabulary import EvidenceKind, PaymentMethod
from workflows.actions.done import Done
from workflows.actions.payment import Entry, book_payments
from workflows.machines.case import CaseMachine
from workflows.machines.step import require
from workflows.permissions import by_handlers


def record_bank_file(
    case: CaseMachine, *, actor: Actor, entries: Sequence[Entry], payer: str, file: UploadedFile,
    excess_reason: str = "", liability: Liability | None = None,
) -> Done:  # fmt: skip
    """Write every matched row, all or none; the rows were checked and matched by the form."""
    require(by_handlers().explain(case, actor))
    book_payments(
        case, actor=actor, entries=entries, payer=payer, method=PaymentMethod.BANK,
        proof=_stored(case, file, actor), excess_reason=excess_reason, liability=liability,
        note=_("银行代发文件 %(n)s 笔") % {"n": len(entries)},
    )  # fmt: skip
    return Done(message=_("已按银行文件登记 %(n)s 笔支付。") % {"n": len(entries)})


def _stored(case: CaseMachine, file: UploadedFile, actor: Actor) -> Evidence:
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    kind = EvidenceKind.PAYMENT_PROOF
    if (file.name or "").lower().endswith(".xlsx"):
        return store_upload(complaint, file, added_by=actor.user, kind=kind)
    # Comma text has no mark of its own to be known by: it was read row by row instead.
    return store(
        complaint, file, kind=kind, original_name=file.name or "bank.csv",
        content_type="text/csv", added_by=actor.user,
    )  # fmt: skip
