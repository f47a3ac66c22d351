"""Every enumeration of the domain; columns refer to them through `casework.choices`."""

from casework.vocabulary.clocks import DeadlineState, DeadlineUnit
from casework.vocabulary.events import EventKind
from casework.vocabulary.money import (
    AccountKind,
    ExtraReason,
    Finding,
    PayBasis,
    PayerKind,
    PaymentMethod,
    ReceiptAnswer,
    SurchargeState,
)
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
    PUBLIC_STATE,
    CaseState,
    ComplaintState,
    TransferState,
    WithdrawalState,
)

__all__ = [
    "DOCUMENT_NUMBER_WORD",
    "PUBLIC_STATE",
    "AccountKind",
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
    "ExtraReason",
    "Finding",
    "Industry",
    "MessageKind",
    "PayBasis",
    "PayerKind",
    "PaymentMethod",
    "ReceiptAnswer",
    "Role",
    "ServiceMode",
    "SurchargeState",
    "TransferState",
    "WithdrawalState",
]
