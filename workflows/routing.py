"""Which office is competent (用工所在地, Order 423 art. 13) and who is first-contact officer."""

from __future__ import annotations

from casework.models import Division, Membership, Office, User
from casework.vocabulary import DivisionLevel, Role


def competent_office(division: Division) -> Office | None:
    """Return the supervision body of the work site's division, or of the nearest one above it."""
    place: Division | None = division.current()
    while place is not None:
        office = place.offices.filter(closed_on__isnull=True).order_by("id").first()
        if office is not None:
            return office
        place = place.parent
    return None


def province_office() -> Office:
    """Return the office that distributes by hand what names no known place."""
    return Office.objects.select_related("division").get(
        division__level=DivisionLevel.PROVINCE, closed_on__isnull=True
    )


def duty_officer(office: Office, spread: int) -> User | None:
    """Return the first-contact officer (首问责任人) for filings without a clerk.

    The clerks of the window take turns by `spread` (any number that differs per filing); an office
    without a clerk answers through its head.
    """
    people = list(
        Membership.objects.filter(
            office=office, role__in=[Role.CLERK, Role.BODY_HEAD], valid_to__isnull=True,
            user__is_active=True,
        ).select_related("user").order_by("id")
    )  # fmt: skip
    clerks = [m for m in people if m.role == Role.CLERK] or people
    return clerks[spread % len(clerks)].user if clerks else None
