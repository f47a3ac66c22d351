"""Which flow carries which kind of branch."""

from __future__ import annotations

from typing import Any

from casework.vocabulary import BranchKind
from workflows.flows.account_query import AccountQueryFlow
from workflows.flows.handlers import AssistanceFlow, RecusalFlow
from workflows.flows.listing import ListingFlow
from workflows.flows.publication import PublicationFlow
from workflows.flows.referral import ReferralFlow

BRANCH_FLOWS: dict[str, Any] = {
    BranchKind.ACCOUNT_QUERY: AccountQueryFlow,
    BranchKind.LISTING: ListingFlow,
    BranchKind.PUBLICATION: PublicationFlow,
    BranchKind.REFERRAL: ReferralFlow,
    BranchKind.RECUSAL: RecusalFlow,
    BranchKind.ASSISTANCE: AssistanceFlow,
}
