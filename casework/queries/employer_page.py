"""What an employer reads of its own case: served documents, terms, sums; never who told."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.functional import cached_property

from casework.models import (
    BlacklistEntry,
    Case,
    Deadline,
    Document,
    EmployerAccess,
    EmployerSubmission,
)
from casework.papers import PAPERS, To
from casework.vocabulary import DeadlineState, DocumentState, ListingState, PartyKind

TO_EMPLOYER = [kind for kind, paper in PAPERS.items() if paper.to is To.EMPLOYER]
RULES_OF_EMPLOYER = ("D-11", "D-13", "D-14", "D-18", "D-23", "D-27")
"""Terms that run against the employer, law.md B2."""


class EmployerPage:
    """The case behind one access, as far as the employer may read it."""

    def __init__(self, access: EmployerAccess) -> None:
        self.access = access
        self.case: Case = access.case

    @cached_property
    def documents(self) -> list[Document]:
        """Documents addressed to the employer that were issued and served, newest first."""
        rows = served_on_employer(self.case).prefetch_related("services")
        return list(rows.order_by("-issued_at", "-id"))

    @cached_property
    def terms(self) -> list[Deadline]:
        """Terms that run against the employer now."""
        rows = Deadline.objects.filter(
            case=self.case.pk, rule__in=RULES_OF_EMPLOYER, state=DeadlineState.RUNNING
        )
        return list(rows.order_by("due_on", "id"))

    @cached_property
    def submissions(self) -> list[EmployerSubmission]:
        """What this employer sent in, newest first."""
        rows = EmployerSubmission.objects.filter(case=self.case.pk).prefetch_related("files")
        return list(rows.order_by("-id"))

    @cached_property
    def listings(self) -> list[BlacklistEntry]:
        """The employer's own entries in the list of dishonest employers, once it was notified."""
        return list(own_listings(self.case).order_by("id"))

    @property
    def verified_yuan(self) -> Decimal:
        return self.case.verified_yuan

    @property
    def unpaid_yuan(self) -> Decimal:
        return self.case.unpaid_yuan


def served_on_employer(case: Case) -> QuerySet[Document]:
    """Return the documents of the case the employer has been served with.

    Not those served on another party of a listing: they name a person with an identity number.
    """
    others = BlacklistEntry.objects.exclude(party_kind=PartyKind.EMPLOYER)
    rows = Document.objects.filter(
        case=case.pk, kind__in=TO_EMPLOYER, state=DocumentState.ISSUED, services__isnull=False
    )
    return rows.exclude(branch__in=others.values("pk")).distinct()


def own_listings(case: Case) -> QuerySet[BlacklistEntry]:
    """Return the entries of the case's employer itself; those of persons are theirs alone."""
    rows = BlacklistEntry.objects.filter(group__employer=case.employer_id, is_person=False)
    return rows.exclude(state=ListingState.CANDIDATE).select_related("office__division", "case")
