"""Who has to pay in a case, what each still owes, and what is to come back to whom paid first.

There is one ledger per worker: an order is paid off by whoever pays, and nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Sum
from django.utils.translation import gettext as _

from casework.law.money import ZERO, total
from casework.law.payers import ADVANCES
from casework.models import Case, Document, Liability, OrderLine, Payment, Recourse
from casework.vocabulary import DocumentKind, DocumentState

ORDERS = (DocumentKind.PAY_ORDER, DocumentKind.PAYER_ORDER)


@dataclass(frozen=True)
class OrderRow:
    """One order to pay: to whom, for how much, and what of it is still unpaid by anybody (yuan)."""

    document: Document
    party: str
    kind: str
    ordered: Decimal
    outstanding: Decimal
    served_on: date | None


@dataclass(frozen=True)
class RecourseRow:
    """One right of recourse: what was paid in another's place, what came back, what is left (yuan)."""

    recourse: Recourse
    advanced: Decimal
    received: Decimal

    @property
    def left(self) -> Decimal:
        return self.advanced - self.received

    @property
    def way(self) -> str:
        """How the money comes back: recourse, set-off, or topping up the deposit."""
        return _(ADVANCES[self.recourse.creditor_kind].way)


def orders_of(case: Case) -> list[OrderRow]:
    """Return every issued order to pay of `case`, oldest first."""
    lines = Prefetch("lines", OrderLine.objects.select_related("claim"))
    rows = case.documents.filter(kind__in=ORDERS, state=DocumentState.ISSUED)
    rows = rows.select_related("liability").prefetch_related(lines, "services").order_by("id")
    return [_row(case, document) for document in rows]


def _row(case: Case, document: Document) -> OrderRow:
    lines = [line for line in document.lines.all() if line.claim.withdrawn_at is None]
    served = [service.served_on for service in document.services.all()]
    liability: Liability | None = getattr(document, "liability", None)
    return OrderRow(
        document=document,
        party=liability.party_name if liability else case.employer_name,
        kind=str(document.get_payer_display()),
        ordered=total(line.amount_yuan for line in lines),
        outstanding=total(
            min(line.amount_yuan, max(line.claim.unpaid_yuan, ZERO)) for line in lines
        ),
        served_on=min(served) if served else None,
    )


def liabilities_of(case: Case) -> list[Liability]:
    """Return the parties liable now, in the order they were found."""
    rows = case.liabilities.filter(ended_at__isnull=True)
    return list(rows.select_related("document", "party"))


def recourses_of(cases: Iterable[Case]) -> list[RecourseRow]:
    """Return what is to come back in these cases; a right whose payments were reversed is left out."""
    ids = [case.pk for case in cases]
    recourses = Recourse.objects.filter(case__in=ids).select_related("debtor", "case")
    found = list(recourses.annotate(received=Sum("receipts__amount_yuan")))
    if not found:
        return []
    sums = Payment.objects.filter(claim__case__in=ids).order_by().values("claim__case", "payer")
    paid = {
        (row["claim__case"], row["payer"]): row["paid"]
        for row in sums.annotate(paid=Sum("amount_yuan"))
    }
    rows = [
        RecourseRow(r, paid.get((r.case_id, r.creditor_kind), ZERO), r.received or ZERO)
        for r in found
    ]
    return [row for row in rows if row.advanced or row.received]
