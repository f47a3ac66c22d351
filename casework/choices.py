"""The choices of the columns, as functions: a new member of an enum then makes no migration."""

from __future__ import annotations

from typing import Any, TypeAlias

from casework.vocabulary import (
    AccountKind,
    AccountQueryState,
    AppealKind,
    AppealOutcome,
    AssistanceState,
    BarKind,
    BranchKind,
    CaseState,
    Channel,
    ClockMoveCause,
    ComplaintKind,
    ComplaintState,
    CourtResult,
    DeadlineState,
    DeadlineUnit,
    DecisionKind,
    DepartmentKind,
    DepartmentState,
    DivisionLevel,
    DocumentKind,
    DocumentState,
    EmployerRole,
    EventKind,
    EvidenceKind,
    ExternalParty,
    ExtraReason,
    Finding,
    Industry,
    ListingGround,
    ListingState,
    MaterialKind,
    MessageKind,
    NoticeScope,
    PartyKind,
    PartyPaperKind,
    PayBasis,
    PayerKind,
    PaymentMethod,
    PublicationGround,
    PublicationState,
    ReceiptAnswer,
    RecusalAsker,
    RecusalState,
    ReferralGround,
    ReferralState,
    ReplyKind,
    ReviewResult,
    Role,
    ServiceMode,
    SiteKind,
    StatementAnswer,
    SubmissionKind,
    SummonsChannel,
    SummonsReceipt,
    SurchargeState,
    TransferState,
    VolumePack,
    VolumeState,
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


def surcharge_states() -> Choices:
    return SurchargeState.choices


def extra_reasons() -> Choices:
    return ExtraReason.choices


def account_kinds() -> Choices:
    return AccountKind.choices


def pay_bases() -> Choices:
    return PayBasis.choices


def clock_move_causes() -> Choices:
    return ClockMoveCause.choices


def branch_kinds() -> Choices:
    return BranchKind.choices


def account_query_states() -> Choices:
    return AccountQueryState.choices


def listing_states() -> Choices:
    return ListingState.choices


def listing_grounds() -> Choices:
    return ListingGround.choices


def party_kinds() -> Choices:
    return PartyKind.choices


def party_paper_kinds() -> Choices:
    return PartyPaperKind.choices


def bar_kinds() -> Choices:
    return BarKind.choices


def site_kinds() -> Choices:
    return SiteKind.choices


def publication_states() -> Choices:
    return PublicationState.choices


def publication_grounds() -> Choices:
    return PublicationGround.choices


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


def transfer_states() -> Choices:
    return TransferState.choices


def submission_kinds() -> Choices:
    return SubmissionKind.choices


def volume_packs() -> Choices:
    return VolumePack.choices


def volume_states() -> Choices:
    return VolumeState.choices


def appeal_kinds() -> Choices:
    return AppealKind.choices


def appeal_outcomes() -> Choices:
    return AppealOutcome.choices


def court_results() -> Choices:
    return CourtResult.choices


def decision_kinds() -> Choices:
    return DecisionKind.choices


def notice_scopes() -> Choices:
    return NoticeScope.choices


def recusal_askers() -> Choices:
    return RecusalAsker.choices


def review_results() -> Choices:
    return ReviewResult.choices


def statement_answers() -> Choices:
    return StatementAnswer.choices


def summons_channels() -> Choices:
    return SummonsChannel.choices


def summons_receipts() -> Choices:
    return SummonsReceipt.choices


def assistance_states() -> Choices:
    return AssistanceState.choices


def recusal_states() -> Choices:
    return RecusalState.choices


def department_states() -> Choices:
    return DepartmentState.choices


def department_kinds() -> Choices:
    return DepartmentKind.choices


def employer_roles() -> Choices:
    return EmployerRole.choices
