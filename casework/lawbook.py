"""The law book in force on a day: the data of casework.law.limits with the administrators' versions.

Read by one statement and kept for half a minute per process, like the calendar: a change is in
force everywhere within that time.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import DecimalField, F, PositiveSmallIntegerField, Value

from casework import clock
from casework.law.limits import LIMITS, THRESHOLDS, Limit, Said, Threshold
from casework.models import LimitVersion, ThresholdVersion

HENAN_TARGETS = "henan_targets"
CACHE_SECONDS = 30.0


class Version(NamedTuple):
    """What replaces a row of the data from `valid_from` until before `valid_to`."""

    key: str
    valid_from: date
    valid_to: date | None
    basis: str
    length: int | None
    extension: int | None
    value: Decimal | None


class LawBook:
    """Every version, read once; a look-up afterwards costs no statement."""

    def __init__(self) -> None:
        self.versions: dict[str, list[Version]] = defaultdict(list)
        for row in sorted(_rows(), key=lambda row: row[1]):
            self.versions[row[0]].append(Version(*row))

    def limit(self, rule_id: str, on: date) -> Limit:
        """Return the limit as it stands on `on`. Raises KeyError for an unknown id."""
        limit = LIMITS[rule_id]
        found = in_force(self.versions.get(rule_id, ()), on)
        if found is None:
            return limit
        return replace(
            limit,
            length=limit.length if found.length is None else found.length,
            extension=limit.extension if found.extension is None else found.extension,
            basis=Said(found.basis, "") if found.basis else limit.basis,
        )

    def threshold(self, key: str, on: date) -> Threshold:
        """Return the threshold as it stands on `on`. Raises KeyError for an unknown key."""
        threshold = THRESHOLDS[key]
        found = in_force(self.versions.get(key, ()), on)
        if found is None:
            return threshold
        return replace(
            threshold,
            value=threshold.value if found.value is None else found.value,
            basis=Said(found.basis, "") if found.basis else threshold.basis,
        )


def _rows() -> Iterable[tuple[str, date, date | None, str, int | None, int | None, Decimal | None]]:
    same = ("valid_from", "valid_to", "basis")
    number = Value(None, output_field=PositiveSmallIntegerField())
    amount = Value(None, output_field=DecimalField(max_digits=14, decimal_places=2))
    limits = LimitVersion.objects.order_by().annotate(
        name=F("rule"), a=F("length"), b=F("extension"), c=amount
    )
    thresholds = ThresholdVersion.objects.order_by().annotate(
        name=F("key"), a=number, b=number, c=F("value")
    )
    columns = ("name", *same, "a", "b", "c")
    return limits.values_list(*columns).union(thresholds.values_list(*columns), all=True)


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """Return the version in force on `on`: the last that began and has not ended."""
    found = None
    for version in versions:
        if version.valid_from <= on and (version.valid_to is None or on < version.valid_to):
            found = version
    return found


_cached: tuple[float, LawBook] | None = None


def book() -> LawBook:
    """Return the law book, at most half a minute old."""
    global _cached  # noqa: PLW0603  one immutable book per process, refreshed by age
    if _cached is None or time.monotonic() - _cached[0] > CACHE_SECONDS:
        _cached = (time.monotonic(), LawBook())
    return _cached[1]


def forget() -> None:
    """Drop the cached book after a version was written in this process."""
    global _cached  # noqa: PLW0603
    _cached = None


def limit(rule_id: str, on: date | None = None) -> Limit:
    """Return the limit in force on `on` (today when not given)."""
    return book().limit(rule_id, on or clock.today())


def threshold(key: str, on: date | None = None) -> Threshold:
    """Return the threshold in force on `on` (today when not given)."""
    return book().threshold(key, on or clock.today())


def threshold_value(key: str, on: date | None = None) -> Decimal:
    """Return the number of a threshold in force on `on` (today when not given)."""
    return threshold(key, on).value


def targets_on(on: date | None = None) -> bool:
    """Do the targets of the province run beside the national limits on `on`?"""
    return threshold_value(HENAN_TARGETS, on) > 0
