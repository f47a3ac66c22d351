"""The records of the house; one module per subject, re-exported here."""

from casework.models.actor import Actor
from casework.models.case import Case
from casework.models.claim import Payment, PaymentAnswer, WageClaim
from casework.models.complaint import Complaint, Participation, Transfer, WithdrawalRequest
from casework.models.contact import DraftFile, FailedLookup, IntakeDraft, Message, OneTimeCode
from casework.models.deadline import CalendarDay, Deadline
from casework.models.division import Division, Office
from casework.models.document import Document, NumberSequence, OrderLine, ServiceRecord
from casework.models.dossier import Dossier
from casework.models.event import ActionReceipt, CaseEvent
from casework.models.evidence import Evidence
from casework.models.extra import ExtraPayment
from casework.models.liability import Liability, Recourse, RecourseReceipt
from casework.models.merging import EmployerMerge
from casework.models.party import ConstructionProject, Employer, Worker
from casework.models.reckoning import Computation, Instalment, InstalmentPlan, WageClass
from casework.models.site import ProjectAccount, RosterEntry, Subcontract
from casework.models.surcharge import Surcharge, SurchargeLine, SurchargePayment
from casework.models.user import Membership, User

__all__ = [
    "ActionReceipt",
    "Actor",
    "CalendarDay",
    "Case",
    "CaseEvent",
    "Complaint",
    "Computation",
    "ConstructionProject",
    "Deadline",
    "Division",
    "Document",
    "Dossier",
    "DraftFile",
    "Employer",
    "EmployerMerge",
    "Evidence",
    "ExtraPayment",
    "FailedLookup",
    "Instalment",
    "InstalmentPlan",
    "IntakeDraft",
    "Liability",
    "Membership",
    "Message",
    "NumberSequence",
    "Office",
    "OneTimeCode",
    "OrderLine",
    "Participation",
    "Payment",
    "PaymentAnswer",
    "ProjectAccount",
    "Recourse",
    "RecourseReceipt",
    "RosterEntry",
    "ServiceRecord",
    "Subcontract",
    "Surcharge",
    "SurchargeLine",
    "SurchargePayment",
    "Transfer",
    "User",
    "WageClaim",
    "WageClass",
    "WithdrawalRequest",
    "Worker",
]
