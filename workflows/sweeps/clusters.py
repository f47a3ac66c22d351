"""Gatherings of complaints: those that reached the threshold, those that grew, those that ended."""

from __future__ import annotations

from workflows.actions import clusters


def sweep() -> int:
    """Return how many warnings were raised, grew or ended."""
    return clusters.end_quiet() + clusters.watch()
