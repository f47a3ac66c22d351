"""One worker within one matter: what was claimed, found, paid and answered, and who looked at whom."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils.functional import cached_property

from casework.law.identity import mask_name
from casework.law.money import total
from casework.models import (
    Case,
    CaseEvent,
    Complaint,
    Computation,
    OrderLine,
    Payment,
    PaymentAnswer,
    RosterEntry,
    User,
    WageClaim,
)
from casework.queries.dossier import FINDING_TONE, shows_names
from casework.queries.receipted import receipted
from casework.vocabulary import DocumentState, EventKind, Finding

REVEALS_SHOWN = 50


@dataclass(frozen=True)
class PaidRow:
    """One entry of the worker's ledger with every answer given to it, the latest last."""

    payment: Payment
    answers: list[PaymentAnswer]

    @property
    def latest(self) -> PaymentAnswer | None:
        return self.answers[-1] if self.answers else None


class WorkerFile:
    """The parts of a worker's page. `record` is the case, or the complaint before there is one."""

    def __init__(self, user: User, record: Case | Complaint, claim: WageClaim) -> None:
        self.user, self.record, self.claim = user, record, claim

    @cached_property
    def shows_name(self) -> bool:
        """Does this reader read the full name? Of a report its handlers alone."""
        return shows_names(self.user, self.claim.complaint)

    @property
    def name(self) -> str:
        name = self.claim.worker.name
        return name if self.shows_name else mask_name(name)

    @cached_property
    def claims(self) -> list[WageClaim]:
        """Every row of this worker in the matter, one for each period told."""
        rows = WageClaim.objects.filter(
            worker=self.claim.worker_id, **{self.record.STREAM: self.record.pk}
        )
        related = ("complaint", "counted_as__complaint")
        return list(rows.select_related(*related).order_by("period_start", "id"))

    @property
    def counting(self) -> list[WageClaim]:
        """The rows that are still in the matter and counted here."""
        return [
            row for row in self.claims if row.withdrawn_at is None and row.counted_as_id is None
        ]

    @property
    def totals(self) -> dict[str, Decimal]:
        """Sums (yuan) over the rows that count."""
        verified = total(row.verified_yuan or Decimal(0) for row in self.counting)
        paid = total(row.paid_yuan for row in self.counting)
        return {
            "claimed": total(row.claimed_yuan for row in self.counting),
            "verified": verified, "paid": paid, "owed": verified - paid,
            "receipted": receipted(self._staying_payments, self._latest),
        }  # fmt: skip

    @property
    def is_decided(self) -> bool:
        return any(row.verified_yuan is not None for row in self.counting)

    @property
    def tones(self) -> dict[Finding, str]:
        return FINDING_TONE

    @cached_property
    def computations(self) -> list[Computation]:
        rows = Computation.objects.filter(claim__in=self._ids).select_related("computed_by")
        return list(rows.order_by("-id"))

    @cached_property
    def ledger(self) -> list[PaidRow]:
        answers = Prefetch("answers", PaymentAnswer.objects.order_by("id"))
        rows = Payment.objects.filter(claim__in=self._ids).prefetch_related(answers)
        related = ("recorded_by", "reversal", "claim")
        rows = rows.select_related(*related).order_by("-paid_on", "-id")
        return [PaidRow(row, list(row.answers.all())) for row in rows]

    @cached_property
    def orders(self) -> list[OrderLine]:
        """The issued papers that order this worker to be paid, with the amount (yuan)."""
        rows = OrderLine.objects.filter(
            claim__in=self._ids, document__state=DocumentState.ISSUED
        ).select_related("document")
        return list(rows.order_by("-document__issued_at", "-id"))

    @cached_property
    def roster(self) -> RosterEntry | None:
        """What the site's real-name roster says of the worker."""
        if not self.record.project_id:
            return None
        rows = RosterEntry.objects.filter(
            project=self.record.project_id, worker=self.claim.worker_id
        )
        return rows.first()

    @cached_property
    def reveals(self) -> list[CaseEvent]:
        """Who looked at the worker's full numbers, when and why, the latest first."""
        where = Q(complaint__in={row.complaint_id for row in self.claims})
        if isinstance(self.record, Case):
            where |= Q(case__in=self.record.lineage())
        rows = CaseEvent.objects.filter(
            where, kind=EventKind.IDENTITY_REVEALED, facts__what="worker-claim",
            facts__id__in=self._ids,
        )  # fmt: skip
        return list(rows.select_related("actor", "office").order_by("-id")[:REVEALS_SHOWN])

    @cached_property
    def neighbours(self) -> tuple[int | None, int | None]:
        """Ids of the rows before and after this one in the table of the matter."""
        rows = WageClaim.objects.filter(**{self.record.STREAM: self.record.pk})
        order = list(
            rows.order_by("withdrawn_at", "complaint_id", "position", "id").values_list(
                "pk", flat=True
            )
        )
        place = order.index(self.claim.pk)
        before = order[place - 1] if place else None
        return before, order[place + 1] if place + 1 < len(order) else None

    @property
    def _ids(self) -> list[int]:
        return [row.pk for row in self.claims]

    @property
    def _staying_payments(self) -> list[Payment]:
        staying = {row.pk for row in self.counting}
        return [row.payment for row in self.ledger if row.payment.claim_id in staying]

    @property
    def _latest(self) -> dict[int, PaymentAnswer]:
        return {row.payment.pk: row.latest for row in self.ledger if row.latest is not None}
