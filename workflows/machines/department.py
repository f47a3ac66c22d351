"""Machine of a matter at another department (law.md B1.4, DEPT_*); answers are recorded by us."""

from __future__ import annotations

from django_fsm import transition

from casework.models import DepartmentTransfer
from casework.vocabulary import DepartmentState as S
from casework.vocabulary import Role
from workflows.permissions import of_complaint

FIELD = DepartmentTransfer._meta.get_field("state")
RECORDED = of_complaint(Role.CLERK, Role.BODY_HEAD)


class DepartmentTransferMachine(DepartmentTransfer):
    """Proxy of DepartmentTransfer with its transitions. Called only through `step.take()`."""

    class Meta:
        proxy = True

    @transition(FIELD, source=S.SENT, target=S.ACCEPTED, permission=RECORDED)
    def accept(self) -> None:
        """DEPT_SENT -> DEPT_ACCEPTED."""

    @transition(FIELD, source=[S.SENT, S.ACCEPTED], target=S.RETURNED, permission=RECORDED)
    def give_back(self) -> None:
        """-> DEPT_RETURNED: not theirs either; we decide anew."""

    @transition(FIELD, source=[S.SENT, S.ACCEPTED], target=S.RESULT, permission=RECORDED)
    def conclude(self) -> None:
        """-> DEPT_RESULT: to be told to the complainant."""
