"""Set up an office, with its place where that is new, and close one whose work another took over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from casework import clock
from casework.administering import Reach
from casework.law.errors import gettext_noop
from casework.models import Division, Office
from casework.records.accounts import OFFICE, NotAllowedError, note
from casework.tokens import sounds
from casework.vocabulary import AdminKind, DivisionLevel

TOOK_OVER = "successor"
"""`Participation.reason` of an office that took over from a closed one."""
# One statement, whatever the office has behind it; who may find a matter follows by trigger.
HAND_OVER = """
INSERT INTO casework_participation (complaint_id, office_id, reason, since)
SELECT seen.id, %(to)s, %(reason)s, %(since)s FROM (
    SELECT id FROM casework_complaint WHERE office_id = %(from)s
    UNION SELECT complaint_id FROM casework_participation WHERE office_id = %(from)s
) AS seen ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Place:
    """A division as an administrator names it: by its code; the rest matters where it is new."""

    code: str
    name: str
    level: str
    superior: Division


@transaction.atomic
def open_office(reach: Reach, place: Place, values: Mapping[str, str]) -> Office:
    """Set up the office of a place. Raises NotAllowedError where one stands or it is out of reach."""
    division = Division.objects.filter(code=place.code, valid_to__isnull=True).first()
    if division is None:
        division = Division(
            code=place.code, name=place.name, level=place.level, parent=place.superior,
            path=f"{place.superior.path}/{place.code}", valid_from=clock.today(),
            **sounds(place.name),
        )  # fmt: skip
    _require(reach, division)
    if division.pk is None:
        division.save()
    elif division.offices.filter(closed_on__isnull=True).exists():
        raise NotAllowedError(gettext_noop("这个区划已有监察机构。"))
    office = Office.objects.create(division=division, **{name: values[name] for name in OFFICE})
    note(AdminKind.OFFICE_OPENED, reach.user, office=office, code=division.code)
    return office


@transaction.atomic
def close_office(reach: Reach, office: Office, successor: Office) -> None:
    """Close an office that has nothing open, and let `successor` answer and read in its place.

    The caller has locked the row and asked what is still open.
    """
    if not may_close(reach, office):
        raise NotAllowedError(gettext_noop("设立和撤销机构由上级系统管理员办理。"))
    if successor.pk == office.pk or successor.closed_on is not None:
        raise NotAllowedError(gettext_noop("接手的机构应当是另一个在用的机构。"))
    office.closed_on, office.successor = clock.today(), successor
    office.save(update_fields=["closed_on", "successor"])
    values: dict[str, Any] = {
        "from": office.pk,
        "to": successor.pk,
        "reason": TOOK_OVER,
        "since": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(HAND_OVER, values)
    note(AdminKind.OFFICE_CLOSED, reach.user, office=office, successor=successor.pk,
         name=successor.name)  # fmt: skip


def may_close(reach: Reach, office: Office) -> bool:
    """May this administrator close the office? The province's own is never closed."""
    below = office.division.level != DivisionLevel.PROVINCE and _reaches(reach, office.division)
    return below and office.closed_on is None


def _reaches(reach: Reach, division: Division) -> bool:
    """Offices are set up and closed from above: a city's counties by the city, all by the province."""
    return reach.whole or any(division.path.startswith(f"{path}/") for path in reach.paths)


def _require(reach: Reach, division: Division) -> None:
    if not _reaches(reach, division):
        raise NotAllowedError(gettext_noop("设立和撤销机构由上级系统管理员办理。"))
