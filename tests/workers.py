"""A real worker with its timer that tests kill -9 and start again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from config.env import ROOT
from tests import processes


class Running:
    """A real worker with its timer (beat) in a process group of its own, so that -9 takes all of it."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self._log: IO[bytes] = (var / "worker.log").open("ab")
        self.kills = 0
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [
            sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", "worker", "--beat",
            "--schedule", str(self._var / "beat"), "--loglevel", "WARNING", "--concurrency", "2",
            "--queues", ",".join(settings.QINGQIAN_QUEUES), "--without-gossip", "--without-mingle",
        ]  # fmt: skip
        # VAR_DIR stays (the servers live there): only the message log gets a place of its own.
        environment = {**processes.child_environment(), "QINGQIAN_WORKER": "1"}
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=self._log, start_new_session=True,
        )  # fmt: skip

    def kill(self) -> None:
        """Kill -9 the worker, its children and its timer, as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.kills += 1

    def start_again(self) -> None:
        self._process = self._start()

    def end(self) -> None:
        if self._process.poll() is None:
            self.kill()
        self._log.close()


@contextmanager
def running_worker(var: Path) -> Iterator[Running]:
    worker = Running(var)
    try:
        yield worker
    finally:
        worker.end()
