"""Which act of the journal is which transition of the machine, and what makes up the path of a case."""

from __future__ import annotations

from casework.vocabulary import CaseState as S
from casework.vocabulary import EventKind as K

BEGINS: frozenset[str] = frozenset({K.CASE_OPENED, K.CASE_RECEIVED, K.CASE_SPLIT})
"""A chain of a case begins with one of these, in state OPEN."""

TAKEN: dict[str, tuple[str, ...]] = {
    K.CASE_INVESTIGATION_STARTED: ("begin_investigation",),
    K.CASE_EXTENDED: ("extend",),
    K.CASE_INVESTIGATED: ("finish_investigation",),
    K.ORDER_ISSUED: ("order",),
    K.CASE_COMPLIED: ("comply",),
    K.CASE_OVERDUE: ("become_overdue",),
    K.CASE_REVOKED: ("revoke",),
    K.NOTICE_SERVED: ("give_notice",),
    K.HEARING_ASKED: ("ask_hearing",),
    K.CASE_REVIEWED: ("review",),
    K.DECISION_RETURNED: ("send_back",),
    K.DECISION_MADE: ("decide",),
    K.DECISION_SERVED: ("serve_decision",),
    K.CASE_PERFORMED: ("perform",),
    K.URGING_SERVED: ("urge",),
    K.ENFORCEMENT_APPLIED: ("apply_enforcement",),
    K.CASE_CLOSED: ("close", "close_enforced"),
    K.CASE_TRANSFERRED: ("hand_over",),
}
"""Kind of act in the chain of a case -> the transitions it may be, all named in the machine."""

MAY_STAY: dict[str, tuple[str, ...]] = {
    K.ENFORCEMENT_RULED: ("perform",),
    K.ORDER_ANNULLED: ("lose_order",),
    K.DECISION_ANNULLED: ("redo_decision", "lose_decision"),
}
"""Acts that are a transition only under some facts; without it the state stays, which is legal."""

TARGETS: dict[str, str] = {
    K.CASE_INVESTIGATION_STARTED: S.INVESTIGATING, K.CASE_EXTENDED: S.INVESTIGATING,
    K.CASE_INVESTIGATED: S.INVESTIGATED, K.ORDER_ISSUED: S.ORDERED, K.CASE_COMPLIED: S.COMPLIED,
    K.CASE_OVERDUE: S.OVERDUE, K.CASE_REVOKED: S.REVOKED, K.NOTICE_SERVED: S.NOTICE_GIVEN,
    K.HEARING_ASKED: S.HEARING, K.CASE_REVIEWED: S.REVIEWED, K.DECISION_RETURNED: S.NOTICE_GIVEN,
    K.DECISION_MADE: S.DECIDED, K.DECISION_SERVED: S.SERVED, K.CASE_PERFORMED: S.PERFORMED,
    K.URGING_SERVED: S.URGED, K.ENFORCEMENT_APPLIED: S.ENFORCEMENT, K.CASE_CLOSED: S.CLOSED,
    K.CASE_TRANSFERRED: S.TRANSFERRED,
}  # fmt: skip
"""Where each act says it led; a test holds it to the machine."""

BEFORE_THE_CASE: frozenset[str] = frozenset(
    {
        K.COMPLAINT_FILED, K.COMPLAINT_ASSIGNED, K.COMPLAINT_SUPPLEMENT_REQUIRED,
        K.COMPLAINT_SUPPLEMENTED, K.COMPLAINT_ACCEPTANCE_PROPOSED, K.COMPLAINT_REOPENED,
        K.COMPLAINT_ACCEPTANCE_RETURNED, K.TRANSFER_PROPOSED, K.TRANSFER_ACCEPTED,
        K.TRANSFER_REFUSED, K.TRANSFER_DESIGNATION_REQUESTED, K.TRANSFER_DESIGNATED,
        K.TRANSFER_TAKEN_UP,
    }
)  # fmt: skip
"""Acts on the complaint that are steps of the path of its case."""

OF_THE_CASE: frozenset[str] = frozenset(
    {
        *BEGINS, *TAKEN, *MAY_STAY, K.ORDER_DRAFTED, K.ORDER_RETURNED, K.ORDER_SERVED,
        K.NOTICE_DRAFTED, K.NOTICE_RETURNED, K.REVIEW_ASKED, K.REVIEW_RETURNED, K.HEARING_CALLED,
        K.HEARING_HELD, K.TRANSFER_PROPOSED, K.TRANSFER_REFUSED, K.TRANSFER_DESIGNATED,
    }
)  # fmt: skip
"""Acts in the chain of a case that are steps of its path."""

RETURNED: frozenset[str] = frozenset(
    {
        K.COMPLAINT_ACCEPTANCE_RETURNED, K.ORDER_RETURNED, K.NOTICE_RETURNED, K.REVIEW_RETURNED,
        K.DECISION_RETURNED, K.TRANSFER_REFUSED,
    }
)  # fmt: skip
MOVED: frozenset[str] = frozenset(
    {K.TRANSFER_ACCEPTED, K.CASE_RECEIVED, K.CASE_TRANSFERRED, K.TRANSFER_TAKEN_UP}
)
