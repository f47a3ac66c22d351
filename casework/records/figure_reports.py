"""Store a report of figures as it was made: once per campaign, area, kind and day, never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework import clock
from casework.models import Campaign, FigureReport, Office, User


def store(
    campaign: Campaign,
    office: Office,
    kind: str,
    said: dict[str, Any],
    sha256: str,
    *,
    by: User | None = None,
) -> tuple[FigureReport, bool]:
    """Return the report of `said` with its hash, and whether it is new; one made before stands as it was made."""
    return FigureReport.objects.get_or_create(
        campaign=campaign, office=office, kind=kind, on=date.fromisoformat(said["on"]),
        defaults={
            "begins": date.fromisoformat(said["begins"]), "content": said, "made_at": clock.now(),
            "sha256": sha256, "made_by": by,
        },
    )  # fmt: skip
