"""Which office is competent (用工所在地, Order 423 art. 13) and who is first-contact officer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.functions import Length

from casework.models import Division, Membership, Office, User
from casework.vocabulary import DivisionLevel, Role


def competent_office(division: Division) -> Office | None:
    """Return the supervision body of the work site's division, or of the nearest one above it.

    A closed office names the one that took over its places.
    """
    place: Division | None = division.current()
    while place is not None:
        rows = place.offices.select_related("successor").order_by("id")
        for office in sorted(rows, key=lambda one: one.closed_on is not None):
            if (answering := office.current()).closed_on is None:
                return answering
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


def city_office(office: Office) -> Office:
    """Return the office of city level above `office`; itself when it is of a city or the province.

    Law: 设区的市级以上 approves an account query (Order 724 art. 40).
    """
    return _upward(office, {DivisionLevel.CITY, DivisionLevel.PROVINCE})


def common_superior(offices: Iterable[Office]) -> Office:
    """Return the common superior of `offices` (共同的上一级): their city, or the province.

    Jiyuan and other places without a city of their own fall to the province (law.md B1.4).
    """
    cities = {city.pk: city for city in map(city_office, offices)}
    above_all = [o for o in cities.values() if o.division.level == DivisionLevel.CITY]
    if len(cities) == 1 and above_all and all(o.pk not in cities for o in offices):
        return above_all[0]
    return province_office()


def _upward(office: Office, levels: set[str]) -> Office:
    """Return the nearest office at or above `office` of one of these levels, by one query."""
    here = office.division
    if here.level in levels:
        return office
    codes = here.path.split("/")[:-1]
    above = ["/".join(codes[: place + 1]) for place in range(len(codes))]
    found = Office.objects.filter(
        division__path__in=above, division__level__in=levels, closed_on__isnull=True
    ).select_related("division")
    nearest = found.annotate(depth=Length("division__path")).order_by("-depth", "id").first()
    return nearest or province_office()
