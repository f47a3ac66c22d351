"""Real processes around the tests: web server, worker, browser. Used by tests/conftest.py."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from config.celery import app
from config.env import ROOT

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NO_CHROMIUM = (
    "Chromium is missing: apt-get install chromium fonts-noto-cjk, or set QINGQIAN_CHROMIUM."
)


def chromium() -> str | None:
    """Return the path of a Chromium on this machine."""
    return os.environ.get("QINGQIAN_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )


def child_environment() -> dict[str, str]:
    """Return the environment in which a child works on the test database and the test Redis."""
    database = connection.settings_dict
    if not database["NAME"].startswith("test_"):
        raise RuntimeError("The test database is not set up: ask for a database fixture first.")
    host = "&".join(
        f"{key}={database[key.upper()]}" for key in ("host", "port") if database[key.upper()]
    )
    login = (
        f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    )
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"postgresql://{login}@/{database['NAME']}?{host}",
        "QINGQIAN_TEST_REDIS_URL": settings.REDIS_URL,
    }


@contextmanager
def child(
    command: list[str], log: Path, ready: Callable[[], bool], seconds: float = 30
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of this project until the block ends; its output goes to `log`."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(lambda: process.poll() is not None or ready(), seconds, f"{command[0]}: see below")
        if process.poll() is not None:
            raise RuntimeError(f"{' '.join(command)} ended:\n{log.read_text(errors='replace')}")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(condition: Callable[[], object], seconds: float = 10, what: str = "") -> None:
    """Wait until `condition` is true. Raises AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {seconds:g} s: {what or condition}")
        time.sleep(0.03)


def free_port() -> int:
    """Return a TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Say whether somebody listens on a port of this machine."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def worker_answers() -> bool:
    """Say whether a Celery worker of the test broker answers."""
    return bool(app.control.ping(timeout=0.3))


class TestBroker:
    """What lies in the test broker: waiting and running tasks."""

    __test__ = False

    def __init__(self) -> None:
        self._redis = redis.Redis.from_url(settings.REDIS_URL)
        self._prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]

    def clear(self) -> None:
        """Drop waiting tasks; a whole FLUSHDB would cut the worker's own queues off."""
        self._redis.delete(*(f"{self._prefix}{queue}" for queue in settings.QINGQIAN_QUEUES))

    def forget(self) -> None:
        """Drop what a killed worker held; only while no worker runs."""
        self.clear()
        keys = ("unacked", "unacked_index", "unacked_mutex")
        self._redis.delete(*(f"{self._prefix}{key}" for key in keys))

    def busy(self) -> int:
        """Return how many tasks are running: acknowledged late, they lie in `unacked` till done."""
        return int(self._redis.hlen(f"{self._prefix}unacked"))

    def waiting(self) -> int:
        """Return how many tasks wait in all queues."""
        return sum(int(self._redis.llen(f"{self._prefix}{q}")) for q in settings.QINGQIAN_QUEUES)

    def close(self) -> None:
        """Give the connection back."""
        self._redis.close()
