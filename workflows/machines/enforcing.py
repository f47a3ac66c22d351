"""Steps of a case after the decision: performed, urged, enforced, closed; a part of CaseMachine."""

from __future__ import annotations

from datetime import date

from django_fsm import transition

from casework.models import Case
from casework.vocabulary import CaseState as S
from casework.vocabulary import Role
from workflows import decision_guards as guards
from workflows.guards import branches_settled, payments_proven
from workflows.machines.referral_guards import referral_settled
from workflows.permissions import by, by_handlers

FIELD = Case._meta.get_field("state")


class EnforcingSteps:
    """Performance, urging and court enforcement (行政强制法 arts. 53-54)."""

    closed_on: date | None
    outcome: str

    @transition(FIELD, source=S.SERVED, target=S.URGED, permission=by_handlers(),
                conditions=[guards.urging_issued, guards.no_appeal_pending])  # fmt: skip
    def urge(self) -> None:
        """SERVED -> URGED 已催告: the urging is served; ten working days to wait (D-20)."""

    @transition(FIELD, source=S.URGED, target=S.ENFORCEMENT, permission=by(Role.DEPARTMENT_HEAD),
                conditions=[guards.no_appeal_pending, guards.not_performed, guards.urging_waited,
                            guards.enforcement_window_open])  # fmt: skip
    def apply_enforcement(self) -> None:
        """URGED -> ENFORCEMENT 已申请强制执行: within three months of the appeal period (D-19)."""

    @transition(FIELD, source=[S.OVERDUE, S.SERVED, S.URGED, S.ENFORCEMENT], target=S.PERFORMED,
                permission=by_handlers(), conditions=[guards.decision_performed, payments_proven])  # fmt: skip
    def perform(self) -> None:
        """-> PERFORMED 决定已履行: wages, compensation and fine are paid with proof."""

    @transition(FIELD, source=[S.SERVED, S.URGED, S.ENFORCEMENT], target=S.CLOSED,
                permission=by(Role.BODY_HEAD),
                conditions=[guards.enforcement_ended, referral_settled,
                            branches_settled])  # fmt: skip
    def close_enforced(self, *, on: date, outcome: str) -> None:
        """-> CLOSED 结案: the court ended the enforcement, or its term was missed on record.

        No penalty instead of a referral here either (Order 310 art. 11).
        """
        self.closed_on = on
        self.outcome = outcome or self.outcome
