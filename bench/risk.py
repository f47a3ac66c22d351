"""`python -m bench.risk --employers 100000`: score everybody, read the list, look for gatherings.

One real matter, taken through an order not obeyed, is copied with its journal for every employer
(some have two), with the days spread over two years.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from io import StringIO
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
from django.conf import settings
from django.db import connection

from config import embedded

DATABASE = "bench_risk"
FAR = 10_000_000
TIMES = 5
BACK = "- ((n::bigint * 7919) %% 730) * interval '1 day'"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.risk", description=__doc__)
    parser.add_argument("--employers", type=int, default=100_000)
    options = parser.parse_args()
    with embedded.running():
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = DATABASE
        django.setup()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            for line in measure(options.employers):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
        finally:
            connection.creation.destroy_test_db(DATABASE, verbosity=0)
    return 0


def measure(employers: int) -> Any:
    """Yield one line per measurement."""
    # Imported late: the models are ready only now.
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from casework import clock  # noqa: PLC0415
    from casework.models import User  # noqa: PLC0415
    from casework.queries.risk import gatherings, scoring  # noqa: PLC0415
    from workflows.demo.people import hire_all  # noqa: PLC0415

    call_command("load_divisions", verbosity=0, stdout=StringIO())
    staff = hire_all(1)
    complaint = _overdue(staff)
    began = time.perf_counter()
    rows = _fill(complaint, employers)
    yield f"{employers} employers, {rows} rows of journal copied in {time.perf_counter() - began:.0f} s"
    yield f"score all employers: {_ms(lambda: scoring.rebuild('employer')):.0f} ms"
    yield f"score all projects: {_ms(lambda: scoring.rebuild('project')):.0f} ms"
    day = clock.today().replace(day=1)
    yield f"score all as of a past day: {_ms(lambda: scoring.scores_as_of('employer', day)):.0f} ms"
    working = [
        _ms(lambda: scoring.working("employer", FAR + 1, clock.today())) for _ in range(TIMES)
    ]
    yield f"the working of one: {median(working):.1f} ms"
    yield f"look for gatherings: {median(_ms(gatherings.gatherings) for _ in range(TIMES)):.0f} ms"
    client = Client()
    client.force_login(
        User.objects.get(username="henan-supervisor"), "django.contrib.auth.backends.ModelBackend"
    )
    for url in (
        "/risk/",
        "/risk/?band=middle",
        "/risk/?area=410105",
        "/risk/visits/",
        "/clusters/",
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            spent = [_ms(lambda u=url: client.get(u)) for _ in range(TIMES)]
        yield f"{url}: {median(spent):.0f} ms, {len(asked) // TIMES} statements"


def _overdue(staff: Any) -> Any:
    """One matter by real acts, up to the end of the order's term; returns the complaint."""
    from datetime import timedelta  # noqa: PLC0415
    from random import Random  # noqa: PLC0415

    from casework import clock  # noqa: PLC0415
    from casework.models import Division  # noqa: PLC0415
    from casework.models.actor import Actor  # noqa: PLC0415
    from workflows.demo import moves  # noqa: PLC0415
    from workflows.demo.filings import invent  # noqa: PLC0415
    from workflows.demo.matter import Matter  # noqa: PLC0415
    from workflows.dispatch import file_complaint  # noqa: PLC0415
    from workflows.tasks import sweep_deadlines  # noqa: PLC0415

    site = Division.objects.select_related("parent").get(name="金水区", valid_to__isnull=True)
    now = clock.now()
    with clock.at(now - timedelta(days=30)):
        filing = invent(Random(3), site, clock.today(), grave=False)  # noqa: S311  invented data
        matter = Matter(Random(3), staff, *file_complaint(filing, Actor.complainant()))  # noqa: S311
        matter.choices["term_days"] = 7
        for move in (moves.assign, moves.propose, moves.accept, moves.begin, moves.find,
                     moves.finish, moves.draft, moves.issue, moves.serve):  # fmt: skip
            move(matter)
    sweep_deadlines()
    return matter.complaint


def _fill(complaint: Any, employers: int) -> int:
    """Copy the matter for each employer, a second complaint for every third; return journal rows."""
    from casework.models import Case, CaseEvent, Complaint, Employer, Office  # noqa: PLC0415

    offices = list(Office.objects.order_by("id").values_list("pk", flat=True))
    office = f"(ARRAY{offices})[1 + n %% {len(offices)}]"
    _copy(Employer, complaint.employer_id, employers, {
        "id": f"{FAR} + n", "uscc": "''", "name": "name || n", "name_key": "name_key || n"})  # fmt: skip
    case = complaint.case
    _copy(Case, case.pk, employers, {
        "id": f"{FAR} + n", "number": "number || n", "employer_id": f"{FAR} + n",
        "office_id": office, "filed_on": f"(filed_on {BACK})::date"})  # fmt: skip
    complaints = employers + employers // 3
    mine = f"{FAR} + 1 + (n - 1) %% {employers}"
    _copy(Complaint, complaint.pk, complaints, {
        "id": f"{FAR} + n", "tracking_no": "n::text", "employer_id": mine, "office_id": office,
        "case_id": mine, "received_at": f"received_at {BACK}"})  # fmt: skip
    rows = 0
    for stream, subject, count in (("complaint", complaint, complaints), ("case", case, employers)):
        for pk in CaseEvent.objects.filter(stream=stream, subject_id=subject.pk).values_list(
            "pk", flat=True
        ):
            rows += _copy(CaseEvent, pk, count, {
                "subject_id": f"{FAR} + n", f"{stream}_id": f"{FAR} + n", "at": f"at {BACK}",
                "office_id": office})  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rows


def _copy(model: Any, pk: int, count: int, changes: Mapping[str, str]) -> int:
    """Copy one row `count` times; `changes`: column -> SQL over the row and its number `n`."""
    columns = [field.column for field in model._meta.concrete_fields]
    if "id" not in changes:
        columns.remove("id")
    values = ", ".join(changes.get(name, f's."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} "  # noqa: S608  names of our own models
            f"FROM {table} s CROSS JOIN generate_series(1, %s) n WHERE s.id = %s",
            [count, pk],
        )
        return int(cursor.rowcount)


def _ms(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
