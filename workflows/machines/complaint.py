"""Complaint machine (投诉), law.md B1.1: the transitions of the complaint's legal state."""

from __future__ import annotations

from django_fsm import transition

from casework.models import Case, Complaint, Office, WithdrawalRequest
from casework.vocabulary import ComplaintState as S
from casework.vocabulary import Role, WithdrawalState
from workflows import guards
from workflows.jurisdiction import by_office_above, by_party, by_receiver, by_sender
from workflows.permissions import (
    by,
    by_complainant_or,
    by_filer_or,
    by_handlers,
    by_head_of_complaint,
)

FIELD = Complaint._meta.get_field("state")


class ComplaintMachine(Complaint):
    """Proxy of Complaint with its transitions. Called only through `step.take()`."""

    receiver_id: int | None = None
    """Office a transfer was just proposed to; saves the desk from asking for it."""

    class Meta:
        proxy = True

    @transition(FIELD, source=S.FILED, target=S.SUPPLEMENT,
                permission=by_handlers(Role.CLERK, Role.BODY_HEAD))  # fmt: skip
    def require_supplement(self) -> None:
        """FILED -> SUPPLEMENT 待补正: Order 25 art. 18 (2) not met."""

    @transition(FIELD, source=S.SUPPLEMENT, target=S.FILED,
                permission=by_complainant_or(Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD))  # fmt: skip
    def supplement(self) -> None:
        """SUPPLEMENT -> FILED: material received, a new 5 working days begin."""

    @transition(FIELD, source=S.SUPPLEMENT, target=S.CLOSED_INCOMPLETE,
                permission=by(Role.BODY_HEAD),
                conditions=[guards.no_open_withdrawal, guards.supplement_term_over])  # fmt: skip
    def close_incomplete(self) -> None:
        """SUPPLEMENT -> CLOSED_INCOMPLETE: nothing came in the term; may be filed again."""

    @transition(FIELD, source=S.FILED, target=S.TRANSFERRED_OUT,
                permission=by_filer_or(Role.BODY_HEAD), conditions=[guards.hops_left])  # fmt: skip
    def transfer_out(self) -> None:
        """FILED -> TRANSFERRED_OUT: proposed to the competent office; the sender stays owner."""
        self.hop_count += 1

    @transition(FIELD, source=S.FILED, target=S.TRANSFERRED_OUT, permission=by_party())
    def dispute(self) -> None:
        """FILED -> TRANSFERRED_OUT: jurisdiction is negotiated or the superior is asked."""

    @transition(FIELD, source=S.TRANSFERRED_OUT, target=S.FILED, permission=by_receiver())
    def arrive(self, *, office: Office) -> None:
        """TRANSFERRED_OUT -> FILED at `office`, which accepted or was designated."""
        self.office = office

    @transition(FIELD, source=S.TRANSFERRED_OUT, target=S.FILED,
                permission=by_receiver(refusing=True))  # fmt: skip
    def come_back(self) -> None:
        """TRANSFERRED_OUT -> FILED where it was: the office asked refused."""

    @transition(FIELD, source=S.TRANSFERRED_OUT, target=S.FILED, permission=by_sender())
    def stay(self) -> None:
        """TRANSFERRED_OUT -> FILED where it was: negotiated, the sender keeps it."""

    @transition(FIELD, source=S.FILED, target=S.FILED, permission=by_office_above())
    def take_up(self, *, office: Office) -> None:
        """FILED at a lower office -> FILED at `office` above it (提级, Order 423 art. 13)."""
        self.office = office

    @transition(FIELD, source=S.FILED, target=S.ACCEPTED, permission=by(Role.BODY_HEAD),
                conditions=[guards.two_inspectors, guards.definite_employer,
                            guards.work_on_a_platform_proven, guards.no_open_withdrawal])  # fmt: skip
    def accept(self, *, case: Case) -> None:
        """FILED -> ACCEPTED 受理: the case is filed the same day (Order 25 art. 18)."""
        self.case = case

    @transition(FIELD, source=S.FILED, target=S.REJECTED, permission=by(Role.BODY_HEAD),
                conditions=[guards.no_open_withdrawal])  # fmt: skip
    def reject(self) -> None:
        """FILED -> REJECTED 不予受理: more than two years (Order 423 art. 20), in writing."""

    @transition(FIELD, source=S.FILED, target=S.REDIRECTED, permission=by(Role.BODY_HEAD),
                conditions=[guards.no_open_withdrawal])  # fmt: skip
    def redirect(self) -> None:
        """FILED -> REDIRECTED: arbitration or suit pending, or not an inspection matter."""

    @transition(FIELD, source=S.FILED, target=S.MERGED, permission=by_handlers(Role.BODY_HEAD),
                conditions=[guards.no_open_withdrawal])  # fmt: skip
    def merge(self, *, master: Complaint) -> None:
        """FILED -> MERGED 并案: the same matter told elsewhere; before it is accepted."""
        self.merged_into, self.case_id = master, master.case_id

    @transition(FIELD, source=S.FILED, target=S.TRANSFERRED_OUT,
                permission=by_handlers(Role.BODY_HEAD),
                conditions=[guards.no_open_withdrawal])  # fmt: skip
    def send_to_department(self) -> None:
        """FILED -> TRANSFERRED_OUT: another department is competent (Order 724 art. 10)."""

    @transition(FIELD, source=S.TRANSFERRED_OUT, target=S.FILED,
                permission=by_handlers(Role.CLERK, Role.BODY_HEAD))  # fmt: skip
    def return_from_department(self) -> None:
        """TRANSFERRED_OUT -> FILED: the department gave it back."""

    @transition(FIELD, source=S.TRANSFERRED_OUT, target=S.RESULT_TOLD,
                permission=by_handlers(Role.CLERK, Role.BODY_HEAD))  # fmt: skip
    def tell_department_result(self) -> None:
        """TRANSFERRED_OUT -> RESULT_TOLD: what the department found is told to the complainant."""

    @transition(FIELD, source=[S.FILED, S.SUPPLEMENT, S.ACCEPTED], target=S.WITHDRAWN,
                permission=by(Role.BODY_HEAD), conditions=[guards.case_not_ended])  # fmt: skip
    def withdraw(self) -> None:
        """-> WITHDRAWN 撤回: the complainant asked, the head confirmed it is voluntary."""

    @transition(FIELD, source=S.ACCEPTED, target=S.RESULT_TOLD,
                permission=by_handlers(Role.BODY_HEAD),
                conditions=[guards.case_is_finished, guards.no_open_withdrawal])  # fmt: skip
    def tell_result(self) -> None:
        """ACCEPTED -> RESULT_TOLD 已告知结果 (Order 724 art. 10)."""

    @transition(FIELD, source=S.RESULT_TOLD, target=S.CLOSED,
                permission=by_handlers(Role.BODY_HEAD))  # fmt: skip
    def close(self) -> None:
        """RESULT_TOLD -> CLOSED."""


WITHDRAWAL_FIELD = WithdrawalRequest._meta.get_field("state")


class WithdrawalMachine(WithdrawalRequest):
    """Proxy of WithdrawalRequest."""

    class Meta:
        proxy = True

    @transition(WITHDRAWAL_FIELD, source=WithdrawalState.REQUESTED,
                target=WithdrawalState.CONFIRMED, permission=by_head_of_complaint())  # fmt: skip
    def confirm(self) -> None:
        """REQUESTED -> CONFIRMED: voluntariness checked."""

    @transition(WITHDRAWAL_FIELD, source=WithdrawalState.REQUESTED,
                target=WithdrawalState.DECLINED, permission=by_head_of_complaint())  # fmt: skip
    def decline(self) -> None:
        """REQUESTED -> DECLINED: not voluntary, the complaint goes on."""
