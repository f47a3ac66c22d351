"""What the pages of a complaint and of a case have in common, each part loaded when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from casework import clock
from casework.access import scope_of
from casework.law.identity import mask_name
from casework.models import (
    Case,
    Complaint,
    Document,
    Evidence,
    Message,
    Payment,
    PaymentAnswer,
    Transfer,
    User,
    WageClaim,
)
from casework.papers import HANDLERS_ONLY
from casework.queries.receipted import receipted
from casework.queries.timeline import Told
from casework.vocabulary import ComplaintKind, Finding, ReceiptAnswer, Role

WORKERS_SHOWN = 8
WORKERS_FOLDED_FROM = 13
PAYMENTS_SHOWN = 8
MESSAGES_SHOWN = 50
FINDING_TONE = {Finding.OWED: "warn", Finding.PAID: "ok"}
Stage = tuple[str, str, str]
"""Label, what is said beneath, and done | current | todo."""


@dataclass(frozen=True)
class WorkerRow:
    """One worker of the table: `name` is masked for readers outside the owner office."""

    claim: WageClaim
    name: str
    finding_tone: str
    owed: Decimal | None
    confirmed: int
    disputed: int


@dataclass(frozen=True)
class PaymentRow:
    """One entry of the ledger with the worker's latest word on it."""

    payment: Payment
    name: str
    answer: PaymentAnswer | None

    @property
    def is_disputed(self) -> bool:
        return self.answer is not None and self.answer.answer == ReceiptAnswer.DISPUTED


def shows_names(user: User, record: Complaint | Case) -> bool:
    """Does `user` read workers' full names here? The owner office's people do.

    Of a report (举报) only the head and the lead inspector: whoever told is to be kept secret.
    """
    scope = scope_of(user)
    if record.office_id not in scope.office_ids:
        return False
    if not isinstance(record, Complaint) or record.kind != ComplaintKind.REPORT:
        return True
    leads = {record.lead_id, record.case.lead_id if record.case else None}
    return Role.BODY_HEAD in scope.roles_at(record.office_id) or user.pk in leads


