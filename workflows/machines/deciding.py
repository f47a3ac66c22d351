"""Steps of a case from the prior notice to the served decision (law.md B1.2), a part of CaseMachine."""

from __future__ import annotations

from django_fsm import transition

from casework.models import Case
from casework.vocabulary import CaseState as S
from casework.vocabulary import Role
from workflows import decision_guards as guards
from workflows.permissions import by, by_employer_or, by_handlers, by_reviewer

FIELD = Case._meta.get_field("state")
NOTIFIABLE = [S.INVESTIGATED, S.OVERDUE, S.NOTICE_GIVEN, S.HEARING]
ORDER_STANDS = [S.ORDERED, S.OVERDUE, S.COMPLIED, S.NOTICE_GIVEN, S.HEARING, S.REVIEWED]
DECISION_STANDS = [S.DECIDED, S.SERVED, S.URGED, S.ENFORCEMENT, S.PERFORMED]


class DecidingSteps:
    """Notice, hearing, review, decision, and what an annulment does to them."""

    outcome: str

    @transition(FIELD, source=NOTIFIABLE, target=S.NOTICE_GIVEN, permission=by_handlers(),
                conditions=[guards.notice_issued])  # fmt: skip
    def give_notice(self) -> None:
        """-> NOTICE_GIVEN 已事先告知: the notice is served; five working days begin (D-14)."""

    @transition(FIELD, source=S.NOTICE_GIVEN, target=S.HEARING, permission=by_employer_or(),
                conditions=[guards.hearing_term_open])  # fmt: skip
    def ask_hearing(self) -> None:
        """NOTICE_GIVEN -> HEARING 听证: asked within five working days (行政处罚法 art. 64)."""

    @transition(FIELD, source=[S.NOTICE_GIVEN, S.HEARING], target=S.REVIEWED,
                permission=by_reviewer(),
                conditions=[guards.statement_term_over, guards.statements_answered,
                            guards.hearing_reported])  # fmt: skip
    def review(self) -> None:
        """-> REVIEWED 已法制审核: by a reviewer who did not handle the case (art. 58)."""

    @transition(
        FIELD, source=S.REVIEWED, target=S.NOTICE_GIVEN, permission=by(Role.DEPARTMENT_HEAD)
    )
    def send_back(self) -> None:
        """REVIEWED -> NOTICE_GIVEN: the department head wants the proposal changed."""

    @transition(FIELD, source=S.REVIEWED, target=S.DECIDED, permission=by(Role.DEPARTMENT_HEAD),
                conditions=[guards.statements_answered, guards.reviewed_by_law])  # fmt: skip
    def decide(self) -> None:
        """REVIEWED -> DECIDED 已决定: not heavier than the notice (Order 423 art. 18)."""

    @transition(FIELD, source=S.DECIDED, target=S.SERVED, permission=by_handlers())
    def serve_decision(self) -> None:
        """DECIDED -> SERVED 决定已送达: the terms for performing and for appealing begin."""

    @transition(FIELD, source=ORDER_STANDS, target=S.INVESTIGATED,
                permission=by_handlers(Role.BODY_HEAD, Role.DEPARTMENT_HEAD))  # fmt: skip
    def lose_order(self) -> None:
        """-> INVESTIGATED: the order to pay was annulled; what is to be done is decided anew."""

    @transition(FIELD, source=DECISION_STANDS, target=S.INVESTIGATED,
                permission=by_handlers(Role.BODY_HEAD, Role.DEPARTMENT_HEAD))  # fmt: skip
    def redo_decision(self) -> None:
        """-> INVESTIGATED: the decision was annulled and has to be made anew."""

    @transition(FIELD, source=DECISION_STANDS, target=S.REVOKED,
                permission=by_handlers(Role.BODY_HEAD, Role.DEPARTMENT_HEAD))  # fmt: skip
    def lose_decision(self, *, outcome: str) -> None:
        """-> REVOKED: the decision was annulled for good."""
        self.outcome = outcome
