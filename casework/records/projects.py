"""Find or create construction projects; put the real-name roster of a site on record."""

from __future__ import annotations

from collections.abc import Sequence

from casework import clock
from casework.files.site_roster import SiteWorker
from casework.law.identity import normalise_firm
from casework.law.money import ZERO
from casework.models import ConstructionProject, Division, RosterEntry, User
from casework.records.parties import WorkerFacts, find_or_create_workers


def find_or_create_project(name: str, division: Division | None) -> ConstructionProject:
    """Return the project of this name in this division, a new one when there is none."""
    key = normalise_firm(name)
    found = (
        ConstructionProject.objects.filter(name_key=key, division=division).order_by("id").first()
    )
    return found or ConstructionProject.objects.create(name=name, name_key=key, division=division)


def store_roster(
    project: ConstructionProject, rows: Sequence[SiteWorker], *, by: User
) -> list[RosterEntry]:
    """Write one entry per worker; an entry already there takes the newer facts."""
    facts = [WorkerFacts(name=row.name, claimed_yuan=ZERO, id_number=row.id_number) for row in rows]
    people = find_or_create_workers(facts)
    now = clock.now()
    entries = [
        RosterEntry(
            project=project, worker=worker, team=row.team, post=row.post,
            entered_on=row.entered_on, left_on=row.left_on, days=row.days, imported_at=now,
            imported_by=by,
        )
        for row, worker in zip(rows, people, strict=True)
    ]  # fmt: skip
    fields = ["team", "post", "entered_on", "left_on", "days", "imported_at", "imported_by"]
    return RosterEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["project", "worker"], update_fields=fields
    )
