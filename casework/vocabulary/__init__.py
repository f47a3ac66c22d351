"""Every enumeration of the domain; columns refer to them through `casework.choices`."""

from casework.vocabulary.clocks import ClockMoveCause, DeadlineState, DeadlineUnit
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
    SubmissionKind,
)
from casework.vocabulary.referral import (
    ExternalParty,
    MaterialKind,
    ReferralGround,
    ReferralState,
    ReplyKind,
)
from casework.vocabulary.states import (
    PUBLIC_STATE,
    AccountQueryState,
    BranchKind,
    CaseState,
    ComplaintState,
    TransferState,
    WithdrawalState,
)

__all__ = [
    "DOCUMENT_NUMBER_WORD",
    "PUBLIC_STATE",
    "AccountQueryState",
    "BranchKind",
    "CaseState",
    "Channel",
    "ClockMoveCause",
    "ComplaintKind",
    "ComplaintState",
    "DeadlineState",
    "DeadlineUnit",
    "DivisionLevel",
    "DocumentKind",
    "DocumentState",
    "EventKind",
    "EvidenceKind",
    "ExternalParty",
    "Finding",
    "Industry",
    "MaterialKind",
    "MessageKind",
    "PayerKind",
    "PaymentMethod",
    "ReceiptAnswer",
    "ReferralGround",
    "ReferralState",
    "ReplyKind",
    "Role",
    "ServiceMode",
    "SubmissionKind",
    "TransferState",
    "WithdrawalState",
]
