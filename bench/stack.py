"""The product as real processes on a PostgreSQL and a Redis of their own, in a fresh folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from config.postgres_server import Postgres, _bin_dir
from config.redis_server import Redis

ROOT = Path(__file__).resolve().parent.parent
QUEUES = "live,messages,default,documents,reports"


class Program:
    """A program in a process group of its own, that can be killed whole and started again."""

    def __init__(
        self, name: str, module: Sequence[str], environ: Mapping[str, str], log: Path,
        folder: Path = ROOT,
    ):  # fmt: skip
        self.name, self.folder = name, folder
        self._command = [sys.executable, "-m", *module]
        self._environ = {**os.environ, **environ}
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; its output is appended to its log."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, cwd=self.folder, env=self._environ, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """Kill -9 it and its children, as a power cut would."""
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def cpu_seconds(self) -> float:
        """Return the CPU it has used, user and system."""
        assert self.process is not None
        used = psutil.Process(self.process.pid).cpu_times()
        return float(used.user + used.system)


class Stack:
    """Folder, servers and programs. The environment of this process points at it as well."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.postgres, self.redis = Postgres(var), Redis(var)
        self.programs: list[Program] = []

    def web(self, name: str, port: int, **environ: str) -> Program:
        """Return a web node: one uvicorn process of pages and sockets."""
        command = ["uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port", str(port),
                   "--lifespan", "off", "--no-access-log", "--log-level", "warning",
                   "--ws-per-message-deflate", "false"]  # fmt: skip
        return self._program(name, command, environ)

    def worker(self, name: str, **environ: str) -> Program:
        """Return a worker node on all queues."""
        command = ["celery", "--quiet", "-A", "config.celery", "worker", "--loglevel", "WARNING",
                   "--hostname", f"{name}@%h", "--concurrency", "1", "--queues", QUEUES,
                   "--without-gossip", "--without-mingle", "--without-heartbeat"]  # fmt: skip
        return self._program(
            name, command, {"DATABASE_POOL": "0", "QINGQIAN_WORKER": "1"} | environ
        )

    def beat(self) -> Program:
        """Return the timer."""
        command = ["celery", "--quiet", "-A", "config.celery", "beat", "--loglevel", "WARNING",
                   "--schedule", str(self.var / "beat"), "--pidfile", ""]  # fmt: skip
        return self._program("beat", command, {"DATABASE_POOL": "0", "QINGQIAN_WORKER": "1"})

    def bare(self, module: str, port: int) -> Program:
        """Return a uvicorn process of another ASGI application."""
        command = ["uvicorn", module, "--host", "127.0.0.1", "--port", str(port),
                   "--no-access-log", "--log-level", "warning",
                   "--ws-per-message-deflate", "false"]  # fmt: skip
        return self._program("bare", command, {})

    def _program(self, name: str, command: list[str], environ: Mapping[str, str]) -> Program:
        program = Program(name, command, environ, self.var / f"{name}.log")
        self.programs.append(program)
        return program

    def crash_postgres(self) -> None:
        """Kill -9 the server and all its processes at once; nothing is flushed."""
        pid = int((self.postgres.data / "postmaster.pid").read_text().split("\n", 1)[0])
        server = psutil.Process(pid)
        assert "postgres" in server.name()
        for process in [server, *server.children()]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        _gone(pid)

    def crash_redis(self) -> None:
        """Kill -9 Redis; it keeps nothing on disk."""
        pid = int((self.redis.home / "server.pid").read_text())
        assert "redis" in psutil.Process(pid).name()
        os.kill(pid, signal.SIGKILL)
        _gone(pid)

    def fill(self, schema_from: str) -> None:
        """Make the tables: by the migrations, or copied from a database that has them."""
        if schema_from:
            tool = str(_bin_dir() / "pg_dump")
            dump = subprocess.run(
                [tool, "--no-owner", schema_from], check=True, capture_output=True
            ).stdout
            subprocess.run(
                [str(_bin_dir() / "psql"), "--quiet", "-v", "ON_ERROR_STOP=1", self.postgres.url],
                input=dump, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        for command in ("migrate", "load_divisions"):
            subprocess.run(
                [sys.executable, "manage.py", command, "-v0"],
                cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip


@contextmanager
def fresh() -> Iterator[Stack]:
    """Start both servers in a new folder, and end and remove everything afterwards.

    Must be entered before Django's settings are read: it sets QINGQIAN_VAR.
    """
    var = Path(tempfile.mkdtemp(prefix="qingqian-bench-"))
    os.environ |= {"QINGQIAN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings.base",
                   "DATABASE_POOL": "8",
                   # What is measured must not depend on the hour.
                   "QINGQIAN_QUIET_COMPLAINANTS": "", "QINGQIAN_QUIET_STAFF": ""}  # fmt: skip
    stack = Stack(var)
    # Named, so that no program of ours stops them when it ends.
    os.environ |= {"DATABASE_URL": stack.postgres.url, "REDIS_URL": stack.redis.url}
    try:
        stack.postgres.start()
        stack.redis.start()
        yield stack
    finally:
        for program in stack.programs:
            program.kill()
        stack.redis.stop()
        stack.postgres.stop()
        shutil.rmtree(var, ignore_errors=True)


def free_port() -> int:
    """Return a TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float = 90) -> None:
    """Wait until somebody listens. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


def _gone(pid: int) -> None:
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        with suppress(psutil.TimeoutExpired):
            process.wait(5)