class Dossier(Told):
    """What the pages of a complaint and of a case have in common."""

    def __init__(self, user: User, record: Complaint | Case, params: Mapping[str, str]) -> None:
        self.user, self.record = user, record
        self.everything = params.get("all") == "1"
        self.read_choices(params)

    @cached_property
    def complaints(self) -> list[Complaint]:
        raise NotImplementedError

    @cached_property
    def complaint_ids(self) -> list[int]:
        return [complaint.pk for complaint in self.complaints]

    @cached_property
    def by_id(self) -> dict[int, Complaint]:
        return {complaint.pk: complaint for complaint in self.complaints}

    @property
    def topics(self) -> str:
        """What the page listens to, for live.js."""
        own = f"{self.record.STREAM}:{self.record.pk}"
        others = [f"complaint:{pk}" for pk in self.complaint_ids]
        return " ".join(dict.fromkeys([own, *others]))

    @cached_property
    def open_names(self) -> set[int]:
        """Complaints whose workers and contents are shown in full to this reader."""
        return {c.pk for c in self.complaints if shows_names(self.user, c)}

    @cached_property
    def open_contents(self) -> list[int]:
        """Complaints whose files and messages this reader may see: all but other people's reports."""
        return [
            c.pk
            for c in self.complaints
            if c.kind != ComplaintKind.REPORT or c.pk in self.open_names
        ]

    @property
    def is_own(self) -> bool:
        return self.record.office_id in scope_of(self.user).office_ids

    @property
    def is_overdue(self) -> bool:
        due = self.record.next_due_on
        return due is not None and due < clock.today()

    def name_of(self, claim: WageClaim) -> str:
        name = claim.worker.name
        return name if claim.complaint_id in self.open_names else mask_name(name)

    @cached_property
    def claims(self) -> list[WageClaim]:
        # The encrypted numbers stay in the database: only the page of a reveal reads them.
        rows = (
            self._claims()
            .select_related("worker", "counted_as")
            .defer("worker__id_number", "counted_as__phone", "counted_as__bank_card")
        )
        return list(rows.order_by("withdrawn_at", "complaint_id", "position", "id"))

    @property
    def counting(self) -> list[int]:
        """Ids of the rows whose sums are shown: after a merger (并案) those of the master."""
        return [claim.counting.pk for claim in self.claims]

    def _claims(self) -> QuerySet[WageClaim]:
        return WageClaim.objects.filter(complaint=self.record.pk)

    @cached_property
    def answers(self) -> dict[int, PaymentAnswer]:
        """The latest answer to each payment."""
        rows = PaymentAnswer.objects.filter(payment__claim__in=self.counting)
        return {answer.payment_id: answer for answer in rows.order_by("id")}

    @cached_property
    def workers(self) -> list[WorkerRow]:
        confirmed: dict[int, int] = {}
        disputed: dict[int, int] = {}
        for payment in self.payments:
            answer = self.answers.get(payment.pk)
            if answer is not None:
                told = confirmed if answer.answer == ReceiptAnswer.CONFIRMED else disputed
                told[payment.claim_id] = told.get(payment.claim_id, 0) + 1
        return [
            WorkerRow(
                claim, self.name_of(claim), FINDING_TONE.get(Finding(row.finding), ""),
                None if row.verified_yuan is None else row.unpaid_yuan,
                confirmed.get(row.pk, 0), disputed.get(row.pk, 0),
            )
            for claim in self.claims for row in (claim.counting,)
        ]  # fmt: skip

    @cached_property
    def listed(self) -> list[WorkerRow]:
        """Rows of the table: of a large group the first ones and whoever disputes a payment."""
        if self.everything or len(self.workers) < WORKERS_FOLDED_FROM:
            return self.workers
        return [r for n, r in enumerate(self.workers) if n < WORKERS_SHOWN or r.disputed]

    @property
    def folded(self) -> int:
        return len(self.workers) - len(self.listed)

    @property
    def query(self) -> str:
        """What a region asks again with, so that it keeps the reader's choices."""
        return ("&all=1" if self.everything else "") + self.choices

    @property
    def staying(self) -> list[WorkerRow]:
        return [row for row in self.workers if row.claim.withdrawn_at is None]

    @property
    def headcount(self) -> int:
        """Workers still in the matter; as told at filing while none is listed by name."""
        return len(self.staying) if self.claims else self.record.worker_count

    @cached_property
    def totals(self) -> dict[str, Decimal]:
        """Sums (yuan) over the workers still in the matter."""
        zero = Decimal("0.00")
        claims = [row.claim for row in self.staying]
        verified = sum((c.counting.verified_yuan or zero for c in claims), zero)
        paid = sum((c.counting.paid_yuan for c in claims), zero)
        told = sum((c.claimed_yuan for c in claims), zero)
        return {"claimed": told if self.claims else self.record.claimed_yuan, "verified": verified,
                "paid": paid, "owed": verified - paid}  # fmt: skip

    @property
    def receipted(self) -> Decimal:
        """What of the paid sum (yuan) is proven or confirmed, of workers still in the matter."""
        staying = {row.claim.counting.pk for row in self.staying}
        return receipted((p for p in self.payments if p.claim_id in staying), self.answers)

    @cached_property
    def payments(self) -> list[Payment]:
        rows = Payment.objects.filter(claim__in=self.counting)
        return list(rows.select_related("recorded_by", "reversal").order_by("-paid_on", "-id"))

    @cached_property
    def ledger(self) -> list[PaymentRow]:
        names = {claim.counting.pk: self.name_of(claim) for claim in self.claims}
        return [
            PaymentRow(payment, names[payment.claim_id], self.answers.get(payment.pk))
            for payment in self.payments[: None if self.everything else PAYMENTS_SHOWN]
        ]

    @cached_property
    def documents(self) -> list[Document]:
        """Numbered documents; drafts, replaced ones too, are the owner office's own business."""
        rows = Document.objects.filter(self._mine()).prefetch_related("services")
        if not self.is_own:
            rows = rows.filter(number__isnull=False).exclude(kind__in=HANDLERS_ONLY)
        closed = set(self.complaint_ids) - set(self.open_contents)  # 举报: for its handlers
        rows = rows.exclude(case__isnull=True, complaint__in=closed)
        return list(rows.order_by("-drafted_at", "-id"))

    @cached_property
    def evidence(self) -> list[Evidence]:
        rows = Evidence.objects.filter(complaint__in=self.open_contents)
        return list(rows.select_related("added_by").order_by("-added_at", "-id"))

    @cached_property
    def transfers(self) -> list[Transfer]:
        ways = Q(complaint__in=self.complaint_ids)
        if isinstance(self.record, Case):
            ways |= Q(case__in=self.record.lineage())
        rows = Transfer.objects.filter(ways)
        related = ("from_office", "to_office", "designated", "superior", "proposed_by",
                   "decided_by")  # fmt: skip
        return list(rows.select_related(*related).order_by("id"))

    @property
    def pending_transfer(self) -> Transfer | None:
        """The transfer that is not decided yet, if any."""
        return next((t for t in self.transfers if t.is_open), None)

    @cached_property
    def messages(self) -> list[Message]:
        """The thread with the complainants, oldest first; of a report for its handlers only."""
        rows = (
            Message.objects.filter(complaint__in=self.open_contents)
            .select_related("author")
            .order_by("-id")
        )
        return list(rows[:MESSAGES_SHOWN])[::-1]

    def _mine(self) -> Q:
        return Q(complaint__in=self.complaint_ids)
