"""`python -m bench.figures --matters 1000000`: time board, campaign, report and figures among so many matters.

Demonstration matters are copied (`bench.province`): complaints, cases and employers up to that many,
whole histories for a part, to time their derivation; the moves of the others are written in bulk
(five per matter, as a case leaves them behind).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from datetime import time as time_of_day
from io import StringIO
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
from django.conf import settings
from django.db import connection, transaction

from config import embedded

DATABASE = "bench_figures"
NOON, SHANGHAI = time_of_day(12), ZoneInfo("Asia/Shanghai")
# A matter is received, answered, accepted and filed, paid, closed; two thirds of them this year.
FILL = """
INSERT INTO casework_figuremove (stream, subject_id, day, cohort_on, office_id, industry, channel,
    government, clues, groups, answered, answer_minutes, accept_due, accept_in_time, accepted, told,
    settled, filed, closed, revoked, overdue, workers, ordered, decided, referred, police_filed,
    published, listed, amount_yuan, paid_yuan, recovered_yuan, advanced_yuan)
SELECT CASE WHEN s < 2 THEN 'complaint' ELSE 'case' END, -n, c.day + (s * 7 + n %% 5), c.day,
    o.ids[1 + n %% array_length(o.ids, 1)],
    (ARRAY['construction', 'manufacturing', 'catering', 'new_forms', 'services', 'other'])[1 + n %% 6],
    (ARRAY['web', 'window', 'phone', 'national_platform', 'hotline_12345'])[1 + n %% 5], n %% 9 = 0,
    (s = 0)::int, (s = 0 AND n %% 11 = 0)::int, (s = 1)::int, (s = 1)::int * 600, (s = 1)::int,
    (s = 1)::int, (s = 1)::int, 0, 0, (s = 2)::int, (s = 4)::int, 0, 0, (s = 2)::int * 3,
    (s = 3)::int, 0, 0, 0, 0, 0, (s = 2)::int * 30000, (s = 3)::int * 20000, 0, 0
FROM generate_series(1, %s) n CROSS JOIN generate_series(0, 4) s
CROSS JOIN LATERAL (SELECT DATE '2025-07-01' + (n::bigint * 7919 %% 540)::int AS day) c
CROSS JOIN (SELECT array_agg(id) AS ids FROM casework_office) o
"""
TIMES, DEMO = 5, 40
BOARDS = (
    "/board/", "/board/?city=410100", "/board/?trade=construction", "/board/?on=2026-09-17",
    "/board/?wall=1", "/api/v1/figures/",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.figures", description=__doc__)
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--whole", type=int, default=20_000, help="with whole histories (20000)")
    options = parser.parse_args()
    with embedded.running():
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = DATABASE
        django.setup()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            for line in measure(options.matters, options.whole):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
        finally:
            connection.creation.destroy_test_db(DATABASE, verbosity=0)
    return 0


def measure(matters: int, whole: int) -> Any:
    """Yield one line per measurement."""
    # Imported late: the models are ready only now.
    from django.core.management import call_command  # noqa: PLC0415

    from bench import province  # noqa: PLC0415
    from casework import clock  # noqa: PLC0415
    from casework.models import Campaign, Case, CaseEvent, Complaint, User  # noqa: PLC0415
    from casework.queries import figures  # noqa: PLC0415
    from workflows.demo.province import play  # noqa: PLC0415
    from workflows.sweeps import campaign_reports  # noqa: PLC0415

    call_command("load_divisions", verbosity=0, stdout=StringIO())
    with transaction.atomic():
        play(DEMO, 724, lambda _line: None)
    seconds = _ms(lambda: province.multiply(whole // DEMO)) / 1000
    yield f"{Complaint.objects.count()} matters with whole histories in {seconds:.0f} s"
    yield f"derive {CaseEvent.objects.count()} events: {_ms(figures.rebuild) / 1000:.1f} s"
    times = matters // Complaint.objects.count() - 1
    seconds = _ms(lambda: province.multiply(times, province.LISTED)) / 1000
    yield f"{Complaint.objects.count()} complaints, {Case.objects.count()} cases in {seconds:.0f} s"
    with connection.cursor() as cursor:
        cursor.execute(FILL, [matters])
        cursor.execute("ANALYZE casework_figuremove")
        cursor.execute("VACUUM ANALYZE casework_complaint, casework_case, casework_caseevent")
    yield f"{matters} matters, {5 * matters} moves"
    year = figures.today_of(date(2026, 1, 1), date(2026, 11, 25), date(2026, 11, 25))
    winter = figures.today_of(date(2026, 11, 1), date(2026, 11, 25), date(2026, 11, 25))
    for name, scope in (("year", year), ("winter", winter)):
        spent = [_ms(lambda s=scope: figures.read([s, s.last_year()])) for _ in range(TIMES)]
        yield f"read the {name} and the one before: {median(spent):.0f} ms"
    with clock.at(datetime.combine(year.on, NOON, SHANGHAI)):
        yield f"keep the periods of boards: {_ms(campaign_reports.keep_days):.0f} ms"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE casework_figurebalance")
        cursor.execute("SELECT count(*), pg_size_pretty(pg_total_relation_size('casework_figurebalance'))"
                       " FROM casework_figurebalance")  # fmt: skip
        yield "balances: {}, {}".format(*cursor.fetchone())
    past = figures.today_of(year.begins, date(2026, 9, 17), date(2026, 9, 17))
    for name, scope in (("year", year), ("winter", winter), ("year as of a past day", past)):
        spent = [_ms(lambda s=scope: figures.read([s, s.last_year()])) for _ in range(TIMES)]
        yield f"read the {name} and the one before, balances kept: {median(spent):.0f} ms"
    supervisor = User.objects.get(username="henan-supervisor")
    campaign = Campaign.objects.create(
        name="2026", begins=winter.begins, ends=date(2027, 1, 31), tags=["construction"],
        arrears_zero_on=date(2027, 1, 1), clues_zero_on=date(2027, 1, 1), created_by=supervisor,
        office=supervisor.memberships.get().office, created_at=clock.now(),
    )  # fmt: skip
    yield from pages(supervisor, f"/campaigns/{campaign.pk}/")
    yield f"make its report: {_ms(campaign_reports.make_due):.0f} ms"


def pages(reader: Any, *further: str) -> Iterator[str]:
    """Yield milliseconds and statements of each page, and its slowest statement."""
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client()
    client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
    for url in (*BOARDS, *further):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            spent = [_ms(lambda u=url: client.get(u)) for _ in range(TIMES)]
        slowest = max(asked.captured_queries, key=lambda one: float(one["time"]))
        yield (
            f"{url}: {median(spent):.0f} ms, {len(asked) // TIMES} statements, slowest"
            f" {float(slowest['time']) * 1000:.0f} ms: {slowest['sql'][:60]!r}"
        )


def _ms(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
