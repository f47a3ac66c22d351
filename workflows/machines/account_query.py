"""Account query machine (查询金融账户), law.md B1.7; Order 724 arts. 40, 58."""

from __future__ import annotations

from datetime import date

from django_fsm import transition

from casework import clock
from casework.models import AccountQuery
from casework.vocabulary import AccountQueryState as S
from casework.vocabulary import Role
from workflows.permissions import by, by_city_head, by_handlers

FIELD = AccountQuery._meta.get_field("state")


class AccountQueryMachine(AccountQuery):
    """Proxy of AccountQuery with its transitions. Called only through `step.take()`."""

    class Meta:
        proxy = True

    @transition(FIELD, source=S.REQUESTED, target=S.ENDORSED, permission=by(Role.DEPARTMENT_HEAD))
    def endorse(self) -> None:
        """REQUESTED -> ENDORSED: the county's department head sends it up."""

    @transition(FIELD, source=S.ENDORSED, target=S.APPROVED, permission=by_city_head())
    def approve(self) -> None:
        """ENDORSED -> APPROVED: by the head of the city-level department alone (art. 40)."""

    @transition(FIELD, source=S.REQUESTED, target=S.REFUSED, permission=by(Role.DEPARTMENT_HEAD))
    def decline(self) -> None:
        """REQUESTED -> REFUSED: not endorsed, with reason."""
        self.ended_at = clock.now()

    @transition(FIELD, source=S.ENDORSED, target=S.REFUSED, permission=by_city_head())
    def refuse(self) -> None:
        """ENDORSED -> REFUSED: not approved by the city, with reason."""
        self.ended_at = clock.now()

    @transition(FIELD, source=S.APPROVED, target=S.SENT, permission=by_handlers())
    def send(self, *, on: date) -> None:
        """APPROVED -> SENT: the notice to assist is with bank or registry."""
        self.sent_on = on

    @transition(FIELD, source=S.SENT, target=S.ANSWERED, permission=by_handlers())
    def answer_arrives(self, *, on: date, text: str) -> None:
        """SENT -> ANSWERED."""
        self.answered_on, self.answer, self.ended_at = on, text, clock.now()

    @transition(FIELD, source=S.SENT, target=S.REFUSED_BY_BANK, permission=by_handlers())
    def bank_refuses(self, *, on: date, text: str) -> None:
        """SENT -> REFUSED_BY_BANK: the financial regulator is to be told (art. 58)."""
        self.answered_on, self.answer = on, text

    @transition(FIELD, source=S.REFUSED_BY_BANK, target=S.REGULATOR_TOLD, permission=by_handlers())
    def tell_regulator(self, *, on: date, regulator: str) -> None:
        """REFUSED_BY_BANK -> REGULATOR_TOLD (art. 58)."""
        self.regulator, self.regulator_told_on, self.ended_at = regulator, on, clock.now()
