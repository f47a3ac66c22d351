"""What a reader who may not know the informant (举报人) is not shown of the journal of a report."""

from __future__ import annotations

from collections.abc import Collection

from casework.models import CaseEvent
from casework.models.actor import COMPLAINANT
from casework.vocabulary import EventKind as K

# Words of the informant, or about them: who wrote them may be read from them.
_ABOUT_THE_INFORMANT = frozenset(
    {
        K.COMPLAINT_SUPPLEMENTED, K.COMPLAINT_WITHDRAWAL_REQUESTED, K.COMPLAINT_WITHDRAWN,
        K.COMPLAINT_WITHDRAWAL_DECLINED, K.COMPLAINT_CORRECTED, K.EVIDENCE_ADDED, K.NOTE_ADDED,
        K.IDENTITY_REVEALED, K.PAYMENT_CONFIRMED, K.PAYMENT_DISPUTED,
        K.WORKER_WITHDRAWAL_REQUESTED, K.WORKER_WITHDRAWN, K.WORKER_WITHDRAWAL_DECLINED,
    }
)  # fmt: skip


def hush(event: CaseEvent, closed: Collection[int]) -> CaseEvent:
    """Return the row without free words when it is of one of the `closed` reports, else as it is.

    The row in memory alone: that something was done, when and by whom stays to be read.
    """
    concerned = event.complaint_id in closed or (event.complaint_id is None and bool(closed))
    if concerned and (event.kind in _ABOUT_THE_INFORMANT or event.actor_role == COMPLAINANT):
        event.reason = ""
        event.facts = {name: value for name, value in event.facts.items() if name != "caption"}
    return event
