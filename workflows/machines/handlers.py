"""Machines of recusal (回避) and of another county's help (协助调查), law.md B1.2."""

from __future__ import annotations

from django_fsm import transition

from casework import clock
from casework.models import Assistance, Recusal, User
from casework.vocabulary import AssistanceState as A
from casework.vocabulary import RecusalState as R
from casework.vocabulary import Role
from workflows.permissions import by, by_helpers, by_recusal_decider

RECUSAL_FIELD = Recusal._meta.get_field("state")
ASSISTANCE_FIELD = Assistance._meta.get_field("state")


class RecusalMachine(Recusal):
    """Proxy of Recusal with its transitions. Called only through `step.take()`."""

    class Meta:
        proxy = True

    @transition(RECUSAL_FIELD, source=R.ASKED, target=R.GRANTED, permission=by_recusal_decider())
    def grant(self, *, decision: str) -> None:
        """ASKED -> GRANTED: the person may not act on the case any more (Order 423 art. 16)."""
        self._decided(decision)

    @transition(RECUSAL_FIELD, source=R.ASKED, target=R.REFUSED, permission=by_recusal_decider())
    def refuse(self, *, decision: str) -> None:
        """ASKED -> REFUSED with reason: the person goes on."""
        self._decided(decision)

    def _decided(self, decision: str) -> None:
        self.decision = decision[:300]
        self.decided_at = self.ended_at = clock.now()


class AssistanceMachine(Assistance):
    """Proxy of Assistance; its office is the helping one."""

    class Meta:
        proxy = True

    @transition(ASSISTANCE_FIELD, source=A.REQUESTED, target=A.ACCEPTED,
                permission=by(Role.BODY_HEAD))  # fmt: skip
    def accept(self, *, helper: User, helper2: User) -> None:
        """REQUESTED -> ACCEPTED: two inspectors of the helping office are named."""
        self.helper, self.helper2 = helper, helper2

    @transition(ASSISTANCE_FIELD, source=A.REQUESTED, target=A.REFUSED,
                permission=by(Role.BODY_HEAD))  # fmt: skip
    def refuse(self) -> None:
        """REQUESTED -> REFUSED with reason."""
        self.ended_at = clock.now()

    @transition(ASSISTANCE_FIELD, source=A.ACCEPTED, target=A.ANSWERED, permission=by_helpers())
    def reply(self, *, text: str) -> None:
        """ACCEPTED -> ANSWERED: what was found, with its evidence (Order 25 art. 29)."""
        self.answer, self.ended_at = text, clock.now()
