"""Work out the public figures (公开统计): one row per city and year; run by the timer, never by a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from casework import clock
from casework.models import CaseEvent, Complaint, Division, Office, PublicFigures, Satisfaction
from casework.queries.receipted import counted_payments
from casework.vocabulary import ComplaintState, DivisionLevel, EventKind

YEARS = 3
SHANGHAI = ZoneInfo("Asia/Shanghai")
TOLD = (ComplaintState.RESULT_TOLD, ComplaintState.CLOSED)
# Half of them took no longer: exact, over the days from receipt to the result told.
_MEDIAN = """
SELECT split_part(d.path, '/', 2) AS city,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.at - c.received_at) / 86400)
FROM {complaint} c
JOIN {event} e ON e.complaint_id = c.id AND e.kind = %s
JOIN {office} o ON o.id = c.office_id
JOIN {division} d ON d.id = o.division_id
WHERE c.received_at >= %s AND c.received_at < %s
GROUP BY GROUPING SETS ((split_part(d.path, '/', 2)), ())
"""


def refresh(years: Iterable[int] = ()) -> int:
    """Work out the figures of `years` (this and the two before) anew; return how many rows stand."""
    this = clock.today().year
    made = 0
    for year in years or range(this - YEARS + 1, this + 1):
        rows = _rows_of(year)
        with transaction.atomic():
            PublicFigures.objects.filter(year=year).delete()
            PublicFigures.objects.bulk_create(rows)
        made += len(rows)
    return made


def _rows_of(year: int) -> list[PublicFigures]:
    """Return a row per city and one of the province, for what was received in `year`."""
    begin, end = (datetime(y, 1, 1, tzinfo=SHANGHAI) for y in (year, year + 1))
    cities, province = _places()
    sums: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for city, figures in _by_city(begin, end):
        for place in (city, ""):
            for name, number in figures.items():
                sums[place][name] += number or 0
    medians = _medians(begin, end)
    now = clock.now()
    rows = []
    for code, division in {**cities, "": province}.items():
        found = sums[code]
        ratings, points = found.pop("ratings", 0), found.pop("points", 0)
        rows.append(
            PublicFigures(
                year=year,
                division=division,
                made_at=now,
                ratings=ratings,
                score=Decimal(points) / ratings if ratings else None,
                median_days=medians.get(code),
                **found,
            )
        )
    return rows


def _places() -> tuple[dict[str, Division], Division]:
    rows = Division.objects.filter(valid_to__isnull=True)
    cities = {row.code: row for row in rows.filter(level=DivisionLevel.CITY).order_by("code")}
    return cities, rows.get(level=DivisionLevel.PROVINCE)


def _by_city(begin: datetime, end: datetime) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield (city code, some figures); the province's own office belongs to no city."""
    city_of = {
        pk: [*path.split("/"), ""][1]
        for pk, path in Office.objects.values_list("pk", "division__path")
    }
    filed = Complaint.objects.filter(received_at__gte=begin, received_at__lt=end).order_by()
    counts = filed.values("office").annotate(
        received=Count("id"),
        accepted=Count("id", filter=Q(case__isnull=False)),
        finished=Count("id", filter=Q(state__in=TOLD)),
        workers=Sum("worker_count"),
    )
    paid = counted_payments().filter(
        claim__complaint__received_at__gte=begin, claim__complaint__received_at__lt=end,
        claim__case__isnull=False,
    ).order_by()  # fmt: skip
    recovered = paid.values("claim__case__office").annotate(
        recovered_cases=Count("claim__case", distinct=True), recovered_yuan=Sum("amount_yuan")
    )
    rated = Satisfaction.objects.filter(given_at__gte=begin, given_at__lt=end).order_by()
    ratings = rated.values("office").annotate(ratings=Count("id"), points=Sum("score"))
    found: list[Any] = [*counts, *recovered, *ratings]
    for row in found:
        office = row.pop("office", None) or row.pop("claim__case__office")
        yield city_of[office], row


def _medians(begin: datetime, end: datetime) -> dict[str, int]:
    """Return days by city code; "" is the whole province."""
    tables = {
        "complaint": Complaint, "event": CaseEvent, "office": Office, "division": Division
    }  # fmt: skip
    sql = _MEDIAN.format(**{name: model._meta.db_table for name, model in tables.items()})
    with connection.cursor() as cursor:
        cursor.execute(sql, [EventKind.COMPLAINT_RESULT_TOLD.value, begin, end])
        # Rolled up, the province comes without a code; its own office has an empty one.
        return {
            city or "": round(days)
            for city, days in cursor.fetchall()
            if city != "" and days is not None
        }
