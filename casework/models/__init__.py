"""The records of the house; one module per subject, re-exported here."""

from casework.models.absence import Absence
from casework.models.actor import Actor
from casework.models.administration import AdminEntry, GrantRequest, Wording
from casework.models.alert import Alert, AlertMark, AlertSetting, AlertSweep
from casework.models.branch import AccountQuery, Branch
from casework.models.campaign import (
    Campaign,
    FigureReport,
    SupervisionItem,
    SupervisionOrder,
)
from casework.models.case import Case
from casework.models.claim import Payment, PaymentAnswer, WageClaim
from casework.models.clock_history import ClockExtension, ClockMove, Suspension
from casework.models.cluster import ClusterComplaint, ClusterGrowth, ClusterWarning
from casework.models.comment import Comment
from casework.models.complaint import Complaint, Participation, WithdrawalRequest
from casework.models.contact import DraftFile, FailedLookup, IntakeDraft, Message, OneTimeCode
from casework.models.deadline import CalendarDay, Deadline
from casework.models.decision import (
    Appeal,
    Decision,
    Enforcement,
    Hearing,
    LegalReview,
    PriorNotice,
    Statement,
)
from casework.models.department import Department, DepartmentTransfer
from casework.models.division import Division, Office
from casework.models.document import (
    Document,
    DocumentSignature,
    NumberSequence,
    OrderLine,
    ServiceRecord,
)
from casework.models.dossier import Dossier
from casework.models.employer_access import EmployerAccess, EmployerSubmission
from casework.models.event import ActionReceipt, CaseEvent
from casework.models.evidence import Evidence
from casework.models.export import ListExport
from casework.models.extra import ExtraPayment
from casework.models.feedback import DelayComplaint, Satisfaction
from casework.models.figures import FigureBalance, FigureMark, FigureMove, FigurePeriod
from casework.models.handlers import Assistance, Recusal
from casework.models.job import Job
from casework.models.lawbook import CalendarNotice, LawChange, LimitVersion, ThresholdVersion
from casework.models.liability import Liability, Recourse, RecourseReceipt
from casework.models.listing import (
    BlacklistEntry,
    ListingCase,
    ListingTerm,
    PartyPaper,
    RemovalBar,
    SiteNotice,
)
from casework.models.merging import EmployerMerge
from casework.models.party import ConstructionProject, Employer, Worker
from casework.models.path import CasePath, PathEdge, PathStep, PathVariant
from casework.models.picture import Picture
from casework.models.public_figures import PublicFigures
from casework.models.publication import Publication
from casework.models.reckoning import Computation, Instalment, InstalmentPlan, WageClass
from casework.models.referral import Referral, ReferralMaterial, ReferralReply, TeamMember
from casework.models.review import ReviewFile, ReviewRound, ReviewScore
from casework.models.risk import RiskDismissal, RiskEvaluation, RiskPlace, RiskScore
from casework.models.saved_filter import SavedFilter
from casework.models.search import SearchEntry
from casework.models.site import ProjectAccount, RosterEntry, Subcontract
from casework.models.summons import Summons
from casework.models.surcharge import Surcharge, SurchargeLine, SurchargePayment
from casework.models.threshold import ThresholdCrossing
from casework.models.transfer import Transfer
from casework.models.user import Membership, User
from casework.models.visit import DrawnSignature, Visit
from casework.models.volume import CaseVolume

__all__ = [
    "Absence",
    "AccountQuery",
    "ActionReceipt",
    "Actor",
    "AdminEntry",
    "Alert",
    "AlertMark",
    "AlertSetting",
    "AlertSweep",
    "Appeal",
    "Assistance",
    "BlacklistEntry",
    "Branch",
    "CalendarDay",
    "CalendarNotice",
    "Campaign",
    "Case",
    "CaseEvent",
    "CasePath",
    "CaseVolume",
    "ClockExtension",
    "ClockMove",
    "ClusterComplaint",
    "ClusterGrowth",
    "ClusterWarning",
    "Comment",
    "Complaint",
    "Computation",
    "ConstructionProject",
    "Deadline",
    "Decision",
    "DelayComplaint",
    "Department",
    "DepartmentTransfer",
    "Division",
    "Document",
    "DocumentSignature",
    "Dossier",
    "DraftFile",
    "DrawnSignature",
    "Employer",
    "EmployerAccess",
    "EmployerMerge",
    "EmployerSubmission",
    "Enforcement",
    "Evidence",
    "ExtraPayment",
    "FailedLookup",
    "FigureBalance",
    "FigureMark",
    "FigureMove",
    "FigurePeriod",
    "FigureReport",
    "GrantRequest",
    "Hearing",
    "Instalment",
    "InstalmentPlan",
    "IntakeDraft",
    "Job",
    "LawChange",
    "LegalReview",
    "Liability",
    "LimitVersion",
    "ListExport",
    "ListingCase",
    "ListingTerm",
    "Membership",
    "Message",
    "NumberSequence",
    "Office",
    "OneTimeCode",
    "OrderLine",
    "Participation",
    "PartyPaper",
    "PathEdge",
    "PathStep",
    "PathVariant",
    "Payment",
    "PaymentAnswer",
    "Picture",
    "PriorNotice",
    "ProjectAccount",
    "PublicFigures",
    "Publication",
    "Recourse",
    "RecourseReceipt",
    "Recusal",
    "Referral",
    "ReferralMaterial",
    "ReferralReply",
    "RemovalBar",
    "ReviewFile",
    "ReviewRound",
    "ReviewScore",
    "RiskDismissal",
    "RiskEvaluation",
    "RiskPlace",
    "RiskScore",
    "RosterEntry",
    "Satisfaction",
    "SavedFilter",
    "SearchEntry",
    "ServiceRecord",
    "SiteNotice",
    "Statement",
    "Subcontract",
    "Summons",
    "SupervisionItem",
    "SupervisionOrder",
    "Surcharge",
    "SurchargeLine",
    "SurchargePayment",
    "Suspension",
    "TeamMember",
    "ThresholdCrossing",
    "ThresholdVersion",
    "Transfer",
    "User",
    "Visit",
    "WageClaim",
    "WageClass",
    "WithdrawalRequest",
    "Wording",
    "Worker",
]
