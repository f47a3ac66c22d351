"""The records of the house; one module per subject, re-exported here."""

from casework.models.actor import Actor
from casework.models.branch import AccountQuery, Branch
from casework.models.case import Case
from casework.models.claim import Payment, PaymentAnswer, WageClaim
from casework.models.clock_history import ClockExtension, ClockMove, Suspension
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
from casework.models.handlers import Assistance, Recusal
from casework.models.lawbook import CalendarNotice, LawChange, LimitVersion, ThresholdVersion
from casework.models.party import ConstructionProject, Employer, Worker
from casework.models.summons import Summons
from casework.models.transfer import Transfer
from casework.models.user import Membership, User
from casework.models.volume import CaseVolume

__all__ = [
    "AccountQuery",
    "ActionReceipt",
    "Actor",
    "Appeal",
    "Assistance",
    "Branch",
    "CalendarDay",
    "CalendarNotice",
    "Case",
    "CaseEvent",
    "CaseVolume",
    "ClockExtension",
    "ClockMove",
    "Complaint",
    "ConstructionProject",
    "Deadline",
    "Decision",
    "Department",
    "DepartmentTransfer",
    "Division",
    "Document",
    "DocumentSignature",
    "Dossier",
    "DraftFile",
    "Employer",
    "EmployerAccess",
    "EmployerSubmission",
    "Enforcement",
    "Evidence",
    "FailedLookup",
    "Hearing",
    "IntakeDraft",
    "LawChange",
    "LegalReview",
    "LimitVersion",
    "Membership",
    "Message",
    "NumberSequence",
    "Office",
    "OneTimeCode",
    "OrderLine",
    "Participation",
    "Payment",
    "PaymentAnswer",
    "PriorNotice",
    "Recusal",
    "ServiceRecord",
    "Statement",
    "Summons",
    "Suspension",
    "ThresholdVersion",
    "Transfer",
    "User",
    "WageClaim",
    "WithdrawalRequest",
    "Worker",
]
