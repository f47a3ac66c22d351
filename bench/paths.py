"""`python -m bench.paths --cases 100000`: write journals, derive their paths, time the process view."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from io import StringIO
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
import psutil
from django.conf import settings
from django.db import connection

from config import embedded, env

DATABASE = "bench_paths"
PAGES = ("/audit/process/", "/audit/process/?place=410105", "/audit/process/?industry=construction",
         "/audit/process/?since=2025-06-01&until=2025-12-31", "/audit/process/cases/?deviation=any",
         "/audit/process/cases/?outlier=1")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.paths", description=__doc__)
    parser.add_argument("--cases", type=int, default=5_000, help="journals to write and derive")
    parser.add_argument("--times", type=int, default=20, help="copies of the derived rows (20)")
    options = parser.parse_args()
    # First: these settings say which servers they are.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = DATABASE
    with embedded.running():
        django.setup()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            result = measure(options.cases, options.times)
        finally:
            connection.creation.destroy_test_db(DATABASE, verbosity=0)
    text = json.dumps(result, ensure_ascii=False, indent=2)
    target = env.var_dir() / "bench-paths.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{text}\n{target}\n")
    return 0


def measure(cases: int, times: int) -> dict[str, Any]:
    """Return seconds of writing and deriving (wall and own CPU), and milliseconds of each page.

    Journals are written and derived for `cases`; the derived rows are then copied to `times` as
    many, so that a page is timed at that size without hours of writing.
    """
    # Imported late: the models are ready only now.
    from django.core.management import call_command  # noqa: PLC0415

    from bench import journals  # noqa: PLC0415
    from workflows.audit import paths  # noqa: PLC0415
    from workflows.demo.people import hire_all  # noqa: PLC0415

    call_command("load_divisions", verbosity=0, stdout=StringIO())
    staff = hire_all(1)
    events, written = _timed(lambda: journals.write(cases, staff))
    _made, derived = _timed(paths.rebuild)
    _none, quiet = _timed(paths.refresh)
    for number in range(1, times):
        _copy(number * 10_000_000, number)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE casework_pathstep, casework_casepath, casework_case")
        cursor.execute(
            "SELECT count(*), pg_total_relation_size('casework_pathstep') FROM casework_pathstep"
        )
        steps, size = cursor.fetchone()
    return {"cases": cases * times, "derived": cases, "events": events, "steps": steps, "steps_mb": round(size / 1e6, 1),
            "write": written, "derive": derived, "nothing_new": quiet,
            "load": os.getloadavg()[0], "pages": [_page(url) for url in PAGES]}  # fmt: skip


def _copy(offset: int, number: int) -> None:
    """Copy the first cases with their paths and steps under other ids."""
    from casework.models import Case, CasePath, PathStep  # noqa: PLC0415

    changed = {
        "id": f"id + {offset}",
        "case_id": f"case_id + {offset}",
        "number": f"number || '-{number}'",
    }
    with connection.cursor() as cursor:
        for model, key in ((Case, "id"), (CasePath, "case_id"), (PathStep, "case_id")):
            table = model._meta.db_table
            names = [f.column for f in model._meta.concrete_fields]
            if model is PathStep:
                names.remove("id")
            values = ", ".join(changed.get(name, name) for name in names)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table}"  # noqa: S608
                f" WHERE {key} < 10000000"
            )


def _page(url: str) -> dict[str, Any]:
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from casework.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username="henan-supervisor"),
                       "django.contrib.auth.backends.ModelBackend")  # fmt: skip
    client.get(url)
    spent, worked = [], []
    server = _server()
    for _run in range(5):
        began, own = time.perf_counter(), time.process_time() + _cpu(server)
        response = client.get(url)
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() + _cpu(server) - own) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}")
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    slowest = max(found.captured_queries, key=lambda q: float(q["time"]))
    return {"url": url, "ms": round(median(spent)), "least_ms": round(min(spent)), "cpu_ms": round(median(worked)),
            "sql": len(found), "slowest_ms": round(float(slowest["time"]) * 1000)}  # fmt: skip


def _server() -> psutil.Process:
    """Return the process of PostgreSQL that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0])


def _cpu(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)


def _timed(call: Any) -> tuple[Any, dict[str, float]]:
    wall, own = time.perf_counter(), time.process_time()
    result = call()
    return result, {"s": round(time.perf_counter() - wall, 1),
                    "cpu_s": round(time.process_time() - own, 1)}  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
