"""The choices of the columns, as functions: a new member of an enum then makes no migration."""

from __future__ import annotations

from typing import Any, TypeAlias

from casework.vocabulary import (
    AccountQueryState,
    BranchKind,
    CaseState,
    Channel,
    ClockMoveCause,
    ComplaintKind,
    ComplaintState,
    DeadlineState,
    DeadlineUnit,
    DivisionLevel,
    DocumentKind,
    DocumentState,
    EventKind,
    EvidenceKind,
    ExternalParty,
    Finding,
    Industry,
    MaterialKind,
    MessageKind,
    PayerKind,
    PaymentMethod,
    ReceiptAnswer,
    ReferralGround,
    ReferralState,
    ReplyKind,
    Role,
    ServiceMode,
    SubmissionKind,
    WithdrawalState,
)

Choices: TypeAlias = list[tuple[str, Any]]


def complaint_states() -> Choices:
    return ComplaintState.choices


def case_states() -> Choices:
    return CaseState.choices


def withdrawal_states() -> Choices:
    return WithdrawalState.choices


def division_levels() -> Choices:
    return DivisionLevel.choices


def roles() -> Choices:
    return Role.choices


def channels() -> Choices:
    return Channel.choices


def complaint_kinds() -> Choices:
    return ComplaintKind.choices


def industries() -> Choices:
    return Industry.choices


def findings() -> Choices:
    return Finding.choices


def payer_kinds() -> Choices:
    return PayerKind.choices


def payment_methods() -> Choices:
    return PaymentMethod.choices


def receipt_answers() -> Choices:
    return ReceiptAnswer.choices


def evidence_kinds() -> Choices:
    return EvidenceKind.choices


def document_kinds() -> Choices:
    return DocumentKind.choices


def document_states() -> Choices:
    return DocumentState.choices


def service_modes() -> Choices:
    return ServiceMode.choices


def deadline_states() -> Choices:
    return DeadlineState.choices


def deadline_units() -> Choices:
    return DeadlineUnit.choices


def message_kinds() -> Choices:
    return MessageKind.choices


def event_kinds() -> Choices:
    return EventKind.choices


def clock_move_causes() -> Choices:
    return ClockMoveCause.choices


def branch_kinds() -> Choices:
    return BranchKind.choices


def account_query_states() -> Choices:
    return AccountQueryState.choices


def referral_states() -> Choices:
    return ReferralState.choices


def referral_grounds() -> Choices:
    return ReferralGround.choices


def material_kinds() -> Choices:
    return MaterialKind.choices


def external_parties() -> Choices:
    return ExternalParty.choices


def reply_kinds() -> Choices:
    return ReplyKind.choices


def submission_kinds() -> Choices:
    return SubmissionKind.choices
