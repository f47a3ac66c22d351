"""Every part is killed once under acting clients: nothing acknowledged is lost, all is told, once.

The small form of `python -m bench.faults` (2,000 actions), with the same code.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from config.env import ROOT

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]
KINDS = {"worker", "beat", "web", "redis", "postgres", "network"}


def address_of_the_tables() -> str:
    values = connection.settings_dict
    options = "&".join(
        f"{key}={quote(str(values[key.upper()]))}"
        for key in ("host", "port")
        if values[key.upper()]
    )
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@/{values['NAME']}?{options}"


def test_every_part_is_killed_once_and_no_promise_is_broken(tmp_path: Path) -> None:
    result = tmp_path / "faults.json"
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults", "--actions", "60", "--clients", "5", "--rounds", "1",
         "--schema-from", address_of_the_tables(), "--json", str(result)],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(result.read_text())
    assert {fault["kind"] for fault in found["faults"]} == KINDS
    assert found["actions"] == 60
    assert all(check["looked_at"] for check in found["checks"])
    assert len(found["checks"]) == 7
