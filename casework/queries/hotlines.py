"""The published telephone numbers: every office by city, found by place, sound or number."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from casework.models import Office
from casework.vocabulary import DivisionLevel


@dataclass(frozen=True)
class City:
    """A city with its own office first and those of its counties after it."""

    name: str
    code: str
    offices: list[Office]


def hotlines(query: str = "") -> list[City]:
    """Return the offices whose place, pinyin, initials or number match `query`; all for none."""
    rows = Office.objects.filter(closed_on__isnull=True).select_related("division__parent")
    words = _plain(query)
    cities: dict[str, City] = {}
    for office in rows.order_by("division__path", "id"):
        division = office.division
        path = division.path.split("/")
        code = path[1] if len(path) > 1 else path[0]
        if code not in cities:
            cities[code] = City(_name_of(office), code, [])
        if not words or _matches(office, words):
            cities[code].offices.append(office)
    return [city for city in cities.values() if city.offices]


def _name_of(office: Office) -> str:
    division = office.division
    own = division.level in (DivisionLevel.PROVINCE, DivisionLevel.CITY)
    return division.name if own or division.parent is None else division.parent.name


def _matches(office: Office, words: str) -> bool:
    division = office.division
    digits = "".join(c for c in words if c.isdigit())
    if digits and digits in "".join(c for c in office.hotline if c.isdigit()):
        return True
    city = division.parent if division.level == DivisionLevel.COUNTY else None
    places = [division, *([city] if city is not None and city.level == DivisionLevel.CITY else [])]
    for place in places:
        if words in place.name or words in place.full_name:
            return True
        if place.pinyin.startswith(words) or place.initials.startswith(words):
            return True
    return words in division.full_name


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text)[:40].lower().split())
