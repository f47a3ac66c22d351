"""The choices of the columns, as functions: a new member of an enum then makes no migration."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.conf import settings

from casework import vocabulary as words

Choices: TypeAlias = list[tuple[str, Any]]


def complaint_states() -> Choices:
    return words.ComplaintState.choices


def case_states() -> Choices:
    return words.CaseState.choices


def withdrawal_states() -> Choices:
    return words.WithdrawalState.choices


def division_levels() -> Choices:
    return words.DivisionLevel.choices


def languages() -> Choices:
    return list(settings.LANGUAGES)


def roles() -> Choices:
    return words.Role.choices


def channels() -> Choices:
    return words.Channel.choices


def complaint_kinds() -> Choices:
    return words.ComplaintKind.choices


def industries() -> Choices:
    return words.Industry.choices


def findings() -> Choices:
    return words.Finding.choices


def payer_kinds() -> Choices:
    return words.PayerKind.choices


def payment_methods() -> Choices:
    return words.PaymentMethod.choices


def receipt_answers() -> Choices:
    return words.ReceiptAnswer.choices


def evidence_kinds() -> Choices:
    return words.EvidenceKind.choices


def document_kinds() -> Choices:
    return words.DocumentKind.choices


def document_states() -> Choices:
    return words.DocumentState.choices


def service_modes() -> Choices:
    return words.ServiceMode.choices


def deadline_states() -> Choices:
    return words.DeadlineState.choices


def deadline_units() -> Choices:
    return words.DeadlineUnit.choices


def message_kinds() -> Choices:
    return words.MessageKind.choices


def event_kinds() -> Choices:
    return words.EventKind.choices


def extra_reasons() -> Choices:
    return words.ExtraReason.choices


def account_kinds() -> Choices:
    return words.AccountKind.choices


def pay_bases() -> Choices:
    return words.PayBasis.choices


def clock_move_causes() -> Choices:
    return words.ClockMoveCause.choices


def branch_kinds() -> Choices:
    return words.BranchKind.choices


def account_query_states() -> Choices:
    return words.AccountQueryState.choices


def listing_states() -> Choices:
    return words.ListingState.choices


def listing_grounds() -> Choices:
    return words.ListingGround.choices


def party_kinds() -> Choices:
    return words.PartyKind.choices


def party_paper_kinds() -> Choices:
    return words.PartyPaperKind.choices


def bar_kinds() -> Choices:
    return words.BarKind.choices


def site_kinds() -> Choices:
    return words.SiteKind.choices


def publication_states() -> Choices:
    return words.PublicationState.choices


def publication_grounds() -> Choices:
    return words.PublicationGround.choices


def referral_states() -> Choices:
    return words.ReferralState.choices


def referral_grounds() -> Choices:
    return words.ReferralGround.choices


def material_kinds() -> Choices:
    return words.MaterialKind.choices


def external_parties() -> Choices:
    return words.ExternalParty.choices


def reply_kinds() -> Choices:
    return words.ReplyKind.choices


def transfer_states() -> Choices:
    return words.TransferState.choices


def submission_kinds() -> Choices:
    return words.SubmissionKind.choices


def volume_packs() -> Choices:
    return words.VolumePack.choices


def volume_states() -> Choices:
    return words.VolumeState.choices


def appeal_kinds() -> Choices:
    return words.AppealKind.choices


def appeal_outcomes() -> Choices:
    return words.AppealOutcome.choices


def court_results() -> Choices:
    return words.CourtResult.choices


def decision_kinds() -> Choices:
    return words.DecisionKind.choices


def notice_scopes() -> Choices:
    return words.NoticeScope.choices


def recusal_askers() -> Choices:
    return words.RecusalAsker.choices


def review_results() -> Choices:
    return words.ReviewResult.choices


def statement_answers() -> Choices:
    return words.StatementAnswer.choices


def summons_channels() -> Choices:
    return words.SummonsChannel.choices


def summons_receipts() -> Choices:
    return words.SummonsReceipt.choices


def assistance_states() -> Choices:
    return words.AssistanceState.choices


def recusal_states() -> Choices:
    return words.RecusalState.choices


def department_states() -> Choices:
    return words.DepartmentState.choices


def department_kinds() -> Choices:
    return words.DepartmentKind.choices


def employer_roles() -> Choices:
    return words.EmployerRole.choices


def job_kinds() -> Choices:
    return words.JobKind.choices


def job_states() -> Choices:
    return words.JobState.choices


def admin_kinds() -> Choices:
    return words.AdminKind.choices


def wording_scopes() -> Choices:
    return words.WordingScope.choices


def visit_states() -> Choices:
    return words.VisitState.choices


def signer_roles() -> Choices:
    return words.SignerRole.choices


def scope_tags() -> Choices:
    return words.ScopeTag.choices


def report_kinds() -> Choices:
    return words.ReportKind.choices


def supervision_kinds() -> Choices:
    return words.SupervisionKind.choices


def risk_kinds() -> Choices:
    return words.RiskKind.choices


def cluster_kinds() -> Choices:
    return words.ClusterKind.choices
