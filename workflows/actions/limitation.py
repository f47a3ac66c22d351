"""The two years (监察时效, Order 423 art. 20): from the end of the violation, unless told before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Max, Q

from casework import clock
from casework.lawbook import limit
from casework.models import Complaint
from workflows import deadlines

RULE = "D-41"


@dataclass(frozen=True)
class Limitation:
    """The end of the violation, the last day to tell of it, and the first telling on record."""

    ended_on: date
    last_day: date
    told_on: date
    earlier_on: date | None

    @property
    def is_over(self) -> bool:
        """Nobody told of the violation within two years of its end."""
        return self.told_on > self.last_day and self.earlier_on is None


def limitation_of(complaint: Complaint, ended_on: date | None = None) -> Limitation | None:
    """Return how the complaint stands to the two years; None while nobody said when it ended.

    An earlier complaint or report against the same employer within the two years is a telling too
    (未被发现，也未被举报、投诉的): only its day is given, never who told.
    """
    end = ended_on or complaint.period_end
    if end is None:
        end = complaint.claims.aggregate(last=Max("period_end"))["last"]
    if end is None:
        return None
    years = limit(RULE).length or 0
    last = deadlines.calendar().add_months(end, 12 * years).date
    told = clock.day_of(complaint.received_at)
    return Limitation(end, last, told, _earlier(complaint, last) if told > last else None)


def _earlier(complaint: Complaint, last: date) -> date | None:
    if complaint.employer_id is None:
        return None
    zone = clock.now().tzinfo
    start = complaint.period_start
    overlaps = Q(period_end__isnull=True)
    overlaps |= Q(period_end__gte=start) if start else Q(period_end__isnull=False)
    rows = Complaint.objects.filter(
        overlaps, employer=complaint.employer_id,
        received_at__lte=datetime.combine(last, time.max, tzinfo=zone),
    ).exclude(pk=complaint.pk)  # fmt: skip
    first = rows.order_by("received_at").values_list("received_at", flat=True).first()
    return clock.day_of(first) if first is not None else None
