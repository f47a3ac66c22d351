"""Transfer machine (管辖移送), law.md B1.4: proposed, answered, negotiated, designated."""

from __future__ import annotations

from django_fsm import transition

from casework.models import Office, Transfer
from casework.vocabulary import TransferState as S
from workflows.jurisdiction import by_common_superior, by_party, by_receiver, by_sender

FIELD = Transfer._meta.get_field("state")


class TransferMachine(Transfer):
    """Proxy of Transfer with its transitions. Called only through `step.take()`.

    In every state before ACCEPTED the sender is the one responsible authority.
    """

    class Meta:
        proxy = True

    @transition(FIELD, source=[S.PROPOSED, S.NEGOTIATING, S.DESIGNATED], target=S.ACCEPTED,
                permission=by_receiver())  # fmt: skip
    def accept(self) -> None:
        """-> ACCEPTED: by the office asked, after negotiation, or by the one designated."""

    @transition(FIELD, source=S.PROPOSED, target=S.REFUSED, permission=by_receiver(refusing=True))
    def refuse(self) -> None:
        """PROPOSED -> REFUSED with reasons."""

    @transition(FIELD, source=S.REFUSED, target=S.NEGOTIATING, permission=by_sender())
    def negotiate(self) -> None:
        """REFUSED -> NEGOTIATING (行政处罚法 art. 25: a dispute is negotiated first)."""

    @transition(FIELD, source=S.NEGOTIATING, target=S.REFUSED, permission=by_sender())
    def keep(self) -> None:
        """NEGOTIATING -> REFUSED: agreed that the sender keeps the matter."""

    @transition(FIELD, source=[S.PROPOSED, S.REFUSED, S.NEGOTIATING],
                target=S.DESIGNATION_REQUESTED, permission=by_party())  # fmt: skip
    def request_designation(self, *, superior: Office) -> None:
        """-> DESIGNATION_REQUESTED: reported to the common superior (Order 423 art. 13)."""
        self.superior = superior

    @transition(FIELD, source=[S.PROPOSED, S.NEGOTIATING, S.DESIGNATION_REQUESTED],
                target=S.DESIGNATED, permission=by_common_superior())  # fmt: skip
    def designate(self, *, office: Office, superior: Office) -> None:
        """-> DESIGNATED: the common superior decides, also of its own accord (art. 25)."""
        self.designated, self.superior = office, superior
