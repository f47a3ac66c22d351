"""Machine of additional compensation (加付赔偿金): the body's head proposes, the department's head decides."""

from __future__ import annotations

from django_fsm import transition

from casework.access import Verdict
from casework.models import Surcharge
from casework.models.actor import Actor
from casework.vocabulary import Role
from casework.vocabulary import SurchargeState as S
from workflows.permissions import Allowed, by

FIELD = Surcharge._meta.get_field("state")


def _head_of_department() -> Allowed:
    """The head of the department that owns the case."""

    def explain(record: Surcharge, actor: Actor) -> Verdict:
        verdict: Verdict = by(Role.DEPARTMENT_HEAD).explain(record.case, actor)
        return verdict

    return Allowed(explain, by(Role.DEPARTMENT_HEAD).who)


class SurchargeMachine(Surcharge):
    """Proxy of Surcharge with its transitions. Called only through `step.take()`."""

    class Meta:
        proxy = True

    @transition(FIELD, source=S.PROPOSED, target=S.DECIDED, permission=_head_of_department())
    def decide(self) -> None:
        """PROPOSED -> DECIDED: rate and reason stand, the decision has its number."""

    @transition(FIELD, source=S.PROPOSED, target=S.RETURNED, permission=_head_of_department())
    def send_back(self) -> None:
        """PROPOSED -> RETURNED with a reason; a new proposal may follow."""
