"""Publication machine (社会公布), law.md B1.6; MOHRSS Order 29."""

from __future__ import annotations

from datetime import date

from django_fsm import transition

from casework import clock
from casework.models import Publication
from casework.vocabulary import PublicationState as S
from casework.vocabulary import Role
from workflows.machines import listing_guards as guards
from workflows.permissions import by, by_employer_or

FIELD = Publication._meta.get_field("state")
DH, CREDIT = by(Role.DEPARTMENT_HEAD), by(Role.CREDIT)
SHOWN = [S.PUBLISHED, S.KEPT, S.CORRECTED]
CHANGEABLE = [S.PUBLISHED, S.OBJECTED, S.KEPT, S.CORRECTED]


class PublicationMachine(Publication):
    """Proxy of Publication with its transitions. Called only through `step.take()`."""

    class Meta:
        proxy = True

    @transition(FIELD, source=S.SELECTED, target=S.APPROVED, permission=DH,
                conditions=[guards.decision_served])  # fmt: skip
    def approve(self) -> None:
        """SELECTED -> APPROVED: by the department head, secrets and privacy checked."""

    @transition(FIELD, source=S.APPROVED, target=S.PUBLISHED, permission=CREDIT,
                conditions=[guards.decision_served])  # fmt: skip
    def publish(self, *, on: date) -> None:
        """APPROVED -> PUBLISHED: with the quarter or half-year, or at once."""
        self.published_on, self.ended_at = on, clock.now()

    @transition(FIELD, source=SHOWN, target=S.OBJECTED, permission=by_employer_or())
    def raise_objection(self) -> None:
        """-> OBJECTED: to be answered in 15 working days."""
        self.ended_at = None

    @transition(FIELD, source=S.OBJECTED, target=S.KEPT, permission=DH)
    def keep(self) -> None:
        """OBJECTED -> KEPT: the objection does not hold."""
        self.ended_at = clock.now()

    @transition(FIELD, source=CHANGEABLE, target=S.CORRECTED, permission=CREDIT)
    def correct(self, *, on: date, text: str) -> None:
        """-> CORRECTED: objection upheld or decision changed, in 10 working days."""
        self.corrected_on, self.correction, self.ended_at = on, text, clock.now()

    @transition(FIELD, source=[S.SELECTED, S.APPROVED], target=S.WITHDRAWN, permission=DH)
    def give_up(self, *, on: date) -> None:
        """-> WITHDRAWN before it was published: the ground fell away."""
        self.withdrawn_on, self.ended_at = on, clock.now()

    @transition(FIELD, source=CHANGEABLE, target=S.WITHDRAWN, permission=CREDIT)
    def withdraw(self, *, on: date, text: str) -> None:
        """-> WITHDRAWN: decision annulled, in 10 working days; a penalty in 3 (行政处罚法 48)."""
        self.withdrawn_on, self.correction, self.ended_at = on, text, clock.now()
