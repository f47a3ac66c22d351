"""`python -m bench`: measure on a database of its own and print a table and a JSON result."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django
from django.conf import settings
from django.db import connection

from config import embedded, env

DATABASE = "bench_qingqian"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=30, help="timed runs of each act (30)")
    parser.add_argument(
        "--desks", default="10,100,400", help="lengths of the desk page to read (10,100,400)"
    )
    parser.add_argument("--json", type=Path, help="where to write the result (var/bench.json)")
    options = parser.parse_args()
    lengths = [int(length) for length in options.desks.split(",") if length]
    # First: these settings say which servers they are.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = DATABASE
    with embedded.running():
        django.setup()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            # Imported late: the models are ready only now.
            from bench import measure  # noqa: PLC0415

            result = measure.everything(runs=options.runs, lengths=lengths)
        finally:
            connection.creation.destroy_test_db(DATABASE, verbosity=0)
    target = options.json or env.var_dir() / "bench.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, ensure_ascii=False, indent=2), encoding="utf-8")
    sys.stdout.write(measure.table(result) + f"\n{target}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
