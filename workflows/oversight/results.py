"""What came out of a round: by office, by inspector, and the faults found most often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from casework.law.checklist import ITEMS, Item
from casework.models import ReviewFile, ReviewScore
from casework.vocabulary import Grade, ReviewState


@dataclass(frozen=True)
class Line:
    """Results of one office or one inspector; `average` to one decimal, None while nothing is scored."""

    key: int
    label: str
    files: int
    average: float | None
    excellent: int
    passed: int
    failed: int


@dataclass(frozen=True)
class Fault:
    """How often an item of the checklist cost points, and how many."""

    item: Item
    files: int
    lost: int


def total(files: QuerySet[ReviewFile]) -> dict[str, float | int | None]:
    """Return drawn, scored, average and the number of each grade."""
    return files.order_by().aggregate(drawn=Count("id"), **_sums())


def by(files: QuerySet[ReviewFile], what: str, label: str) -> list[Line]:
    """Return the scored files by `what` (office, lead), the lowest average first."""
    scored = files.exclude(state=ReviewState.WAITING).order_by()
    rows = scored.values_list(what, label).annotate(**_sums()).order_by("average", what)
    return [
        Line(key, name, count, average, *grades)
        for key, name, count, average, *grades in rows
    ]  # fmt: skip


def faults(files: QuerySet[ReviewFile]) -> list[Fault]:
    """Return the items that cost points, the most frequent first."""
    rows = (
        ReviewScore.objects.filter(file__in=files.order_by().values("pk"), points__lt=F("full"))
        .order_by().values_list("item").annotate(n=Count("id"), lost=Sum(F("full") - F("points")))
    )  # fmt: skip
    found = [Fault(ITEMS[code], n, lost) for code, n, lost in rows if code in ITEMS]
    return sorted(found, key=lambda one: (-one.files, -one.lost, one.item.code))


def scores_of(file: ReviewFile) -> Sequence[tuple[Item, ReviewScore | None]]:
    """Return each item of the checklist with what was given for it."""
    given = {row.item: row for row in file.scores.all()}
    return [(item, given.get(code)) for code, item in ITEMS.items()]


def _sums():
    counted = Coalesce("final_points", "points")
    return {
        "scored": Count("id", filter=~Q(state=ReviewState.WAITING)), "average": Avg(counted),
        **{str(grade): Count("id", filter=Q(grade=grade)) for grade in Grade},
    }  # fmt: skip
