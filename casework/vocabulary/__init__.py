"""Every enumeration of the domain; columns refer to them through `casework.choices`."""

from casework.vocabulary.clocks import DeadlineState, DeadlineUnit
from casework.vocabulary.events import EventKind
from casework.vocabulary.money import Finding, PayerKind, PaymentMethod, ReceiptAnswer
from casework.vocabulary.papers import (
    DOCUMENT_NUMBER_WORD,
    DocumentKind,
    DocumentState,
    EvidenceKind,
    ServiceMode,
)
from casework.vocabulary.people import (
    Channel,
    ComplaintKind,
    DivisionLevel,
    Industry,
    MessageKind,
    Role,
)
from casework.vocabulary.states import (
    OPEN_TRANSFER,
    PUBLIC_STATE,
    PUBLIC_TRANSFER,
    AccountQueryState,
    BranchKind,
    CaseState,
    ComplaintState,
    TransferState,
    WithdrawalState,
)

__all__ = [
    "DOCUMENT_NUMBER_WORD",
    "OPEN_TRANSFER",
    "PUBLIC_STATE",
    "PUBLIC_TRANSFER",
    "AccountQueryState",
    "BranchKind",
    "CaseState",
    "Channel",
    "ComplaintKind",
    "ComplaintState",
    "DeadlineState",
    "DeadlineUnit",
    "DivisionLevel",
    "DocumentKind",
    "DocumentState",
    "EventKind",
    "EvidenceKind",
    "Finding",
    "Industry",
    "MessageKind",
    "PayerKind",
    "PaymentMethod",
    "ReceiptAnswer",
    "Role",
    "ServiceMode",
    "TransferState",
    "WithdrawalState",
]
