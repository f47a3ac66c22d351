"""Facts of a listing that follow from other records: correction, re-offence, bars, who is public."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, Max, OuterRef, QuerySet, Sum

from casework.models import (
    BlacklistEntry,
    Case,
    Document,
    ListingCase,
    Payment,
    RemovalBar,
    WageClaim,
)
from casework.models.listing import LISTED_STATES, UNDECIDED_STATES
from casework.vocabulary import CaseState, Finding


def live_listing(employer_id: int | None) -> ListingCase | None:
    """Return the matter in which this employer is being listed or is listed now, if any."""
    parties = BlacklistEntry.objects.filter(
        group=OuterRef("pk"), state__in=(*UNDECIDED_STATES, *LISTED_STATES)
    )
    rows = ListingCase.objects.filter(Exists(parties), employer=employer_id)
    return rows.select_related("case__office").order_by("id").first()


def corrected_on(group: ListingCase) -> date | None:
    """Return the day the last of the wages counted for this listing was paid; None while any is owed.

    Law: Order 45 arts. 7, 12 (改正违法行为).
    """
    owed = group.cases.aggregate(verified=Sum("verified_yuan"), paid=Sum("paid_yuan"))
    if not owed["paid"] or owed["verified"] > owed["paid"]:
        return None
    payments = Payment.objects.filter(
        claim__case__in=group.cases.values("pk"), reversal_of__isnull=True, reversal__isnull=True
    )
    last: date | None = payments.aggregate(day=Max("paid_on"))["day"]
    return last


def new_violations(group: ListingCase, since: date) -> QuerySet[Case]:
    """Return verified arrears cases of the employer filed since it was listed, in any county.

    Law: Order 45 art. 13 (1).
    """
    owed = WageClaim.objects.filter(
        case=OuterRef("pk"), finding=Finding.OWED, withdrawn_at__isnull=True
    )
    rows = Case.objects.filter(Exists(owed), employer=group.employer_id, filed_on__gte=since)
    others = rows.exclude(pk__in=group.cases.values("pk")).exclude(state=CaseState.REVOKED)
    return others.select_related("office").order_by("filed_on", "pk")


def standing_bars(group: ListingCase) -> QuerySet[RemovalBar]:
    """Return the recorded bars that were not lifted (Order 45 art. 13 (2), (3))."""
    return group.bars.filter(lifted_on__isnull=True)


def party_of(document: Document, *, full: bool) -> str:
    """Return the party a listing paper is for, empty for another paper.

    `full`: with the whole identity number, as the decision is served; else as it is published.
    The number stays encrypted in the party's row and is in no document's facts.
    """
    if document.branch_id is None:
        return ""
    entry = BlacklistEntry.objects.filter(pk=document.branch_id).first()
    return entry.formal_name(full=full) if entry is not None else ""
