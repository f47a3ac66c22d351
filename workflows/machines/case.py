"""Case machine (案件), law.md B1.2: from filing to closing. Decision and enforcement are mixed in."""

from __future__ import annotations

from datetime import date

from django_fsm import transition

from casework.models import Case
from casework.vocabulary import CaseState as S
from casework.vocabulary import Role
from workflows import guards
from workflows.decision_guards import paid_or_lost
from workflows.jurisdiction import by_receiver
from workflows.machines.deciding import DecidingSteps
from workflows.machines.enforcing import EnforcingSteps
from workflows.machines.referral_guards import referral_settled
from workflows.permissions import by, by_handlers, by_timer

FIELD = Case._meta.get_field("state")
ENDED = (S.REVOKED, S.CLOSED, S.TRANSFERRED)
NOT_ENDED = [state for state in S if state not in ENDED]
BEFORE_DECISION = [
    S.OPEN, S.INVESTIGATING, S.INVESTIGATED, S.ORDERED, S.COMPLIED, S.OVERDUE, S.NOTICE_GIVEN,
    S.HEARING, S.REVIEWED,
]  # fmt: skip


class CaseMachine(DecidingSteps, EnforcingSteps, Case):
    """Proxy of Case with its transitions. Called only through `step.take()`."""

    class Meta:
        proxy = True

    @transition(FIELD, source=S.OPEN, target=S.INVESTIGATING, permission=by_handlers(),
                conditions=[guards.two_inspectors, guards.no_recusal_pending])  # fmt: skip
    def begin_investigation(self) -> None:
        """OPEN -> INVESTIGATING: two inspectors, no recusal pending (Order 423 art. 16)."""

    @transition(FIELD, source=S.INVESTIGATING, target=S.INVESTIGATING,
                permission=by(Role.DEPARTMENT_HEAD),
                conditions=[guards.investigation_clock_open])  # fmt: skip
    def extend(self) -> None:
        """Extension by 30 working days, once, approved before the end (Order 423 art. 17)."""

    @transition(FIELD, source=S.INVESTIGATING, target=S.INVESTIGATED, permission=by_handlers(),
                conditions=[guards.every_worker_found])  # fmt: skip
    def finish_investigation(self, *, on: date) -> None:
        """INVESTIGATING -> INVESTIGATED 调查终结: every worker row has a finding."""
        self.investigated_on = on

    @transition(FIELD, source=[S.INVESTIGATING, S.INVESTIGATED], target=S.ORDERED,
                permission=by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD),
                conditions=[guards.every_worker_found, guards.something_owed,
                            guards.order_drafted])  # fmt: skip
    def order(self) -> None:
        """-> ORDERED 已责令改正: amount per worker and payer chosen (Order 423 art. 18)."""

    @transition(FIELD, source=S.ORDERED, target=S.COMPLIED, permission=by_handlers(),
                conditions=[guards.order_served, guards.all_paid, guards.payments_proven])  # fmt: skip
    def comply(self) -> None:
        """ORDERED -> COMPLIED 已履行: paid proof for all workers."""

    @transition(FIELD, source=S.ORDERED, target=S.OVERDUE, permission=by_timer(),
                conditions=[guards.order_served, guards.order_term_over])  # fmt: skip
    def become_overdue(self) -> None:
        """ORDERED -> OVERDUE 逾期 the day after the term, while something is unpaid."""

    @transition(FIELD, source=BEFORE_DECISION, target=S.REVOKED, permission=by(Role.BODY_HEAD),
                conditions=[guards.no_worker_pending, guards.nothing_owed,
                            guards.no_open_transfer, referral_settled])  # fmt: skip
    def revoke(self, *, outcome: str) -> None:
        """-> REVOKED 撤销立案: slight and corrected, or facts not made out (Order 423 art. 18)."""
        self.outcome = outcome

    @transition(FIELD, source=[S.COMPLIED, S.REVOKED, S.PERFORMED], target=S.CLOSED,
                permission=by(Role.BODY_HEAD),
                conditions=[paid_or_lost, referral_settled, guards.branches_settled])  # fmt: skip
    def close(self, *, on: date, outcome: str) -> None:
        """-> CLOSED 结案: branches ended or standing on their own; archive."""
        self.closed_on = on
        self.outcome = outcome or self.outcome

    @transition(FIELD, source=NOT_ENDED, target=S.TRANSFERRED, permission=by_receiver())
    def hand_over(self, *, on: date) -> None:
        """-> TRANSFERRED 已移送: another authority accepted and files the matter anew (B1.4)."""
        self.closed_on = on
